"""Numbers as people read them out: 幺三九四个零三三幺七, 幺三八洞洞洞洞五二六拐; one three one, double zero."""

import re

from nlu.text.english_numbers import NUMBER_WORDS, ONES, TEENS, TENS
from nlu.text.normalise import fold
from nlu.text.numbers import spelled_digits

_TIMES = {"二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6}
_SO_MANY = re.compile(r"([二两俩三四五六2-6])个([零〇幺一二三四五六七八九洞拐勾\d])")
# As soldiers and railwaymen read them.
_OVER_THE_WIRE = re.compile(r"[零〇幺一二两三四五六七八九洞拐勾\d]{3,}")
_WIRE = str.maketrans("洞拐勾两", "零七九二")
_WORDS = {
    "zero": "0", "oh": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_SO_OFTEN = {
    "double": 2, "triple": 3, "quadruple": 4, "two": 2, "three": 3, "four": 4, "five": 5,
    "2": 2, "3": 3, "4": 4, "5": 5,
}  # fmt: skip
# double zero, oh; four zeros, where only what stands in the plural is counted: "one three four zero" is four digits.
_WORD = re.compile(
    rf"\b(?:(?:(?P<times>double|triple|quadruple)[ -](?P<digit>{'|'.join(_WORDS)})(?:e?s)?)|"
    rf"(?:(?P<many>two|three|four|five|[2-5]) (?:times )?(?P<of>{'|'.join(_WORDS)}|\d)(?:(?:e?s|'s)|(?<=times zero)))|"
    rf"(?:(?P<next>{'|'.join(_WORDS)}) (?P<so_many>two|three|four|five|[2-5]) times)|(?P<one>{'|'.join(_WORDS)}))\b",
    re.IGNORECASE,
)
# Sixty-two eighty-one, thirteen five.
_PAIR = re.compile(
    rf"\b(?P<ten>{'|'.join((*TEENS, *TENS))})(?:(?<=ty)[ -](?P<one>{'|'.join(ONES)}))?\b(?! (?:past|to|o'clock))"
)
_READ_OUT = re.compile(r"[零〇幺一二三四五六七八九\d]{3,}")
_BETWEEN = re.compile(
    r"(?<=[零〇幺一二三四五六七八九\d])"
    r"(?:[\s,，、.。()-]|then|\band\b|然后|后[面头边]|中间|当中|最后|接着|跟着|再来?|是)+"
    r"(?=[零〇幺一二三四五六七八九\d])"
)


def as_dialled(folded: str) -> str:
    """A text with its numbers digit by digit, nothing between the digits."""
    told = _SO_MANY.sub(lambda match: match.group(2) * _TIMES[match.group(1)], folded)
    told = _OVER_THE_WIRE.sub(lambda match: match.group().translate(_WIRE), told)
    told = _PAIR.sub(lambda match: str(NUMBER_WORDS[match["ten"]] + NUMBER_WORDS.get(match["one"] or "", 0)), told)
    told = _WORD.sub(_digits, told)
    return _BETWEEN.sub("", told)


def as_digits(text: str) -> str:
    """A text in which numbers that are read out stand in digits."""
    return _READ_OUT.sub(lambda match: spelled_digits(match.group()) or match.group(), as_dialled(fold(text)))


def _digits(match: re.Match[str]) -> str:
    digit = (match["digit"] or match["of"] or match["next"] or match["one"]).lower()
    return _WORDS.get(digit, digit) * _SO_OFTEN.get(
        (match["times"] or match["many"] or match["so_many"] or "").lower(), 1
    )
