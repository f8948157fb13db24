"""The name in an answer to "what is your name?", whatever else is said in it: 我是他儿子，屠晓峰; 疏文娟，手机13….

Asked for a name, people give one: a part of the answer that could be nothing else is taken, with any family name.
"""

import re
from collections.abc import Iterator
from functools import cache

from nlu.text.lexicon import load_yaml
from nlu.text.normalise import fold_spoken as fold
from nlu.text.people import is_name
from nlu.text.replies import asks, could_be_name

_HAN = r"[\u4e00-\u9fff]"
_PART = re.compile(r"[^\s,，、。.;；:：!！?？()…]+")
_LONGEST = 60
# 我叫…, 写我奶奶…, 我是他妹妹…: what stands before a name in the same breath.
_SAYS_IT = re.compile(
    r"^[^别让要请不没把给]{0,6}?(?:(?:名字|姓名|全名|大名|真名|本名)(?:(?:就|应该)?是|(?:就|还是|要)*[写填登报])|(?:名字|姓名)?(?:就?叫做?|名叫|叫的是))(?!我|你|什么)"
)
_LEADS = re.compile(
    r"^(?:(?:那|就|还是|先|你们?|您|请|帮我|给我)*(?:写|填|记|签|登记|用|留)(?:上|成|下|着)?|)"
    r"(?:我|俺|咱|本人|鄙人|奶奶|爷爷)?(?:的)?(?:名字|姓名|名)?(?:就)?(?:是|姓)?"
)
_SAID = re.compile(rf"(?!什|啥|[这那]个|[上下进出回过][去来]){_HAN}{{2,4}}(?<![么吗啥呢])")
_UNSURNAMED = re.compile(rf"{_HAN}{{2,4}}")
_PARTICLE = re.compile(rf"(?<={_HAN}{{2}})[吧呗咯啦撒噻嘛哒嘞]$")
_WORD_FOR_NAMES = re.compile("(?:就?用)?[真化假实全本大小]名(?:吧|的)?|名字|姓名|算了|[行好]吧")
_SPEAKS_OF_NAMES = re.compile("没有?姓|名字|全名|四个字")
"""敖日格乐，没有姓: only who says so has four characters and no family name."""
_RARE = re.compile(rf"{_HAN}{{2,3}}")
_MISLEADING = re.compile(rf"那({_HAN}{{2}})")
"""那玉兰: a family name that is another word elsewhere, and the answer nothing else."""
_SPELLS = re.compile(r"(?:的|字旁|字头|那个)(?:那个)?.?$|.的.$")


_SHALL_STAND = re.compile(rf"(?<![不别莫没])[写填登](?:成|上|作)?(?P<name>{_HAN}{{2,3}})(?=[,。;!?\s]|$)")
_PAPERS = re.compile(
    rf"(?:户口[本簿]?|身份证|证件|学名|大名|官名)(?:上|里头?)?(?:写|登记?|填)?(?:的|着)?(?:是|叫)?(?P<name>{_HAN}{{2,3}})(?![\u4e00-\u9fff])"
)


_RENAMED = re.compile(
    rf"(?:改名|改叫|改成|现在叫|如今叫)(?:叫|为|成|了|是)?(?P<name>{_HAN}{{2,3}}?)(?:了|的|$|[,，。 ])"
)
_IN_OFFICE = re.compile(
    rf"^(?:我|俺|本人)?(?:就)?是?{_HAN}{{0,12}}(?:主任|书记|会长|组长|队长|班长|代表|委员|经理|厂长|校长|老师|医生|护士|律师|代理人|负责人)"
    rf"(?P<name>{_HAN}{{2,3}})$"
)
# 弓长张, 建设的建, 姓司马, 单名一个靖: a name told character by character.
_EXPLAINED = re.compile(rf"(?:姓|名|字)?(?P<word>{_HAN}{{2,4}})的(?:那个)?(?P<char>{_HAN})")
_OWN_SURNAME = re.compile(rf"(?:我|俺|本人|免贵|敝)*姓(?P<name>{_HAN}{{1,2}})")
_OWN_GIVEN = re.compile(rf"(?:我|俺)?(?:单名(?:一个|一?字)?|名字?(?:叫|是)?|叫)(?P<name>{_HAN}{{1,2}})(?:字)?")


def spelt_name(text: str) -> str | None:
    """The name that is told only by its characters: 弓长张，建设的建，黄河的河; 我姓司马，单名一个靖."""
    chars, surname, given = "", "", ""
    for match in _PART.finditer(fold(text)):
        part = match.group()
        if _spells_surname(part):
            chars += part[-1]
        elif (explained := _EXPLAINED.fullmatch(part)) and explained["char"] in explained["word"]:
            chars += explained["char"]
        elif told := _OWN_SURNAME.fullmatch(part):
            surname = told["name"]
        elif told := _OWN_GIVEN.fullmatch(part):
            given = told["name"]
        elif is_name(part) and len(part) > 2:
            return None
    name = surname + given if surname and given else chars
    known = is_name(name, rare=True) or (len(name) > 2 and name in fold(text))
    return name if 1 < len(name) <= 4 and known else None


def without_spelling(text: str) -> str:
    """An answer without the parts that only spell the family name: 古月胡，胡德才."""
    kept = [part for part in re.split(r"(?<=[,，。 ])", text) if not _spells_surname(fold(part).strip(" ,。"))]
    return "".join(kept) or text


def _spells_surname(part: str) -> bool:
    return part in load_yaml("people.yml")["spelt_surnames"]


@cache
def _kin() -> re.Pattern[str]:
    words = "|".join(sorted(load_yaml("people.yml")["kin"], key=len, reverse=True))
    return re.compile(rf"^(?:我|俺|他|她|咱|死者|伤者|孩子|患者)?(?:们)?(?:家)?的?(?:(?:{words})的?)+")


@cache
def _whose() -> re.Pattern[str]:
    """写她, 写我妈的: whom the answer wants written down."""
    words = "|".join(sorted([*load_yaml("people.yml")["kin"], "老人家?", "老爷子", "老太太"], key=len, reverse=True))
    return re.compile(
        rf"[写填登]的?(?:(?P<them>[她他]们?)(?:的|本人)?(?:名字)?|[我俺咱]?(?P<kin>{words})的?(?:名字)?)(?!们|叫)"
    )


def _wanted(text: str) -> str | None:
    """Of several names the one that is to be written: 我妈叫陶秀英，写她；我是她女儿何静."""
    whose = _whose().search(text)
    if whose is None:
        return None
    kin = whose["kin"] or ""
    named = [
        (part, name)
        for part in _parts(text)
        if (name := _bare(part))
        and _could_stand(name)
        and not _WORD_FOR_NAMES.fullmatch(name)
        and not re.match("[我俺](?:叫|是[她他])", part)
    ]
    of_kin = [name for part, name in named if kin and part != name and kin in part]
    return next(iter(of_kin or [name for _, name in named]), None)


def _in_papers(text: str) -> str | None:
    """小名牛娃，户口本上写的牛改花 and 喊我满爹，写梁建湘: the name that papers bear, or shall."""
    for words in (_PAPERS, _RENAMED):
        if (found := words.search(text)) and _could_stand(found["name"]):
            return found["name"]
    shall = _SHALL_STAND.search(text)
    return shall["name"] if shall and is_name(shall["name"]) else None


def wanted_name(text: str) -> str | None:
    """The name that an answer asks to have written down, of several; None where it asks for none."""
    return _in_papers(fold(text)) or _wanted(fold(text))


def answered_name(text: str) -> str | None:
    """The name that an answer gives in one of its parts; None where none could be one, or several could."""
    if len(text) > _LONGEST:
        return None
    whole = fold(text).strip(" 。.,!")
    if (given := _MISLEADING.fullmatch(whole)) and could_be_name(given.group(1)):
        return whole
    if wanted := wanted_name(text):
        return wanted
    sure, likely = [], []
    for part in _parts(text):
        said = _SAYS_IT.match(part)
        bare = _PARTICLE.sub("", _bare(part[said.end() :] if said else part))
        if is_name(bare) or (said and _SAID.fullmatch(bare)) or _explains(bare, text):
            sure.append(bare)
        elif _is_likely(bare, _UNSURNAMED if _SPEAKS_OF_NAMES.search(text) else _RARE):
            likely.append(bare)
    if spelt := next((name for name in (*sure, *likely) if _spelt_out(name, text)), None):
        return spelt
    found = sure or likely
    # "我姓尹，尹露": what is said first may be a part of the whole.
    longest = max(found, key=len, default=None)
    return longest if longest and all(name in longest for name in found) else None


def _could_stand(name: str) -> bool:
    """Whether it is a name, with whatever family name."""
    return is_name(name) or _is_likely(name, _RARE)


def _is_likely(name: str, shape: re.Pattern[str]) -> bool:
    return bool(shape.fullmatch(name) and could_be_name(name) and not _kin().fullmatch(name))


def _spelt_out(name: str, text: str) -> bool:
    """先世荣，先后的先: the family name is explained."""
    return bool(re.search(rf"的{name[0]}|{name[0]}字", fold(text)))


def _explains(name: str, text: str) -> bool:
    """那淑琴，那是姓: whatever word it is elsewhere."""
    return bool(
        _RARE.fullmatch(name) and could_be_name(name[1:]) and re.search(rf"{name[0]}(?:字)?是姓|姓{name[0]}", text)
    )


def _parts(text: str) -> Iterator[str]:
    for match in _PART.finditer(fold(text)):
        part = match.group()
        if not asks(part) and not _SPELLS.search(part) and not _WORD_FOR_NAMES.fullmatch(part):
            yield part


def _bare(part: str) -> str:
    """A part without what leads to the name: 我是他妹妹折小红."""
    if (office := _IN_OFFICE.match(part)) and is_name(office["name"]):
        return office["name"]
    rest = _kin().sub("", _LEADS.sub("", part))
    said = _SAYS_IT.match(rest)
    return rest[said.end() :] if said else rest
