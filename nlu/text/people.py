"""Who speaks: the petitioner's name."""

import re
from functools import cache
from itertools import chain, pairwise

from nlu.text.lexicon import load_lines, load_yaml
from nlu.text.mentions import Mention
from nlu.text.normalise import fold_spoken as fold
from nlu.text.region_names import Kind, load_names

_HAN = r"[\u4e00-\u9fff]"
# Before 我叫 these make it somebody else's word (让我叫) or another verb.
_NOT_CUE_BEFORE = re.compile(r"(?:让|被|他|她|要求|请|叫|给|代|被投诉|被举报|被反映|被申请)$")
_LINK = re.compile(r"[ :]{0,3}(?:是|叫|为)?[ :]{0,2}")
_MINORITY = re.compile(rf"{_HAN}{{1,8}}(?:[·•・]{_HAN}{{1,8}}){{1,3}}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.'-]*(?: [A-Za-z][A-Za-z.'-]*){0,3}")
# 李家村 and 王府街 begin with a family name too.
_PLACE_END = "村镇乡县市区省组路街厂店队局院屯"
_ANSWER_FILLERS = re.compile(
    r"^(?:[我俺](?:的(?:名字|姓名)|姓名|名字)?(?:就?叫做?|就?是|名叫)?|本人(?:叫|是|姓名)?|姓名|名字|"
    r"叫做?|你好|您好|嗯|哦|好的?|是)+[ :,，是叫]*"
)
_ANSWER_TAIL = re.compile(r"[ 。.,!~吧啊呢哦呀的]+$")
_PART = re.compile(r"[^ ,，、。.;:!?()]+")
_SPEAKS_OF_NAMES = re.compile(r"名|叫|姓|称呼|字")
_LONGEST_ANSWER = 24
#: Only a letter is signed; a short message may end with any word of two characters.
_LETTER = 40
# 我姓王,叫建国 and 我姓王名建国.
_SPLIT = re.compile(rf"姓({_HAN}{{1,2}})[ ,]*(?:单?名|叫)[ ,]*({_HAN}{{1,2}})$")


@cache
def own_name_cues() -> dict[str, bool]:
    """Return the words after which the speaker's own name stands, and which of them are sure: 我是 alone is weak."""
    cues = load_yaml("people.yml")["own_name_cues"]
    return dict.fromkeys(cues["weak"], False) | dict.fromkeys(cues["sure"], True)


@cache
def _cue_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(own_name_cues(), key=len, reverse=True)))


@cache
def _surnames() -> frozenset[str]:
    return frozenset(load_lines("surnames.txt"))


@cache
def _not_names() -> frozenset[str]:
    return frozenset(load_yaml("people.yml")["not_names"])


@cache
def _stop() -> re.Pattern[str]:
    words = sorted(load_yaml("people.yml")["after_name"], key=len, reverse=True)
    return re.compile("|".join(words))


def surname_length(folded: str) -> int:
    """Return how many characters of a family name a word begins with: two, one or none."""
    return 2 if len(folded) > 1 and folded[:2] in _surnames() else 1 if folded[:1] in _surnames() else 0


def is_name(word: str) -> bool:
    """Tell whether a folded word can be a person's whole name."""
    if _MINORITY.fullmatch(word):
        return True
    given = len(word) - surname_length(word)
    if not re.fullmatch(rf"{_HAN}{{2,4}}", word) or given == len(word) or not 1 <= given <= 2:
        return False
    place = load_names().get(word)
    if word[-1] in _PLACE_END and len(word) > 2:
        return False
    return word not in _not_names() and word[:2] not in _not_names() and (place is None or place.kind < Kind.SHORT)


def name_after(text: str, folded: str, start: int, *, strong: bool) -> Mention | None:
    """Read the name that begins at a place, if one does; after a weak cue it must also end like one."""
    minority = _MINORITY.match(folded, start)
    if minority:
        return Mention(start, minority.end(), text[start : minority.end()], text[start : minority.end()])
    run = re.compile(rf"{_HAN}{{2,}}").match(folded, start)
    if run is None or not surname_length(run.group()):
        return None
    first = surname_length(run.group()) + 1
    stops = [m.start() for m in _stop().finditer(run.group()) if first <= m.start() <= first + 1]
    # A whole run of two to four characters is the name; a longer one must be cut by a word that follows names.
    ends = [len(run.group())] if len(run.group()) <= first + 1 else stops
    for length in ends:
        whole = length == len(run.group())
        if is_name(run.group()[:length]) and (strong or whole or run.group()[length : length + 2] not in ("是", "在")):
            end = start + length
            return Mention(start, end, text[start:end], text[start:end])
    return None


# 我是江口镇蕉林村的村民刘冬莲: who one is, then one's name.
_AS_WHOM = re.compile(
    r"(?:^|[,。;!\s:])(?:你好|您好)?(?:我|本人|俺)(?:是|系|叫|就是)?[^,。;!?\n]{0,26}?(?:(?:村民|居民|业主|住户|"
    r"租户|职工|员工|工人|家长|老师|教师|学生|农民|"
    r"农民工|老百姓|消费者|病人家属|家属|退伍军人|代表|班长|组长|队长|店长|受害人|受害者|当事人|户主|店主|车主|"
    r"楼长|志愿者))+(?:叫|是)?"
)
# 我是住三栋的王桂英, and 落款:退休教师 韩桂芳.
_OF_WHERE = re.compile(
    r"(?:^|[,。;!\s:])(?:你好|您好)?(?:我|本人|俺)(?:就?是|系)(?:家?住|在|来自|[^,。;!?\n的]{0,8}(?:楼|栋|单元|"
    r"室|号|村|组|小区|厂|社区|镇))"
    r"[^,。;!?\n的]{0,12}的|(?:落款|署名|签名|反映人|投诉人|举报人|申请人|求助人)[: ]+(?:退休)?(?:教师|职工|"
    r"工人|干部|村民|居民|业主|家长|学生|军人)[: ]*"
)
# 我姓吴,吴建军 and 我姓周,叫德才.
_FAMILY_THEN_WHOLE = re.compile(
    rf"(?:^|[,。;!\s:])(?:我|俺|本人|免贵)是?姓({_HAN}{{1,2}})(?:[ ,]*(名|叫|单名|名叫|大名)[ ,]*|[ ,]+)"
)
# 业主老杨,杨德明 and 姓郑,郑国强: one is called for short, then by one's whole name.
_SHORT_THEN_WHOLE = re.compile(
    rf"(?:(?:我|本人|俺)[^,。;!?\n]{{0,16}}[老小]|(?:^|[,。;!\s:])姓)({_HAN})[ ,]{{1,2}}(?=\1)"
)
# 周文斌 13000005555: a name alone before a number, if nobody else's is just spoken of.
_BEFORE_NUMBER = re.compile(
    rf"(?:^|[,。;!\s:])({_HAN}{{2,4}})[ ,:]{{0,2}}(?:(?:联系)?(?:电话|手机)(?:号码?)?[是: ]{{0,2}})?"
    r"(?=1[3-9]\d(?:[ -]?\d){8}(?!\d))"
)
_SOMEBODY_ELSE = re.compile(
    r"(?:老板娘?|工头|经理|负责人|对方|中介|房东|医生|老师|司机|局长|科长|主任|书记|会计|村长|支书|组长|队长|店长|厂长|校长|客服|物业|"
    r"律师|肇事者?|骗子|邻居|被举报人|被投诉人|姓名|他|她)(?:的|是|叫|姓|名|电话|手机)*[,: ]*$"
)
_AFTER_AS_WHOM = re.compile(r"[,。;!\s(:]|今年|现年|男|女|电话|手机|\d|$")
_SIGNED = re.compile(
    rf"(?:^|[。!?;\n]\s*|\s)(?:此致)?(?:敬礼)?[!。\s]*({_HAN}{{2,4}})[,\s:]*(?:联系)?(?:电话|"
    rf"手机)?[号码:\s]*(?P<phone>1[3-9]\d[\d\s-]{{8,10}})?[。\s]*(?:20\d\d年?[\d年月日.\s-]*)?$"
)


def described_name(text: str, folded: str) -> Mention | None:
    """Find the name after what the speaker is, or the one that a letter is signed with."""
    for cue in chain(_AS_WHOM.finditer(folded), _OF_WHERE.finditer(folded)):
        found = name_after(text, folded, cue.end(), strong=False)
        if found and _AFTER_AS_WHOM.match(folded, found.end):
            return found
    for cue in _FAMILY_THEN_WHOLE.finditer(folded):
        found = name_after(text, folded, cue.end(), strong=True)
        if found and found.value.startswith(text[cue.start(1) : cue.end(1)]):
            return found
    for cue in _SHORT_THEN_WHOLE.finditer(folded):
        if found := name_after(text, folded, cue.end(), strong=True):
            return found
    for cue in _BEFORE_NUMBER.finditer(folded):
        if is_name(cue.group(1)) and not _SOMEBODY_ELSE.search(folded[max(0, cue.start(1) - 12) : cue.start(1)]):
            return Mention(cue.start(1), cue.end(1), text[cue.start(1) : cue.end(1)], text[cue.start(1) : cue.end(1)])
    signed = _SIGNED.search(folded, max(0, len(folded) - 60))
    if signed and (len(folded) > _LETTER or signed["phone"]) and is_name(signed.group(1)):
        return Mention(
            signed.start(1), signed.end(1), text[signed.start(1) : signed.end(1)], text[signed.start(1) : signed.end(1)]
        )
    return None


def find_name(text: str) -> Mention | None:
    """Find the name the speaker gives as their own: 我叫…, 本人…, 投诉人:…, 我是…."""
    folded = fold(text)
    found = (name_at_cue(text, folded, cue.start(), cue.end()) for cue in _cue_pattern().finditer(folded))
    return next((name for name in found if name), None)


def name_at_cue(text: str, folded: str, start: int, end: int) -> Mention | None:
    """Read the speaker's name after the words between two places: 我叫 王建国."""
    if _NOT_CUE_BEFORE.search(folded[max(0, start - 3) : start]):
        return None
    link = _LINK.match(folded, end)
    found = name_after(text, folded, link.end() if link else end, strong=own_name_cues().get(folded[start:end], False))
    # 我是王建国的儿子 names the father.
    return None if found is None or folded[found.end : found.end + 1] == "的" else found


def parse_name(text: str) -> str | None:
    """Read the answer to "what is your name", or None if it is no name."""
    folded = fold(text).strip()
    start = len(fold(text)) - len(fold(text).lstrip())
    split = _SPLIT.search(_ANSWER_TAIL.sub("", folded))
    if split:
        return text[start + split.start(1) : start + split.end(1)] + text[start + split.start(2) : start + split.end(2)]
    fillers = _ANSWER_FILLERS.match(folded)
    begin = fillers.end() if fillers else 0
    word = _ANSWER_TAIL.sub("", folded[begin:])
    original = text[start + begin : start + begin + len(word)]
    if is_name(word.replace(" ", "")) and not _is_titled(word):
        return original.replace(" ", "").replace("\u3000", "")
    if _is_titled(word) or (
        _LATIN.fullmatch(word) and len(word) >= 3 and word.lower() not in ("ok", "yes", "no", "skip")
    ):
        return original
    found = find_name(text)
    if found:
        return found.value
    if (whole := _in_parts(word)) is not None:
        return original[whole.start() : whole.end()]
    first = re.match(rf"{_HAN}{{2,4}}(?=[ ,，。;:(\d]|$)", word)
    return original[: first.end()] if first and is_name(first.group()) else None


def _in_parts(word: str) -> re.Match[str] | None:
    """石先生,石成玉 and 哦你问名字,向东梅: the whole name beside a title or some words about it."""
    parts = list(_PART.finditer(word)) if len(word) <= _LONGEST_ANSWER else []
    for before, part in pairwise(parts):
        name = part.group()
        title = _is_titled(before.group()) and before.group()[0] == name[0]
        if is_name(name) and not _is_titled(name) and (title or (len(name) > 2 and _SPEAKS_OF_NAMES.search(before[0]))):
            return part
    return None


def _is_titled(word: str) -> bool:
    """王女士, 老李, 小陈: a family name and a title."""
    titles = "|".join(load_yaml("people.yml")["titles"])
    titled = re.fullmatch(rf"({_HAN}{{1,2}})(?:{titles})", word)
    familiar = re.fullmatch(rf"[老小]({_HAN})", word)
    surname = titled or familiar
    return bool(surname and surname.group(1) in _surnames())
