"""Persons' names: what can be one, where one ends, which one follows 我叫 or answers "what is your name?"."""

import re
from functools import cache
from itertools import pairwise

from nlu.text.lexicon import load_lines, load_yaml
from nlu.text.mentions import Mention
from nlu.text.normalise import fold_spoken as fold
from nlu.text.region_names import Kind, load_names

_HAN = r"[\u4e00-\u9fff]"
# Before 我叫 these make it somebody else's word (让我叫) or another verb.
_NOT_CUE_BEFORE = re.compile(
    r"(?:让|被|他|她|要求|请|叫|给|代|被投诉|被举报|被反映|被申请|负责人|医生|老师|老板|法人|司机|对方|公司的?|名单:?)$"
)
_LINK = re.compile(r"[ :(]{0,3}(?:是|叫|为)?[ :]{0,2}")
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
# 张二嫂 and 李大爷 are called so; it is not their name.
_CALLED_SO = re.compile(r".[大二三四五六七八九老小](?:嫂|婶|爷|叔|伯|姨|妈|婆|奶|哥|姐|娘|爹|舅|姑)")
#: No name holds these.
_NO_PART = frozenset("的了是我你您他她它们这那哪么没吗呢吧啊呀就都也还给被把让啥谁很")
# 我姓王,叫建国 and 我姓王名建国.
_SPLIT = re.compile(rf"姓({_HAN}{{1,2}})[ ,]*(?:单?名|叫)[ ,]*({_HAN}{{1,2}})$")


#: Relatives and friends: whose name follows is somebody else, unless 我是他 stands before.
KIN = (
    "女儿|儿子|闺女|爸爸?|妈妈?|父亲|母亲|爱人|老婆|妻子|老公|丈夫|媳妇|儿媳妇?|女婿|孙子|孙女|外孙女?|哥哥?|姐姐?|弟弟?|妹妹?|侄子|侄女|侄儿|"
    "外甥女?|老伴|嫂子?|姑姑|舅舅|叔叔|婶婶?|邻居|同事|工友|同学|朋友"
)
#: What stands right before the name of somebody else.
SOMEBODY_ELSE = re.compile(
    r"(?:老板娘?|工头|经理|负责人|对方|中介|房东|医生|老师|司机|局长|科长|主任|书记|会计|村长|支书|组长|队长|店长|厂长|校长|客服|物业|"
    r"律师|肇事者?|骗子|邻居|被举报人|被投诉人|被申请人|被反映人|被告|收款人|经办人|代表人?|死者|名单|如下|伤者|受害人|患者|孩子|学生|姓名|他|她|"
    rf"我的?(?:{KIN}))(?:的|是|叫|姓|名|电话|手机)*[,: ]*$"
)


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


@cache
def _of_elements() -> re.Pattern[str]:
    elements = sorted(load_yaml("people.yml")["name_elements"], key=len, reverse=True)
    long = [element for element in elements if len(element) > 2]
    return re.compile(f"(?:{'|'.join(elements)}){{2,3}}|{'|'.join(long)}")


@cache
def _given() -> frozenset[str]:
    return frozenset(load_lines("given_names.txt"))


def surname_length(folded: str, *, rare: bool = False) -> int:
    """Return how many characters of a family name a word begins with: two, one or none.

    Rare ones that are mostly other words (占, 贝) count only where a name is sure to stand.
    """
    if len(folded) > 1 and folded[:2] in _surnames():
        return 2
    return 1 if folded[:1] in _surnames() or (rare and folded[:1] in load_yaml("people.yml")["rare_surnames"]) else 0


def is_name(word: str, *, rare: bool = False) -> bool:
    """Tell whether a folded word can be a person's whole name."""
    if _MINORITY.fullmatch(word) or _of_elements().fullmatch(word):
        return True
    given = len(word) - surname_length(word, rare=rare)
    if not re.fullmatch(rf"{_HAN}{{2,4}}", word) or given == len(word) or not 1 <= given <= 2:
        return False
    if len(word) - given == 1 and is_doubtful(word) and not like_given(word):
        return False
    if _NO_PART & set(word) or _CALLED_SO.fullmatch(word) or (word[-1] in _PLACE_END and len(word) > 2):
        return False
    place = load_names().get(word)
    return word not in _not_names() and word[:2] not in _not_names() and (place is None or place.kind < Kind.SHORT)


def is_doubtful(word: str) -> bool:
    """Tell whether the family name that a folded word begins with is as often another word."""
    return word[0] in load_yaml("people.yml")["doubtful_surnames"] or not surname_length(word)


def like_given(word: str) -> bool:
    """Tell whether all but the family name of a folded word are characters that given names are made of."""
    return set(word[surname_length(word, rare=True) :]) <= _given()


def folded_for_names(text: str, folded: str) -> str:
    """The folded text with the family name 乜, which written Cantonese has for another word."""
    if "乜" not in text:
        return folded
    return "".join("乜" if written == "乜" else plain for written, plain in zip(text, folded, strict=True))


def name_after(text: str, folded: str, start: int, *, strong: bool) -> Mention | None:
    """Read the name that begins at a place, if one does; after a weak cue it must also end like one."""
    minority = _MINORITY.match(folded, start) or _of_elements().match(folded, start)
    if minority:
        return Mention(start, minority.end(), text[start : minority.end()], text[start : minority.end()])
    folded = folded_for_names(text, folded)
    run = re.compile(rf"{_HAN}{{2,}}").match(folded, start)
    if run is None or not surname_length(run.group(), rare=strong):
        return None
    for length in _lengths(run.group(), strong=strong):
        word, following = run.group()[:length], run.group()[length : length + 2]
        whole = not following
        if is_name(word, rare=strong) and (strong or like_given(word) or (whole and length > 2)):
            end = start + length
            return Mention(start, end, text[start:end], text[start:end])
    return None


def _lengths(run: str, *, strong: bool) -> list[int]:
    """Where the name that a run of characters begins with may end."""
    first = surname_length(run, rare=strong) + 1
    # A whole run of two to four characters is the name; a longer one must be cut by a word that follows names.
    if len(run) <= first + 1:
        return [len(run) - (len(run) > first and run.endswith("等"))]
    stops = [m.start() for m in _stop().finditer(run) if first <= m.start() <= first + 1]
    if stops or not strong:
        return stops
    # Spoken without marks: 我叫吴玉莲口天吴. The name goes on as long as its characters are those of names.
    if run[first - 1] not in _given():
        return []
    return [first + 1] if run[first] in _given() else [first]


def find_name(text: str) -> Mention | None:
    """Find the name the speaker gives as their own: 我叫…, 本人…, 投诉人:…, 我是…."""
    folded = fold(text)
    found = (name_at_cue(text, folded, cue.start(), cue.end()) for cue in _cue_pattern().finditer(folded))
    return next((name for name in found if name), None)


def name_at_cue(text: str, folded: str, start: int, end: int) -> Mention | None:
    """Read the speaker's name after the words between two places: 我叫 王建国."""
    if _NOT_CUE_BEFORE.search(folded[max(0, start - 4) : start]):
        return None
    link = _LINK.match(folded, end)
    found = name_after(text, folded, link.end() if link else end, strong=own_name_cues().get(folded[start:end], False))
    # 我是王建国的儿子 names the father.
    return None if found is None or folded[found.end : found.end + 1] == "的" else found


def parse_name(text: str) -> str | None:
    """Read the answer to "what is your name", or None if it is no name."""
    whole_text = folded_for_names(text, fold(text))
    folded = whole_text.strip()
    start = len(whole_text) - len(whole_text.lstrip())
    split = _SPLIT.search(_ANSWER_TAIL.sub("", folded))
    if split:
        return text[start + split.start(1) : start + split.end(1)] + text[start + split.start(2) : start + split.end(2)]
    fillers = _ANSWER_FILLERS.match(folded)
    begin = fillers.end() if fillers else 0
    word = _ANSWER_TAIL.sub("", folded[begin:])
    original = text[start + begin : start + begin + len(word)]
    if is_name(word.replace(" ", ""), rare=True) and not _is_titled(word):
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
