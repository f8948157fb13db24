"""Finding out which field a correction means, and what it shall be: "电话打错了，是…", "不是3号楼，是5号楼"."""

import re
from collections.abc import Mapping
from typing import Any

from actions.answers import READERS
from actions.understanding import Understanding
from nlu.text.normalise import fold_turns as fold

_BODY = "[司厂位店校院家局部馆站区盘村物]"
"""公司名字 is not the petitioner's."""
FIELD_WORDS: Mapping[str, str] = {
    "petitioner_phone": r"电话|手机(?![里上拍照录存])|号码|联系方式|phone|number to call",
    "petitioner_name": (
        rf"(?<!{_BODY})(?<!{_BODY}的)名字|姓名|我叫|我姓|(?<!company )\bname\b|\bspel(?:l|t|led|ling)\b"
    ),
    "petitioner_address": (
        r"住址|我家地址|我的地址|家庭地址|我住|我家住|通讯地址|楼号|门牌|单元号|房号|房间号|(?:单元|楼[栋层]?|栋)(?=[写打说弄搞记报填]?错|不对)|"
        r"\b(?:flat|house|room) number|my address|home address"
    ),
    "place": r"地点|地方|位置|发生地|事发地|地址|\bplace\b|\blocation\b|\bwhere\b",
    "occurred_at": r"时间|日期|日子|哪天|年份|\bdate\b|\btime\b|\bwhen\b|\bthe (?:year|month|day)\b",
    "affected_count": r"人数|多少人|几个人|几户|户数|how many",
    "respondent": (
        r"被反映|反映的(?:是|人|对象)|投诉的是|投诉对象|反映对象|举报的?(?:人|对象)|对方|那家公司|单位|"
        r"(?:公司|企业|厂|店|学?校|医院|物业|楼盘|老板)的?名|"
        r"respondent|complain(ing)? about|\bcompany\b"
    ),
    "request": r"诉求|请求|要求|希望|目的|\brequest\b|\bwant\b",
    "prior_handling": (
        r"之前|以前|处理经过|反映过|"
        r"\b(?:raised|tried|asked|reported|complained|handled|went|done|did)(?: it| that| this)? before\b"
    ),
    "facts": r"经过|事情|事实|情况|\bstory\b|\bfacts\b",
}
SIGNS = re.compile(r"打错|写错|说错|弄错|搞错|改成|改为|更正|改一下|\bwrong\b|\bmistake\b", re.IGNORECASE)
# Sure signs of the turn come before those that any sentence may have: "对，就是电话错了，应该是…".
SURE_VALUE = re.compile(
    r"(?:应该是|应当是|应为|改成|改为|改到|换成|更正为|写成|正确的?是|实际上?是|其实是|"
    r"should be|should read|change[^,]*? to)[\s，,：:]*(?P<value>[^，,。；;]+.*)$",
    re.IGNORECASE | re.DOTALL,
)
# The field's name, then the turn to the new value: "电话打错了，应该是…", "把地点改成…", "时间改为…".
NEW_VALUE = re.compile(
    r"(?:应该是|应当是|改成|改为|换成|更正为|写成|正确的?是|实际上?是|其实是|我叫|叫|是|"
    r"to be|should be|change[^,]*? to|is|[:：])[\s，,：:]*(?P<value>[^，,。；;]+.*)$",
    re.IGNORECASE | re.DOTALL,
)
NOT_THIS_BUT_THAT = re.compile(
    r"不(?P<verb>是|叫|在)(?P<old>[^，,。；;]{1,30}?)[，,。；;\s]*(?:而?是|应该是|乃是|(?P=verb))(?P<new>[^，,。；;]{1,30})"
)
NOT_THIS_BUT_THAT_EN = re.compile(
    r"not (?P<old>[^,.;]{1,30}?)[,;]?\s*(?:but|it'?s|it is)\s+(?P<new>[^,.;]{1,30})", re.IGNORECASE
)
THAT_NOT_THIS = re.compile(
    r"(?:^|[，,])\s*(?P<new>[^，,。；;]{1,30})[，,]\s*(?:可|并|而)?不是(?P<old>[^，,。；;！!]{2,30})"
)
"""药费是三千六，不是三千二: of the story, where no other field says so."""
THAT_NOT_THIS_EN = re.compile(
    r"\b(?P<new>\d[\d,.]*(?: \w+)?),?(?: and| but)? not (?P<old>\d[\d,.]*\d|\d)\b", re.IGNORECASE
)
"""It was 246,300 and not 264,300."""
CLAUSE = re.compile(r"[，,。；;]")
REPLACEABLE = ("place", "petitioner_address", "respondent", "request", "prior_handling", "petitioner_name")
END_OF_NUMBER = re.compile(
    r"(?:尾号|尾数|尾巴|[后末尾][四三两二五六几]位(?:数|数字)?)[^\d，,。；;不唔]{0,8}[，,\s]*(?:应该|应当|其实|系)*[是为成](\d{2,6})(?!\d)"
)


WITHHELD = re.compile(
    r"(?:名字|姓名|电话|号码|手机|住址|地址)[^，,。；;]{0,4}?(?:不|别|莫|勿|唔|没法|不便)(?:想|愿意?|方便|能|敢|用|要|便|太)*"
    r"(?:写|说|讲|留|填|提|告诉|透露|报|给)[^，,。；;]*|"
    r"\b(?:keep|leave) (?:my|the) (?:name|number|phone|address|details)(?: and \w+)? "
    r"(?:hidden|secret|private|confidential|safe)\b",
    re.IGNORECASE,
)
"""名字就不写了吧: what is withheld is not corrected."""


def named_fields(text: str) -> list[str]:
    """The fields that a text names, in the order it does."""
    said = WITHHELD.sub("", fold(text))
    found = [(match.start(), field) for field, words in FIELD_WORDS.items() if (match := re.search(words, said, re.I))]
    return [field for _, field in sorted(found)]


def named_field(text: str) -> str | None:
    """The field that a text names first."""
    return next(iter(named_fields(text)), None)


def sounds_like_one(text: str, *, asked: str | None) -> bool:
    """Whether a message whose intent was not recognised still reads like a correction of another field."""
    wanted = named_field(text)
    return wanted is not None and wanted != asked and bool(SIGNS.search(text))


def in_story(text: str, values: Mapping[str, Any]) -> bool:
    """Whether what is corrected ("不是3号楼…") stands in the story and in no other field."""
    match = NOT_THIS_BUT_THAT.search(text) or NOT_THIS_BUT_THAT_EN.search(text)
    match = match or THAT_NOT_THIS.search(text) or THAT_NOT_THIS_EN.search(text)
    if match is None:
        return False
    old = match["old"].strip()
    others = (str(values.get(field, "")) for field in REPLACEABLE)
    return old in str(values.get("facts", "")) and not any(old in other for other in others)


def read_correction(text: str, values: Mapping[str, Any], understanding: Understanding) -> Mapping[str, Any] | None:
    """The new values a correction states; None when it cannot be told which field or value it means."""
    return (
        _end_of_phone(text, values, understanding)
        or _not_this_but_that(text, values, understanding)
        or _named(text, understanding)
        # A phone number looks like nothing else.
        or _valid("petitioner_phone", text, understanding)
    )


def _end_of_phone(text: str, values: Mapping[str, Any], understanding: Understanding) -> Mapping[str, Any] | None:
    """尾号是7206,我打成7260了: the rest of the number stands."""
    end, phone = END_OF_NUMBER.search(fold(text)), str(values.get("petitioner_phone") or "")
    if end is None or len(phone) <= len(end[1]):
        return None
    return _valid("petitioner_phone", phone[: -len(end[1])] + end[1], understanding)


def _not_this_but_that(text: str, values: Mapping[str, Any], understanding: Understanding) -> Mapping[str, Any] | None:
    match = NOT_THIS_BUT_THAT.search(text) or NOT_THIS_BUT_THAT_EN.search(text)
    if not match:
        return None
    old, new = match["old"].strip(), match["new"].strip()
    named = named_field(text[: match.start()]) or named_field(old)
    if named == "place" and (found := _valid("place", new, understanding)):
        return found
    for field in REPLACEABLE:
        value = values.get(field)
        if isinstance(value, str) and old and old in value:
            return _valid(field, value.replace(old, new), understanding)
    if named is not None and named in READERS:
        return _valid(named, new, understanding)
    return _valid("petitioner_phone", new, understanding)


def _named(text: str, understanding: Understanding) -> Mapping[str, Any] | None:
    field = named_field(text)
    if field is None or field not in READERS:
        return None
    plain = fold(text)
    if match := SURE_VALUE.search(plain) or NEW_VALUE.search(plain):
        value = text[match.start("value") : match.end("value")]
        if field == "petitioner_name" and (spelt := _valid(field, value, understanding)):
            # "王字旁那个琚，琚小平"
            return spelt
        if field in ("petitioner_name", "occurred_at", "affected_count"):
            return _valid(field, CLAUSE.split(value)[0], understanding)
        return _valid(field, value, understanding)
    if field == "petitioner_name":
        # "我姓邢台的邢，邢保国"
        clauses = reversed(CLAUSE.split(text)[1:])
        return next((found for clause in clauses if (found := _valid(field, clause, understanding))), None)
    if field == "place":
        # "地点不对，车行在河北省石家庄市正定县": the last place that is named is the right one.
        clauses = reversed(CLAUSE.split(text))
        return next((found for clause in clauses if (found := _valid("place", clause, understanding))), None)
    return None


def _valid(field: str, value: str, understanding: Understanding) -> Mapping[str, Any] | None:
    return READERS[field](value.strip(), understanding)
