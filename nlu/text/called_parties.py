"""The other party by the name a story gives it: 果园主叫庄金水, 厂名红星轴承厂, 渣土车是联安运输的."""

import re
from collections.abc import Iterator

from nlu.text.mentions import Mention
from nlu.text.people import KIN

_HAN = r"[\u4e00-\u9fff]"
_NAME = r"(?P<name>[\u4e00-\u9fffA-Za-z0-9]{2,14}?)(?=[\"”“」』,。;!?\s]|$)"
# What the other party is: who owns, lets, sells or drives, and what a firm or a place is called by.
_KIND = (
    r"(?:[主方户商客厂场店池院馆社所园墓校矿吧厅坊城铺行队]|公司|中介|司机|老板娘?|经理|房东|超市|酒店|平台|机构|养老院|邻居|租客|对象|亲家|"
    r"经销商|承包人|收购商|负责人|法人|(?:[撞打骂占骗欠租偷砸咬][了我他她走]{0,2}|管|干|承包)[^,。;]{0,6}(?:的人|的)|(?:是|个)[^,。;]{1,8}的)"
)
_CALLED = re.compile(
    rf"(?P<kind>{_KIND}),?(?:的?(?:名字|名称|全称|全名))?(?:姓{_HAN}{{1,2}},)?"
    rf"(?:叫做?|名叫|全名叫?|名为)[ :]?[\"“「『]?{_NAME}"
)
_NAMED = re.compile(
    rf"(?:厂|店|公司|单位|企业|医院|学校|机构)名(?:字|称)?(?:是|叫|为)?[ :]?[\"“「『]?(?![字称叫是为]){_NAME}"
)
_BELONGS = re.compile(
    r"[车船棚楼房板池塘井沟狗牛羊树]是(?P<name>(?![我俺咱他她租买借])[\u4e00-\u9fff]{2,10})的(?=[,。;!?\s]|$)"
)
_OWN = re.compile(
    rf"(?:^|,)(?:[^,]{{0,4}})(?:我|俺|本人|咱|额)(?:是|系|叫|姓|在|从|住|们?家|们|的|自己|做|开)[^,]{{0,18}},?$|"
    rf"(?:我|俺|咱|额)(?:们)?(?:家|的)?(?:{KIN}),?$|(?:^|,)(?:{KIN})[^,]{{0,10}},?$"
)
"""我是彭水的,叫… and 我女儿叫…: oneself, and one's own."""
_NO_NAME = re.compile(r"[我他你她它的了不]|什么|某某|名字|人家|大家|那个")
_BEFORE = 26


def called_parties(text: str, folded: str) -> list[Mention]:
    """Those whom a story names as somebody other than its writer and their own, in its order."""
    found = {mention.start: mention for mention in _found(text, folded)}
    return [found[start] for start in sorted(found)]


def _found(text: str, folded: str) -> Iterator[Mention]:
    for pattern in (_CALLED, _NAMED, _BELONGS):
        for match in pattern.finditer(folded):
            start, end = match.span("name")
            sentence = max((folded.rfind(mark, 0, match.start()) for mark in "。;!?\n"), default=-1) + 1
            kind = match.groupdict().get("kind") or ""
            before = folded[max(sentence, match.start() - _BEFORE) : match.start()] + kind
            if not _NO_NAME.search(folded[start:end]) and not _OWN.search(before):
                yield Mention(start, end, text[start:end], text[start:end])
