"""The gazetteer: provinces, cities and counties in a text, and which of several places of one name is meant."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from nlu.text.addresses import address_end
from nlu.text.english_regions import find_english
from nlu.text.normalise import fold_spoken as fold
from nlu.text.region_context import by_context, is_sure, outside_addresses
from nlu.text.region_mentions import RegionMatch, RegionMention
from nlu.text.region_names import CITY, COUNTY, PROVINCE, Kind, Name, Region, load_names, load_regions
from nlu.text.region_sounds import SUFFIXES, sounding_like
from nlu.text.towns import counties_of_towns, town_end

__all__ = ["Gazetteer", "Region", "RegionMatch", "RegionMention"]

# 在沪 and 来京 name a place by one character; 沪 alone is an answer.
_BY_LETTER = {
    "京": "110000", "津": "120000", "冀": "130000", "晋": "140000", "辽": "210000", "吉": "220000", "黑": "230000",
    "沪": "310000", "苏": "320000", "浙": "330000", "皖": "340000", "闽": "350000", "赣": "360000", "鲁": "370000",
    "豫": "410000", "鄂": "420000", "湘": "430000", "粤": "440000", "桂": "450000", "琼": "460000", "渝": "500000",
    "川": "510000", "黔": "520000", "滇": "530000", "藏": "540000", "陕": "610000", "甘": "620000", "青": "630000",
    "宁": "640000", "新": "650000", "港": "810000", "澳": "820000", "台": "710000", "蒙": "150000",
}  # fmt: skip
_LETTER = re.compile(
    r"(?<=[在来到赴])[京津沪渝粤浙湘鄂皖闽鲁豫晋陕琼黔滇赣桂](?=务工|打工|工作|上班|居住|生活|经商|创业|租|就业|读书|上学|的|[,。;!]|$)"
)
# What may be said around a bare name that answers "where?".
_AROUND_NAME = re.compile(
    r"^(?:就?(?:是|在)|我(?:们|家)?(?:是|在|住)?|地点|[ ,:])+|(?:这边|那边|这里|那里|的|吧|呀|啊|呢|[ 。,.!?])+$"
)
#: Nobody names more places than this to say where something happened; the time to compare them grows with the square.
_MOST = 60
#: Cities that have towns but no counties.
_WITHOUT_COUNTIES = frozenset({"441900", "442000", "460300", "460400", "620200"})
_SHORT_TOWN = 3
_LONGEST_TOWN = 6
_KINDS_OF_TOWN = "镇乡"
_PROVINCES_WITHOUT_CITIES = ("11", "12", "31", "50", "71", "81", "82")
_OWN_CITY = ("市中区", "市北区", "市南区")
_DEPTH = {COUNTY: 2, CITY: 1}
# 南京路 is a street and 西安饭庄 a restaurant: a short name before such a word is no place of its own.
_NAMED_AFTER = re.compile(
    r"[东西南北中一二三四五老新大环]{0,2}(?:路|街|大道|大街|巷|弄堂|弄|大桥|立交|高速|铁路|银行|烤鸭|"
    r"拉面|饭庄|饭店|酒店|宾馆|大厦|花园|公馆|商城|牌|籍|"
    r"镇|乡|村|街道|组|社区|城(?=小区|花园|广场)|小区|家园|桥(?![东西])|河|山|湖[^北南]|湾|塘路|公园|工业园(?!区)|广场|大桥)"
)
# A name of before is the street's, or the town's that was the county's seat.
_STREET = re.compile(r"[东西南北中]?(?:路(?![上边口])|大道|镇|乡)")
# Names that are also the tail or the middle of longer words (街道和县, 沿海城市, 新城东区): only at the edge of a word.
_EDGE_BEFORE = re.compile(r"(?:^|[^\u4e00-\u9fff]|[在是到去回住往从离于属叫来们我现原省市州盟])$")
# 长沙市场 is a market in 长沙, 海港区域 an area: the suffix belongs to the next word.
_NOT_SUFFIX = {"市": "场民", "区": "域别分间块", "县": "", "州": "", "省": "略去下"}
_JOINT = re.compile(r"[ ,、·/>-]{0,2}(?:下辖的?|所辖的?|辖区的?|管辖的?|的)?")


def _apart_from_counties(mentions: Sequence[RegionMention]) -> list[RegionMention]:
    """The names but those that go on right behind a county and say no kind: 靖边县|青阳岔 is no 青阳县."""
    kept: list[RegionMention] = []
    for mention in mentions:
        before = kept[-1] if kept else None
        below = before and before.end == mention.start and before.suffixed and not mention.suffixed
        if not (below and before and all(region.level == "county" for region in before.candidates)):
            kept.append(mention)
    return kept


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
        found = [RegionMention(at, end, text[at:end], some, others) for at, end, some, others in self._scan(folded)]
        found += self._misspelt(folded, text, found)
        found += [
            RegionMention(m.start(), m.end(), text[m.start() : m.end()], (self._regions[_BY_LETTER[m.group()]],))
            for m in _LETTER.finditer(folded)
        ]
        found += [
            RegionMention(n.start, n.end, text[n.start : n.end], n.candidates, foremost=n.foremost)
            for n in find_english(folded)
        ]
        return self._narrow(_apart_from_counties(sorted(found, key=lambda mention: mention.start)))

    def _scan(self, folded: str) -> Iterator[tuple[int, int, tuple[Region, ...], tuple[Region, ...]]]:
        at = 0
        before: tuple[tuple[Region, ...], int] = ((), 0)
        while at < len(folded) - 1:
            lengths = self._lengths.get(folded[at : at + 2])
            end, found, others = self._read(folded, at, lengths, before) if lengths else (at + 1, (), ())
            if found:
                yield at, end, found, others
                before = (found, end)
            at = end

    def _read(
        self, folded: str, at: int, lengths: Sequence[int], before: tuple[tuple[Region, ...], int]
    ) -> tuple[int, tuple[Region, ...], tuple[Region, ...]]:
        """Read the longest name at a place; return where to go on, what was found, and what else it may be."""
        for length in lengths:
            name = self._names.get(folded[at : at + length])
            if name is None:
                continue
            end = at + length
            if name.kind == Kind.NOT:
                return end, (), ()
            beside = self._beside(folded, at, before)
            found, others = self._all(name.codes), self._all(name.inside)
            inside = self._inside(found, beside) or self._inside(others, beside)
            street = _NAMED_AFTER.match(folded, end) if name.kind <= Kind.SHORT else None
            street = street or (_STREET.match(folded, end) if name.kind == Kind.OLD and not inside else None)
            if street and not (self._goes_on(folded, end, found) or _has_its_town(folded, end, name)):
                return street.end(), (), ()
            if not inside and at == before[1] and self._elsewhere(found, before[0]):
                # 东莞东城区 is no district of 北京, nor 台北大安区 one of 自贡.
                return (end, (), ()) if name.kind > Kind.SHORT else (at + 1, (), ())
            wide = name.kind == Kind.BESIDE and found[0].level != COUNTY and self._goes_on(folded, end, found)
            if folded[end - 1 : end + 2] in _OWN_CITY and self._goes_on(folded, end - 1, found):
                # 枣庄市中区 says 市 but once.
                return end - 1, inside or found, others
            if inside or wide or _stands_alone(folded, at, end, name):
                return end, inside or found, others
        return at + 1, (), ()

    def _all(self, codes: Sequence[str]) -> tuple[Region, ...]:
        return tuple(self._regions[code] for code in codes)

    def _inside(self, regions: Sequence[Region], outer: Sequence[Region]) -> tuple[Region, ...]:
        return tuple(region for region in regions if any(self.within(region, up) for up in outer))

    def _elsewhere(self, found: Sequence[Region], outer: Sequence[Region]) -> bool:
        """Tell whether these are counties, named right after a city that has none of them."""
        return bool(outer) and all(r.level == COUNTY for r in found) and all(_has_counties(r) for r in outer)

    def _misspelt(self, folded: str, text: str, found: Sequence[RegionMention]) -> Iterator[RegionMention]:
        """Find names with a character that only sounds right, where a name beside or before leaves no doubt."""
        wide = [r for m in found if len(m.candidates) == 1 for r in m.candidates if r.level != COUNTY]
        for at, char in enumerate(folded):
            if char not in SUFFIXES or any(m.start <= at < m.end for m in found):
                continue
            before = max((m.end for m in found if m.end <= at), default=0)
            outer = [r for m in found if m.end == before for r in m.candidates]
            for length in (5, 4, 3):
                start = at + 1 - length
                if start < before:
                    continue
                here = start == before and bool(outer)
                fits = {
                    each.region.code: each.region
                    for each in sounding_like(folded[start : at + 1])
                    if (each.same or here)
                    and (
                        self._inside([each.region], outer if here else wide)
                        or (each.same and each.region.level == CITY and not outer)
                    )
                }
                if len(fits) == 1:
                    yield RegionMention(start, at + 1, text[start : at + 1], tuple(fits.values()))
                    break

    def _goes_on(self, folded: str, end: int, outer: Sequence[Region]) -> bool:
        """Tell whether a region within these follows at once: 香港湾仔 is no bay of 香港."""
        for length in self._lengths.get(folded[end : end + 2], ()):
            name = self._names.get(folded[end : end + length])
            if name and self._inside(self._all([*name.codes, *name.inside]), outer):
                return True
        return False

    def _beside(self, folded: str, at: int, before: tuple[tuple[Region, ...], int]) -> tuple[Region, ...]:
        """Return the regions named directly before a place, if it only adds to them."""
        regions, end = before
        return regions if regions and end <= at <= end + 4 and _JOINT.fullmatch(folded, end, at) else ()

    def _narrow(self, mentions: list[RegionMention]) -> list[RegionMention]:
        """Keep of an ambiguous name the regions that nest with another name of the text."""
        sure = [mention.candidates[0] for mention in mentions if len(mention.candidates) == 1]
        return [
            self._nesting(mention, sure, mentions) if len(mention.candidates) > 1 else self._instead(mention, sure)
            for mention in mentions
        ]

    def _instead(self, mention: RegionMention, sure: Sequence[Region]) -> RegionMention:
        """Take the other meaning of a name where the first lies apart from every other name and the other does not."""
        wide = [region for region in sure if region.level != COUNTY and region not in mention.candidates]
        if not mention.others or any(self._related(mention.candidates[0], region) for region in wide):
            return mention
        others = self._inside(mention.others, wide)
        return RegionMention(mention.start, mention.end, mention.text, others) if len(others) == 1 else mention

    def _nesting(
        self, mention: RegionMention, sure: Sequence[Region], mentions: Sequence[RegionMention]
    ) -> RegionMention:
        # Gulou, Nanjing, Jiangsu: each Gulou of Jiangsu fits one of the names, that of Nanjing fits both.
        fits = {region: sum(self._related(region, other) for other in set(sure)) for region in mention.candidates}
        most = max(fits.values())
        related = [region for region, number in fits.items() if number == most > 0]
        if not related:
            related = list(self._inside(mention.others, [region for region in sure if region.level != COUNTY]))
        if not related:
            related = [r for r in mention.candidates if any(self._neighbours(r, other) for other in sure)]
        if not related:
            # Gulou District, Fuzhou: either name alone is of several places, the two together of one.
            wide = [r for m in mentions if m is not mention and len(m.candidates) > 1 for r in m.candidates]
            related = [r for r in mention.candidates if any(self._related(r, other) for other in wide if other != r)]
        if not related and mention.foremost:
            related = [mention.foremost]
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
        mentions = outside_addresses(folded, self.find(text)[:_MOST])
        if not mentions:
            return self._answer(folded) or self._by_town(folded, 0, None) or RegionMatch()
        scored = sorted(((self._score(folded, mention, mentions), mention) for mention in mentions), key=_by_score)
        best_score, best = scored[0]
        rivals = [mention for score, mention in scored[1:] if score > best_score - 0.3]
        apart = [m for m in rivals if not any(self._related(a, b) for a in m.candidates for b in best.candidates)]
        candidates = _distinct((*best.candidates, *(region for mention in apart for region in mention.candidates)))
        end = address_end(folded, best.end)
        detail = text[best.end : end].strip(" ,，、的")
        clear = candidates[0] if len(candidates) == 1 else None
        sure = is_sure(folded, best, detail, mentions)
        if clear is None or (clear.level != COUNTY and clear.code not in _WITHOUT_COUNTIES):
            town = self._by_town(folded, best.end, candidates)
            if town and town.best:
                return RegionMatch(town.best, (town.best,), detail, best.start, best.end, sure)
        return RegionMatch(clear, candidates, detail, best.start, best.end, sure)

    def _answer(self, folded: str) -> RegionMatch | None:
        """Read a text that is nothing but a name: 沪, 通州, 在凤凰."""
        word = folded.strip()
        while (shorter := _AROUND_NAME.sub("", word)) != word:
            word = shorter
        name = self._names.get(word)
        codes = [_BY_LETTER[word]] if word in _BY_LETTER else [*name.codes] if name and name.kind != Kind.NOT else []
        regions = self._all(codes)
        start = folded.find(word) if word else 0
        end = start + len(word)
        return RegionMatch(regions[0] if len(regions) == 1 else None, regions, "", start, end) if regions else None

    def _by_town(self, folded: str, start: int, outer: Sequence[Region] | None) -> RegionMatch | None:
        """Tell the county by the town that is named: one in the outer regions, or the only one of its name."""
        counties: dict[str, tuple[int, int]] = {}
        for at, end, codes in counties_of_towns(folded, start):
            inside = [
                code
                for code in codes
                if outer is None or any(self.within(self._regions[code], region) for region in outer)
            ]
            if len(inside) == 1:
                counties.setdefault(inside[0], (at, end))
        if len(counties) != 1:
            return None
        [(code, (at, end))] = counties.items()
        region = self._regions[code]
        # 小城镇 is a word before it is a town; longer names are read by their own right.
        sure = outer is not None or end - at > _SHORT_TOWN
        return RegionMatch(region, (region,), folded[at : address_end(folded, end)], at, at, sure)

    def _score(self, folded: str, mention: RegionMention, mentions: Sequence[RegionMention]) -> float:
        depth = max(_DEPTH.get(region.level, 0) for region in mention.candidates)
        agreeing = {m.text for m in mentions if m is not mention and self._agree(m, mention)}
        score = depth + 0.4 * min(len(agreeing), 3) - 0.5 * (len(mention.candidates) > 1)
        return score + by_context(folded, mention, mentions)

    def _agree(self, one: RegionMention, other: RegionMention) -> bool:
        return any(self._related(a, b) for a in one.candidates for b in other.candidates)


def _has_counties(region: Region) -> bool:
    """Tell whether what follows such a name directly is one of its counties: a city, or a province without cities."""
    return region.level == CITY or (
        region.level == PROVINCE and region.code[:2] in ("11", "12", "31", "50", "71", "81", "82")
    )


def _stands_alone(folded: str, at: int, end: int, name: Name) -> bool:
    """Tell whether a name that adds to no region before it means a place all the same."""
    following, preceding = folded[end : end + 1], folded[at - 1 : at] if at else ""
    if name.kind == Kind.BESIDE:
        return _has_its_town(folded, end, name) and bool(_EDGE_BEFORE.search(preceding))
    if name.kind == Kind.SHORT:
        if folded[at] in _KINDS_OF_TOWN and _is_town(folded, at + 1):
            return False
        if following and following in name.before:
            return _has_its_town(folded, end, name) and bool(_EDGE_BEFORE.search(preceding))
        return not (preceding and preceding in name.after)
    if following and following in _NOT_SUFFIX.get(folded[end - 1], ""):
        return False
    word = folded[at:end]
    needs_edge = len(word) == 2 or word.endswith("城市") or (word[0] == "城" and len(word) == 3)
    return not needs_edge or bool(_EDGE_BEFORE.search(preceding))


def _has_its_town(folded: str, end: int, name: Name) -> bool:
    """沭阳新河镇: a town of its own behind it."""
    return any(town_end(folded, end, code) > end for code in name.codes)


def _is_town(folded: str, end: int) -> bool:
    """陈埭镇江浦路 lies in a town, and not in 镇江."""
    return any(stop == end for _, stop, _ in counties_of_towns(folded[:end], max(0, end - _LONGEST_TOWN)))


def _by_score(scored: tuple[float, RegionMention]) -> tuple[float, int]:
    return -scored[0], scored[1].start


def _distinct(regions: Iterable[Region]) -> tuple[Region, ...]:
    return tuple({region.code: region for region in regions}.values())


@cache
def _load() -> Gazetteer:
    gazetteer = Gazetteer(load_regions(), load_names())
    # The tables of sounds, of towns and of Latin names are read now, so that no citizen waits for them.
    gazetteer.resolve("赣州市盐成市, Ganzhou")
    gazetteer.resolve("江口镇")
    return gazetteer
