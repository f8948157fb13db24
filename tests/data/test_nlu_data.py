"""The training examples are well formed, and no sentence is claimed by two intents."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
NLU_FOLDER = PROJECT / "data" / "nlu"
LEAST_EXAMPLES = 30
LEAST_OF_A_TOPIC = 20
NEVER_GUESSED = {
    "give_evidence", "share_location", "edit_message", "change_field", "choose_region", "done_evidence",
    "stale_button", "just_me", "add_to_case", "file_anyway", "seal_it", "same_place",
    "nlu_fallback",
}  # fmt: skip
ENTITY_ANNOTATION = re.compile(r"\[[^\]]+\][({\[]")


def blocks() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every block of every file, with the name of its file."""
    for path in sorted(NLU_FOLDER.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            yield path.name, block


def lines_of(block: dict[str, Any]) -> list[str]:
    """The example lines of a block as they are written."""
    lines: list[str] = block["examples"].splitlines()
    return lines


@pytest.fixture(scope="module")
def examples() -> dict[str, list[str]]:
    """The examples of each intent, over all files."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for _, block in blocks():
        found[block["intent"]].extend(line.removeprefix("- ") for line in lines_of(block))
    return dict(found)


@pytest.fixture(scope="module")
def intents() -> set[str]:
    """The intents that the bot's domain names."""
    domain = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
    return {entry if isinstance(entry, str) else next(iter(entry)) for entry in domain["intents"]}


def bare(text: str) -> str:
    """The letters and digits of a text; an example made of signs alone is kept whole."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LN") or folded


@pytest.mark.parametrize("path", sorted(NLU_FOLDER.glob("*.yml")), ids=lambda path: path.name)
def test_file_loads_in_rasas_format(path: Path) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert content["version"] == "3.1"
    assert set(content) == {"version", "nlu"}
    assert all(set(block) == {"intent", "examples"} for block in content["nlu"])


def test_every_line_is_one_unannotated_example() -> None:
    wrong = [
        (name, block["intent"], line)
        for name, block in blocks()
        for line in lines_of(block)
        if not re.match(r"- \S", line) or line != line.rstrip() or ENTITY_ANNOTATION.search(line)
    ]
    assert wrong == []


def test_each_intent_has_one_block() -> None:
    counted = Counter(block["intent"] for _, block in blocks())
    assert [intent for intent, count in counted.items() if count > 1] == []


def test_every_intent_said_in_words_is_taught(examples: dict[str, list[str]], intents: set[str]) -> None:
    assert {intent.partition("/")[0] for intent in examples} == intents - NEVER_GUESSED


def test_every_topic_that_is_taught_has_its_answer_and_the_other_way_round(examples: dict[str, list[str]]) -> None:
    responses = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    answered = {name.removeprefix("utter_") for name in responses if "/" in name}
    assert answered == {intent for intent in examples if "/" in intent}
    assert len(answered) >= 60


def test_each_intent_has_enough_examples(examples: dict[str, list[str]]) -> None:
    least = {intent: LEAST_OF_A_TOPIC if "/" in intent else LEAST_EXAMPLES for intent in examples}
    thin = {intent: len(texts) for intent, texts in examples.items() if len(texts) < least[intent]}
    assert thin == {}


def test_no_example_stands_under_two_intents(examples: dict[str, list[str]]) -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for intent, texts in examples.items():
        for text in texts:
            owners[bare(text)].add(intent)
    assert {text: intents for text, intents in owners.items() if len(intents) > 1} == {}


def test_no_example_is_a_near_copy_of_another(examples: dict[str, list[str]]) -> None:
    seen: dict[str, str] = {}
    copies: list[tuple[str, str]] = []
    for text in (text for texts in examples.values() for text in texts):
        key = bare(text)
        if key in seen:
            copies.append((seen[key], text))
        seen[key] = text
    assert copies == []
