"""The held-back sentences are well formed, and none of them stands in what the bot learns from."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
KINDS = {"self_harm", "violence", "emergency", "minor", "domestic_violence", "wages", "crowd", "fraud"}
NATURES = {"suggestion", "accusation", "claim", "consultation"}
LINES = {
    "answer", "story", "question", "why", "refuse", "wait", "thanks", "insult", "person", "yes", "no", "correct",
}  # fmt: skip
ROUTES = {"一", "二", "三", "四", "五", "六", "建议", "检举", "咨询"}
WORD_FOR_WORD = ("place", "respondent", "request", "petitioner_address", "prior_handling")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
OWN_WORDS = re.compile(r"[\u4e00-\u9fff].{6}|.{20}")
"""Anything shorter ("转人工", "just me") everybody says in the same words."""


def lines(name: str) -> list[dict[str, Any]]:
    """The objects of one file."""
    text = (HERE / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def names() -> Iterator[str]:
    """The files there are."""
    return (path.stem for path in sorted(HERE.glob("*.jsonl")))


@pytest.fixture(scope="module")
def codes() -> set[str]:
    """The region codes there are."""
    with (ROOT / "nlu" / "lexicon" / "regions.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"] for row in csv.DictReader(file)}


@pytest.mark.parametrize("name", names())
def test_no_sentence_stands_twice(name: str) -> None:
    counts = Counter((line["text"], line.get("today")) for line in lines(name))
    assert [text for text, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", names())
def test_the_readme_names_every_file(name: str) -> None:
    assert f"`{name}.jsonl`" in (HERE / "README.md").read_text(encoding="utf-8")


def test_places_have_real_codes(codes: set[str]) -> None:
    named = [line for line in lines("places") if line["code"]]
    assert [line for line in named if line["code"] not in codes] == []
    assert len(named) < len(lines("places")), "some sentences name no place"


def test_times_are_dates_not_after_the_day_they_are_told() -> None:
    for line in lines("times"):
        for part in (line["value"] or line["today"]).split("/"):
            assert DATE.fullmatch(part), line
            assert part <= line["today"], line


def test_every_question_has_a_topic_and_no_intent_is_rare() -> None:
    found = lines("intents")
    assert [line for line in found if (line["intent"] == "faq") != ("topic" in line)] == []
    assert min(Counter(line["intent"] for line in found).values()) >= 12


def test_fields_stand_in_their_story(codes: set[str]) -> None:
    for line in lines("fields"):
        fields = line["fields"]
        for name in (*WORD_FOR_WORD, "petitioner_name"):
            assert fields.get(name, "") in line["text"], (name, line)
        assert fields.get("region_code", "110000") in codes, line
        assert DATE.fullmatch(fields.get("occurred_at", line["today"])), line
        assert re.fullmatch(r"13\d0000\d{4}", fields.get("petitioner_phone", "13000000000")), line


@pytest.mark.parametrize(
    ("name", "key", "allowed"),
    [("natures", "nature", NATURES), ("routes", "route", ROUTES), ("lines", "kind", LINES)],
    ids=["natures", "routes", "lines"],
)
def test_labels_are_those_there_are(name: str, key: str, allowed: set[str]) -> None:
    assert {line[key] for line in lines(name)} == allowed


def test_danger_has_every_kind_and_sentences_that_only_look_so() -> None:
    counts = Counter(kind for line in lines("danger") for kind in line["kinds"] or ["none"])
    assert set(counts) == KINDS | {"none"}
    assert min(counts.values()) >= 25
    assert counts["none"] >= 150


def test_matters_have_two_levels() -> None:
    assert [line for line in lines("matters") if len(line["matter"]) != 2] == []


def test_no_sentence_is_in_the_training_data_or_the_lexica() -> None:
    learnt = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("data", "nlu")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".yml", ".yaml", ".csv", ".txt", ".json", ".jsonl", ".md"}
    )
    held_back = {line["text"] for name in names() for line in lines(name)}
    assert sorted(text for text in held_back if OWN_WORDS.search(text) and text in learnt) == []
