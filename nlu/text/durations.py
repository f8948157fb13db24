"""How long something has gone on, where no day is named: 连续三个月停水, 拖了半年, for the past two weeks."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from nlu.text.english_dates import english_number
from nlu.text.mentions import Mention
from nlu.text.normalise import fold_spoken as fold
from nlu.text.numbers import CHINESE_NUMBER, parse_whole
from nlu.text.periods import Period

_LENGTH = (
    rf"(?P<number>\d{{1,3}}|[{CHINESE_NUMBER}]{{1,4}}|半)(?:多|来|几)?个?(?:多|半)?(?P<unit>年|月|星期|礼拜|周|天)"
    r"(?!前|以前|之前|后|内|龄|级|薪)"
)
# What the words before or after must say: that it lasts until now. 干了13年 tells of a life.
_GOING_ON = re.compile(
    rf"(?:连续|持续|已经?有?|快|拖欠了?|拖了|欠了|停[水电气暖]气?了?|断[水电气暖]了?|坏了|漏了|等了|"
    rf"将近|整整|长达){_LENGTH}(?:了|多|有余)*"
    rf"|{_LENGTH.replace('number', 'number2').replace('unit', 'unit2')}(?:了|都|多|已经?)*"
    r"(?:没有?|未|不)(?:给|有|能|见)?(?:发|付|"
    rf"结|给|拿|领|来|修|通|解决|到账|处理)"
)
_ENGLISH = re.compile(
    r"\b(?:for|in|over|during) (?:(?:the )?(?:past|last) |more than |over |about |almost |nearly )*"
    r"(?P<number>\d{1,3}|[a-z]+(?: of)?) (?P<unit>year|month|week|day)s?\b(?! ago)",
    re.I,
)
#: 三十年 is a life, or a way of saying always.
_LONGEST = 10
_DAYS = {"天": 1, "周": 7, "星期": 7, "礼拜": 7, "day": 1, "week": 7}


def find_durations(text: str, today: date) -> list[Mention]:
    """Find what has lasted until now; the value is the span from about when it began."""
    folded = fold(text)
    found = [*_chinese(folded, today), *_english(folded, today)]
    return [Mention(start, end, text[start:end], value) for start, end, value in found]


def _chinese(folded: str, today: date) -> Iterator[tuple[int, int, str]]:
    for match in _GOING_ON.finditer(folded):
        number, unit = (match["number"], match["unit"]) if match["number"] else (match["number2"], match["unit2"])
        months = {"年": 12, "月": 1}.get(unit, 0)
        if number == "半":
            begun = _back(today, months=6) if unit == "年" else _back(today, days=15)
        else:
            whole = parse_whole(number)
            if not whole or (unit == "年" and whole > _LONGEST):
                continue
            begun = _back(today, months=months * whole, days=_DAYS.get(unit, 0) * whole)
        yield match.start(), match.end(), Period(begun, today).value


def _english(folded: str, today: date) -> Iterator[tuple[int, int, str]]:
    for match in _ENGLISH.finditer(folded):
        number, unit = english_number(match["number"]), match["unit"].lower()
        if number:
            months = {"year": 12, "month": 1}.get(unit, 0)
            begun = _back(today, months=months * number, days=_DAYS.get(unit, 0) * number)
            yield match.start(), match.end(), Period(begun, today).value


def _back(today: date, *, months: int = 0, days: int = 0) -> date:
    index = today.year * 12 + today.month - 1 - months
    try:
        found = today.replace(year=index // 12, month=index % 12 + 1)
    except ValueError:
        found = date(index // 12, index % 12 + 1, 28)
    return found - timedelta(days=days)
