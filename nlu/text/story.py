"""What a citizen's story already says, so that it is not asked again.

Precision before recall: a field taken wrongly is worse than one asked for once more.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from typing import Any

from spacy.language import Language

from nlu.text.blamed import introduced, likely_blamed, of_ones_own
from nlu.text.counts import find_counts
from nlu.text.durations import find_durations
from nlu.text.english_fields import (
    english_address,
    english_count,
    english_name,
    english_prior,
    english_request,
    english_respondent,
    is_english,
)
from nlu.text.lexicon import load_yaml
from nlu.text.mentions import Mention, sentence_at
from nlu.text.normalise import fold_spoken as fold
from nlu.text.people import described_name
from nlu.text.pipeline import gazetteer_of, mentions_of
from nlu.text.prior import find_address, find_prior
from nlu.text.regions import Gazetteer, Region
from nlu.text.requests import is_general


@dataclass(frozen=True, slots=True)
class StoryFields:
    """The fields a story states with good confidence; None where it does not."""

    place: str | None = None
    region: Region | None = None
    region_candidates: tuple[Region, ...] = ()
    occurred_at: str | None = None
    respondent: str | None = None
    petitioner_name: str | None = None
    petitioner_phone: str | None = None
    petitioner_address: str | None = None
    affected_count: int | None = None
    request: str | None = None
    prior_handling: str | None = None
    #: The words each field was read from, to show why.
    words: dict[str, str] = field(default_factory=dict)

    def stated(self) -> dict[str, Any]:
        """Return the fields that the story states."""
        names = [each.name for each in fields(self) if each.name not in ("words", "region_candidates")]
        return {name: value for name in names if (value := getattr(self, name)) is not None}


def read_story(text: str, *, nlp: Language, today: date) -> StoryFields:
    """Read the fields of the intake form that a story already states."""
    folded = fold(text)
    gazetteer = gazetteer_of(nlp)
    found = mentions_of(nlp, text, today=today)
    match = gazetteer.resolve(text)
    region = match.best if match.sure else None
    place = _place(folded, found["PLACE"], gazetteer, region)
    occurred = _occurred(text, folded, found["TIME"], today)
    respondent = (
        introduced(text, folded) or _respondent(folded, found["RESPONDENT"]) or _only_firm(folded, found["RESPONDENT"])
    )
    respondent = _as_said(text, folded, respondent) if respondent else _called(text, folded)
    respondent = respondent or likely_blamed(text, folded, _joined(found["RESPONDENT"]))
    phone = _own_phone(folded, found["PHONE"])
    address = find_address(text, gazetteer)
    request = next((m for m in reversed(found["REQUEST"]) if not is_general(m.value)), None)
    if request is not None:
        request = _all_requests(found["REQUEST"], request)
    name = _first(found["NAME"]) or described_name(text, folded)
    count, prior = _first(find_counts(text, sure=True)), find_prior(text)
    if phone is None and name is not None:
        phone = _beside_name(folded, found["PHONE"], name)
    if is_english(text):
        respondent = english_respondent(text)
        request, address = english_request(text), english_address(text) or address
        name, count, prior = english_name(text), english_count(text), english_prior(text)
    read = {
        "place": place,
        "occurred_at": occurred,
        "respondent": respondent,
        "petitioner_phone": phone,
        "petitioner_address": address,
        "request": request,
        "petitioner_name": name,
        "affected_count": count,
    }
    values = {key: mention.value for key, mention in read.items() if mention is not None}
    return StoryFields(
        region=region,
        region_candidates=match.candidates if match.sure else (),
        prior_handling=prior,
        affected_count=int(values.pop("affected_count")) if count else None,
        words={key: mention.text for key, mention in read.items() if mention is not None},
        **values,
    )


def _all_requests(requests: Sequence[Mention], last: Mention) -> Mention:
    """Join the wishes of several sentences; those that ask for nothing in particular are left out."""
    named = [last]
    for mention in reversed([m for m in requests if m.end <= last.start and not is_general(m.value)]):
        # A demand pages before the end is somebody else's, or part of what happened.
        if named[0].start - mention.end > _BESIDE or len(named) == _MOST_WISHES:
            break
        named.insert(0, mention)
    words = "；".join(dict.fromkeys(m.value for m in named))
    return Mention(named[0].start, last.end, words, words) if len(named) > 1 else last


def _beside_name(folded: str, phones: Sequence[Mention], name: Mention) -> Mention | None:
    """The number right after the writer's own name is the writer's: 反映人:王建国,13800138000."""
    return next(
        (m for m in phones if 0 <= m.start - name.end <= 8 and not _THEIRS.search(folded, name.end, m.start)), None
    )


def _first(mentions: Sequence[Mention]) -> Mention | None:
    return mentions[0] if mentions else None


# --- place ---------------------------------------------------------------------------------------------------------

_MOST_WISHES, _BESIDE = 4, 12
_FROM_WHERE = re.compile(r"(?:户口|户籍|籍贯|老家|原籍|祖籍|出生|来自)(?:是|在|于)?$|身份证")
_SPEAKER_BEFORE = re.compile(r"(?:我们?|本人)(?:是|系|来自)?$|来自$|家住$|,是$")
_HAPPENED_AT = re.compile(r"(?:在|位于|地处|坐落于?|座落于?|地点[:是]?|发生在)$")


def _place(folded: str, places: Sequence[Mention], gazetteer: Gazetteer, region: Region | None) -> Mention | None:
    """Choose the place of the story: in its region, named in most detail, said to be where it happened."""
    scored = []
    for mention in places:
        before = folded[max(0, mention.start - 6) : mention.start]
        if _FROM_WHERE.search(before) or re.match(r"人(?!民)|籍|过?来的", folded[mention.end :]):
            continue
        inside = region is not None and any(
            gazetteer.within(candidate, region)
            for each in gazetteer.find(mention.text)
            for candidate in each.candidates
        )
        score = 2.0 * inside + 1.0 * bool(_HAPPENED_AT.search(before)) + min(len(mention.text), 16) / 10
        score -= 0.6 * bool(_SPEAKER_BEFORE.search(before))
        scored.append((score - mention.start / 5000, mention))
    return max(scored, key=lambda item: item[0])[1] if scored else None


# --- time ----------------------------------------------------------------------------------------------------------

_NOT_EVENT_BEFORE = re.compile(
    r"(?:出生于?|生于|生日|文件|条例|办法|法|规定|截至|截止|至今|到今天|现在是|今天是|编号|第)[:是]?$"
)
_NOT_EVENT_AFTER = re.compile(
    r"(?:\d+岁|出生|生(?![产效])|[^,。;]{0,6}(?:号文|文件|条例|办法|版|出台|颁布|毕业|参加工作|入伍|退休))"
)
_TO_OFFICE = re.compile(r"12345|信访|投诉|反映|举报|报警|上访|答复|回复|打电话|起诉|判决|仲裁")


def _occurred(text: str, folded: str, times: Sequence[Mention], today: date) -> Mention | None:
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
        if _future(mention.value, today) or _too_wide(mention) or _TO_OFFICE.search(folded, mention.end, clause_end):
            continue
        usable.append(mention)
    if not usable:
        return next(iter(find_durations(text, today)), None)
    # A bare year is mostly a policy's or a life's; many dates are a history: one is taken only where the words around
    # it say much more than those of the others that it is when it happened.
    if len({mention.value for mention in usable}) > 3:
        return _main_event(folded, usable)
    # "今天写这些话": a date that names its year is what is told, 今天 often only when it is told.
    precise = [mention for mention in usable if len(mention.value) > 4]
    explicit = [mention for mention in precise if _YEAR.search(mention.text)]
    best = (explicit or precise or usable)[0]
    return best if len(best.value) > 4 else None


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


def _too_wide(mention: Mention) -> bool:
    """前几年 may be any of nine years; 2015年至今 is as wide, and meant so."""
    first, _, last = mention.value.partition("/")
    since = re.search(r"至今|以来|现在|到|至|-|从|自", mention.text)
    return bool(last) and not since and date.fromisoformat(last) - date.fromisoformat(first) > timedelta(days=400)


def _future(value: str, today: date) -> bool:
    return value[: len(today.isoformat())] > today.isoformat()[: len(value.split("/")[0])]


# --- the one complained about --------------------------------------------------------------------------------------

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
# 公司叫美家装饰, 健身房“动力空间”.
_CALLED = re.compile(
    r"(?:公司|厂子?|店|驾校|健身房|中介|学校|幼儿园|机构|饭店|餐厅|酒店|平台)(?:的?名字|名称|全称)?(?:(?:叫做?|"
    r"名叫|名为)[ :]?|是?[\"“”「『])"
    r"(?P<name>[\u4e00-\u9fffA-Za-z0-9]{2,14}?)(?=[\"“”」』,。;!\n]|$)"
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


def _called(text: str, folded: str) -> Mention | None:
    """Find the one firm that a story of harm says the name of."""
    called = {m["name"]: m for m in _CALLED.finditer(folded) if not of_ones_own(folded, m.start())}
    if len(called) != 1 or not _HARMED.search(folded):
        return None
    [(_, match)] = called.items()
    start, end = match.span("name")
    if re.search(r"[我他你的了不]", folded[start:end]):
        return None
    return Mention(start, end, text[start:end], text[start:end])


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


# --- the petitioner's own telephone --------------------------------------------------------------------------------

_MINE = re.compile(
    r"(?:我的?|本人的?|我们的?)?(?:联系)?(?:电话|手机|手机号码?|联系方式|号码|联系人|微信)(?:号码|"
    r"号)?(?:同号)?(?:是|为|:)?[ :]*(?:[\u4e00-\u9fff]{2,4}[ :,]*)?$|"
    r"\b(?:(?:call|reach|contact|text) (?:me|us)(?: on| at)?|"
    r"my (?:phone|mobile|cell|number|telephone)(?: number)?(?: is)?|"
    r"(?:tel|phone|mobile|contact)(?: number)?(?: is)?)[: ]*$",
    re.I,
)
_THEIRS = re.compile(
    r"老板|包工头|工头|公司|经理|物业|开发商|对方|他的?电话|她的?电话|他手机|负责人|中介|房东|医生|"
    r"老师|客服|司机|局|科长|主任|书记|被投诉|被举报|单位|法人|厂|店|肇事|邻居|骗子|律师|卖家|商家|"
    r"投诉电话|热线|学校|银行|会计|村长|支书|代理"
)

_JUST_THEIRS = re.compile(
    rf"(?:{_THEIRS.pattern})(?:的|叫|姓|是|电话|手机|号码?|微信|联系)*"
    r"(?:(?![不没都就也还跑说])[\u4e00-\u9fff]{2,3})?[,: ]*$|"
    r"(?:[打拨]|联系|找|加)(?:了|过)?(?:他|她|对方)?[,: ]*$"
)
"""Somebody else's, said right before it: "老板不管,13800138000" is the writer's own."""


def _own_phone(folded: str, phones: Sequence[Mention]) -> Mention | None:
    """Choose the petitioner's number: said to be theirs, or standing alone with their name at the end."""
    own = []
    for mention in phones:
        before = re.split(r"[。!?;\n]", folded[max(0, mention.start - 24) : mention.start])[-1]
        clause = re.split(r"[,]", before)[-1] if _THEIRS.search(re.split(r"[,]", before)[-1]) is None else before
        if _THEIRS.search(clause) and not re.search(r"(?:我|本人)的?(?:联系)?(?:电话|手机)", before):
            continue
        signed = len(folded) - mention.end <= 6 and len(phones) == 1 and not _JUST_THEIRS.search(before)
        if _MINE.search(before) or signed:
            own.append(mention)
    return own[0] if len({mention.value for mention in own}) == 1 else None
