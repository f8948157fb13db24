"""The one a story accuses in so many words (投诉…, 被…); where no word says so, `blamed` weighs the likeliest."""

import re
from collections.abc import Iterable, Sequence

from nlu.text.blamed import introduced, likely_blamed
from nlu.text.called_parties import called_parties
from nlu.text.lexicon import load_yaml
from nlu.text.mentions import Mention
from nlu.text.respondents import addressed


def accused(text: str, folded: str, mentions: Sequence[Mention]) -> Mention | None:
    """Choose of the organisations and persons by role the one complained about; None where it is not clear."""
    spoken_to = {m.value for m in mentions if addressed(folded, m.start, m.end)}
    mentions = [m for m in mentions if m.value not in spoken_to]
    said = introduced(text, folded) or _respondent(folded, mentions) or _only_firm(folded, mentions)
    said = _more_fully(said, _joined(mentions)) if said else None
    if said:
        return _as_said(text, folded, said)
    return next(iter(called_parties(text, folded)), None) or likely_blamed(text, folded, _joined(mentions))


_ACCUSED_BEFORE = re.compile(
    r"(?:(?:我要|我想|现|特|实名)?(?:投诉|举报|控告|检举|状告|起诉|曝光|反映)|被投诉(?:人|单位)?[:是]|"
    r"被(?:反映|举报)(?:人|单位)?[:是]|责令|查处|严惩)(?:的)?(?:是)?[:]?$"
)
_HARMED_BY = re.compile(r"(?:被|遭|遭到|受到)$")
_HARM = (
    "拖欠|欠|不给|不发|没发|没给|不退|不还|拒绝|拒不|强行|强制|强拆|强占|私自|擅自|违规|违法|非法|"
    "乱收|乱|偷|骗|打|殴打|侵占|霸占|占用|占|克扣|扣|辞退|开除|解雇|不付|未付|不支付|"
    "不交|不办|不签|不买|不缴|没交|没有给|没有发|至今没|至今未|一直没|一直不|一直拖|拖着|排放|排污|"
    "污染|噪音|扰民|收取|多收|收费|涨价|停水|停电|漏水|延期|逾期|烂尾|质量|"
    "虚假|欺骗|诈骗|隐瞒|推诿|不作为|不管|不理|不处理|跑路|失联|倒闭|威胁|恐吓|砍|毁|挖|填|倒|卖|"
    "服务态度|态度|贪污|受贿|套取|挪用|不公开|不公|不按|未按|没按|无证|体罚|误诊|延误|停了|断了|跑了|卷钱|卷款|"
    "关门|放炮|油烟|吵|噪声|扔|打伤|撞|贪|赖账|赖着|赶出|堵|不让|不准|不修|不安排|不赔|不认|不养|砸|锁了|锁住|"
    "半夜|深夜|通宵|唱歌|打牌|"
    "收了.{1,8}[不没]|变质|给卖|给占|给拆|给孩子吃|不还|造假|冒充|一分没|没赔|"
    "[把将].{1,8}(?:停|断|拆|卖|占|毁|扔|收走|拖走|关|砍|挖|填|赶|给了|承包|吞|贪|骗|打|涨|改)"
)
# Offices that leave a matter alone are blamed less than the one who did it.
_LEFT_ALONE = re.compile(r".{0,6}(?:不管|不理|不处理|推诿|不作为|推来推去|不受理|不立案)")
_HARMS = re.compile(
    rf"(?:的)?(?:老板|负责人|经理|人员|工作人员|员工|司机|领导|部门|方面)?(?:以.{{1,8}}为由|"
    rf"[从自]?.{{0,10}}?)(?:{_HARM})"
)
_HARMED = re.compile(
    r"拖欠|欠|没给|不给|不结|押了|扣了|辞退|开除|没交房|没有交|烂尾|停工|不退|骗|跑路|污染|违法|强拆|不赔|受伤"
)
# To whom one complained is not whom one complains about.
_ASKED_BEFORE = re.compile(
    r"(?:向|到|去|找|跟|和|给|请|求|望|希望|恳请|经|由|打|问|联系|咨询|拨打|(?<!举)报|让|尊敬的)(?:了|过)?$"
)
_ANSWERED = re.compile(
    r".{0,4}(?:答复|回复|说|称|告知|表示|受理|立案|调解|协调|反映|投诉|核实|尽快|予以|查处|介入|重视|帮|"
    r"能|给予|依法|出面|管管|解决)"
)


_SHORT_NAME = 4


def _more_fully(said: Mention, mentions: Sequence[Mention]) -> Mention:
    """The same one, where the story also gives its name: 开发商恒达置业."""
    fuller = [m for m in mentions if len(m.value) > len(said.value) and m.value.startswith(said.value)]
    return fuller[0] if fuller and len(said.value) <= _SHORT_NAME else said


def _respondent(folded: str, mentions: Iterable[Mention]) -> Mention | None:
    """Choose the one complained about, only where the words around the name say so."""
    scored: dict[str, tuple[float, Mention]] = {}
    for mention in _joined(mentions):
        score = _blame(folded, mention)
        best = scored.get(mention.value, (0.0, mention))
        scored[mention.value] = (best[0] + score, best[1])
    too_general = load_yaml("organisations.yml")["too_general"]
    named = (item for item in scored.values() if item[1].value not in too_general)
    ranked = sorted(named, key=lambda item: -item[0])
    if not ranked or ranked[0][0] < 1.5:
        return None
    if len(ranked) > 1 and ranked[1][0] > ranked[0][0] - 0.5 and not _same(ranked[0][1], ranked[1][1]):
        # Two are blamed alike: the one named more fully is meant, else it is asked.
        longer = sorted((ranked[0][1], ranked[1][1]), key=lambda m: -len(m.text))
        return longer[0] if len(longer[0].text) >= len(longer[1].text) + 4 else None
    return max((item[1] for item in ranked[:3] if _same(item[1], ranked[0][1])), key=lambda m: len(m.text))


# Which one is meant, said before its name: 我们小区物业, 楼下的烧烤店.
_WHICH = re.compile(
    r"(?:(?:我们?|咱们?|俺们?|本)(?:这个?|那个?)?(?:家|村|楼|小区|单位|镇|社区|组)?|小区|村)?(?:(?:楼上|楼下|"
    r"隔壁|对门|对面|门口|后面|旁边|附近|前面)的?|的)?$"
)


def _as_said(text: str, folded: str, mention: Mention) -> Mention:
    """Take in the words that say which one is meant, as the citizen says it."""
    which = _WHICH.search(folded, max(0, mention.start - 10), mention.start)
    # 我们 alone says nothing of which one, 的 alone belongs to what stands before it.
    start = which.start() if which and _PLACED.search(which.group()) else mention.start
    office = _OFFICE_HOLDER.match(folded, mention.end)
    end = office.end() if office else mention.end
    return Mention(start, end, text[start:end], text[start:end])


# 县医院设备科科长: who in the house it is.
_OFFICE_HOLDER = re.compile(
    r"(?:[\u4e00-\u9fff]{1,4}[科处股室部办])?的?副?(?:科长|处长|股长|主任|院长|局长|所长|站长|校长|会计|出纳|支书|书记|主席|镇长|乡长)"
)
_PLACED = re.compile(r"[家村楼区位镇组]|上|下|隔|对|门|面|旁|附")


def _joined(mentions: Iterable[Mention]) -> list[Mention]:
    """Join what is one name: 物业 and 经理马强."""
    joined: list[Mention] = []
    for mention in mentions:
        if joined and joined[-1].end == mention.start:
            before = joined.pop()
            mention = Mention(before.start, mention.end, before.text + mention.text, before.value + mention.value)
        joined.append(mention)
    return joined


_FIRM = re.compile(r"(?:有限(?:责任)?公司|股份公司|分公司)$")


def _only_firm(folded: str, mentions: Sequence[Mention]) -> Mention | None:
    """Choose the one firm that a story of harm names in full, if it was not turned to for help."""
    firms = {m.value: m for m in mentions if _FIRM.search(m.value) and len(m.value) >= 8}
    if len(firms) != 1 or not _HARMED.search(folded):
        return None
    [firm] = firms.values()
    return firm if all(_blame(folded, m) >= 0 for m in mentions if m.value == firm.value) else None


def _blame(folded: str, mention: Mention) -> float:
    before, after = folded[max(0, mention.start - 8) : mention.start], folded[mention.end : mention.end + 24]
    after = re.split(r"[,。!?;\n]", after)[0]
    if _ASKED_BEFORE.search(before):
        return -1.0
    score = 0.0
    if _ACCUSED_BEFORE.search(before):
        score += 2.0
    if _HARMED_BY.search(before):
        score += 2.0
    if _LEFT_ALONE.match(after):
        score += 1.5
    elif _HARMS.match(after):
        score += 2.0
    elif _ANSWERED.match(after):
        score -= 1.5
    return score


def _same(one: Mention, other: Mention) -> bool:
    return one.value.endswith(other.value) or other.value.endswith(one.value)
