"""What the intent classifier sees of a message: character n-grams, and the shape of the answer it may be."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from nlu.text.dates import find_dates
from nlu.text.lexicon import load_yaml
from nlu.text.normalise import fold
from nlu.text.people import is_name
from nlu.text.phones import find_phones
from nlu.text.regions import Gazetteer

#: What is read of a long message: citizens say what they want at the beginning.
HEAD = 300
_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")
_COUNT = re.compile(r"[0-9一二三四五六七八九十百千两几]+(?:多|来)?(?:个|户|人|名|位|家|口)")
_QUESTION = re.compile(r"[?吗么呢]$|怎么|什么|多久|哪里|哪儿|如何|为什么|为啥|能不能|可以吗|是不是|有没有|谁|几天|啥")
_COMMAND = re.compile(r"^(?:取消|重来|重新|跳过|返回|帮助|退出|人工|转人工|查询|停|算了|不填|下一步)")
# Any day serves: only whether the message holds a date counts.
_SOME_DAY = date(2024, 6, 15)
_LATIN = re.compile(r"[a-z]+")
#: Other numbers are alike; of these each is a word of its own.
_HOTLINE = re.compile(r"(?<!\d)(?:12\d{3}|11[09]|12[02])(?!\d)")
#: One mark stands among a hundred n-grams; counted so often it is still heard.
_WEIGHT = 3
_LENGTHS = (1, 2, 3, 4, 6, 9, 14, 22, 35, 60, 120, 240)


def features(text: str, gazetteer: Gazetteer) -> Counter[str]:
    """Count the features of a message; names of features are strings, so that a model can be read."""
    folded = _SPACES.sub(" ", fold(text[:HEAD]).strip().lower())
    plain = _DIGITS.sub(lambda digits: "0" * min(len(digits.group()), 3), folded)
    found = Counter(shape(text[:HEAD], folded, gazetteer))
    padded = f"^{plain}$"
    for size in (1, 2, 3, 4):
        found.update(padded[at : at + size] for at in range(len(padded) - size + 1))
    marks = _subjects([*found, *_LATIN.findall(plain)]) | {f"<line {each}>" for each in _HOTLINE.findall(folded)}
    found.update(dict.fromkeys(marks, _WEIGHT))
    return found


@cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    """Each word of the lexicon with the marks of its groups."""
    marks: dict[str, tuple[str, ...]] = {}
    for name, words in load_yaml("topics.yml").items():
        for word in words:
            marks[str(word)] = (*marks.get(str(word), ()), f"<~{name}>")
    return marks


def _subjects(pieces: Iterable[str]) -> set[str]:
    """What the pieces of a message are about. They are cut already, so that a word costs one look-up."""
    groups = _groups()
    return {mark for piece in pieces if piece in groups for mark in groups[piece]}


def shape(text: str, folded: str, gazetteer: Gazetteer) -> list[str]:
    """Name what a message looks like: how long, and whether it is mostly a name, a date, a number, a place."""
    length = len(text.strip())
    marks = [f"<length<={next((each for each in _LENGTHS if length <= each), 'long')}>"]
    if _QUESTION.search(folded):
        marks.append("<question>")
    if _COMMAND.search(folded):
        marks.append("<command>")
    # Shapes are for short answers; a story holds dates and places without being one.
    if length > 40:
        return marks
    if is_name(folded.strip(" 。.!,")):
        marks.append("<name>")
    marks += [f"<{name}>" for name, found in _kinds(text, folded, gazetteer) if found]
    return marks


def _kinds(text: str, folded: str, gazetteer: Gazetteer) -> list[tuple[str, bool]]:
    dates = find_dates(text, _SOME_DAY)
    regions = gazetteer.find(text)
    covered = sum(each.end - each.start for each in dates) + sum(region.end - region.start for region in regions)
    return [
        ("phone", bool(find_phones(text))),
        ("date", bool(dates)),
        ("region", bool(regions)),
        ("count", bool(_COUNT.fullmatch(folded.strip(" 。.!,吧的")))),
        ("digits", folded.strip().isdigit()),
        ("mostly-field", covered * 2 > len(folded)),
    ]


def is_plain_story(text: str) -> bool:
    """Tell whether a long message asks and commands nothing, so that it can only be telling what happened."""
    folded = fold(text)
    return len(folded) > 60 and not _QUESTION.search(folded) and not _COMMAND.search(folded)
