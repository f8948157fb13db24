"""The one a story most likely complains about, where no accusing word stands beside the name: 我在博远电子厂干了八个月.

Names of organisations and persons by role compete with what people say for short (物业, 村里, 那个包工头老李); each is
weighed by where it stands in its clause and by what follows.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlu.text.mentions import Mention, longest_first
from nlu.text.named_parties import DID_NEAR, brands, named_after_kind, persons_who
from nlu.text.people import is_name
from nlu.text.respondents import name_start, tails

#: So much must speak for it; else it is asked.
_ENOUGH = 0.65
_LETTER, _ENOUGH_IN_A_LETTER = 260, 1.15
_LONGEST_BRAND = 8
_HAN = r"[\u4e00-\u9fff]"
_SURNAME = rf"(?:老|小|姓){_HAN}"
_ROLE = (
    "包工头|工头|老板娘|老板|二房东|房东|承包商|承包人|包工的|村支书|村书记|村主任|村会计|村长|村干部|村组长|队长|组长|"
    "站长|店长|厂长|矿长|校长|园长|经理|班主任|肇事司机|肇事者|司机|主治医生|医生|前夫|前妻|邻居|教练|中介|会计|管家"
)
_SHORT = (
    "开发商|施工方|施工队|项目部|物业公司|物业|业委会|居委会|村委会|村委|村两委|城管队?|拆迁办|征收办|供电所|供电公司|"
    "自来水公司|热力公司|供热公司|燃气公司|屠宰场|养猪场|养殖场|化工厂|砖厂|石料厂|采石场|搅拌站|社保局|人社局|民政局|"
    "住建局|教育局|医保局|派出所|镇政府|乡政府|街道办|校方|院方|厂方|商家|卖家|店家|平台|站点|学校食堂|食堂|学校|幼儿园|"
    "驾校|健身房|医院|银行|公司|单位|厂里|矿上|矿里|队里|村里|村上|镇里|镇上|乡里|社区|对方"
)
_WHERE = (
    r"(?:(?:我们?|咱们?|俺们?)?(?:小区|单元|单位|村里?|镇上|镇里|县里?|乡里?|学校|楼下|楼上|隔壁|对门|对面|门口|旁边|附近|"
    r"村口|村东头|村西头|村北|村南)的?)?"
)
_ROLE_AND_NAME = re.compile(rf"{_HAN}{{0,6}}(?:{_ROLE}){_HAN}{{2,3}}")
_SAID_FOR_SHORT = re.compile(
    rf"{_WHERE}(?:(?:{_ROLE})(?:{_SURNAME})?|(?:{_SHORT})(?:的?(?:老板|负责人|经理|承包商))?)|"
    rf"(?:隔壁|楼上|楼下|对门|邻居)(?:的)?(?:老{_HAN}家?|{_HAN}家|那户|那家|那家人|一家|家)"
)
_SAID_FOR_SHORT_ALONE = re.compile(
    rf"(?:{_ROLE})|(?:{_SHORT})?(?:的?(?:老板|负责人|经理|承包商))?|装修公司|广告公司|工厂|水厂|邻居.*|老{_HAN}家?|.{{0,4}}食堂.*"
)
_QUOTED = re.compile(
    rf"(?:公司|中介|店|厂|机构|健身房|驾校|学校|平台|超市|酒店|饭店|养老院|工作室|会所)[“\"「『]({_HAN}{{2,10}})[”\"」』]"
)
# 装修公司叫美家, 那个老板叫周凯, 中介是好邻居; 叫我等 is no name.
_CALLED = re.compile(
    r"(?:公司|企业|[厂店馆站矿队场院校园行社方铺]|老板娘?|厂子?|围挡|包?工头|负责人|经理|中介|房东|物业|开发商|学校|幼儿园|机构|平台|医院|诊所|驾校|健身房|单位|集团|队长?|"
    r"站长?|村长|书记|会计|主任|组长|校长|园长|老师|司机|律师|医生|男的|女的|那个人|那人|那家|这家|工地|酒店|饭店|餐馆|超市|商场|"
    r"楼盘|项目|邻居|施工方|承建方|承包方|承包人|店主|房主|卖家|商家|东家|店名|厂名|全称|名称|他|她)(?:的?(?:名字|全称|名称|全名))?"
    r"(?P<how>就?叫做?|名叫|名为|就?是叫|都?就?是)(?![我你他她它人去来不停等到让做着一二两三四五几个因为谁什么哪])"
    rf"(?P<name>{_HAN}{{2,14}}?)(?=[,。;!?:\n ]|说|在|把|将|不|没|欠|拖|扣|"
    r"收|骗|跑|给|从|去年|今年|已|的|我|来|做|干|答应|承诺|用|卖|开|就|,|$)"
)

_KIND = (
    "饭店|餐馆|饭馆|菜馆|理发店|门店|店|公司|厂|平台|机构|KTV|酒吧|网吧|健身房|驾校|超市|商场|酒店|宾馆|学校|幼儿园|医院|诊所|"
    "中介|物业|直播间|APP|小程序|网站"
)
# 一家叫“县长家菜馆”的饭店, 楼下“老张烧烤”天天排油烟, 一家叫好再来的理发店.
_IN_QUOTES = re.compile(
    rf"(?:叫做?|名叫|名为|店名|[一那这]家|[那这]个|楼下|楼上|旁边|隔壁|门口|对面|开的)的?[“\"「『](?P<quoted>[\w·]{{2,12}})[”\"」』]|"
    rf"[“\"「『](?P<shop>[\w·]{{2,12}})[”\"」』](?:的|[这那]家)?(?:{_KIND})|"
    # 店名叫鸿运来, 公司全称是…, 厂名为….
    rf"(?:店名|厂名|公司名|名字|全称|字号|招牌|牌子)(?:上)?(?:写的)?(?:就?是|叫做?|为|:)(?P<named>(?![我你他她它人什不])[\w·]{{2,14}}?)(?=[,。;!?\n\s]|$)|"
    rf"(?:叫做?|名叫|名为)(?P<bare>(?![我你他她它人])[\w·]{{2,8}}?)的(?:{_KIND})",
    re.IGNORECASE,
)

# 被投诉人:…, 投诉对象:….
_IN_A_FORM = re.compile(
    r"(?:被(?:投诉|举报|反映|申请|控告|检举)(?:人|单位|方|对象)?|(?:投诉|举报|反映)对象|涉事单位|责任单位)"
    r"(?:名称|姓名)?[:是为 ]{1,3}"
    r"(?P<name>[^\s,。;!?:(]{2,24})"
)
# 我开了家剪纸铺子,店名叫巧姑剪纸 names the writer's own.
_OWN_SHOP = re.compile(
    r"(?:我|俺|咱|做小本生意)[^。;!?\n]{0,30}?(?:开了?|经营着?|办了?|盘了?)[一两]?[个家间][^。;!?\n,]{0,12},?$"
)

#: Trades that end a firm's name without the word for a firm: 鸿达装饰, 启明星教育.
_TRADE = re.compile(
    r"(?:装饰|装潢|装修|教育|置业|地产|房产|家居|家具|家俬|物流|货运|快递|速递|商贸|贸易|建设|建工|建筑|路桥|大桥|能源|新能源|科技|网络|"
    r"传媒|农资|粮油|冷库|仓库|车队|二手车|汽贸|车业|美容|美发|服务站|服务部|服务中心|经营部|加工点|收购站|货运站|客运站|汽车站|"
    r"驿站|俱乐部|影城|会所|楼盘|酒楼|食府|药业|制衣|服饰|制鞋|鞋业|电子|机械|化工|纺织|印染|电力|热力|水务|燃气|环卫|劳务|人力|"
    r"园林|农业|牧业|渔业|矿业|钢铁|水泥|建材|石材|门窗|食品|饮料|酒业|茶业|保洁|家政|月嫂|托管班|补习班|辅导班|琴行|舞蹈|武馆|健身|"
    r"瑜伽|口腔|眼科|整形|体检中心|康养|养老|公寓|民宿|客栈|农庄|度假村|景区|市场|批发城|商城|广场|百货|卖场|网吧|棋牌室|"
    r"交警队|运管所|国土所|林业站|水利站|农技站|供水站|兽医站|民政所|财政所|土地所|房管所|收费站|粮站|居委|组织|基金|财富|担保|"
    r"小贷|典当|(?<!出)租车|租赁|搬家|开锁|钢构|环保|检测|设计院|研究所)(?=的|[,。;!?\n]|[^\u4e00-\u9fff]|"
    r"把|将|给|不|没|非|扣|收|欠|拖|占|停|排|打|偷|骗|在|从|去年|今年|一直|天天|跑|关|老板|说|要|干|上班|做|倒|卖|私|擅|乱|违|施工|是)"
)
_STARTS = re.compile(
    r"(?:[,。!?;:\n、]|^|我们?|俺们?|咱们?|是|因为?|由于|那个|这个|今年|去年|现在|结果|可|但|但是|说|后来|[省市县区镇乡村城]的|[上里]的)$"
)
_SUFFERED = re.compile(r"(?:被|遭|遭到|让|叫|给|受|投诉|举报|反映|告|控告|曝光)的?$")
_PLACED = re.compile(r"(?:在|到|从|跟|给|进|于|跟着|经|入职)$")
_DEALT = re.compile(
    r"(?:里|时)?被|.{0,6}(?:干|做|上班|打工|工作|上学|读|就读|买|购|订|交|报|办|充|存|住院|手术|看病|治|租|学|消费|装修|贷)(?!理)"
)
_DID = re.compile(
    r".{0,12}?(?:把|将|给(?!我们?解决)|不|没|非要|硬要|扣|收|欠|拖|占|停|排|打|偷|骗|冒领|克扣|乱|强|只肯|跑|关门|卖|挖|砸|"
    r"装|倒|咬|吵|放|贪|截|违|私|少|多收|关|拒|推|赖|逼|骂|态度|误|断|漏|堆|烧|涨|拆|辞|开除|罚|押|逾期|延期|烂尾|污染|噪|"
    r"从.{2,8}[拖欠停]|天天|半夜|一直|老是|总是|说好)"
)
# 我是清华大学的学生, 我们系供销社职工.
_OF_ONESELF = re.compile(r"(?:我们?|俺们?|本人|咱们?)(?:都|就)?(?:是|系)(?:一名|原)?$")
_ONES_OWN = re.compile(
    r"的?(?:一名|一位|一个|退休|下岗|在[读职]|正式)?(?:职工|员工|学生|教师|老师|居民|村民|业主|家长|工人|高[一二三]|学子)"
)
_IT_IS = re.compile(r"(?<!要)(?<!于)(?<!但)(?<!还)是$")
_SAID_BY_NAME = re.compile(r"(?:叫做?|名为|名叫|(?<!因)(?<!要)(?:就|都)是|[\"“「『])$")
_ONCE_AT = re.compile(r"(?:\d年?|当时|那时|从前|以前|年轻时|过去|原来|曾经?)在$")
_OVER = re.compile(
    r"(?:厂子?|企业|公司|单位|矿上?|社)(?:早就|早已|后来|已经?|现在|也|都)*(?:倒了|倒闭|垮了|破产|改制|没了|撤了|注销|解散)"
)
_TURNED_TO = re.compile(
    r"(?:向|到|去|去过|找|找过|问|问过|跟|和|求|请|望|希望|报|让|经|由|尊敬的|联系|打|打过|打了|拨打|咨询|反映到|告到)(?:了|过)?$"
)
_ANSWERS = re.compile(
    r".{0,3}(?:说|回复|答复|称|告知|表示|来(?:看|调解|人)|调解|受理|立案|让我|叫我|协调|解决|帮|介入|依法|管管|能)"
)
_OFFICES = re.compile(
    r"(?:局|政府|派出所|街道办?|社区|居委会|信访|法院|大队|委员会|仲裁委|热线|镇上|镇里|乡里|县里|市里|住建|人社|办事处)$"
)
_VAGUE = re.compile(
    r"^(?:公司|单位|学校|医院|银行|平台|对方|老板|厂里|食堂|社区|村里|村上|镇里|镇上|乡里|派出所|司机|老师|医生|中介|邻居|会计|经理)$"
)
_NAMED = re.compile(rf"{_HAN}{{2,}}(?:公司|厂|店|学校|小学|中学|幼儿园|医院|驾校|物业|置业|地产|装饰|教育)$")
_PLACE_WORD = re.compile(r"(?:村里|村上|镇里|镇上|乡里|厂里|矿上|矿里|队里|社区|学校|单位|公司)$")


@dataclass(frozen=True, slots=True)
class _Weighed:
    score: float
    mention: Mention


def likely_blamed(text: str, folded: str, mentions: Iterable[Mention]) -> Mention | None:
    """Choose the likeliest; None where nothing speaks clearly for one."""
    if not _DID.search(folded):
        return None
    candidates = longest_first([*mentions, *_said_for_short(text, folded)])
    candidates = longest_first([*candidates, *persons_who(text, folded), *brands(text, folded)])
    often = Counter(mention.value for mention in candidates)
    candidates = [mention for mention in candidates if _has_name(mention.value)]
    weighed = [_Weighed(_score(folded, each) + 0.15 * min(2, often[each.value] - 1), each) for each in candidates]
    # A letter names many: of those only one that it comes back to.
    enough = _ENOUGH if len(folded) < _LETTER else _ENOUGH_IN_A_LETTER
    weighed = [each for each in weighed if each.score >= enough]
    if weighed:
        return max(weighed, key=lambda each: each.score).mention
    return _only_one_named(folded, candidates)


#: Words that tell no firm from another: 县医院, 我们单位食堂.
_NO_NAME = re.compile(
    r"(?:我们?|咱们?|俺们?|你们|单位|小区|[省市县区镇乡村]上?里?|楼[上下]|隔壁|对[门面]|门口|旁边|附近|当地|本地|那[个家户]|这[个家]|[一二三两几多各]家|公立|私立|民办|公办|民营|农村|城区|中心|基础|政府|马路|教师|学生|"
    r"所有|全体|很多|各大|各地|好的|一些|某些|行业|全县|全市|全省|地方|县城|城市|新农村|大型|小型|的)+"
)


def _has_name(value: str) -> bool:
    """Whether it is said which one: what is only called for short is asked for by name."""
    rest = _NO_NAME.sub("", value)
    trade = _TRADE.match(rest + ",")
    general = _SAID_FOR_SHORT_ALONE.fullmatch(rest) or rest in tails() or (trade and trade.end() == len(rest))
    return len(rest) > 1 and not general


def introduced(text: str, folded: str) -> Mention | None:
    """Find the one that a story of harm introduces by name, if it introduces one only."""
    if (form := _IN_A_FORM.search(folded)) and form["name"].strip():
        start, end = form.span("name")
        return Mention(start, end, text[start:end], text[start:end])
    spans = {match["name"]: match.span("name") for match in _called(folded) if _introduces(match)}
    for match in _IN_QUOTES.finditer(folded):
        if match.lastgroup and not of_ones_own(folded, match.start()):
            spans[match[match.lastgroup]] = match.span(match.lastgroup)
    if not spans:
        spans = {mention.value: (mention.start, mention.end) for mention in named_after_kind(text, folded)}
    if len(spans) != 1 or not _DID.search(folded):
        return None
    [(start, end)] = spans.values()
    # 叫鸿运来商贸: 来 may go on in the name, where a word for a firm ends it.
    run = _RUN.match(folded, end)
    trade = _TRADE.search(folded[start : run.end()] + ",") if run else None
    if trade and start + trade.end() > end and not _NOT_IN_BRAND.search(folded[end : start + trade.end()]):
        end = start + trade.end()
    return Mention(start, end, text[start:end], text[start:end])


_RUN = re.compile(rf"{_HAN}{{1,8}}")
_NOT_IN_BRAND = re.compile(r"[不没把将欠拖扣骗的我你他在从给]|去年|今年|已")


def _called(folded: str) -> list[re.Match[str]]:
    return [match for match in _CALLED.finditer(folded) if not of_ones_own(folded, match.start())]


def of_ones_own(folded: str, at: int) -> bool:
    """Whether what is named at a place is the writer's own shop."""
    return bool(_OWN_SHOP.search(folded[:at]))


def _introduces(match: re.Match[str]) -> bool:
    return not match["how"].endswith("是") or _like_a_name(match)


def _said_for_short(text: str, folded: str) -> list[Mention]:
    found = [(match.start(), match.end()) for match in _SAID_FOR_SHORT.finditer(folded)]
    found += [match.span(1) for match in _QUOTED.finditer(folded)]
    found += [match.span("name") for match in _called(folded) if _introduces(match)]
    for match in _TRADE.finditer(folded):
        start = name_start(folded, match.start())
        if 2 <= match.start() - start <= _LONGEST_BRAND:
            found.append((start, match.end()))
    return [Mention(start, end, text[start:end], text[start:end]) for start, end in found]


def _like_a_name(match: re.Match[str]) -> bool:
    """是 says much besides a name: only a firm's or a person's is one."""
    return bool(_NAMED.search(match["name"]) or _TRADE.search(match["name"] + ",") or is_name(match["name"]))


def _only_one_named(folded: str, candidates: Sequence[Mention]) -> Mention | None:
    """The one firm that a short story of harm calls by its name, if it was not turned to for help."""
    named = {each.value: each for each in candidates if _is_specific(each.value)}
    if len(named) != 1 or len(folded) >= _LETTER or not DID_NEAR.search(folded):
        return None
    [only] = named.values()
    before, after = folded[max(0, only.start - 6) : only.start], folded[only.end : only.end + 12]
    aside = _TURNED_TO.search(before) or _OF_ONESELF.search(before) or _ONES_OWN.match(after) or _ANSWERS.match(after)
    return None if aside or _ONCE_AT.search(before) else only


def _is_specific(value: str) -> bool:
    """Whether a firm is called by a name of its own: 宏达建材, not 县自来水公司."""
    named = _NAMED.search(value) or _TRADE.search(value + ",")
    return bool(named) and len(value) >= 4 and _has_name(value) and not _OFFICES.search(value)


def _score(folded: str, mention: Mention) -> float:
    before = folded[max(0, mention.start - 6) : mention.start]
    after = re.split(r"[,。!?;:\n]", folded[mention.end : mention.end + 26])[0]
    if _TURNED_TO.search(before) or _VAGUE.match(mention.value):
        return 0.0
    # 村里的路灯, 厂里有三百个工人: where, not who.
    if _PLACE_WORD.search(mention.value) and re.match(r"的|有|人|家长|群|工作|上班|里", after):
        return 0.0
    score = 0.4 + 1.0 * bool(_SUFFERED.search(before)) + 0.35 * bool(_STARTS.search(before))
    if _PLACED.search(before) and _DEALT.match(after):
        score += 0.6
    if _ANSWERS.match(after):
        score -= 0.5
    elif _DID.match(after):
        score += 0.6
    if _NAMED.search(mention.value):
        score += 0.2
    if _OF_ONESELF.search(before) or _ONES_OWN.match(after):
        return 0.0
    if _SAID_BY_NAME.search(before) or (len(folded) < _LETTER and _IT_IS.search(before)):
        score += 0.8
    elif not (
        _SUFFERED.search(before)
        or DID_NEAR.match(after)
        or (_PLACED.search(before) and _DEALT.match(after))
        or _ROLE_AND_NAME.fullmatch(mention.value)
        # Who tells little names few: a firm by its name, that something follows of.
        or (len(folded) < _LETTER and _DID.match(after) and _is_specific(mention.value))
    ):
        # A name at the head of a sentence says nothing of what its bearer did.
        return 0.0
    if _OFFICES.search(mention.value):
        score -= 0.35
    if _ONCE_AT.search(before) or (_OVER.search(folded) and _PLACED.search(before)):
        # 1985年到1992年在县丝绸厂上班, 厂子早就倒了: where one worked once is not whom it is about.
        score -= 0.8
    return score - 0.25 * mention.start / max(60, len(folded))
