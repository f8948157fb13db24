"""Those complained about: companies, bureaus, schools, villages' committees, and persons by their role."""

import re
from collections.abc import Iterator
from functools import cache

from nlu.text.lexicon import load_yaml
from nlu.text.mentions import Mention, longest_first
from nlu.text.normalise import fold_spoken as fold
from nlu.text.people import is_doubtful, is_name, like_given, surname_length

_REACH = 22
_BREAK = re.compile(r"[\s「」『』。,.!?;:、\"'“”‘’《》<>()【】\[\]*#…|/-]")
_IN_NAMES = frozenset("和同为日月来前上下起时都才兴")
_WORD_END = re.compile(r"[^\u4e00-\u9fff]|[的是被向找跟和给叫让我头方把]")
# What may follow a person's name: a verb, not the rest of a word.
_AFTER_PERSON = (
    "给贪偷砍占毁拆打骂撞拖欠说不没把打叫将和跟要在以强利是已从带至私收让骗克"
    "一共总现目就也还都经手电住上今去昨前突威卷跑的当"
)
_HAN = r"[\u4e00-\u9fff]"


@cache
def tails() -> tuple[str, ...]:
    """Every end of an organisation's name, longest first."""
    kinds = load_yaml("organisations.yml")["tails"].values()
    return tuple(sorted({tail for kind in kinds for tail in kind}, key=len, reverse=True))


@cache
def _tail_pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, tails())))


@cache
def _stop_pattern() -> re.Pattern[str]:
    lists = load_yaml("organisations.yml")
    kept, stops = (sorted(lists[key], key=len, reverse=True) for key in ("kept_in_name", "not_in_name"))
    return re.compile(f"(?P<kept>{'|'.join(kept)})|(?P<stop>{'|'.join(stops)})")


@cache
def _alone() -> frozenset[str]:
    lists = load_yaml("organisations.yml")
    # 人社局 or 劳动监察大队 needs no name before it: there is one in each place.
    public = (
        tail for tail in lists["tails"]["authority"] if len(tail) > 2 and tail not in ("办事处", "人民政府", "指挥部")
    )
    return frozenset([*lists["alone"], *public])


def find_respondents(text: str) -> list[Mention]:
    """Find the organisations and the persons by role that a text names; which one is blamed is not decided here."""
    folded = fold(text)
    found = (organisation_at(text, folded, m.start(), m.end()) for m in _tail_pattern().finditer(folded))
    named = longest_first([*(mention for mention in found if mention), *find_roles(text, folded)])
    quoted = [match.span("words") for match in _SAYING.finditer(folded)]
    return [each for each in named if not any(start <= each.start and each.end <= end for start, end in quoted)]


# 宣传册写着「推窗见海，自带医院」: in what is quoted nobody is blamed; a shop's sign is shorter.
_SAYING = re.compile(
    r"(?:说法|说|写|写着|称|讲|承诺|意思|宣传|回复|回答|答复|标语|口号|备注|注明)(?:是|叫|了|着|的)?[:,]?"
    r"[「『“\"](?P<words>(?=[^」』”\"]{9}|[^」』”\"]*,)[^」』”\"]{2,60})[」』”\"]"
)


# 戴局长:您好 is whom the letter is written to.
_ADDRESSED = re.compile(r"[,:!。\s]{0,3}(?:您|你)们?(?:们)?好|[,，]?\s*:|[,\s]*(?:我是|我想|请问|感谢|打扰|冒昧)")
_ADDRESSES = re.compile(r"(?:尊敬的|敬爱的|请|恳请|感谢|^|\n\s*)$")


def addressed(folded: str, start: int, end: int) -> bool:
    """Tell whether the title between two places is whom the citizen writes to."""
    return bool(
        _OFFICIAL.search(folded[start:end])
        and (_ADDRESSED.match(folded, end) or _ADDRESSES.search(folded[max(0, start - 4) : start]))
    )


_OFFICIAL = re.compile(r"(?:局长|书记|主任|[市县省区镇乡厅]长|领导)$")


def organisation_at(text: str, folded: str, start: int, end: int) -> Mention | None:
    """Read the organisation whose name ends with the words between two places."""
    tail = folded[start:end]
    if folded[end : end + 1] and folded[end] in load_yaml("organisations.yml")["longer"].get(tail, ""):
        return None
    begin = name_start(folded, start)
    if folded[begin:start].strip() == "" and tail not in _alone():
        return None
    # 局 alone ends a bureau's name only where a name stands before it: 县水务局, not 结局.
    if tail == "局" and (start - begin < 2 or folded[start - 1] in "结格布当全大僵残时饭出"):
        return None
    if tail == "厂" and start - begin < 1:
        return None
    return Mention(begin, end, text[begin:end], text[begin:end])


def name_start(folded: str, start: int) -> int:
    """Walk left from where a name's last word stands to where the name begins."""
    window = max(0, start - _REACH)
    piece = folded[window:start]
    begin = max((m.end() for m in _BREAK.finditer(piece)), default=0)
    for match in _stop_pattern().finditer(piece, begin):
        # 大和置业 and 天同公司: after a single character these belong to the name.
        within = match.group() in _IN_NAMES and len(re.split("[省市县区镇]", piece[begin : match.start()])[-1]) == 1
        if match.lastgroup == "stop" and not within:
            begin = match.end()
    # A name does not start with the end of another one: 甲公司乙公司.
    for match in _tail_pattern().finditer(piece, begin):
        if match.end() < len(piece) and match.group() in ("公司", "有限公司"):
            begin = match.end()
    return window + begin


# 楼上301的住户, 隔壁那户人家.
_NEIGHBOUR = re.compile(
    r"(?:楼上|楼下|隔壁|对门|对面)的?(?:[0-9A-Za-z-]{2,7}室?的?)?(?:那家人?|那户(?:人家)?|人家|住户|邻居|租户|"
    r"租客|业主|房主)|"
    r"(?:楼上|楼下|隔壁|对门)的?[0-9][0-9A-Za-z-]{2,6}室?(?![0-9元年月日米])"
)


@cache
def _role_pattern() -> re.Pattern[str]:
    roles = "|".join(sorted(load_yaml("organisations.yml")["roles"], key=len, reverse=True))
    return re.compile(f"({roles})")


def find_roles(text: str, folded: str) -> Iterator[Mention]:
    """Find persons by role: 包工头刘德胜, 王老板, 村支书李某."""
    lists = load_yaml("organisations.yml")
    for match in _NEIGHBOUR.finditer(folded):
        yield Mention(match.start(), match.end(), text[match.start() : match.end()], text[match.start() : match.end()])
    for match in _role_pattern().finditer(folded):
        start, end = match.span()
        # 车队长期 has no 队长.
        if match.group()[-1] == "长" and folded[end : end + 1] in ("期", "时", "途", "远", "效", "久"):
            continue
        after = _person_after(folded, end)
        titled = match.group() in lists["titles"] and _surname_before(folded, start)
        if after > end:
            yield Mention(start, after, text[start:after], text[start:after])
        elif titled or match.group() in lists["roles_alone"]:
            before = start - titled
            yield Mention(before, end, text[before:end], text[before:end])


def _surname_before(folded: str, start: int) -> bool:
    return start > 0 and surname_length(folded[start - 1]) == 1 and _edge(folded, start - 1)


def _person_after(folded: str, at: int) -> int:
    """Return where a person's name that begins at a place ends."""
    some = re.compile(rf"{_HAN}(?:某某|某)").match(folded, at)
    if some and surname_length(some.group()[0]):
        return some.end()
    if surname_length(folded[at : at + 2]) == 0:
        return at
    for length in (3, 2):
        word, following = folded[at : at + length], folded[at + length : at + length + 1]
        # 王总不给钱: 不 ends no name.
        if length == 3 and word[2:] in tuple("不没把将说也都就还"):
            continue
        sure = length == 3 and like_given(word) and not is_doubtful(word)
        if is_name(word) and (sure or not re.match(_HAN, following) or following in _AFTER_PERSON):
            return at + length
    return at


def _edge(folded: str, at: int) -> bool:
    """Tell whether a word can begin at a place: after a mark, or after a word that ends others."""
    return at == 0 or bool(_WORD_END.match(folded[at - 1]))
