"""Words that go on with the story while a question is open: which fields they state, and that they answer nothing.

People who type in bursts do not wait for a question, and their next words are seldom its answer.
"""

import re
from collections.abc import Mapping
from typing import Any

from actions.answers import FREE_TEXT, READERS, answers_when
from actions.base import Said
from actions.understanding import Understanding
from nlu.text import replies
from nlu.text.prior import find_prior
from nlu.text.respondents import find_respondents

SURE, QUITE, VERY_SURE = 0.55, 0.45, 0.75
LONGEST = 40
"""A longer message is heard as a story as a whole."""
STORIES = frozenset({"tell_story", "file_petition"})

# 老板姓刘, 包工头叫王大勇, 公司名字是宏达建筑; the whole of a short message.
_WHO = re.compile(
    r"^\W*(?:我们?|那个|那家|这个|这家|他们)?(?:的)?(?P<role>老板娘?|包工头|工头|带班的?|班长|负责人|经理|店长|厂长|校长|园长|"
    r"房东|中介|公司|厂子?|店|物业|开发商|对方|单位|学校|医院|诊所|平台|机构|工地|项目部|幼儿园|饭店|健身房|驾校)"
    r"(?:的?名字|名)?(?P<verb>姓|叫做?|名叫|是叫|就叫|就是|是)[ :：]?(?P<name>[^，,。；;！!？?]{1,18})[。！!,，]?$"
)
_NAMELESS = re.compile(r"^(?:谁|什么|啥|哪|不|个|很|在|从|说|骗|没|他|她)")
# 一共12个人, 我们二十一个人都没拿到; the whole of a short message.
_HOW_MANY = re.compile(
    r"^\W*(?:我们?|咱们?|俺们?)?(?:这里|这边|这伙|这批|班组?|村|楼|单元|小区|宿舍|车间|工地|队|群|厂|店|组)?(?:里|上)?"
    r"(?:一共|总共|共有?|大概|大约|差不多|有|连我|加上我|就|都)*(?P<count>[\d零一二两三四五六七八九十百千万]{1,7}(?:多|来|几)?)"
    r"(?:个(?:人|工人|业主|学生|家长|会员|工友|老乡|村民|同事|兄弟)|户(?:人家)?|口人|号人|名(?:工人|业主|学生|家长)?|人|家人家)"
    r"(?:都.{0,10}|全.{0,10}|没.{0,8}|被.{0,8})?\W*$"
)
# What happened, was not done, or goes on: no name and no wish is said like this.
_EVENT = re.compile(r"没|不|了|过|被|把|着|还|又|都|就|才|也|说|天天|一直|到现在|干|做|跑|打|欠|扣|拖")
_WISH = re.compile(
    r"要|想|希望|请|让|叫|给|退|赔|别|停|修|查|处理|解决|补|换|改|拆|恢复|道歉|撤|公开|安排|加|装|禁|管|帮|发|还|落实|取消|"
    r"搬|尽快|早点|赶紧|说法|公道|清理|整治|返|降|认|办|开|供|通|接|建|设|追究|负责|\b(?:pay|give|stop|fix|repair|refund)\b"
)
_TURNED_TO = re.compile(
    r"找|问|说|打|报|反映|反应|告|去|跑|投诉|举报|信访|上访|\d{5}|法院|仲裁|警|社区|街道|局|政府|村|镇|居委|单位|公司|物业|客服|老师|"
    r"学校|老板|律师|调解|复议|起诉|监察|登记|受理|联系|沟通|写|交涉|申请|有|是|未|无|没|冇|木|莫|第一次|头一|还|正在|判|立案|"
    r"[A-Za-z]{2,}"
)
_LIVES = re.compile(
    r"省|市|县|区|州|镇|乡|村|路|街|巷|道|号|楼|栋|幢|室|小区|花园|家|住|这|那|宿舍|同|上面|一样|\d|[A-Za-z]{3,}"
)


def stated(text: str, understanding: Understanding) -> dict[str, Any]:
    """Fields that a short message states as a whole and a story reader takes for part of something longer."""
    if len(text) > LONGEST:
        return {}
    found: dict[str, Any] = {}
    who = _WHO.match(text.strip())
    if who and not _NAMELESS.match(who["name"]):
        bare = who["verb"] != "姓" and who["verb"] not in ("是", "就是")
        found["respondent"] = who["name"].strip() if bare and len(who["name"].strip()) > 3 else replies.plain(text)
    count = _HOW_MANY.match(text.strip())
    if count and (number := understanding.count(count["count"])):
        found["affected_count"] = number
    return found


def goes_on(said: Said, asked: str, facts: str, understanding: Understanding) -> bool:
    """Whether the message is more of the story and no answer to what is asked."""
    text = said.text
    if said.payload or replies.skips(text) or replies.says_nothing(text) or text in facts:
        # Said before: the citizen means it as the answer.
        return False
    if not replies.has_words(text) or asked in ("evidence", "confirm", "facts"):
        return False
    if _states_another(text, asked, understanding):
        return True
    telling = said.intent in STORIES
    sure = telling and said.confidence >= SURE
    match asked:
        case "place":
            return _names_no_place(said, understanding)
        case "occurred_at":
            return not answers_when(text, understanding) and (telling or bool(_EVENT.search(text)))
        case "respondent":
            return _tells_not_who(said, understanding)
        case "request":
            return sure and bool(_EVENT.search(text)) and not _WISH.search(text) and not replies.wishes(text)
        case "prior_handling":
            return find_prior(text) is None and (
                not _TURNED_TO.search(text) or (sure and not re.search(r"找|问|说|打|报|告|去|没|无|有", text))
            )
        case "petitioner_address":
            return sure and not _LIVES.search(text)
        case _:
            answered = READERS[asked](text, understanding) is not None
            return not answered and telling and said.confidence >= QUITE and len(text) > 3


def _names_no_place(said: Said, understanding: Understanding) -> bool:
    if replies.could_be_place(said.text):
        return False
    named = understanding.place(said.text)
    if named.best or named.candidates:
        return False
    return said.intent in STORIES or bool(_EVENT.search(said.text))


def _states_another(text: str, asked: str, understanding: Understanding) -> bool:
    """老板姓刘 answers nobody who asks where; 12 people are no date."""
    other: Mapping[str, Any] = stated(text, understanding)
    if not other or asked in other or asked == "petitioner_address":
        return False
    return asked not in FREE_TEXT or asked == "occurred_at" or "affected_count" in other


def _tells_not_who(said: Said, understanding: Understanding) -> bool:
    text = said.text
    if find_respondents(text) or understanding.story(text).respondent:
        # 物业天天半夜施工: whom it is about is in it.
        told = said.intent in STORIES and said.confidence >= VERY_SURE
        return told and len(text) >= LONGEST // 2 and understanding.story(text).respondent is None
    return said.intent in STORIES and said.confidence >= QUITE and bool(_EVENT.search(text))
