"""The gazetteer: provinces, cities and counties in a text, and which of several places of one name is meant."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from nlu.text.addresses import address_end
from nlu.text.normalise import fold
from nlu.text.region_names import CITY, COUNTY, Kind, Name, Region, load_names, load_regions

__all__ = ["Gazetteer", "Region", "RegionMatch", "RegionMention"]

_SUFFIXES = "省市县区州盟旗"
#: Nobody names more places than this to say where something happened; the time to compare them grows with the square.
_MOST = 60
_DEPTH = {COUNTY: 2, CITY: 1}
# 南京路 is a street and 西安饭庄 a restaurant: a short name before such a word is no place of its own.
_NAMED_AFTER = re.compile(
    r"[东西南北中一二三四五老新大环]{0,2}(?:路|街|大道|大街|巷|弄堂|弄|大桥|立交|高速|铁路|银行|烤鸭|"
    r"拉面|饭庄|饭店|酒店|宾馆|大厦|花园|公馆|商城|牌|籍|"
    r"镇|乡|村|街道|组|社区|小区|家园|桥|河|山|湖[^北南]|湾|塘路|公园|工业园|开发区|广场|大桥)"
)
# Names that are also the tail or the middle of longer words (街道和县, 沿海城市, 新城东区): only at the edge of a word.
_EDGE_BEFORE = re.compile(r"(?:^|[^\u4e00-\u9fff]|[在是到去回住往从离于属叫来们我现原省市县区州盟])$")
# 长沙市场 is a market in 长沙, 海港区域 an area: the suffix belongs to the next word.
_NOT_SUFFIX = {"市": "场民", "区": "域别分间块", "县": "", "州": "", "省": "略去下"}
_JOINT = re.compile(r"[ ,、·/>-]{0,2}(?:下辖的?|所辖的?|辖区的?|管辖的?|的)?")
_FROM_BEFORE = re.compile(r"(?:户口|户籍|籍贯|老家|原籍|祖籍|出生|娘家|来自|自)(?:是|在|于|都?在)?$")
_COMPARED_BEFORE = re.compile(
    r"(?:例如|比如|譬如|像|如|参考|参照|学习|毗邻|相比|不如|对比|包括|以及|外地|外省|别的|其他|、)$"
)
_COMPARED_AFTER = re.compile(r"等|、|那样|一样|模式|的做法|籍")
_FROM_AFTER = re.compile(r"人(?!民|社|事|力|员|均|大|才|防)|籍|户口|户籍")
_AT_BEFORE = re.compile(r"(?:在|位于|地处|地点[:是]?|住址?[:是]?|家住|座落于?|坐落于?)$")


@dataclass(frozen=True, slots=True)
class RegionMention:
    """One place name in the text and the regions it may mean."""

    start: int
    end: int
    text: str
    candidates: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class RegionMatch:
    """The region a text speaks of, if it is clear; else the candidates to ask about; and the address after it."""

    best: Region | None = None
    candidates: tuple[Region, ...] = ()
    detail: str = ""
    start: int = -1
    end: int = -1
    #: Whether the matter lies there by the words around it: nobody only comes from there, nothing is compared with it.
    sure: bool = False


class Gazetteer:
    """Every province, city and county of the country by name."""

    def __init__(self, regions: dict[str, Region], names: dict[str, Name]) -> None:
        self._regions = regions
        self._names = names
        lengths: dict[str, set[int]] = {}
        for name in names:
            lengths.setdefault(name[:2], set()).add(len(name))
        self._lengths = {prefix: sorted(found, reverse=True) for prefix, found in lengths.items()}

    @classmethod
    def load(cls) -> "Gazetteer":
        """The gazetteer of `nlu/lexicon`: read once a process, for it is never changed."""
        return _load()

    def by_code(self, code: str) -> Region | None:
        """Return the region of a six-digit code."""
        return self._regions.get(code)

    def within(self, region: Region, outer: Region) -> bool:
        """Tell whether a region is, or lies in, another."""
        return region.code == outer.code or any(up.code == outer.code for up in self.above(region))

    def above(self, region: Region) -> Iterator[Region]:
        """Yield the regions above one, nearest first."""
        while region.parent:
            region = self._regions[region.parent]
            yield region

    def find(self, text: str) -> list[RegionMention]:
        """Find the place names, each with the regions that the other names of the text leave possible."""
        folded = fold(text)
        return self._narrow([RegionMention(at, end, text[at:end], found) for at, end, found in self._scan(folded)])

    def _scan(self, folded: str) -> Iterator[tuple[int, int, tuple[Region, ...]]]:
        at = 0
        before: tuple[tuple[Region, ...], int] = ((), 0)
        while at < len(folded) - 1:
            lengths = self._lengths.get(folded[at : at + 2])
            end, found = self._read(folded, at, lengths, before) if lengths else (at + 1, ())
            if found:
                yield at, end, found
                before = (found, end)
            at = end

    def _read(
        self, folded: str, at: int, lengths: Sequence[int], before: tuple[tuple[Region, ...], int]
    ) -> tuple[int, tuple[Region, ...]]:
        """Read the longest name at a place; return where to go on and what was found."""
        for length in lengths:
            name = self._names.get(folded[at : at + length])
            if name is None:
                continue
            end = at + length
            if name.kind == Kind.NOT:
                return end, ()
            beside = self._beside(folded, at, before)
            found = tuple(self._regions[code] for code in name.codes)
            inside = tuple(region for region in found if any(self.within(region, outer) for outer in beside))
            street = _NAMED_AFTER.match(folded, end) if name.kind <= Kind.SHORT else None
            if street and not self._goes_on(folded, end, found):
                return street.end(), ()
            if inside or _stands_alone(folded, at, end, name):
                return end, inside or found
        return at + 1, ()

    def _goes_on(self, folded: str, end: int, outer: Sequence[Region]) -> bool:
        """Tell whether a region within these follows at once: 香港湾仔 is no bay of 香港."""
        for length in self._lengths.get(folded[end : end + 2], ()):
            name = self._names.get(folded[end : end + length])
            if name and any(self.within(self._regions[code], up) for code in name.codes for up in outer):
                return True
        return False

    def _beside(self, folded: str, at: int, before: tuple[tuple[Region, ...], int]) -> tuple[Region, ...]:
        """Return the regions named directly before a place, if it only adds to them."""
        regions, end = before
        return regions if regions and end <= at <= end + 4 and _JOINT.fullmatch(folded, end, at) else ()

    def _narrow(self, mentions: list[RegionMention]) -> list[RegionMention]:
        """Keep of an ambiguous name the regions that nest with another name of the text."""
        sure = [mention.candidates[0] for mention in mentions if len(mention.candidates) == 1]
        return [self._nesting(mention, sure) if len(mention.candidates) > 1 else mention for mention in mentions]

    def _nesting(self, mention: RegionMention, sure: Sequence[Region]) -> RegionMention:
        related = [region for region in mention.candidates if any(self._related(region, other) for other in sure)]
        if not related:
            related = [r for r in mention.candidates if any(self._neighbours(r, other) for other in sure)]
        # 恩施 is the prefecture and the city in it: the wider one is true of both.
        kept = related or list(mention.candidates)
        widest = [region for region in kept if all(self.within(other, region) for other in kept)]
        return RegionMention(mention.start, mention.end, mention.text, tuple(widest or kept))

    def _related(self, one: Region, other: Region) -> bool:
        return self.within(one, other) or self.within(other, one)

    def _neighbours(self, one: Region, other: Region) -> bool:
        """Two counties of one city: 岳麓区 and 长沙县 speak of the same 长沙."""
        return one.parent is not None and one.parent == other.parent and not one.parent.endswith("0000")

    def resolve(self, text: str) -> RegionMatch:
        """Say which region a text speaks of: the deepest that the other names agree with."""
        folded = fold(text)
        mentions = _outside_addresses(folded, self.find(text)[:_MOST])
        if not mentions:
            return RegionMatch()
        scored = sorted(((self._score(folded, mention, mentions), mention) for mention in mentions), key=_by_score)
        best_score, best = scored[0]
        rivals = [mention for score, mention in scored[1:] if score > best_score - 0.3]
        apart = [m for m in rivals if not any(self._related(a, b) for a in m.candidates for b in best.candidates)]
        candidates = _distinct((*best.candidates, *(region for mention in apart for region in mention.candidates)))
        end = address_end(folded, best.end)
        detail = text[best.end : end].strip(" ,，、的")
        clear = candidates[0] if len(candidates) == 1 else None
        return RegionMatch(clear, candidates, detail, best.start, best.end, _is_sure(folded, best, detail, mentions))

    def _score(self, folded: str, mention: RegionMention, mentions: Sequence[RegionMention]) -> float:
        depth = max(_DEPTH.get(region.level, 0) for region in mention.candidates)
        agreeing = {m.text for m in mentions if m is not mention and self._agree(m, mention)}
        score = depth + 0.4 * min(len(agreeing), 3) - 0.5 * (len(mention.candidates) > 1)
        start = _chain_start(mention, mentions)
        before, after = folded[max(0, start - 6) : start], folded[mention.end : mention.end + 3]
        if _FROM_BEFORE.search(before) or _FROM_AFTER.match(after):
            score -= 1.6
        score += 0.4 * bool(_AT_BEFORE.search(before)) + 0.2 * (mention.text[-1] in _SUFFIXES)
        # The same name again and again is what the text is about.
        return score + 0.2 * min(sum(m.text == mention.text for m in mentions) - 1, 3)

    def _agree(self, one: RegionMention, other: RegionMention) -> bool:
        return any(self._related(a, b) for a in one.candidates for b in other.candidates)


def _chain_start(mention: RegionMention, mentions: Sequence[RegionMention]) -> int:
    """Return where the chain of names begins that a mention ends: 四川省 of 四川省成都市."""
    start = mention.start
    for other in reversed(mentions):
        if other.end == start:
            start = other.start
    return start


def _is_sure(folded: str, best: RegionMention, detail: str, mentions: Sequence[RegionMention]) -> bool:
    start = _chain_start(best, mentions)
    before, after = folded[max(0, start - 6) : start], folded[best.end : best.end + 4]
    if _FROM_BEFORE.search(before) or _FROM_AFTER.match(after):
        return False
    if _COMPARED_BEFORE.search(before) or _COMPARED_AFTER.match(after):
        return False
    return bool(detail or start < best.start or start <= 1 or best.text[-1] in _SUFFIXES or _AT_BEFORE.search(before))


def _outside_addresses(folded: str, mentions: Sequence[RegionMention]) -> list[RegionMention]:
    """Leave out short names inside the address of the one before: 安陆市金秋大道205号香格里拉小区."""
    kept: list[RegionMention] = []
    for mention in mentions:
        inside = kept and kept[-1].end < mention.start < address_end(folded, kept[-1].end)
        if not inside or mention.text[-1] in _SUFFIXES:
            kept.append(mention)
    return kept


def _stands_alone(folded: str, at: int, end: int, name: Name) -> bool:
    """Tell whether a name that adds to no region before it means a place all the same."""
    following, preceding = folded[end : end + 1], folded[at - 1 : at] if at else ""
    if name.kind == Kind.BESIDE:
        return False
    if name.kind == Kind.SHORT:
        return not (following and following in name.before) and not (preceding and preceding in name.after)
    if following and following in _NOT_SUFFIX.get(folded[end - 1], ""):
        return False
    word = folded[at:end]
    needs_edge = len(word) == 2 or word.endswith("城市") or (word[0] == "城" and len(word) == 3)
    return not needs_edge or bool(_EDGE_BEFORE.search(preceding))


def _by_score(scored: tuple[float, RegionMention]) -> tuple[float, int]:
    return -scored[0], scored[1].start


def _distinct(regions: Iterable[Region]) -> tuple[Region, ...]:
    return tuple({region.code: region for region in regions}.values())


@cache
def _load() -> Gazetteer:
    return Gazetteer(load_regions(), load_names())
