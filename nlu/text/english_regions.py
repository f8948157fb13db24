"""Provinces, cities and counties in Latin letters: Ganxian District, Ganzhou, Jiangxi; pudong shanghai."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlu.text.lexicon import load_lines, load_rows, load_yaml
from nlu.text.region_names import CITY, COUNTY, PROVINCE, Region, load_regions, stem_of

_WORD = re.compile(r"[A-Za-z]+(?:['’`-][A-Za-z]+)*")
_NO_LETTER = re.compile(r"[^a-z]")
_SUFFIX = re.compile(
    r"[ ]+(?:(?P<city>city|municipality|shi|prefecture(?:-level city)?)|"
    r"(?P<county>district|county|new (?:area|district)|qu|xian|banner)|"
    r"(?P<province>province|sheng|autonomous region))\b",
    re.I,
)
_LEVELS = {"city": (CITY, COUNTY, PROVINCE), "county": (COUNTY,), "province": (PROVINCE,)}
# A street or a firm that is only named after a place; a town of the same name lies elsewhere.
_NAMED_AFTER = re.compile(
    r"[ ]+(?:(?:east|west|north|south|middle) )?(?:road|rd|street|st|avenue|ave|lu|jie|dadao|bank|university|college|"
    r"airlines?|airport|station|hotel|restaurant|noodles?|duck|beer|town(?:ship)?|village|subdistrict|zhen|xiang|"
    r"cun|park|square|"
    r"building|bridge|hospital|school|company|group|co\b|ltd)\b",
    re.I,
)
_PERSON_BEFORE = re.compile(r"(?:\b(?:mr|mrs|ms|miss|dr|boss|manager|director|named?|called|name is)\.? )$", re.I)
_AT_BEFORE = re.compile(r"\b(?:in|at|of|from|near|to|around|outside|within|live|lives|city|is) $", re.I)
_PEOPLE = re.compile(r"(?<=..)(?:回|达斡尔|满|蒙古)族$")
_MOST_WORDS = 4
#: A name in small letters that is no longer than this is as likely a word.
_SHORT = 5


@dataclass(frozen=True, slots=True)
class EnglishName:
    """A name in Latin letters, the regions it may mean, and whether the words beside it make it a place."""

    start: int
    end: int
    candidates: tuple[Region, ...]
    sure: bool
    #: The one that is meant where nothing else tells.
    foremost: Region | None = None


def find_english(folded: str) -> list[EnglishName]:
    """Find the places written in Latin letters; one that needs another beside it only where that is there."""
    if not _WORD.search(folded):
        return []
    found = list(_read(folded))
    sure = [name for name in found if name.sure]
    return [name for name in found if name.sure or any(_company(name, other) for other in sure)]


def _read(folded: str) -> Iterator[EnglishName]:
    words = list(_WORD.finditer(folded))
    at = 0
    while at < len(words):
        for count in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            last = words[at + count - 1]
            if not folded[words[at].start() : last.end()].replace(" ", "").replace("-", "").replace("'", "").isalpha():
                continue
            name = _name(folded, words[at].start(), last.end())
            if name:
                yield name
                while at < len(words) and words[at].start() < name.end:
                    at += 1
                break
        else:
            at += 1


def _name(folded: str, start: int, end: int) -> EnglishName | None:
    written = folded[start:end]
    key = _NO_LETTER.sub("", written.lower())
    regions = _table().get(key, ())
    if not regions or _PERSON_BEFORE.search(folded[max(0, start - 14) : start]):
        return None
    suffix = _SUFFIX.match(folded, end)
    if suffix:
        levels = _LEVELS[str(suffix.lastgroup)]
        regions = tuple(r for r in regions if r.level in levels)
        end = suffix.end() if regions else end
    elif _NAMED_AFTER.match(folded, end):
        return None
    else:
        # Nanjing alone is the city, not the county of that sound.
        cities = tuple(r for r in regions if r.level != COUNTY)
        both = key in load_yaml("english_places.yml")["as_well_counties"]
        regions = (not both and cities) or tuple(r for r in regions if len(stem_of(r)) > 1)
    if not regions:
        return None
    lists = load_yaml("english_places.yml")
    wide = tuple(r for r in regions if r.level != COUNTY)
    alone = wide or tuple(r for r in regions if stem_of(r) in load_lines("bare_counties.txt") or key in lists["names"])
    known = key not in lists["guarded"] and (written[0].isupper() or len(key) > _SHORT)
    placed = bool(_AT_BEFORE.search(folded[max(0, start - 8) : start])) and written[0].isupper()
    only = placed and len(regions) == 1 and len(key) > _SHORT and written.isalpha()
    sure = bool(suffix) or (bool(alone) and (known or placed)) or only
    return EnglishName(start, end, regions, sure, _foremost(key) if not suffix else None)


def _foremost(key: str) -> Region | None:
    code = load_yaml("english_places.yml")["foremost"].get(key)
    return load_regions()[code] if code else None


def _company(name: EnglishName, other: EnglishName) -> bool:
    """Tell whether two names speak of one place: the one lies in a region of the other."""
    return any(_nest(one, two) or _nest(two, one) for one in name.candidates for two in other.candidates)


def _nest(inner: Region, outer: Region) -> bool:
    return outer.level != COUNTY and inner.code.startswith(outer.code[: 2 if outer.level == PROVINCE else 4])


@cache
def _table() -> dict[str, tuple[Region, ...]]:
    """Every name, folded to small letters, with what it may mean."""
    table: dict[str, dict[str, Region]] = {}
    regions, extra = load_regions(), load_yaml("english_places.yml")["names"]
    for row in load_rows("region_sounds.csv"):
        region = regions[row["code"]]
        syllables = row["sound"].split()
        # Guancheng is 管城回族区.
        stem = _PEOPLE.sub("", stem_of(region))
        spelt = "".join(syllables[: len(stem)]).replace("v", "u")
        if spelt == "shanxi" and region.code == "610000":
            continue
        table.setdefault(spelt, {})[region.code] = region
        if len(syllables) == 2:
            # Dan County is also written Danxian.
            table.setdefault("".join(syllables), {})[region.code] = region
    for name, code in extra.items():
        table.setdefault(name, {})[code] = regions[code]
    return {name: tuple(found.values()) for name, found in table.items()}
