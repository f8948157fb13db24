"""When it happened: absolute and relative dates, with the honest span of days where the words are vague."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from nlu.text.date_words import Wording, wordings
from nlu.text.english_dates import english_wordings
from nlu.text.mentions import Mention
from nlu.text.normalise import fold_spoken as fold
from nlu.text.periods import Period, day, whole_month

__all__ = ["DateMention", "find_date", "find_dates"]

#: A mention whose value is a day, a month, a year, or the first and the last possible day: 2023-05-01/2023-06-01.
DateMention = Mention

_FROM = re.compile(
    r"(?:从|自从|自|打|\b(?:ever )?since (?:about |around )?|\bfrom (?:about |around )?|\bbetween )$", re.I
)
_LEAD = 18
_SINCE = re.compile(r"\bsince (?:about |around )?$", re.I)
_ENGLISH = re.compile(r"[A-Za-z]{2}|\d[/.-]\d{1,2}[/.-]\d{4}")
_ONWARD = re.compile(
    r"(?:一直)?(?:到|至)(?:现在|如今|今天?|目前)|(?:开始|起|之?后)?(?:以来|至今|到现在|到如今)|"
    r"(?:开始|起)[^,。;!?\n]{0,12}?(?:至今|到现在|到今天)|开始|起(?![诉草火])|以来|一直|"
    r",? (?:up )?(?:until|till|to) (?:now|today|the present)|,? onwards?"
)
# These mean "until now" only after 从 or 自: 5月开始 alone is when it began.
_WEAK_ONWARD = ("开始", "起", "一直")
_TO = re.compile(r"[ ]?(?:[做干住拖开用]?到|至|-|~|一直到|to|until|till|and)[ ]?")
# After these a month is the moon's; the wordings of the lunar calendar begin with them.
_LUNAR = ("农历", "阴历", "古历", "旧历", "老历", "夏历")

# After these a month is of a year that only the story knows.
_OF_ANOTHER_YEAR = re.compile(r"(?:第[二三四五]年|次年|那一?年|当年|同年|转年)的?$")
# 每个摊一月300 is paid each month.
_A_MONTH = re.compile(
    r"\s*(?:就|要|得|才|也)?(?:收|交|给|扣|罚|拿|挣|发)?(?:我们?)?"
    r"(?:\d{2,}(?![日号年.-])|[一二两三四五六七八九十百千万]{2,}(?:块|元|[,。 ]))"
)
_DENIED = re.compile(r"(?:不是|不对|\bnot )(?:在|in |on )?$")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_COUNTED = re.compile(r"[日号]|\d[./-]\d")
_NEAR = timedelta(days=10)

_Found = tuple[int, int, Period]


def find_dates(text: str, today: date) -> list[DateMention]:
    """Find what the text says about time; a vague word has the span of days it can mean."""
    folded = fold(text)
    found = [each for wording in wordings() for each in _apply(wording, folded, today)]
    if _ENGLISH.search(folded):
        found += _in_english(folded, today)
    spans = _joined(folded, _longest(found), today)
    return [Mention(start, end, text[start:end], period.value) for start, end, period in spans]


def find_date(text: str, today: date) -> str | None:
    """The time an answer gives: the first, or the day beside it that says more exactly when (国庆,10月2号)."""
    found = find_dates(text, today)
    folded = fold(text)
    found = [each for each in found if not _DENIED.search(folded[: each.start])] or found
    if not found:
        return None
    if finer := next((other.value for other in found[1:] if other.value.startswith(f"{found[0].value}-")), None):
        # 今年开学，九月一号; 2008年, and later 2008年5月.
        return finer if "/" not in finer else found[0].value
    first, last = (date.fromisoformat(f"{end}-01-01"[:10]) for end in _ends(found[0].value))
    counted = bool(_DAY.fullmatch(found[0].value) and _COUNTED.search(fold(found[0].text)))
    lasting = "/" in found[0].value and last == today
    for other in () if counted or lasting else found[1:]:
        if _DAY.fullmatch(other.value):
            exact = _of_year(date.fromisoformat(other.value), first.year)
            if first - _NEAR <= exact <= last + _NEAR:
                return exact.isoformat()
    return found[0].value


def _ends(value: str) -> tuple[str, str]:
    first, _, last = value.partition("/")
    return first, last or first


def _of_year(exact: date, year: int) -> date:
    return exact if (exact.month, exact.day) == (2, 29) else exact.replace(year=year)


def _apply(wording: Wording, folded: str, today: date) -> Iterator[_Found]:
    for match in wording.pattern.finditer(folded):
        before = folded[max(0, match.start() - 4) : match.start()]
        if before[-2:] in _LUNAR or _OF_ANOTHER_YEAR.search(before):
            continue
        if match.group() == "一月" and _A_MONTH.match(folded, match.end()):
            continue
        period = wording.resolve(match, today)
        if period is not None:
            yield match.start(), match.end(), period


def _in_english(folded: str, today: date) -> Iterator[_Found]:
    for pattern, resolve in english_wordings():
        for match in pattern.finditer(folded):
            period = resolve(match, today)
            if period is not None:
                yield match.start(), match.end(), period


def _longest(found: list[_Found]) -> list[_Found]:
    kept: list[_Found] = []
    for start, end, period in sorted(found, key=lambda item: (item[0] - item[1], item[0])):
        if all(end <= other[0] or other[1] <= start for other in kept):
            kept.append((start, end, period))
    return sorted(kept, key=lambda item: item[0])


def _joined(folded: str, found: list[_Found], today: date) -> Iterator[_Found]:
    """Join "from … to …" and "since …" to the spans they mean."""
    at = 0
    while at < len(found):
        start, end, period = found[at]
        begun = _FROM.search(folded[max(0, start - _LEAD) : start])
        onward, to = _ONWARD.match(folded, end), _TO.match(folded, end)
        following = found[at + 1] if to and at + 1 < len(found) and found[at + 1][0] == to.end() else None
        if following and (last := _in_same_year(folded, following, period).last) >= period.first:
            end, period = following[1], Period(period.first, last)
            at += 1
        elif begun and _SINCE.search(begun.group()):
            end, period = onward.end() if onward else end, period.until(today)
            start -= len(begun.group())
        elif onward and (begun or onward.group() not in _WEAK_ONWARD):
            end, period = onward.end(), period.until(today)
            start -= len(begun.group()) if begun else 0
        yield start, end, period
        at += 1


def _in_same_year(folded: str, later: _Found, earlier: Period) -> Period:
    """Give the end of a span the year of its start when it names none: 2018年3月至5月."""
    words, first, last = folded[later[0] : later[1]], later[2].first, later[2].last
    if "年" in words or re.search(r"(?:19|20)\d\d|^[昨今前]|^yest|^last|^this", words):
        return later[2]
    if later[2] == whole_month(first.year, first.month):
        return whole_month(earlier.first.year, first.month)
    moved = day(earlier.first.year, first.month, first.day)
    return moved if moved and first == last else later[2]
