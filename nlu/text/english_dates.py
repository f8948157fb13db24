"""Times in English: last October, since March 2024, three weeks ago, on 5 May 2023."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from nlu.text.english_numbers import MONTHS, NUMBER_WORDS, ONES, ORDINALS, english_whole
from nlu.text.periods import Period, day, festival, months, week_of, whole_month, whole_year

Resolve = Callable[[re.Match[str], date], Period | None]

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}
_NUMBERS = {"zero": 0, "a": 1, "an": 1, "few": 3, "several": 4, "couple of": 2} | NUMBER_WORDS
_NUMBER = r"(?P<number>\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_ANY_MONTH = re.sub(r"\(\?P<month>", "(?:", _MONTH)
# The verbs may and march are no months; a capital or a word of time before them makes them so.
_MONTH_BARE = rf"(?-i:{_MONTH})(?! (?:I|we|he|she|they|be|have|not|on)\b)"
_DAY = r"(?P<day>[0-3]?\d)(?:-?(?:st|nd|rd|th))?"
_SPOKEN_DAY = rf"(?P<said>{'|'.join(sorted(ORDINALS, key=len, reverse=True)).replace('-', '[- ]')})"
# Twenty twenty-six, as it is dictated.
_SPOKEN_YEAR = (
    r"(?:(?:twenty|two thousand(?: and)?) (?P<within>"
    rf"twenty[- ](?:{'|'.join(ONES)})|[a-z]+teen|twenty|thirty))"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_PART = r"(?:(?P<part>early|mid|late|the beginning of|the start of|the middle of|the end of|end of)[ -])?"
_WHICH_YEAR = r"(?P<which>last year|this year|the year before last)"
_HOUR = r"(?:,? (?:at|around|about) \d{1,2}(?::\d\d)?(?: ?[ap]\.?m\.?)?)?"
_HOLIDAYS = {
    "spring festival": "春节",
    "chinese new year": "春节",
    "lunar new year": "春节",
    "national day": "国庆",
    "labou?r day": "五一",
    "may day": "五一",
    "mid-autumn(?: festival)?": "中秋",
    "dragon boat festival": "端午",
    "qingming(?: festival)?": "清明",
    "lantern festival": "元宵",
    "new year'?s day": "元旦",
    "christmas": "圣诞",
}


@cache
def english_wordings() -> tuple[tuple[re.Pattern[str], Resolve], ...]:
    """List the wordings, as patterns over folded text and what each match means."""
    holidays = "|".join(_HOLIDAYS)
    written: list[tuple[str, Resolve]] = [
        (rf"\b{_MONTH} {_DAY}(?:,? {_YEAR})?\b(?!:){_HOUR}", _of_month),
        (rf"\b(?:the )?{_DAY} (?:of )?{_MONTH}(?:,? (?:of )?{_YEAR})?\b{_HOUR}", _of_month),
        (rf"\b(?:the )?{_SPOKEN_DAY} (?:of )?{_MONTH}(?:,? (?:of )?(?:{_YEAR}|{_SPOKEN_YEAR}))?\b{_HOUR}", _of_month),
        (rf"\b{_PART}{_MONTH},? (?:of )?(?:{_YEAR}|{_SPOKEN_YEAR})\b", _of_month),
        # 2026 year October 8 day, as one who thinks in Chinese says it.
        (rf"\b{_YEAR}(?: year)?,? {_MONTH}(?: {_DAY}(?: day)?)?\b", _of_month),
        (rf"\b{_YEAR} year,? (?P<numbered>1[0-2]|0?[1-9]) month(?:,? {_DAY} (?:day|date))?\b", _of_month),
        # The day stands first in most countries; where that cannot be, the month does.
        (rf"(?<![\d/.-])(?P<one>[0-3]?\d)[/.-](?P<other>[0-3]?\d)[/.-]{_YEAR}(?![\d/.-])", _numeric),
        (rf"\b(?:the )?{_DAY} (?:of )?{_MONTH},? (?:of )?{_WHICH_YEAR}\b", _month_of_that_year),
        (rf"\b{_MONTH} {_DAY},? (?:of )?{_WHICH_YEAR}\b", _month_of_that_year),
        (rf"\b{_PART}{_MONTH},? (?:of |in )?{_WHICH_YEAR}\b", _month_of_that_year),
        # August, September and October: from the first of them on.
        (rf"\b(?-i:{_MONTH})(?=,? (?:and )?(?-i:{_ANY_MONTH})\b)", _first_of_several),
        (rf"\b{_WHICH_YEAR},? (?:in |around |about )*{_MONTH}\b(?! {_DAY})", _month_of_that_year),
        (rf"\b{_PART}(?P<which>last|this) {_MONTH}(?! {_DAY})\b", _named_month),
        (rf"\b{_PART}{_MONTH_BARE}\b(?! \d)", _bare_month),
        (rf"(?:(?<=\bin )|(?<=\bsince )|(?<=\bfrom )|(?<=\byear )|(?<=\bto )){_YEAR}\b", _a_year),
        (rf"\b{_PART}(?P<which>last year|this year|the year before last)\b", _relative_year),
        (r"\b(?P<which>last|this) (?P<unit>month|week)\b", _relative_unit),
        (rf"\b(?P<which>last|this|on) (?P<weekday>{'|'.join(_WEEKDAYS)})[a-z]*day\b{_HOUR}", _weekday),
        (rf"\b(?P<which>last|this) (?P<season>{'|'.join(_SEASONS)})\b", _season),
        (rf"\b(?P<season>{'|'.join(_SEASONS)}) (?:of )?{_YEAR}\b", _season),
        (
            rf"\b(?:(?:about|around|over|more than|nearly|almost|some) )?(?:a )?{_NUMBER}"
            r" (?P<unit>day|week|month|year)s? (?:ago|before|back)\b",
            _ago,
        ),
        (
            r"\b(?:about )?half a year ago\b|\bsix months ago\b",
            lambda match, today: whole_month(today.year, today.month - 6),
        ),
        (rf"\b(?:the )?(?P<nth>[0-3]?\d)(?:st|nd|rd|th)?,? of (?P<which>this|last) month\b{_HOUR}", _nth_of_month),
        (rf"\b(?P<which>this|last) month,?(?: on)?(?: the)? (?P<nth>[0-3]?\d)(?:st|nd|rd|th)\b{_HOUR}", _nth_of_month),
        (rf"\b(?:a|one) week ago (?:today|exactly)\b{_HOUR}", lambda match, today: _days(today, 7)),
        (rf"\b(?:the )?day before yesterday\b{_HOUR}", lambda match, today: _days(today, 2)),
        (rf"\byesterday(?: (?:morning|afternoon|evening|night))?\b{_HOUR}", lambda match, today: _days(today, 1)),
        (rf"\blast night\b{_HOUR}", lambda match, today: _days(today, 1)),
        (rf"\b(?:today|this (?:morning|afternoon|evening)|tonight)\b{_HOUR}", lambda match, today: _days(today, 0)),
        (r"\b(?:recently|lately|these days)\b", lambda match, today: Period(today - timedelta(days=45), today)),
        (
            rf"\b(?P<around>before|after|around|during|at|on|over|since)? ?(?:the )?(?P<festival>{holidays})"
            rf"(?: holidays?)?(?: (?:of |in )?(?:{_YEAR}|(?P<which>last|this) year))?\b",
            _holiday,
        ),
    ]
    return tuple((re.compile(pattern, re.I), resolve) for pattern, resolve in written)


def english_number(word: str) -> int | None:
    """Read a small number: 12, twelve, a."""
    return int(word) if word.isdecimal() else _NUMBERS.get(word.lower())


def _days(today: date, back: int) -> Period:
    found = today - timedelta(days=back)
    return Period(found, found)


def _nth_of_month(match: re.Match[str], today: date) -> Period | None:
    """The 25th of this month."""
    month = whole_month(today.year, today.month - (match["which"].lower() == "last"))
    return day(month.first.year, month.first.month, int(match["nth"]))


def _numeric(match: re.Match[str], today: date) -> Period | None:
    """22/09/2026; of 3/4/2026 the day that is not still to come."""
    one, other, year = int(match["one"]), int(match["other"]), int(match["year"])
    written, turned = day(year, other, one), day(year, one, other)
    return turned if written is None or (written.first > today and turned and turned.first <= today) else written


def _month_number(match: re.Match[str]) -> int:
    if match.groupdict().get("numbered"):
        return int(match["numbered"])
    return MONTHS.index(match["month"][:3].lower()) + 1


def _of_month(match: re.Match[str], today: date) -> Period | None:
    groups, month = match.groupdict(), _month_number(match)
    number = int(groups["day"]) if groups.get("day") else None
    if said := groups.get("said"):
        number = ORDINALS.index(said.lower().replace(" ", "-")) + 1
    if groups.get("year"):
        year = int(groups["year"])
    elif within := groups.get("within"):
        year = 2000 + (english_whole(within) or 0)
    else:
        first = day(today.year, month, number or 1)
        year = today.year - 1 if first is None or first.first > today else today.year
    # An early or a late part of a month is not told apart, as with 5月初.
    return day(year, month, number) if number else whole_month(year, month)


def _named_month(match: re.Match[str], today: date) -> Period | None:
    month = _month_number(match)
    if match["which"].lower() == "this":
        return whole_month(today.year, month)
    return whole_month(today.year if month < today.month else today.year - 1, month)


def _month_of_that_year(match: re.Match[str], today: date) -> Period | None:
    """March last year; 14 September this year."""
    year, month, number = today.year - _years_back(match["which"]), _month_number(match), match.groupdict().get("day")
    return day(year, month, int(number)) if number else whole_month(year, month)


def _first_of_several(match: re.Match[str], today: date) -> Period | None:
    month = _month_number(match)
    return whole_month(today.year if month <= today.month else today.year - 1, month)


def _bare_month(match: re.Match[str], today: date) -> Period | None:
    # Mar and Dec as words of their own are names too; a month alone is written out or abbreviated after "in".
    before = match.string[max(0, match.start() - 8) : match.start()].lower()
    timed = re.search(r"\b(?:in|since|from|of|until|till|to|by|and|-|last|during|around|between)[ ]*$", before)
    if not timed and (match.group("part") is None):
        return None
    month = _month_number(match)
    return whole_month(today.year if month <= today.month else today.year - 1, month)


def _a_year(match: re.Match[str], today: date) -> Period | None:
    year = int(match.group())
    return whole_year(year) if 1940 <= year <= today.year + 1 else None


def _years_back(which: str) -> int:
    words = which.lower()
    return 2 if "before last" in words else 1 if "last" in words else 0


def _relative_year(match: re.Match[str], today: date) -> Period | None:
    year = today.year - _years_back(match["which"])
    part = (match["part"] or "").lower()
    if part.endswith("end of") or part == "late":
        return months(year, 11, 12)
    if part in ("early", "the beginning of", "the start of"):
        return months(year, 1, 2)
    return months(year, 6, 7) if part else whole_year(year)


def _relative_unit(match: re.Match[str], today: date) -> Period | None:
    back = int(match["which"].lower() == "last")
    if match["unit"].lower() == "week":
        week = week_of(today, back)
        return week if back else Period(week.first, today)
    month = whole_month(today.year, today.month - back)
    return month if back else Period(month.first, today)


def _weekday(match: re.Match[str], today: date) -> Period | None:
    weekday, which = _WEEKDAYS.index(match["weekday"].lower()), match["which"].lower()
    if which == "last":
        return _days(week_of(today, 1).first + timedelta(days=weekday), 0)
    return _days(today, (today.weekday() - weekday) % 7)


def _season(match: re.Match[str], today: date) -> Period | None:
    groups = match.groupdict()
    first, last = _SEASONS[match["season"].lower()]
    if groups.get("year"):
        return months(int(groups["year"]), first, last)
    if groups["which"].lower() == "this":
        return months(today.year, first, last)
    return months(today.year - 1, first, last)


def _ago(match: re.Match[str], today: date) -> Period | None:
    number, unit = english_number(match["number"]), match["unit"].lower()
    if number is None:
        return None
    if unit == "day":
        return _days(today, number)
    if unit == "week":
        return week_of(today, number)
    return whole_month(today.year, today.month - number) if unit == "month" else whole_year(today.year - number)


def _holiday(match: re.Match[str], today: date) -> Period | None:
    name = next(name for pattern, name in _HOLIDAYS.items() if re.fullmatch(pattern, match["festival"], re.I))
    which, around = (match["which"] or "").lower(), (match["around"] or "").lower()
    year = int(match["year"]) if match["year"] else today.year - (which == "last")
    found = festival(name, year)
    if found and found.first > today and not (which or match["year"]):
        found = festival(name, year - 1)
    if found is None:
        return None
    if around == "before":
        return Period(found.first - timedelta(days=14), found.first - timedelta(days=1))
    if around == "after":
        return Period(found.last + timedelta(days=1), found.last + timedelta(days=14))
    if around == "since":
        return Period(found.first, today)
    return found.widened(7) if around == "around" else found
