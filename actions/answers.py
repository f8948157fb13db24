"""How an answer to each of the form's questions, and a story, is read. A value is taken only when it is valid."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from actions.understanding import Understanding
from cases import FIELDS
from nlu.text.replies import bare_name, could_be_name, has_words, plain

Values = Mapping[str, Any]
Reader = Callable[[str, Understanding], Values | None]

NUMERALS = "零〇一二两三四五六七八九十百千万"
# "还有一件事", "一直", "第一次" hold a number and count no people.
NUMBER = re.compile(
    rf"(?<![第\d{NUMERALS}])(?:\d++|[{NUMERALS}]++)(?![件次年月天日号楼层栋块元遍回点下些样直起般定旦])"
)
LONGEST_COUNT = 30
MOST_PEOPLE = 9_999_999
MIN_ADDRESS = 3


def _place(text: str, understanding: Understanding) -> Values | None:
    match = understanding.place(text)
    if match.best is None:
        return None
    return {"place": plain(text), "place_code": match.best.code, "place_name": match.best.full_name}


def _occurred_at(text: str, understanding: Understanding) -> Values | None:
    if value := understanding.date(text):
        return {"occurred_at": value}
    # "一直都这样", "好多年了": vague is honest, and the official reads the citizen's own words.
    return {"occurred_at": plain(text)} if has_words(text) else None


def _words(field: str, least: int = 2) -> Reader:
    def read(text: str, understanding: Understanding) -> Values | None:
        return {field: plain(text)} if has_words(text, least) else None

    return read


def _affected_count(text: str, understanding: Understanding) -> Values | None:
    count = understanding.count(text)
    if count is None and len(text) <= LONGEST_COUNT and len(numbers := set(NUMBER.findall(text))) == 1:
        # "班上吐了7个孩子": asked for a number, the only one there is is meant.
        count = understanding.number(numbers.pop())
    return {"affected_count": count} if count is not None and 1 <= count <= MOST_PEOPLE else None


def _name(text: str, understanding: Understanding) -> Values | None:
    name = understanding.name(text)
    if name is None and could_be_name(bare := bare_name(text)):
        name = bare
    return None if name is None else {"petitioner_name": name}


def _phone(text: str, understanding: Understanding) -> Values | None:
    phone = understanding.phone(text)
    return None if phone is None else {"petitioner_phone": phone}


READERS: Mapping[str, Reader] = {
    "place": _place,
    "occurred_at": _occurred_at,
    "respondent": _words("respondent"),
    "request": _words("request"),
    "prior_handling": _words("prior_handling", 1),
    "affected_count": _affected_count,
    "petitioner_name": _name,
    "petitioner_phone": _phone,
    "petitioner_address": _words("petitioner_address", MIN_ADDRESS),
}

FREE_TEXT = frozenset({"occurred_at", "respondent", "request", "prior_handling", "petitioner_address"})
"""Fields that take the citizen's own words: only a clear side question is not taken for the answer."""


def story_values(story: Any) -> dict[str, Any]:
    """What a story states, in the draft's fields."""
    values = {name: getattr(story, name, None) for name in FIELDS if name not in ("facts", "place")}
    region = story.region
    if region is not None and region.level == "county":
        values.update(place=story.place or region.full_name, place_code=region.code, place_name=region.full_name)
    elif story.place:
        # A province or city alone is no place yet: it is remembered and the rest is asked.
        values["place_told"] = story.place
    return {name: value for name, value in values.items() if value not in (None, "")}
