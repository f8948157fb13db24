"""How an answer to each of the form's questions is read. A value is taken only when it is valid."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from actions.understanding import Understanding
from nlu.text.answer_kinds import WHERE, sounds_like
from nlu.text.english_names import LONGEST, english_name
from nlu.text.head_counts import answered_count
from nlu.text.name_answers import answered_name, spelt_name, wanted_name, without_spelling
from nlu.text.normalise import HAN, fold
from nlu.text.phones import find_phones, valid_phone
from nlu.text.places import find_places
from nlu.text.regions import Gazetteer
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
SURELY_WHERE = 0.45


FAMILY_AWAY = re.compile(
    r"(?:爸妈?|爹娘?|妈妈?|父母|儿子|女儿|老公|丈夫|老婆|爱人|男人|家里人|孩子)们?(?:他们)?(?:都|现在|人|常年|一直)*在"
    r"[\u4e00-\u9fff]{2,6}?(?:打工|上班|干活|工作|务工)?(?:[\s，,。；;]+|(?<=工)|(?<=班)|(?<=活)|(?<=作))(?=.)"
)
"""我爸妈在广东 我奶奶不识字: where others are is not where it happened."""


def _place(text: str, understanding: Understanding) -> Values | None:
    match = understanding.place(FAMILY_AWAY.sub("", text))
    if match.best is None:
        return None
    told = plain(where_sentences(text, understanding.gazetteer))
    return {"place": told, "place_code": match.best.code, "place_name": match.best.full_name}


SENTENCES = re.compile(r"(?<=[。！!；;\n])|(?<=[^\W\d_]{3}[.!] )|(?<=\d{2}\. )")


def where_sentences(text: str, gazetteer: Gazetteer) -> str:
    """Of an answer of several sentences those that say where; all of it where none or each does."""
    sentences = [sentence for sentence in SENTENCES.split(text) if sentence.strip()]
    where = [sentence for sentence in sentences if says_where(sentence, gazetteer)]
    return "".join(where) if where and len(where) < len(sentences) else text


def says_where(sentence: str, gazetteer: Gazetteer) -> bool:
    """Whether words name a place, or sound like one that is told."""
    return (
        bool(find_places(sentence, gazetteer) or gazetteer.find(sentence))
        or sounds_like(sentence)[WHERE] >= SURELY_WHERE
    )


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


ONLY_A_SOUND = re.compile(r"^\W*[啊哦噢喔嗯呃唉哎喂嘿哈呵嗨诶欸好行是对在]\W*$")


def _request(text: str, understanding: Understanding) -> Values | None:
    # "修" says what is wanted.
    return {"request": plain(text)} if has_words(text, 1) and not ONLY_A_SOUND.match(text) else None


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
    "request": _request,
    "prior_handling": _words("prior_handling", 1),
    "affected_count": _affected_count,
    "petitioner_name": _name,
    "petitioner_phone": _phone,
    "petitioner_address": _words("petitioner_address", MIN_ADDRESS),
}

FREE_TEXT = frozenset({"occurred_at", "respondent", "request", "prior_handling", "petitioner_address"})
"""Fields that take the citizen's own words: only a clear side question is not taken for the answer."""
