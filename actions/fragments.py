"""Lines of a story that comes in pieces: the fields a short one states, and those that say only who is speaking."""

import re
from typing import Any

from actions.understanding import Understanding
from nlu.text import replies

LONGEST = 40
"""A longer message is heard as a story as a whole."""

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
# 四川渠县的, 你好 我是渠县人: the whole of a line.
_HOME = re.compile(
    r"^\W*(?:(?:你们?好|您好|在吗|师傅|领导|我们?|俺们?|咱们?|本人|老家|家|都|是|在|来自)\W*)*"
    r"(?P<where>[\u4e00-\u9fff]{2,14}?)(?:那边|这边)?(?:来|过来)?(?:的|人|的人)\W*$"
)


def about_the_matter(text: str, understanding: Understanding) -> str:
    """The lines of a story but those that only say where somebody is from: that is not where it happened."""
    return "\n".join(line for line in text.splitlines() if not _says_home(line, understanding))


def _says_home(line: str, understanding: Understanding) -> bool:
    home = _HOME.match(line)
    if home is None:
        return False
    named = understanding.gazetteer.find(home["where"])
    return "".join(mention.text for mention in named) == home["where"]


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
