"""When it happened: the time of a story, among all it names."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import zip_longest

from nlu.text.durations import find_durations
from nlu.text.mentions import Mention, sentence_at

_NOT_EVENT_BEFORE = re.compile(
    r"(?:出生于?|生于|生日|文件|条例|办法|法|规定|截至|截止|至今|到今天|现在是|今天是|编号|第)[:是]?$"
)
_NOT_EVENT_AFTER = re.compile(
    r"(?:\d+岁|出生|生(?![产效])|[^,。;]{0,6}(?:号文|文件|条例|办法|版|出台|颁布|毕业|参加工作|入伍|退休))"
)
_TO_OFFICE = re.compile(r"12345|信访|投诉|反映|举报|报警|上访|答复|回复|打电话|起诉|判决|仲裁")


_LATELY = re.compile(r"^(?:昨|前)[天日晚儿]")
_LASTING = re.compile(r"(?:[两二三四五六七八九十几好多]|\d)+年(?:多|来)?了|多年|好几年|常年")


def occurred_at(text: str, folded: str, times: Sequence[Mention], today: date) -> Mention | None:
    """Choose when it happened: the first date that is no birthday, no document's and no complaint's."""
    usable = []
    for mention in times:
        start, end = sentence_at(folded, mention.start)
        # 从国庆到现在天天这样,报警三回了: what is told after the next comma has a time of its own.
        comma = folded.find(",", mention.end + 1, end)
        clause_end = min(end, mention.end + 14, comma if comma >= 0 else end)
        if _NOT_EVENT_BEFORE.search(folded[max(0, mention.start - 5) : mention.start]):
            continue
        if _NOT_EVENT_AFTER.match(folded, mention.end) or "《" in folded[max(0, mention.start - 3) : mention.start]:
            continue
        if _LATELY.search(mention.text) and (_LASTING.search(folded) or folded.startswith("还", mention.end)):
            # 漏了三年多了，前天落雨又滴: only the latest time of many; 昨天还在卖卡: and today no more.
            continue
        if _future(mention.value, today) or _too_wide(mention) or _TO_OFFICE.search(folded, mention.end, clause_end):
            continue
        usable.append(mention)
    usable = [
        one for one, other in zip_longest(usable, usable[1:]) if other is None or not _replaced(folded, one, other)
    ]
    if not usable:
        return next(iter(find_durations(text, today)), None)
    # A bare year is mostly a policy's or a life's; many dates are a history: one is taken only where the words around
    # it say much more than those of the others that it is when it happened.
    if len({mention.value for mention in usable}) > 3:
        return _main_event(folded, usable)
    # "今天写这些话": a date that names its year is what is told, 今天 often only when it is told.
    precise = [mention for mention in usable if len(mention.value) > 4]
    explicit = [mention for mention in precise if _YEAR.search(mention.text)]
    # 9月查出怀孕，10月15号让我走: the one day among months is what happened.
    days = [mention for mention in precise if _DAY.fullmatch(mention.value) and _COUNTED.search(mention.text)]
    months = [mention for mention in precise if _MONTH.fullmatch(mention.value)]
    begun = any(_BEGUN.search(mention.text) for mention in precise)
    best = days[0] if len(days) == 1 and len(months) > 1 and not begun else (explicit or precise or usable)[0]
    return best if len(best.value) > 4 else None


_COUNTED = re.compile(r"[日号]|\d")
_PUT_RIGHT = re.compile(r"^[^。!?\n]{0,6}?(?:不是|不对|错了|说错|打错|口误)[,，、 ]*(?:应该)?(?:是|在)?[^。!?\n]{0,4}$")
_DAY, _MONTH = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_BEGUN = re.compile(r"从|自|起|开始|以来|since|from", re.IGNORECASE)


_YEAR = re.compile(r"(?:19|20)\d\d|二[〇零]")
_HAPPENED = re.compile(
    r"发生|被(?!告知|通知)|拖欠|欠薪|没发|未发|停[水电工产]|强拆|拆除|倒塌|坍塌|漏水|受伤|摔|撞|死亡|去世|被打|"
    r"殴打|被骗|跑路|"
    r"失联|施工|动工|开始|辞退|开除|占用|污染|排放|扣|涨价|关停|断[水电]|逾期|没有?交房|未交房|事故|爆炸|起火|火灾|"
    r"happened|broke|collapsed|stopped|fired|injured|demolished|unpaid|flooded|started|began"
)
_BACKGROUND = re.compile(
    r"签|合同|购买|买了?|入职|毕业|结婚|出生|登记|办理|通知|公示|文件|规定|约定|承诺|答复|回复|判决|裁决|立案|"
    r"投诉|举报|反映|信访|"
    r"开庭|审理|调解|成立|竣工|批准|signed|contract|bought|joined|promised|replied|complained"
)


def _main_event(folded: str, usable: Sequence[Mention]) -> Mention | None:
    """Choose of many dates the one whose clause tells what happened; None where several do."""
    scored = []
    for mention in usable:
        clause = re.split(r"[,。!?;\n]", folded[mention.end : mention.end + 40].lstrip(" ,"))[0]
        score = 2.0 * bool(_HAPPENED.search(clause)) - 1.5 * bool(_BACKGROUND.search(clause))
        score += 1.0 * ("/" in mention.value and bool(re.search(r"至今|以来|现在|since", mention.text)))
        score += 0.5 * (len(mention.value) >= 7) - mention.start / 10_000
        scored.append((score, mention))
    scored.sort(key=lambda item: -item[0])
    clear = scored[0][0] >= 2 and all(
        scored[0][0] - score >= 1 for score, other in scored[1:] if other.value != scored[0][1].value
    )
    return scored[0][1] if clear and len(scored[0][1].value) > 4 else None


def _replaced(folded: str, one: Mention, other: Mention) -> bool:
    """九月初二，啊不是，是9月2号: the later time puts the earlier right."""
    return bool(_PUT_RIGHT.match(folded[one.end : other.start]))


def _too_wide(mention: Mention) -> bool:
    """前几年 may be any of nine years; 2015年至今 is as wide, and meant so."""
    first, _, last = mention.value.partition("/")
    since = re.search(r"至今|以来|现在|到|至|-|从|自", mention.text)
    return bool(last) and not since and date.fromisoformat(last) - date.fromisoformat(first) > timedelta(days=400)


def _future(value: str, today: date) -> bool:
    return value[: len(today.isoformat())] > today.isoformat()[: len(value.split("/")[0])]
