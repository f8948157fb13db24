"""The catalogue speaks both languages, and the page asks for nothing it does not have."""

import re
from pathlib import Path

import pytest

from bot.channels.webchat import sentences
from bot.channels.webchat.sentences import Sentences, preferred

HOME = Path(sentences.__file__).parent
CATALOGUE = Sentences.load().catalogue
SCRIPTS = sorted((HOME / "static" / "js").glob("*.js"))
TEMPLATES = sorted((HOME / "templates").glob("*.html"))
PYTHON = sorted(HOME.glob("*.py"))
NOT_SENTENCES = {"static", "words", "mark", "language_tag", "other_language", "other_language_tag"}

PLACEHOLDER = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_sentence_is_in_both_languages_with_the_same_placeholders(key: str) -> None:
    assert set(CATALOGUE[key]) == {"zh", "en"}
    assert all(sentence.strip() for sentence in CATALOGUE[key].values())
    assert PLACEHOLDER.findall(CATALOGUE[key]["zh"]) == PLACEHOLDER.findall(CATALOGUE[key]["en"])


def keys_of_scripts() -> set[str]:
    found: set[str] = set()
    for script in SCRIPTS:
        for call in re.findall(r"\bsay\(((?:[^()]|\([^()]*\))*)\)", script.read_text("utf-8")):
            found.update(re.findall(r'"(\w+)"', call))
    return found


@pytest.mark.parametrize("key", sorted(keys_of_scripts()))
def test_what_the_scripts_say_exists(key: str) -> None:
    assert key in CATALOGUE or key in {"unsent", "refused"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_what_a_template_says_exists(template: Path) -> None:
    asked = set(re.findall(r"\$\{(\w+)\}", template.read_text("utf-8")))
    assert asked - NOT_SENTENCES <= set(CATALOGUE)


@pytest.mark.parametrize("key", CATALOGUE)
def test_no_sentence_is_idle(key: str) -> None:
    used = "".join(path.read_text("utf-8") for path in (*SCRIPTS, *TEMPLATES, *PYTHON))
    in_family = key.startswith("file_") and "`file_${kind}`" in used
    assert f'"{key}"' in used or f"${{{key}}}" in used or in_family


def test_a_sentence_is_filled() -> None:
    assert Sentences.load().say("uploading", "en", percent=40) == "Uploading 40%"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9", "en"),
        ("en;q=0.5,zh;q=0.9", "zh"),
        ("zh;q=0.1, en", "en"),
        ("ug,bo;q=0.9,en;q=0.3", "en"),
        ("fr,de", "zh"),
        ("en;q=0", "zh"),
        ("en;q=nonsense,;;=,", "zh"),
        ("*", "zh"),
    ],
)
def test_the_language_the_browser_prefers(header: str, language: str) -> None:
    assert preferred(header) == language
