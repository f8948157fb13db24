"""Persons and firms a story names without a word for what they are: 跟着刘德海干活, 在金鼎健身办卡, 锦绣城延期交房."""

import re
from collections.abc import Iterator

from nlu.text.lexicon import load_yaml
from nlu.text.mentions import Mention
from nlu.text.people import is_doubtful, is_name, like_given
from nlu.text.region_names import load_names

_HAN = r"[\u4e00-\u9fff]"
#: What somebody did that others complain of, right after the name.
DID_NEAR = re.compile(
    r".{0,10}?(?:[把将].{1,8}(?:停|断|拆|卖|占|毁|扔|收|拖|关|砍|挖|填|赶|给|包|吞|贪|骗|打|涨|改|锁|堵|流转|掀|摔|弄|搞|推|撵)|"
    r"不(?:给|发|退|还|赔|管|让|修|认|办|交|结|肯|付|安排|签|承认|处理|来人|让)|没(?:有)?(?:给|发|退|还|付|交|结|办|赔|修|签)|扣|"
    r"收(?:了|.{0,4}(?:费|钱|押金))|欠|拖|占|停(?:了|水|电|气|暖|工|业)|排(?:放|污|废|烟)|打(?!电话|工|12|110|算|赢|官司)|偷|骗|冒领|乱(?:收|扔|倒|停|搭|建|罚|涨|放|砍|占|扣)|"
    r"强(?:行|制|拆|占|迫)|跑(?:了|路)|关(?:门|了)|卖|挖|砸|倒(?:垃圾|了|闭)|咬|吵|贪|截|违|私|拒|推(?:脱|诿|三|来)|赖|逼|骂|态度|误诊|"
    r"断(?:了|水|电)|漏|堆|烧|涨|拆|辞|开除|罚|押|逾期|延期|烂尾|污染|噪|天天|半夜|老是|假|霸|堵|威胁|恐吓|骚扰|毁|撞|失联|说好|答应)"
)
# 跟着刘德海干活, 地包给了刘德海, 是刘德海干的; 刘德海欠我们工钱.
_PERSON_AFTER = re.compile(
    rf"(?:跟着?|给了?|被|遭|让|是|姓名是|名叫|叫|找的?|把钱[给交]了?)(?P<name>{_HAN}{{3}})(?={_HAN}|[,。;!?]|$)"
)
_PERSON_FIRST = re.compile(
    rf"(?:^|[,。;!?\n\s]|老板|工头|邻居|房东|户主|本村|同村|村民|那个|就是|说的|家的)(?P<name>{_HAN}{{3}})(?={_HAN})"
)
_WORKED = re.compile(r"(?:干|做|打工|学|包|修|盖|租|买|借|签|去)")
# 在金鼎健身办的年卡, 跟美联英语签了合同.
_DEALT_WITH = re.compile(
    r"(?:在|跟|和|给|从|到|进|于)(?P<name>[\w·]{3,8}?)(?:这家|那家|店里|里面|里|那里|那边|公司|店)?(?:"
    r"(?:买|购买|定|订|订购|租|办|报|充|存|交|签|装修|学|培训|上班|打工|干活|做工|干了|做了|住院|看病|治疗|做手术|消费|贷款|投资|预订|预定|报名|"
    r"下单|入职|理财|加盟|订购|兼职|当|送)(?:了|过|的|完|卡|年卡|会员|一|两|三|合同|手术|保安|保洁|服务员|学徒|司机|厨师|车|房|钱|学费|押金|外卖))"
)
_NO_BRAND = re.compile(
    r"^(?:我|你|他|她|它|咱|俺|这|那|哪|自己|家|网|学校|单位|公司|厂|店|医院|银行|小区|县|市|省|镇|乡|村|外|老家|当地|本地|附近|门口|楼|路|街|工地|城|"
    r"中介|房东|老板|朋友|同学|亲戚|别人|人家|手机|平台|电话|国|大|高|初|一|二|三|四|五|六|七|八|九|十|去年|今年|前年|\d|里|上|下|这里|那里|"
    r"孩子|儿子|女儿|父|母|老|物业|开发商|驾校|健身房|幼儿园|培训|机构|超市|饭店|餐馆|酒店|商场|售楼|房|车|矿|窑|地|田|山|河|海|深|广|北|上|东|"
    r"南|西|中|对面|旁边|隔壁|楼下|微信|抖音|淘宝|拼多多|京东|美团|直播|法院|派出所|政府|社区|部队|劳动|人社|教育|医保|社保|公积金|现场|期间|"
    r"疫情|过程|情况|不|没|每|所|同|另|多|许|各|全|有|要|要求|哪里|什么|怎么|如何)"
)
_ENDS_AS_PLACE = re.compile(r"[里上下边面口中内外前后时村镇县市省区路街年月日天号楼栋们人家点厂店的了过着是]$")


# 开发商恒达置业, 健身房动力空间关门, 儿媳妇林燕把我赶出来: what it is, then its name.
_FIRM_KIND = (
    "开发商|物业公司|物业|房产中介|中介公司|中介|装修公司|劳务公司|劳务派遣公司|派遣公司|培训机构|培训班|辅导班|早教机构|健身房|驾校|施工队|"
    "施工方|施工单位|承建方|快递公司|保险公司|家政公司|搬家公司|物流公司|旅行社|幼儿园|美容院|美发店|理发店|饭店|酒店|餐馆|超市|商家|卖家|店家|平台|"
    "网店|楼盘|项目|养老院|养老机构|月子中心|摄影店|影楼|婚庆公司|二手车行|车行|4S店|厂家|建筑公司|房地产公司|公司"
)
_PERSON_KIND = (
    "包工头|小包工头|工头|老板娘|老板|二房东|房东|店主|村书记|村支书|村主任|村长|村会计|会计|邻居|班主任|老师|医生|司机|经理|负责人|组长|队长|"
    "儿媳妇?|女婿|前夫|前妻|儿子|女儿|丈夫|老公|老婆|妻子|弟弟|哥哥|弟媳|嫂子|小叔子|隔壁子?|隔壁的?|楼上的?|楼下的?|对门的?|本村|同村|教练|中介|客户|承包人|承包商"
)
_UNTIL = (
    r"(?=[,。;!?\n\s]|把|将|不|没|欠|拖|扣|收|骗|跑|去年|今年|已|承诺|答应|卖|关|停|延|逾|乱|强|违|私|擅|倒闭|突然|"
    r"一直|至今|还|却|的)"
)
_LETTER = 260
_FIRM_AND_NAME = re.compile(rf"(?:{_FIRM_KIND})[“\"「]?(?P<name>{_HAN}{{4}})[”\"」]?{_UNTIL}")
_PERSON_AND_NAME = re.compile(rf"(?:{_PERSON_KIND})(?P<name>{_HAN}{{2,3}})")
_NO_NAME_PART = re.compile(
    r"[的了是我你他她它这那没不就都也还在把被给让有要说到和跟与去来个些很]|他们|我们|老板|经理|人员|公司$|员工|领导"
)
_AT = re.compile(r"(?:在|去|到|从|进|个|家|名)$")
_A_DEED = re.compile(
    r"[洗打做干上下买卖交办开关停修装拆收送端租借报学读看查换清拿签拖欠扣罚骗占倒排放总半夜强乱违私擅涨降给被要求承包负责态垃业主住户费资押严"
    r"重口员规况题因所谓部领]"
)
_SECOND_OLDEST = re.compile(r"[大二三四五六七八九]")


def named_after_kind(text: str, folded: str) -> Iterator[Mention]:
    """Firms and persons whose name stands right after what they are, and who did something."""
    # In a long letter much else stands after 公司.
    for match in _FIRM_AND_NAME.finditer(folded) if len(folded) < _LETTER else ():
        start, end = match.span("name")
        after = re.split(r"[。;!?\n]", folded[end : end + 24])[0]
        # 严重违法 and 洗碗端菜 are deeds: a brand has four characters as a rule, and none of theirs.
        if _AT.search(folded[: match.start()]) or _A_DEED.search(match["name"]) or _NO_NAME_PART.search(match["name"]):
            continue
        if DID_NEAR.match(after.replace(",", "")):
            yield _cut(text, start, end)
    for match in _PERSON_AND_NAME.finditer(folded):
        start, end = match.span("name")
        for at in (end, end - 1):
            name = folded[start:at]
            # 王老二 and 张老五 are names in a village.
            village = re.fullmatch(rf"{_HAN}老{_SECOND_OLDEST.pattern}", name) and is_name(name[0] + "明")
            ends = at == end or not like_given("王" + folded[at])
            if (is_name(name) and like_given(name) and ends) or village:
                if DID_NEAR.match(re.split(r"[,。;!?\n]", folded[at : at + 16])[0]):
                    yield _cut(text, match.start(), at)
                break


def persons_who(text: str, folded: str) -> Iterator[Mention]:
    """Persons by their name alone, where they did something or one worked for them."""
    for pattern in (_PERSON_AFTER, _PERSON_FIRST):
        for match in pattern.finditer(folded):
            start, end = match.span("name")
            name, after = match["name"], folded[end : end + 14]
            if not is_name(name) or not like_given(name) or is_doubtful(name):
                continue
            if DID_NEAR.match(re.split(r"[,。;!?\n]", after)[0]) or (pattern is _PERSON_AFTER and _WORKED.match(after)):
                yield _cut(text, start, end)


_ACCUSED = re.compile(
    rf"(?:投诉|举报|反映|控告|状告|起诉|曝光)(?:的是)?[“\"「]?(?P<name>{_HAN}{{3,10}}?)[”\"」]?(?=延期|逾期|拖欠|欠薪|不(?:退|给|发|办|交|赔|修)|没(?:有)?(?:给|退|发)|"
    r"乱收|强制|违规|违法|私自|擅自|虚假|克扣|扣押|骗|占用|卷款|跑路|长期|非法|恶意|烂尾|态度|污染|排放|随意|无故)"
)


def brands(text: str, folded: str) -> Iterator[Mention]:
    """Firms by their name alone, where one bought, paid or worked."""
    for match in (*_DEALT_WITH.finditer(folded), *_ACCUSED.finditer(folded)):
        name = match["name"]
        if len(name) < 3 or _NO_BRAND.match(name) or _ENDS_AS_PLACE.search(name) or name in load_names():
            continue
        if is_name(name) or any(
            word in name for word in load_yaml("organisations.yml")["not_in_name"] if len(word) > 1
        ):
            continue
        yield _cut(text, *match.span("name"))


def _cut(text: str, start: int, end: int) -> Mention:
    return Mention(start, end, text[start:end], text[start:end])
