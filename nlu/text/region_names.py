"""Which names a region answers to: 赣州市赣县区, 赣县区, 赣县, and for the few that may stand alone, 赣州."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache

from nlu.text.lexicon import load_lines, load_rows, load_yaml
from nlu.text.normalise import fold

PROVINCE, CITY, COUNTY = "province", "city", "county"
# Municipalities and the two special regions have no cities between them and their districts.
_PEOPLES = (
    "壮族|回族|维吾尔|蒙古族|蒙古|藏族|苗族|彝族|侗族|瑶族|满族|土家族|布依族|朝鲜族|白族|哈尼族|"
    "哈萨克族|哈萨克|傣族|黎族|傈僳族|"
    "佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|"
    "毛南族|仡佬族|锡伯|塔吉克|普米族|"
    "怒族|鄂温克族|保安族|裕固族|独龙族|鄂伦春|各族"
)
_ETHNIC = re.compile(rf"(?:{_PEOPLES})+(自治区|自治州|自治县|自治旗)$")
_MIXED_UP = str.maketrans("州洲", "洲州")
# What a district or a county-level city was before it was raised.
_ONCE = {"区": "县市", "市": "县"}
_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|林区|新区|地区|省|市|州|盟|县|区)$")


class Kind(IntEnum):
    """How sure a name is to mean a place; a higher kind needs less beside it."""

    NOT = 0
    BESIDE = 1
    SHORT = 2
    OLD = 3
    FULL = 4


@dataclass(frozen=True, slots=True)
class Region:
    """A province, a city or a county with its six-digit code of GB/T 2260."""

    code: str
    name: str
    full_name: str
    level: str
    parent: str | None


@dataclass(slots=True)
class Name:
    """One spelling and what it may mean."""

    kind: Kind
    codes: list[str] = field(default_factory=list)
    before: str = ""
    after: str = ""
    #: What it may mean as well where another name of the text says so: 清河区 was a district of 淮安 once.
    inside: list[str] = field(default_factory=list)


@cache
def load_regions() -> dict[str, Region]:
    """Read every region, by code."""
    names = {row["code"]: row["name"] for row in load_rows("regions.csv")}
    return {code: _region(code, names) for code in names}


def _region(code: str, names: dict[str, str]) -> Region:
    level = PROVINCE if code.endswith("0000") else CITY if code.endswith("00") else COUNTY
    province, city = code[:2] + "0000", code[:4] + "00"
    above = [up for up in dict.fromkeys((province, city)) if up in names and up != code]
    full_name = "".join(names[up] for up in above) + names[code]
    return Region(code, names[code], full_name, level, above[-1] if above else None)


@cache
def load_names() -> dict[str, Name]:
    """Read every name, folded, with what it may mean."""
    table: dict[str, Name] = {}
    for name, kind, code in _spellings(load_regions().values()):
        _add(table, fold(name), kind, code)
    extra = load_yaml("region_names.yml")
    for name in extra["not_places"]:
        table[name] = Name(Kind.NOT)
    for name, guard in extra["guards"].items():
        if name in table:
            table[name].before, table[name].after = guard["before"], guard["after"]
    return table


def _add(table: dict[str, Name], name: str, kind: Kind, code: str) -> None:
    known = table.get(name)
    if known is None:
        table[name] = Name(kind, [code])
    elif kind > known.kind:
        table[name] = Name(kind, [code], inside=[*known.codes, *known.inside])
    elif code not in known.codes:
        (known.codes if kind == known.kind else known.inside).append(code)


def _spellings(regions: Iterable[Region]) -> Iterator[tuple[str, Kind, str]]:
    extra = load_yaml("region_names.yml")
    ordinary = set(extra["ordinary_full"])
    for region in regions:
        yield region.name, Kind.BESIDE if region.name in ordinary else Kind.FULL, region.code
        yield from _derived(region, set(extra["ordinary_short"]))
    for name, code in extra["old"].items():
        yield name, Kind.OLD, code
        if name[-1] in "区县" and len(name) > 2:
            yield name[:-1], Kind.BESIDE, code
    for name, code in extra["short"].items():
        yield name, Kind.SHORT, code
    for name, code in extra["once_within"]:
        yield name, Kind.BESIDE, code


def _derived(region: Region, ordinary: set[str]) -> Iterator[tuple[str, Kind, str]]:
    """The names that follow from the full one: without its suffix, without its peoples, with the suffix it once had."""
    stem = stem_of(region)
    if len(stem) < 2 or stem == region.name:
        return
    ethnic = _ETHNIC.search(region.name)
    if ethnic:
        yield stem + ethnic.group(1)[-1], Kind.FULL, region.code
        yield stem + ethnic.group(1), Kind.FULL, region.code
    if region.level == COUNTY:
        # 上城区 was never 上城市, and 加上城市车辆 would name it.
        once = _ONCE.get(region.name[-1], "").replace("市" if stem[-1] == "城" else " ", "")
        yield from ((stem + suffix, Kind.OLD, region.code) for suffix in once)
    else:
        yield stem + "地区", Kind.OLD, region.code
    kind = _stem_kind(region, stem, ordinary)
    yield stem, kind, region.code
    # 赣洲 and 株州: the one is written for the other every day.
    for spelt in {region.name, stem}:
        if (mixed := spelt.translate(_MIXED_UP)) != spelt and spelt[-1] in "州洲市":
            yield mixed, kind if spelt == stem else Kind.OLD, region.code


def stem_of(region: Region) -> str:
    """Return a region's name without its suffix and its peoples: 恩施 of 恩施土家族苗族自治州."""
    ethnic = _ETHNIC.search(region.name)
    return region.name[: ethnic.start()] if ethnic else _SUFFIX.sub("", region.name)


def _stem_kind(region: Region, stem: str, ordinary: set[str]) -> Kind:
    if region.level == COUNTY and stem[-1] in "县市":
        return Kind.OLD
    # A county that shares its city's name (长沙县) leaves the short one to the city; so does 吉林市 to its province.
    above = _stems_of(PROVINCE) | (_stems_of(CITY) if region.level == COUNTY else frozenset())
    if region.level != PROVINCE and stem in above:
        return Kind.BESIDE
    alone = len(stem) > 2 or stem in load_lines("bare_counties.txt") if region.level == COUNTY else stem not in ordinary
    return Kind.SHORT if alone else Kind.BESIDE


@cache
def _stems_of(level: str) -> frozenset[str]:
    return frozenset(stem_of(region) for region in load_regions().values() if region.level == level)
