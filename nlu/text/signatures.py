"""The name a letter is signed with: 此致 敬礼 王建国, 业主代表:尤丽萍, ——孙女 瞿诗雨."""

import re

from nlu.text.people import SOMEBODY_ELSE as _SOMEBODY_ELSE
from nlu.text.people import is_doubtful, is_name, like_given

_HAN = r"[\u4e00-\u9fff]"
#: Only a letter is signed; a short message may end with any word of two characters.
_LETTER = 40
_LONGEST_END = 90
_DIGITS = "〇零○一二三四五六七八九十"
# What may stand below or behind a signature: a number, a date, a courtesy, the other side's marks.
_DATE = (
    rf"(?:20\d\d|[二2][{_DIGITS}]{{3}})(?:年|[./-])[\d{_DIGITS}]{{1,3}}(?:月|[./-])(?:[\d{_DIGITS}]{{1,3}}[日号]?)?|"
    r"(?<!\d)\d{1,2}月\d{1,2}[日号]"
)
_NUMBER = r"(?:[(]?(?:联系)?(?:电话|手机|方式)(?:号码?)?[: ]*)?(?P<phone>1[3-9]\d[ -]?\d{4}[ -]?\d{4})"
_BEHIND = re.compile(
    rf"(?:[\s。.,!~()\"-]+|{_DATE}|{_NUMBER}|敬上|谨上|拜上|叩上|敬呈|谨呈|敬启|叩谢|即日|亲笔|手书|上)$"
)
_WHO = (
    "代表|村民|居民|业主|家长|市民|教师|老师|职工|工人|公民|住户|租户|租客|学生|农民|农民工|老兵|军人|士兵|消费者|党员|百姓|老百姓|群众|茶农|果农|菜农|"
    "农户|牧民|家属|受害人|受害者|车主|店主|商户|患者|老人|老太|老汉|反映人|投诉人|举报人|申请人|求助人|来信人|写信人|信访人|署名|签名|落款"
)
_KIN = "女儿|儿子|孙女|孙子|外孙女?|妻子|丈夫|母亲|父亲|媳妇|儿媳|女婿|侄子|侄女"
# Where a signature begins, the surest first; after the others the name must be one in every character.
_AFTER_FAREWELL = re.compile(r"(?:敬礼|致敬|叩首|顿首)[!。,\s]*$")
_AFTER_WHO = re.compile(
    rf"(?:^|[。!?;\n\s,-])(?:[^\s,。;!?:]{{0,12}}(?:{_WHO})|(?:他|她|其|老人的?)?(?:{_KIN}))[ :,]*$"
)
_ON_ITS_OWN = re.compile(r"(?:[。!?;\n]|\s\s|(?:谢谢|感谢|拜托|为盼|为谢|多谢)[!。,]?)\s*$|[。!?;\n]\s*-+\s*$")


def signed_name(folded: str, *, sure: bool = False) -> tuple[int, int] | None:
    """Return where the name stands that a letter is signed with; `sure` asks for 敬礼 or 反映人 before it."""
    end, phone = _without_what_is_behind(folded)
    run = re.compile(rf"{_HAN}*$").search(folded[:end])
    begins = end - len(run.group()) if run else end
    # A name of other peoples is as long as what stands there.
    for length in dict.fromkeys((3, 2, 4, end - begins)):
        start = end - length
        if start >= begins and length > 1 and _is_signed(folded, start, end, phone=phone, sure=sure):
            return start, end
    return None


def _is_signed(folded: str, start: int, end: int, *, phone: bool, sure: bool) -> bool:
    word, before = folded[start:end], folded[max(0, start - 24) : start]
    if not is_name(word, rare=True):
        return False
    apart = before[-1:] in tuple(" :,\n")
    every = like_given(word)
    if _AFTER_FAREWELL.search(before):
        return True
    if _AFTER_WHO.search(before) and (apart or (len(word) == 3 and every)):
        return True
    if sure or _SOMEBODY_ELSE.search(before) or not is_name(word) or not (len(folded) > _LETTER or phone):
        return False
    if _ON_ITS_OWN.search(before) and (every or "\n" in before[-8:]):
        return True
    # 希望解决,王建国 and, without a mark, 希望解决王建国13900000000: only what is a name in every character.
    return every and len(word) == 3 and not is_doubtful(word) and (apart or phone)


def _without_what_is_behind(folded: str) -> tuple[int, bool]:
    """Return where the text ends without numbers, dates and courtesies, and whether a telephone stood there."""
    end, phone, least = len(folded), False, len(folded) - _LONGEST_END
    while end > max(0, least) and (behind := _BEHIND.search(folded, max(0, end - 40), end)):
        end, phone = behind.start(), phone or bool(behind["phone"])
    return end, phone
