"""The ways citizens write a time, each as a pattern and the period it means."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from nlu.text import lunar_words as lunar
from nlu.text.lexicon import load_yaml
from nlu.text.numbers import CHINESE_NUMBER, parse_whole, spelled_digits
from nlu.text.periods import Period, day, festival, festival_names, months, week_of, whole_month, whole_year

_N = rf"(?:\d{{1,3}}|[{CHINESE_NUMBER}]{{1,4}})"
_YEAR = r"(?:(?:19|20)\d{2}|[一二][零〇○九][零〇○一二三四五六七八九]{2})"
_SHORT_YEAR = r"(?:\d{2}|[零〇○一二九八][零〇○一二三四五六七八九])"
_YEAR_WORD = r"(?P<back>大前|今|去|旧|上|头|前|本|明)年"
_YEARS_BACK = {"今": 0, "本": 0, "去": 1, "旧": 1, "上": 1, "头": 1, "前": 2, "大前": 3, "明": -1}
_ONE = r"1[0-2]|0?[1-9]|[一二三四五六七八九十]"
_ANY_YEAR = rf"(?:(?P<year>{_YEAR})年?|(?P<short>{_SHORT_YEAR})年|{_YEAR_WORD}的?)"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]|十|[一二三四五六七八九])月份?"
_OF_MONTH = r"(?P<day>[0-3]?\d|[一二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
_NO_DAY = (
    r"[\d.:%万千百十亿个块元多来几余人户口家名位次年月天周亩斤吨平米层栋楼幢度点辆台间套条件份本张期岁级分角公里钱日号]"
)
"""What counts something else than days: 8月20干完 names a day, 8月20万 and 8月20块 do not."""
_THIRD = "(?:初|中旬|上旬|下旬|底|末)?"
# What the year brings on the land and with the weather.
_FARMING = "开春|入[春夏秋冬]|春耕|麦收|[割收]麦|双抢|三伏天|秋收|汛期"
_PARTS = (
    r"(?P<part>上半年|下半年|第[一二三四]季度|暑假|寒假|年?[初底末头尾]|年中|"
    rf"{_FARMING}|"
    r"[春夏秋冬](?=天|季|,|。|我|$))(?:天|季)?"
)
_HOUR = (
    r"(?:的?(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|深夜|晚))?"
    rf"(?:{_N}(?:点半?|时(?!候|间|期))(?:{_N}分|左右)?|{_N}[:]\d{{2}}(?::\d{{2}})?)?(?:左右|许)?"
)
_AROUND = r"节?(?P<around>前后|左右|期间|假期|之前|前夕|之后|过后|前|后|那天|当天)?"
# No digit and no point may stand before: 1.5月 and the middle of a number are no dates.
_LEFT = r"(?<![\d.])"
_WEEKDAYS = {char: number for number, char in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5}
_WEEK = ("周", "星期", "礼拜")
# 在13年 is a year, 干了13年 is how long it took.
_BEFORE_YEAR = "在从自于是到,。;!? ("

Resolve = Callable[[re.Match[str], date], Period | None]


@dataclass(frozen=True, slots=True)
class Wording:
    """A pattern, and how its match and the present day give a period."""

    pattern: re.Pattern[str]
    resolve: Resolve


@cache
def wordings() -> tuple[Wording, ...]:
    """List the wordings. Of overlapping matches the longest is meant, whatever its place in this list."""
    times = load_yaml("times.yml")
    festivals, not_after = "|".join(festival_names()), "|".join(times["not_after_festival"])
    written: list[tuple[str, Resolve]] = [
        (rf"{_LEFT}(?:{_ANY_YEAR})?{_MONTH}{_OF_MONTH}[日号]{_HOUR}", _month_day),
        (rf"{_LEFT}(?:{_ANY_YEAR})?{_MONTH}(?P<day>[0-3]?\d)(?!{_NO_DAY}){_HOUR}", _month_day),
        (rf"{_LEFT}{_ANY_YEAR}{_MONTH}{_THIRD}", _month_day),
        (rf"{_LEFT}(?<![个第]){_MONTH}(?![饼亮球嫂薪租供票]){_THIRD}", _month_day),
        (
            rf"{_LEFT}(?P<year>(?:19|20)\d\d)([-/.])(?P<month>0?[1-9]|1[0-2])(?:\2(?P<day>[0-3]?\d))?"
            rf"(?!\d|[.]\d|[元万米%]){_HOUR}",
            _numeric,
        ),
        (r"(?<!\d)(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])(?!\d)", _numeric),
        (rf"{_LEFT}(?P<year>{_YEAR})年(?!级|度|代|龄|薪)", _year_only),
        (rf"{_LEFT}(?P<short>{_SHORT_YEAR})年(?!级|度|代|龄|薪|多|来|前|后|的时间)", _year_only),
        (_YEAR_WORD, _year_only),
        (r"^\s*(?P<year>(?:19|20)\d\d)\s*$", _year_only),
        (rf"{_LEFT}{_ANY_YEAR}{_PARTS}", _year_part),
        (rf"(?P<part>年[初底末头尾]|上半年|下半年|暑假|寒假|{_FARMING})(?:的?时候|季节)?", _year_part),
        (rf"(?:{_ANY_YEAR})?{lunar.NAMED}(?:{_ANY_YEAR.replace('?P<', '?P<own_')})?{lunar.MONTH}{lunar.DAY}?", _lunar),
        (rf"{_LEFT}(?:{_ANY_YEAR})?{lunar.MONTH}{lunar.EARLY}", _lunar),
        (rf"(?:{_ANY_YEAR})?(?P<leap>闰)?(?P<month>[正冬腊])月(?:{lunar.DAY})?(?:里|间|份)?", _lunar),
        (rf"(?:{_ANY_YEAR}|大)?年初(?P<early>[一二三四五六七八九十])(?![天月号日个])", _new_year_days),
        (
            rf"{_LEFT}(?:{_ANY_YEAR})?(?P<month>{_ONE})(?:[、,]|(?=[二三四五六七八九]))(?P<next>{_ONE})月份?",
            _two_months,
        ),
        (rf"{_LEFT}(?P<short>\d\d)\.(?P<month>1[0-2]|0?[1-9])\.(?P<day>[0-3]?\d)(?![\d.元万%])", _month_day),
        (
            rf"(?<![\d{CHINESE_NUMBER}几半数来多今去前本明当每全])(?P<side>年前|年后|过完年|开年)(?![的级轻龄])",
            _around_new_year,
        ),
        (rf"(?:{_ANY_YEAR})?(?<![{CHINESE_NUMBER}])(?P<festival>{festivals}){_AROUND}(?!{not_after})", _festival),
        (
            rf"(?:大概|大约|约)?(?P<number>{_N}|半)(?P<vague>多|几|来)?个?(?P<more>半|多)?(?P<unit>天|日|周|星期|礼拜|月|年)"
            r"(?P<half>半)?多?(?:以|之)?前",
            _ago,
        ),
        (
            r"(?P<which>上上个?|上个?|这个?|本|当)月份?"
            r"(?:(?P<day>\d{1,2}|[一二三]?十?[一二三四五六七八九]?)[日号]|(?P<part>初|中旬|底|末))?",
            _relative_month,
        ),
        (rf"(?P<which>上上|上|这|本)个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末])?{_HOUR}", _relative_week),
        (rf"(?P<word>{_any_of(times['days'])})(?![子女媳月星礼]|的时代)(?:的?时候)?{_HOUR}", _day_word),
        (rf"(?P<word>{_any_of(times['vague'])})", _vague),
        (rf"^\D{{0,3}}?{_OF_MONTH}[日号]\s*$", _last_such_day),
    ]
    return tuple(Wording(re.compile(pattern), resolve) for pattern, resolve in written)


def _any_of(words: dict[str, object]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _day_number(words: str | None) -> int | None:
    return parse_whole(words.replace("廿", "二十")) if words else None


def _year_of(match: re.Match[str], today: date) -> int | None:
    """Read the year a pattern caught: 2019, 二〇一九, 19, 去."""
    return _year_named(match.groupdict(), today)


def _year_named(groups: dict[str, str], today: date) -> int | None:
    if groups.get("back"):
        return today.year - _YEARS_BACK[groups["back"]]
    if groups.get("year"):
        return int(spelled_digits(groups["year"]) or 0)
    if groups.get("short"):
        short = int(spelled_digits(groups["short"]) or 0)
        return 2000 + short if short <= today.year % 100 + 1 else 1900 + short if short >= 50 else None
    return None


def _month_day(match: re.Match[str], today: date) -> Period | None:
    year, month = _year_of(match, today), parse_whole(match["month"])
    number = _day_number(match.groupdict().get("day"))
    if month is None:
        return None
    if year is None:
        # 5月 without a year is the last one that has begun.
        first = day(today.year, month, number or 1)
        year = today.year - 1 if first is None or first.first > today else today.year
    return day(year, month, number) if number else whole_month(year, month)


def _numeric(match: re.Match[str], today: date) -> Period | None:
    year, month, of_month = int(match["year"]), int(match["month"]), match["day"]
    return day(year, month, int(of_month)) if of_month else whole_month(year, month)


def _year_only(match: re.Match[str], today: date) -> Period | None:
    year = _year_of(match, today)
    if year is None or not 1940 <= year <= today.year + 2:
        return None
    short = match.groupdict().get("short")
    before = match.string[max(0, match.start() - 1) : match.start()]
    if short and short[0] not in "0零〇○" and before not in _BEFORE_YEAR:
        return None
    return whole_year(year)


def _year_part(match: re.Match[str], today: date) -> Period | None:
    parts = load_yaml("times.yml")["parts"]
    year = _year_of(match, today)
    first, last = parts[match["part"] if match["part"] in parts else match["part"].removeprefix("年")]
    if year is None:
        year = today.year if months(today.year, first, last).first <= today else today.year - 1
    return months(year, first, last)


def _festival(match: re.Match[str], today: date) -> Period | None:
    year = _year_of(match, today)
    if year is None:
        this = festival(match["festival"], today.year)
        year = today.year if this and this.first <= today else today.year - 1
    found, around = festival(match["festival"], year), match["around"] or ""
    if found is None:
        return None
    if around in ("前后", "左右"):
        return found.widened(7)
    if around in ("前", "之前", "前夕"):
        return Period(found.first - timedelta(days=14), found.first - timedelta(days=1))
    if around in ("后", "之后", "过后"):
        return Period(found.last + timedelta(days=1), found.last + timedelta(days=14))
    return found if around in ("期间", "假期") or match["festival"] == "过年" else Period(found.first, found.first)


def _ago(match: re.Match[str], today: date) -> Period | None:
    unit, near, far = match["unit"], *_numbers_ago(match)
    if near is None or far is None:
        return None
    if unit in "天日":
        return Period(today - timedelta(days=far), today - timedelta(days=near))
    if unit in _WEEK:
        return Period(week_of(today, far).first, week_of(today, near).last)
    if unit == "月":
        half_a_month = Period(today - timedelta(days=18), today - timedelta(days=12))
        return months(today.year, today.month - far, today.month - near) if near else half_a_month
    if match["half"] or not near:
        return whole_month(today.year, today.month - 12 * near - 6)
    return Period(whole_year(today.year - far).first, whole_year(today.year - near).last)


def _numbers_ago(match: re.Match[str]) -> tuple[int | None, int | None]:
    """Read how long ago, at least and at most: 三 is (3, 3), 三四 is (3, 4), 十多 is (10, 19), 半 is (0, 0)."""
    words = match["number"]
    if words == "半":
        return 0, 0
    if len(words) == 2 and all(char in "一两二三四五六七八九" for char in words):
        return parse_whole(words[0]), parse_whole(words[1])
    number = parse_whole(words)
    more = 0 if number is None or not (match["vague"] or match["more"] == "多") else 9 if number >= 10 else 1
    return number, None if number is None else number + more


def _lunar(match: re.Match[str], today: date) -> Period | None:
    groups = match.groupdict()
    own = {name.removeprefix("own_"): value for name, value in groups.items() if name.startswith("own_") and value}
    year = _year_named({**groups, **own}, today)
    return lunar.read_lunar(match, year, today)


def _new_year_days(match: re.Match[str], today: date) -> Period | None:
    """Read 大年初三: the third day of the lunar year."""
    year, number = _year_of(match, today), _day_number(match["early"])
    first = festival("春节", year or today.year)
    if first and year is None and first.first > today:
        first = festival("春节", today.year - 1)
    if first is None or number is None:
        return None
    found = first.first + timedelta(days=number - 1)
    return Period(found, found)


def _two_months(match: re.Match[str], today: date) -> Period | None:
    """Read 三四月份 and 7、8月: two months, the one after the other."""
    first, last = parse_whole(match["month"]), parse_whole(match["next"])
    if first is None or last != first + 1 or last > 12:
        return None
    year = _year_of(match, today)
    if year is None:
        year = today.year if whole_month(today.year, first).first <= today else today.year - 1
    return months(year, first, last)


def _around_new_year(match: re.Match[str], today: date) -> Period | None:
    """Read 年前 and 年后: the weeks before and after the lunar new year."""
    found = festival("春节", today.year)
    if found and found.first > today and match["side"] != "年前":
        found = festival("春节", today.year - 1)
    if found is None:
        return None
    if match["side"] == "年前":
        return Period(found.first - timedelta(days=30), min(found.first - timedelta(days=1), today))
    return Period(found.last + timedelta(days=1), found.last + timedelta(days=45))


def _relative_month(match: re.Match[str], today: date) -> Period | None:
    word = match["which"]
    back = 0 if word[0] in "这本当" else 2 if word.startswith("上上") else 1
    month = whole_month(today.year, today.month - back)
    if match["day"]:
        number = _day_number(match["day"])
        return day(month.first.year, month.first.month, number) if number else None
    if match["part"]:
        first, last = {"初": (0, 9), "中": (10, 19), "底": (20, 30), "末": (20, 30)}[match["part"][0]]
        return Period(month.first + timedelta(first), min(month.first + timedelta(last), month.last))
    return month if back else Period(month.first, today)


def _relative_week(match: re.Match[str], today: date) -> Period | None:
    back = 0 if match["which"][0] in "这本" else 2 if match["which"] == "上上" else 1
    week = week_of(today, back)
    if match["weekday"]:
        found = week.first + timedelta(days=_WEEKDAYS[match["weekday"]])
        return Period(found, found + timedelta(days=1 if match["weekday"] == "末" else 0))
    return week if back else Period(week.first, today)


def _last_such_day(match: re.Match[str], today: date) -> Period | None:
    """Read 15号, when that is all that was said, as the last fifteenth."""
    number = _day_number(match["day"])
    this = day(today.year, today.month, number) if number else None
    if number is None or (this and this.first <= today):
        return this
    month = whole_month(today.year, today.month - 1).first
    return day(month.year, month.month, number)


def _day_word(match: re.Match[str], today: date) -> Period | None:
    found = today - timedelta(days=load_yaml("times.yml")["days"][match["word"]])
    return Period(found, found)


def _vague(match: re.Match[str], today: date) -> Period | None:
    most, fewest = load_yaml("times.yml")["vague"][match["word"]]
    return Period(today - timedelta(days=most), today - timedelta(days=fewest))
