"""How alike two petitions are, and why: shared words, the same place, the same respondent, the same week.

Plain functions over text that is masked already. What they say is a proposal: a person confirms or dismisses it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cases.folding import fold

SAME_INCIDENT = 0.5
ALIKE = 0.26
ABOUT = 0.06
WINDOW = timedelta(days=60)
"""Tales of one incident reach us within this time of each other."""
MOST_WORDS = 5
_ENOUGH = 0.34
"""So alike are retellings by other people at most times: more adds nothing."""

# What every petition says, and so says nothing about which one it is.
_COMMON = re.compile(
    r"的|了|我们?|你们?|他们?|是|在|有|没有?|不|到|就|都|也|还|和|跟|给|把|被|说|要|去|来|这|那|个|一|着|过|得|您|请|希望|"
    r"领导|谢谢|反映|问题|情况|现在|已经|因为|所以|但是|然后|解决|处理|答复|尽快|要求|老人|小孩|居民|群众|住户|打过?电话|"
    r"去年|今年|月份?|上个|起|至今|几次|找|人管|着急|影响|\*+|\d+"
)
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}|[a-z]{2,}")
_SPOT = re.compile(
    r"[\u4e00-\u9fff]{2,}?(?:小区|社区|花园|家园|大道|新村|市场|学校|中学|小学|医院|公园|[村路街巷苑湾桥])"
)
_BEFORE = re.compile(r"^.*(?:[省市区县旗镇乡]|街道)(?=.{2})")
_VAGUE = frozenset(
    [
        "村委会",
        "镇政府",
        "乡政府",
        "县政府",
        "区政府",
        "市政府",
        "开发商",
        "施工方",
        "施工队",
        "施工单位",
        "街道办",
        "街道办事处",
    ]
    + [
        "派出所",
        "居委会",
        "业委会",
        "村干部",
        "物业公司",
        "建筑公司",
        "不知道",
        "有关部门",
        "信访局",
        "公安局",
        "教育局",
    ]
)


class Grade(StrEnum):
    """How two cases belong together."""

    REPEAT = "repeat"  # the same person about the same matter
    SAME_INCIDENT = "same_incident"  # told by somebody else
    ALIKE = "alike"  # another one that may tell how such a thing ends


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is compared of a petition."""

    text: str
    """As in `search_text`: folded and masked."""
    respondent: str
    place: str
    region: str
    matter: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """How alike, from 0 to 1, and what of it a person should look at."""

    score: float
    words: tuple[str, ...] = ()
    same_place: str = ""
    same_respondent: str = ""
    same_matter: bool = False
    days_apart: int = 0
    similar: float = 0.0
    near: bool = False

    about: float = 0.0
    """How alike in what is left beside place and respondent: an estate has many troubles at once."""

    @property
    def grade(self) -> Grade | None:
        """The same incident, alike, or neither; who told it is for others to say."""
        if self.near and self.score >= SAME_INCIDENT and self.about >= ABOUT:
            return Grade.SAME_INCIDENT
        return Grade.ALIKE if self.similar >= ALIKE or (self.same_respondent and self.same_matter) else None


class Original:
    """One petition that many are compared with."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self.pairs = content_pairs(told.text)
        self._spots = spots(told.place) | spots(_COMMON.sub(" ", told.text))
        self._respondent = respondent_name(told.respondent)
        named = "\n".join((told.place, told.respondent, self._respondent, *self._spots))
        self._about = self.pairs - content_pairs(fold(named))

    def compare(self, other: Told) -> Likeness:
        """How alike another one is."""
        mine, text = self._told, other.text
        theirs = {one + two for one, two in zip(text, text[1:], strict=False)}
        shared = self.pairs & theirs
        size = max(len(theirs) * 0.7, 1.0)
        small = min(len(self.pairs), size)
        even = len(shared) / (max(len(self.pairs), 1) * size) ** 0.5
        similar = max(even, 0.75 * len(shared) / small if small >= 8 else 0.0)
        their_spots = spots(other.place) | spots(_COMMON.sub(" ", text))
        place = max(self._spots & their_spots, key=len, default="")
        respondent = self._respondent if _same_name(self._respondent, respondent_name(other.respondent)) else ""
        matter = bool(mine.matter) and mine.matter[:2] == other.matter[:2]
        apart = abs(mine.at - other.at)
        score = 0.5 * min(similar / _ENOUGH, 1.0) + 0.25 * bool(place) + 0.2 * bool(respondent) + 0.05 * matter
        near = apart <= WINDOW and mine.region[:4] == other.region[:4] and self._meet(place, respondent, their_spots)
        return Likeness(
            score=round(score, 3),
            words=tuple(_phrases(mine.text, shared)),
            same_place=place,
            same_respondent=respondent,
            same_matter=matter,
            days_apart=apart.days,
            similar=round(similar, 3),
            near=near,
            about=round(len(self._about & theirs) / max(len(self._about), 1), 3),
        )

    def _meet(self, place: str, respondent: str, their_spots: set[str]) -> bool:
        """A body with a short name has business in many places: it counts where no two places are named."""
        return bool(place) or len(respondent) >= 5 or bool(respondent) and not (self._spots and their_spots)


def content_pairs(text: str) -> set[str]:
    """The pairs of characters that say what a story is about."""
    runs = _HAN.findall(_COMMON.sub(" ", text))
    return {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


def spots(text: str) -> set[str]:
    """Villages, streets, housing estates and the like that a text names, without what they lie in."""
    return {_BEFORE.sub("", spot)[-6:] for spot in _SPOT.findall(fold(text))}


def respondent_name(text: str) -> str:
    """A respondent as it is compared; empty for one that could be anybody."""
    name = re.sub(r"\W", "", fold(text))
    return "" if len(name) < 3 or name in _VAGUE else name


def _same_name(one: str, other: str) -> bool:
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    return short in long and len(short) >= 4 or one == other


def _phrases(text: str, shared: set[str]) -> Iterator[str]:
    """The longest stretches of a text that consist of shared pairs."""
    found, start = set[str](), 0
    for at in range(1, len(text) + 1):
        if at == len(text) or text[at - 1 : at + 1] not in shared:
            if at - start >= 2:
                found.add(text[start:at])
            start = at
    yield from sorted(found, key=lambda phrase: (-len(phrase), phrase))[:MOST_WORDS]
