"""Sums of money: 3000元, 1.8万, 三万五千块, 20多万元."""

import re

from nlu.text.mentions import Mention, longest_first
from nlu.text.normalise import fold
from nlu.text.numbers import CHINESE_NUMBER, parse_number

_VAGUE = "多|余|来|几|好几"
_VALUE = rf"\d{{1,12}}(?:,\d{{3}}){{0,4}}(?:\.\d{{1,4}})?|[{CHINESE_NUMBER}]{{1,12}}"
_AMOUNT = re.compile(
    rf"(?:[¥$]|人民币)?({_VALUE})(?:{_VAGUE})?([百千万亿]{{0,2}})(?:{_VAGUE})?(?:元人民币|元钱|元|块钱|"
    rf"块(?![砖地石田牌布])|人民币|RMB|rmb)"
)
# 二十多万 without 元 is money only where a word of money is near.
_BARE = re.compile(rf"({_VALUE})(?:{_VAGUE})?([万亿]{{1,2}})(?:{_VAGUE})?(?![人户亩平名个年])")
_MONEY_BEFORE = re.compile(
    r"(?:工资|工程款|货款|欠款|欠|款|钱|赔偿|补偿|费|押金|定金|首付|贷款|借|投资|损失|共计|合计|总计|"
    r"骗|罚款?|交了?|付了?|花了?)[^,。;!?\d]{0,6}$"
)


def find_amounts(text: str) -> list[Mention]:
    """Find sums of money; the value is the number of yuan."""
    folded = fold(text)
    found = [_mention(text, match) for match in _AMOUNT.finditer(folded)]
    bare = (
        match
        for match in _BARE.finditer(folded)
        if _MONEY_BEFORE.search(folded[max(0, match.start() - 12) : match.start()])
    )
    found += [_mention(text, match) for match in bare]
    return longest_first(mention for mention in found if mention is not None)


def _mention(text: str, match: re.Match[str]) -> Mention | None:
    value = parse_number(match.group(1))
    if value is None:
        return None
    for unit in match.group(2):
        value *= {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}[unit]
    return Mention(
        match.start(), match.end(), text[match.start() : match.end()], f"{value:.2f}".rstrip("0").rstrip(".")
    )
