"""How citizens write days of the lunar calendar: 农历三月初五, 腊月二十三, 大年初二, 正月里."""

import re
from datetime import date

from nlu.text.lunar import lunar_day, lunar_month
from nlu.text.numbers import parse_whole
from nlu.text.periods import Period

NAMED = r"(?:农历|阴历|古历|旧历|老历|夏历)"
MONTH = r"(?P<leap>闰)?(?P<month>1[0-2]|0?[1-9]|十[一二]|十|[一二三四五六七八九]|正|冬|腊)月份?"
# 初五 and 廿三 are the moon's days even without 农历 before them.
EARLY = r"(?P<early>初[一二三四五六七八九十](?![天月号日个])|廿[一二三四五六七八九]?)"
DAY = rf"(?:{EARLY}|(?P<day>[一二]?十[一二三四五六七八九]?|三十|[0-3]?\d)(?![天月个多岁户人块])[日号]?)"
_MONTHS = {"正": 1, "冬": 11, "腊": 12}


def read_lunar(match: re.Match[str], year: int | None, today: date) -> Period | None:
    """Return the period of a lunar date; without a year the last one that has begun."""
    groups = match.groupdict()
    month = _MONTHS.get(match["month"]) or parse_whole(match["month"])
    written = (groups.get("early") or groups.get("day") or "").replace("初", "").replace("廿", "二十")
    number = parse_whole(written) if written else None
    if month is None or (written and number is None):
        return None
    leap = bool(groups.get("leap"))
    if year is not None:
        return _period(year, month, number, leap=leap)
    begun = (_period(each, month, number, leap=leap) for each in (today.year, today.year - 1, today.year - 2))
    return next((period for period in begun if period and period.first <= today), None)


def _period(year: int, month: int, number: int | None, *, leap: bool) -> Period | None:
    if number is None:
        span = lunar_month(year, month, leap=leap)
        return Period(*span) if span else None
    found = lunar_day(year, month, number, leap=leap)
    return Period(found, found) if found else None
