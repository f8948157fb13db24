"""The one a story accuses: in a field of a form, else by the learnt reader where it is sure, else by name alone."""

import re
from collections.abc import Sequence

from nlu.text.blamed import Blamed, model
from nlu.text.blamed_marks import marked
from nlu.text.called_parties import called_parties
from nlu.text.lexicon import load_yaml
from nlu.text.mentions import Mention
from nlu.text.respondents import addressed

# 被投诉人:…, 投诉对象:….
_IN_A_FORM = re.compile(
    r"(?:被(?:投诉|举报|反映|申请|控告|检举)(?:人|单位|方|对象)?|(?:投诉|举报|反映)对象|涉事单位|责任单位)"
    r"(?:名称|姓名)?[:是为 ]{1,3}"
    r"(?P<name>[^\s,。;!?:(]{2,24})"
)
_IN_SO_MANY_WORDS = re.compile(r"(?:投诉|举报|控告|检举|状告|起诉|曝光)(?:一下|的就?是)?$")
# 我开了家剪纸铺子,店名叫巧姑剪纸 names the writer's own.
_OWN_SHOP = re.compile(
    r"(?:我|俺|咱)[^。;!?\n]{0,30}?(?:开了?|经营着?|办了?|盘了?)[一两]?[个家间][^。;!?\n,]{0,12},?(?:店名|名字)?(?:就?叫|是)?$"
)
# 在副食品市场, 征去修匝道, 数学老师用铁尺子, 解放路上那个银杏佳苑: half a sentence, or a place, and no name.
_NO_NAME = re.compile(
    r"^(?:在(?!线)|把|被|将|因|为了?|按|用|征(?!地|收|迁|兵|信)|从)|[\u4e00-\u9fff]用[\u4e00-\u9fff]|[误错]写|"
    r"[路街巷村]上?那个[\u4e00-\u9fff]{2,6}$"
)
#: How sure the reader must be, and where an accusing word stands before the name: with less it is asked.
_SURE, _SURE_WHERE_SAID = 0.85, 0.5
_REACH = 50


def accused(text: str, folded: str, mentions: Sequence[Mention]) -> Mention | None:
    """Find the one complained about; None where it is not clear. `mentions` are the organisations and persons."""
    form = _IN_A_FORM.search(folded)
    if form:
        return _cut(text, *form.span("name"))
    called = called_parties(text, folded)
    found = model().likeliest(folded, mentions, called)
    sure = found if found and _is_sure(folded, found) else None
    if sure and not _unnamed(folded[sure.start : sure.end]):
        return _cut(text, sure.start, sure.end)
    others = [each for each in called if not _OWN_SHOP.search(folded[: each.start])]
    if len({each.value for each in others}) == 1:
        return others[0]
    return _cut(text, sure.start, sure.end) if sure else None


def _is_sure(folded: str, found: Blamed) -> bool:
    words = folded[found.start : found.end]
    if words in load_yaml("organisations.yml")["too_general"] or _NO_NAME.search(words):
        return False
    before = folded[max(0, found.start - _REACH) : found.start]
    enough = _SURE_WHERE_SAID if _IN_SO_MANY_WORDS.search(before) else _SURE
    return found.share >= enough and not addressed(folded, found.start, found.end) and not _OWN_SHOP.search(before)


def _unnamed(folded: str) -> bool:
    """Whether words say only what somebody is, not who: 包工头, 县供热公司."""
    return all(marked(folded, "nouns"))


def _cut(text: str, start: int, end: int) -> Mention:
    return Mention(start, end, text[start:end], text[start:end])
