"""What citizens read is plain: short sentences, everyday characters, no officialese."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml

from nlu.text.numbers import parse_whole
from tests.support.imports import ROOT

MEAN_LENGTH = 30
"""Characters between two full stops, on average…"""
LONGEST = 60
"""…and at most."""
MOST_SENTENCES = 5
"""An answer to a side question is over soon: the form waits."""
LONGEST_ANSWER = 130
LAST_ARTICLE = 50
"""Of the Regulation; no other law is cited beyond it."""
OFFICIALESE = re.compile(
    "予以|不予|应予|鉴于|特此|兹|敬请|知悉|获悉|悉知|此致|上述|前款|前述|酌情|逾期|届时|务必|尚未|未予|有关规定|"
    "依照|贯彻|落实好|切实|进一步|加强|高度重视|如有|若有|若需|须|贵单位|本单位|本平台|该事项|该单位|均可|均不|系指|"
    "之日起|之日内|谨|呈报|呈送|函告|函复|责成|妥善|相关部门|有关部门|您的来信|尊敬的"
)
QUOTED_LAW = re.compile(r"（[^（）]*第[^（）]*条[^（）]*）")
"""Where it stands in the law is read by those who want to look it up; it does not belong to the sentence."""
GAP = re.compile(r"\{\w+\}")
STOP = re.compile(r"[。！？；\n]")
HAN = re.compile(r"[\u4e00-\u9fff]")


def load(path: str) -> Any:
    """A YAML file of the project."""
    return yaml.load((ROOT / path).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def texts() -> Iterator[tuple[str, str]]:
    """(name, Chinese text) of everything the bot can say, titles of buttons included."""
    for name, (chinese, *_) in load("domain.yml")["responses"].items():
        yield name, chinese["text"]
        for button in chinese.get("buttons", ()):
            yield f"{name}[{button['payload']}]", button["title"]
    for name, wordings in load("cases/notices.yml").items():
        for at, wording in enumerate(wordings):
            yield f"notice {name}[{at}]", wording["zh"]
    for name, title in load("actions/filed.yml")["zh"].items():
        yield f"button {name}", title
    for kind, languages in load("actions/record.yml").items():
        for name, text in languages["zh"].items():
            yield f"record {kind}[{name}]", text


RESPONSES: Mapping[str, Any] = load("domain.yml")["responses"]
TEXTS: Mapping[str, str] = dict(texts())
ANSWERS = sorted(name for name in TEXTS if name.startswith("utter_faq/") and "[" not in name)


def sentences(text: str) -> list[str]:
    """A text cut at its full stops, without gaps and without where it stands in the law."""
    plain = GAP.sub("", QUOTED_LAW.sub("", text))
    return [sentence.strip() for sentence in STOP.split(plain) if HAN.search(sentence)]


def is_everyday(character: str) -> bool:
    """Whether it is one of the 3,755 characters of the first level of GB 2312, sorted by how common they are."""
    try:
        first, *_ = character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return 0xB0 <= first <= 0xD7


@pytest.mark.parametrize("name", TEXTS)
def test_every_character_is_an_everyday_one(name: str) -> None:
    assert [character for character in HAN.findall(TEXTS[name]) if not is_everyday(character)] == []


@pytest.mark.parametrize("name", TEXTS)
def test_nothing_is_said_in_officialese(name: str) -> None:
    assert OFFICIALESE.findall(QUOTED_LAW.sub("", TEXTS[name])) == []


@pytest.mark.parametrize("name", TEXTS)
def test_sentences_are_short(name: str) -> None:
    lengths = [len(sentence) for sentence in sentences(TEXTS[name])]
    if lengths:
        assert sum(lengths) / len(lengths) <= MEAN_LENGTH, sentences(TEXTS[name])
        assert max(lengths) <= LONGEST, sentences(TEXTS[name])


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_to_a_side_question_is_a_few_sentences(name: str) -> None:
    assert 1 <= len(sentences(TEXTS[name])) <= MOST_SENTENCES
    assert len(QUOTED_LAW.sub("", TEXTS[name])) <= LONGEST_ANSWER


@pytest.mark.parametrize("name", ANSWERS)
def test_the_same_articles_are_named_in_both_languages(name: str) -> None:
    chinese, english = (variation["text"] for variation in RESPONSES[name])
    named = [re.split("[、到]", numerals) for numerals in re.findall("第([一二三四五六七八九十、到]+)条", chinese)]
    in_english = re.findall(r"\d+", " ".join(re.findall(r"Arts?\. ([\d, to]+)", english)))
    assert sorted(parse_whole(numeral) or 0 for some in named for numeral in some) == sorted(map(int, in_english))
    assert all(int(number) <= LAST_ARTICLE for number in in_english)


def test_the_check_itself_sees_what_is_wrong() -> None:
    assert OFFICIALESE.search("予以登记")
    assert not is_everyday("囹")
    assert is_everyday("访")
    assert sentences("好的（《信访工作条例》第十九条）。{code}。您说") == ["好的", "您说"]
