"""How a story is read: the draft's fields it states, and which of them still leave a question."""

import re
from collections.abc import Mapping
from typing import Any

from actions.understanding import Understanding
from cases import FIELDS
from nlu.text.normalise import fold
from nlu.text.places import says_where_in_it, town_alone
from nlu.text.prior import only_vague
from nlu.text.respondents import find_respondents

_KIND_OF_SHOP = (
    r"(?:烧烤|火锅|小吃|早餐|早点|夜宵|大排档|餐饮?|饭|面|水果|理发|美发|洗车|修车|汽修|五金|网|茶|麻将|棋牌|KTV|ktv|酒|健身|"
    r"幼儿|补习|培训|养鸡|养猪|养殖|养羊|砖|石料|化工|加工|家具|木材|塑料|屠宰|快递|药|诊|便利|超市|宠物|广告|印刷|纺织|服装|食品|"
    r"水泥|搅拌|采石|沙|砂|建筑|装修|废品|美容|足浴|洗浴|游戏|台球|歌舞|广场舞|菜|海鲜|烧饼|豆腐|电子|皮革|电镀|喷漆)"
)
ONLY_A_KIND = re.compile(
    # 楼下烧烤店, 村口的砖厂: where it is and what it is, and no name.
    r"(?:我们?|咱们?|俺们?)?(?:家|小区|单元|村|厂|学校)?的?(?:楼[上下]|隔壁|对[门面]|门口|门前|旁边|附近|边上|后面|后山|村[口里头]|路口|街上|镇上|"
    r"小区里?|河边|上游)(?:的|那|这|有|个|家|间|一)*"
    rf"{_KIND_OF_SHOP}?(?:店|馆|摊子?|厂子?|场|吧|房|院|站|铺子?|工地|食堂|园|所|公司|市场|点|KTV|ktv|超市|酒店|饭店|餐馆)?的?(?:老板娘?|负责人|人)?|"
    r"(?:我们?|咱们?|俺们?|本)?(?:小区|公司|单位|厂|学校|村)?的?(?:物业(?:公司|管理公司)?|开发商|老板娘?|公司|"
    r"学校|医院|房东|中介(?:公司)?|"
    r"菜市场|农贸市场|市场方?|厂里|工厂|包工头|包工的|包工老板|工头|负责人|经理|领导|邻居|平台|商家|卖家|店家|饭店|幼儿园|快递公司|装修公司|银行|保险公司)|"
    r"(?:the |my |our )?(?:property|property company|developer|landlord|employer|boss|contractor|foreman|company|"
    r"school)",
    re.IGNORECASE,
)
"""A story that blames "物业" leaves the question which one: it is asked, and the same word is taken as an answer."""


NOBODY_BY_NAME = re.compile(
    # 镇上一个干部, 县医院那个管设备的, 护士长: somebody who has a name, and it is asked for.
    r"[^，,]{0,14}(?:[一有是那]个|几个)[^，,]{0,8}|[^，,]{0,10}(?:那[家户]|[两三四五]个)[^，,]{1,8}的|"
    r"(?:[^，,]{0,14}(?:[局所镇乡村县区厂校院队站办委处科组室店]|公司|[小中大]学))?的?副?"
    r"(?:书记|支书|村主任|主任|队长|中队长|大队长|科长|局长|所长|校长|院长|园长|站长|经理|医生|老师|护士长?|会计|干部|司机|"
    r"工作人员|负责人|领导|住户|亲戚|小叔子|公婆)",
)


def is_open(values: Mapping[str, Any], name: str) -> bool:
    """Whether a field is still to be told; "冬天烧炕的时候" gives way to a date, "一直都这样" does not."""
    told = values.get(name)
    return told in (None, "") or (name == "occurred_at" and not DATED_OR_LASTING.search(str(told)))


DATED_OR_LASTING = re.compile(
    r"^(?:19|20)\d\d|一直|多年|几年|[十两三四五六七八九]年|年年|好久|许久|常年|长期|从小|以来|天天|每|经常|平时|老是|"
    r"\b(?:always|years?|every|since|ongoing|long|all the time|often)\b",
    re.IGNORECASE,
)


def story_values(text: str, understanding: Understanding) -> dict[str, Any]:
    """What a story states, in the draft's fields; where only a county is named it is remembered, and the rest asked."""
    story = understanding.story(text)
    values = {name: getattr(story, name, None) for name in FIELDS if name not in ("facts", "place")}
    region = story.region
    if region is not None and region.level == "county":
        told = story.place or region.full_name
        exact = says_where_in_it(told, understanding.gazetteer) and (
            _is_at_a_site(text, told) or not town_alone(told, understanding.gazetteer)
        )
        values.update({"place" if exact else "place_told": told}, place_code=region.code, place_name=region.full_name)
    elif story.place:
        # A province or city alone is no place yet: it is remembered and the rest is asked.
        values["place_told"] = story.place
    party = fold(str(values.get("respondent") or ""))
    if any(kind.fullmatch(party) for kind in (ONLY_A_KIND, KIND_OF_SITE, NOBODY_BY_NAME)):
        values["respondent"] = None
    if only_vague(str(values.get("prior_handling") or "")):
        values["prior_handling"] = None
    when = str(story.words.get("occurred_at", ""))
    if when and not certain_date(when, str(values.get("occurred_at") or "")):
        values["occurred_at"] = None
    return {name: value for name, value in values.items() if value not in (None, "")}


SITE = re.compile(
    r"(?:店|厂|校|[小中大]学|园|医院|卫生院|养老院|敬老院|小区|市场|超市|宾馆|酒店|饭店|餐馆|矿|站|场|馆|工地|KTV|ktv|会所)$|"
    r"\b(?:school|hospital|kindergarten|factory|hotel|restaurant|shop|market|plaza|mall|gym|cent(?:re|er)|hostel)$",
    re.IGNORECASE,
)


KIND_OF_SITE = re.compile(
    rf"{_KIND_OF_SHOP}?(?:店|馆|厂|场|院|站|园|矿|市场|超市|酒店|饭店|餐馆|[小中]学|学校|医院|卫生院|工地)"
)
RIGHT_BEHIND = 2


def _is_at_a_site(text: str, place: str) -> bool:
    """Whether right behind the place a shop, a school or works is named, so that its town is enough."""
    end = text.find(place) + len(place)
    return any(
        SITE.search(party.text) and not KIND_OF_SITE.fullmatch(fold(party.text))
        for party in find_respondents(text)
        if place in text and 0 <= party.start - end <= RIGHT_BEHIND
    )


DATE = re.compile(
    r"\d{1,2}\s*[月/.-]|[一二三四五六七八九十]月|\d{4}|[今去前]年|[昨前今]天|[上本这]个?月|[日号]|\b(?:last|in|on|since)\b",
    re.I,
)


def certain_date(words: str, value: str) -> bool:
    """Whether a story names a date; "三个月没发工资了", "那阵" and "刚才" leave the question when it began."""
    if re.search(r"刚才|刚刚|现在|目前|今天", words):
        return False
    return "/" not in value or bool(DATE.search(words))
