"""How an answer to each of the form's questions, and a story, is read. A value is taken only when it is valid."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from actions.understanding import Understanding
from cases import FIELDS
from nlu.text.english_names import LONGEST, english_name
from nlu.text.head_counts import answered_count
from nlu.text.name_answers import answered_name, spelt_name, wanted_name, without_spelling
from nlu.text.normalise import HAN, fold
from nlu.text.phones import find_phones, valid_phone
from nlu.text.places import says_where_in_it
from nlu.text.prior import only_vague
from nlu.text.replies import bare_name, could_be_name, has_words, plain

Values = Mapping[str, Any]
Reader = Callable[[str, Understanding], Values | None]

NUMERALS = "零〇一二两三四五六七八九十百千万"
# "还有一件事", "一直", "第一次" hold a number and count no people.
NUMBER = re.compile(
    rf"(?<![第\d{NUMERALS}])(?:\d++|[{NUMERALS}]++)(?![件次年月天日号楼层栋块元遍回点下些样直起般定旦])"
)
DIALLED = re.compile(
    r"(?:[打拨](?:过|了|通|的是)?|热线|电话|\b(?:call(?:ed)?|dial(?:led)?|rang)) ?\d{3,5}(?![\d人户家个名位])",
    re.IGNORECASE,
)
"""A number that was called."""
BIG_FAMILY = re.compile(r"一大家子|一大帮|一大群|一村|一条街|一栋楼|一楼栋|一个(?:村|小区|厂|班|单元)")
LONGEST_COUNT = 30
MOST_PEOPLE = 9_999_999
MIN_ADDRESS = 3


FAMILY_AWAY = re.compile(
    r"(?:爸妈?|爹娘?|妈妈?|父母|儿子|女儿|老公|丈夫|老婆|爱人|男人|家里人|孩子)们?(?:他们)?(?:都|现在|人|常年|一直)*在"
    r"[\u4e00-\u9fff]{2,6}?(?:打工|上班|干活|工作|务工)?(?:[\s，,。；;]+|(?<=工)|(?<=班)|(?<=活)|(?<=作))(?=.)"
)
"""我爸妈在广东 我奶奶不识字: where others are is not where it happened."""


def _place(text: str, understanding: Understanding) -> Values | None:
    match = understanding.place(FAMILY_AWAY.sub("", text))
    if match.best is None:
        return None
    return {"place": plain(text), "place_code": match.best.code, "place_name": match.best.full_name}


WHEN = re.compile(
    r"一直|好久|很久|许久|长期|[多几数两三半十]年|[多几数两三半]个?(?:天|月|星期|周|礼拜)|以前|从小|年前|天天|每[天晚年月周次]|经常|常年|"
    r"平时|时候|时间|那[阵会年天]|小时候|最近|近来|近[几两]|当时|过年|春节|端午|中秋|国庆|五一|十一|夏天|冬天|春天|秋天|暑假|寒假|"
    r"开学|放假|毕业|以来|开始|到现在|至今|刚|昨|今[年天早晚]|去年|前年|明年|上[个周月次]|这[个几两]|早上|晚上|半夜|凌晨|中午|"
    r"下午|上午|傍晚|白天|夜里|年|月|日|号|礼拜|星期|周[一二三四五六日末]|天|"
    r"\b(?:always|since|every|ago|last|for (?=\d|an?\b|one|two|three|four|five|six|seven|eight|"
    r"nine|ten|several|many|some|over|about|almost|more|the (?:last|past)|years|"
    r"months|weeks|days|ages|long|so long)|recent(?:ly)?|years?|months?|weeks?|days?|now|long|today|yesterday|"
    r"morning|night|spring|summer|autumn|fall|winter|before|after|during|ongoing|still|time|times)\b",
    re.IGNORECASE,
)


def _occurred_at(text: str, understanding: Understanding) -> Values | None:
    if value := understanding.date(text):
        return {"occurred_at": value}
    # Vague is honest, and the official reads the citizen's own words.
    return {"occurred_at": plain(text)} if has_words(text) and WHEN.search(text) else None


def _words(field: str, least: int = 2) -> Reader:
    def read(text: str, understanding: Understanding) -> Values | None:
        return {field: plain(text)} if has_words(text, least) else None

    return read


WHICH = re.compile(
    r"[^，,。；;！!？?]*(?:还是[^，,。；;！!]*|什么意思|是指什么|(?:为什么|为啥|干嘛|干啥)[^，,。；;！!？?]*)[？?]"
)
"""填我一个还是全家？: a choice put to us chooses nothing."""


def _affected_count(text: str, understanding: Understanding) -> Values | None:
    text = WHICH.sub("", text)
    # 一个单元24户 has its number beside the one of its units; 打过12345 has none of people.
    rest = DIALLED.sub("", BIG_FAMILY.sub("", text))
    count = answered_count(text) or understanding.count(rest)
    if (
        count is None
        and HAN.search(text)
        and len(text) <= LONGEST_COUNT
        and len(numbers := set(NUMBER.findall(rest))) == 1
    ):
        # "班上吐了7个孩子": asked for a number, the only one there is is meant.
        count = understanding.number(numbers.pop())
    return {"affected_count": count} if count is not None and 1 <= count <= MOST_PEOPLE else None


CALL_ME = re.compile(
    r"^\W*(?:你们?|您)?(?:就|可以)?(?:叫|喊|称呼)[我俺](?:一声)?(?P<name>[老小阿][\u4e00-\u9fff]{1,2}?|[\u4e00-\u9fff]{1,3}?"
    r"(?:女士|先生|师傅|老师|阿姨|大爷|大妈|大姐|大哥|叔|婶|奶奶|爷爷|同志|医生|护士|老板)|[\u4e00-\u9fff]{2,4}?)"
    r"(?:就|也)?(?:行|好|可以|成|中|得了|吧)?(?:了|啦|的)?\W*$"
)
FAMILY_NAME = re.compile(r"^\W*(?:我|俺|本人)?(?:免贵|敝)?姓(?P<name>[\u4e00-\u9fff]{1,2})[，,。.!！\s]*$")


def _name(text: str, understanding: Understanding) -> Values | None:
    if called := CALL_ME.match(text):
        return {"petitioner_name": called["name"]}
    if family := FAMILY_NAME.match(text):
        return {"petitioner_name": family["name"]}
    if len(text) <= LONGEST and not HAN.search(text):
        name = english_name(text)
        return None if name is None else {"petitioner_name": name}
    # 我爷爷叫牛守义，写他的名。我叫…: the one that is to be written.
    said = without_spelling(text)
    name = wanted_name(text) or spelt_name(text) or understanding.name(said) or answered_name(said)
    if name is None and could_be_name(bare := bare_name(text)):
        name = bare
    return None if name is None else {"petitioner_name": name}


OUT_OF_USE = re.compile(
    r"1[3-9]\d(?:[ -]?\d){8}[^，,。；;\d]{0,6}?(?:停机|停用|空号|注销|换了|换掉|丢了|不用了|没用了|打不通|"
    r"(?:是)?(?:老|旧|以前)的?号?(?=[，,。；; ]|$))"
)
"""13…那个停机了: not the number to call."""
PUT_RIGHT = re.compile(
    r"不对|不是|错了|讲错|说错|打错|写错|念错|弄错|搞错|唔系|唔啱|\b(?:no|sorry|wrong|wait|mistake|properly|correct)\b",
    re.IGNORECASE,
)
OWN_NUMBER = re.compile(
    r"(?:我的|我自己的?|本人的?|打我)(?:是|电话|手机|号码|号)*[: ]*(?P<number>1[3-9]\d(?:[ -]?\d){8})"
)


BETWEEN_DIGITS = re.compile(r"(?<=\d) ?[/().]{1,2} ?(?=\d)")
"""0086 / 135 / 0000 / 3381, +86 (138) 0000-2194."""


def _phone(text: str, understanding: Understanding) -> Values | None:
    told = BETWEEN_DIGITS.sub("-", fold(text))
    in_use = OUT_OF_USE.sub("", told)
    if not find_phones(in_use):
        # 13…打不通就打我家里的: the only number there is is used, whatever is said of it.
        in_use = told
    phone = understanding.phone(in_use)
    if phone is None and (several := find_phones(in_use)):
        # Two numbers: one's own, else the first, is called first, or the one that puts right what was said before it.
        own, last = OWN_NUMBER.search(in_use), several[-1]
        put_right = PUT_RIGHT.search(in_use, several[0].end, last.start)
        phone = valid_phone(own["number"]) if own else last.value if put_right else several[0].value
    return None if phone is None else {"petitioner_phone": phone}


SAME_PLACE = re.compile(
    r"^\W*(?:地址|住址|住)?(?:还是|也是|就是|就|都)?(?:在|住)?(?:和|跟|同)?(?:上面|上边|前面|刚才|刚刚|之前|事发|那个|这个)?(?:说|写|讲|填|发)?(?:的|过的)?"
    r"(?:同上|一样|地[点址方]一样|一个地方|同一个?地(?:方|址|点)|那个?地(?:方|址|点)|这个?地(?:方|址|点)|那里|那儿|这里|这儿|上面(?:那个|写的|说的|的)?|出事(?:的)?地方)"
    r"(?:一样|了|的)?\W*$|"
    r"^\W*(?:it'?s |at )?(?:the )?same(?: (?:place|address|as (?:above|before|the place)))?\W*$|^\W*(?:as )?above\W*$",
    re.IGNORECASE,
)


def same_as_place(text: str) -> bool:
    """Whether the address is said to be where it happened ("同上", "就是刚才那个地方")."""
    return bool(SAME_PLACE.match(text))


READERS: Mapping[str, Reader] = {
    "place": _place,
    "occurred_at": _occurred_at,
    "respondent": _words("respondent"),
    "request": _words("request"),
    "prior_handling": _words("prior_handling", 1),
    "affected_count": _affected_count,
    "petitioner_name": _name,
    "petitioner_phone": _phone,
    "petitioner_address": _words("petitioner_address", MIN_ADDRESS),
}

FREE_TEXT = frozenset({"occurred_at", "respondent", "request", "prior_handling", "petitioner_address"})
"""Fields that take the citizen's own words: only a clear side question is not taken for the answer."""


_KIND_OF_SHOP = (
    r"(?:烧烤|火锅|小吃|早餐|早点|夜宵|大排档|餐饮?|饭|面|水果|理发|美发|洗车|修车|汽修|五金|网|茶|麻将|棋牌|KTV|ktv|酒|健身|"
    r"幼儿|补习|培训|养鸡|养猪|养殖|养羊|砖|石料|化工|加工|家具|木材|塑料|屠宰|快递|药|诊|便利|超市|宠物|广告|印刷|纺织|服装|食品|"
    r"水泥|搅拌|采石|沙|砂|建筑|装修|废品|美容|足浴|洗浴|游戏|台球|歌舞|广场舞|菜|海鲜|烧饼|豆腐|电子|皮革|电镀|喷漆)"
)
ONLY_A_KIND = re.compile(
    # 楼下烧烤店, 村口的砖厂: where it is and what it is, and no name.
    r"(?:我们?|咱们?|俺们?)?(?:家|小区|单元|村|厂|学校)?的?(?:楼[上下]|隔壁|对[门面]|门口|门前|旁边|附近|边上|后面|后山|村[口里头]|路口|街上|镇上|"
    r"小区里?|河边|上游)(?:的|那|这|有|个|家|一)*"
    rf"{_KIND_OF_SHOP}?(?:店|馆|摊子?|厂子?|场|吧|房|院|站|铺子?|工地|食堂|园|所|公司|市场|点|KTV|ktv|超市|酒店|饭店|餐馆)?的?(?:老板娘?|负责人|人)?|"
    r"(?:我们?|咱们?|俺们?|本)?(?:小区|公司|单位|厂|学校|村)?的?(?:物业(?:公司|管理公司)?|开发商|老板娘?|公司|"
    r"学校|医院|房东|中介(?:公司)?|"
    r"菜市场|农贸市场|市场方?|厂里|工厂|包工头|包工的|包工老板|工头|负责人|经理|领导|邻居|平台|商家|卖家|店家|饭店|幼儿园|快递公司|装修公司|银行|保险公司)|"
    r"(?:the |my |our )?(?:property|property company|developer|landlord|employer|boss|contractor|foreman|company|"
    r"school)",
    re.IGNORECASE,
)
"""A story that blames "物业" leaves the question which one: it is asked, and the same word is taken as an answer."""


def is_open(values: Values, name: str) -> bool:
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
        exact = says_where_in_it(told, understanding.gazetteer)
        values.update({"place" if exact else "place_told": told}, place_code=region.code, place_name=region.full_name)
    elif story.place:
        # A province or city alone is no place yet: it is remembered and the rest is asked.
        values["place_told"] = story.place
    if ONLY_A_KIND.fullmatch(fold(str(values.get("respondent") or ""))):
        values["respondent"] = None
    if only_vague(str(values.get("prior_handling") or "")):
        values["prior_handling"] = None
    when = str(story.words.get("occurred_at", ""))
    if when and not certain_date(when, str(values.get("occurred_at") or "")):
        values["occurred_at"] = None
    return {name: value for name, value in values.items() if value not in (None, "")}


DATE = re.compile(
    r"\d{1,2}\s*[月/.-]|[一二三四五六七八九十]月|\d{4}|[今去前]年|[昨前今]天|[上本这]个?月|[日号]|\b(?:last|in|on|since)\b",
    re.I,
)


def certain_date(words: str, value: str) -> bool:
    """Whether a story names a date; "三个月没发工资了", "那阵" and "刚才" leave the question when it began."""
    if re.search(r"刚才|刚刚|现在|目前|今天", words):
        return False
    return "/" not in value or bool(DATE.search(words))
