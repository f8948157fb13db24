"""Who is accused: units found in the words about a respondent, and everybody in line with them.

Rather one unit too many than one too few: a leak cannot be taken back, a wider office can always be found.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from cases.unit_values import Unit

SHORTEST = 2
_PLACE = re.compile(r"^.{0,8}?[省市区县州盟旗镇乡](?=.{3,})")
_GENERIC = frozenset({"人民政府", "政府", "委员会", "办公室"})
_HEADS = r"(?:人民政府|政府|党委|县委|区委|市委|省委|书记|县长|区长|市长|镇长|乡长|州长|领导|干部|主任)"


def accused_units(units: Iterable[Unit], words: str, staff: Mapping[int, Collection[str]] | None = None) -> list[Unit]:
    """The units that these words are about, by name, alias, or the names of their people and staff (unit id -> names).

    What a longer name covers is not read again: of "自然资源局梅林所" only the branch is meant where there is one.
    """
    left = _plain(words)
    found: dict[int, Unit] = {}
    names = [(name, unit) for unit in units for name in _names(unit, (staff or {}).get(unit.id, ()))]
    for length in sorted({len(name) for name, _ in names}, reverse=True):
        here = [(name, unit) for name, unit in names if len(name) == length and name in left]
        found |= {unit.id: unit for _, unit in here}
        for name, _ in here:
            left = left.replace(name, "\n")
    for unit in units:
        if (place := _governed(unit)) and re.search(rf"{re.escape(place)}{_HEADS}", _plain(words)):
            found[unit.id] = unit
    return list(found.values())


def in_line(units: Iterable[Unit], accused: Collection[Unit]) -> frozenset[int]:
    """The ids of every unit that is accused, or stands over or under one that is."""
    return frozenset(unit.id for unit in units if any(unit.in_line_with(one) for one in accused))


def _names(unit: Unit, staff: Collection[str]) -> set[str]:
    full = [_plain(name) for name in (unit.name, *unit.aliases)]
    short = [_PLACE.sub("", name) for name in full]
    short += [name.replace("人民政府", "政府") for name in full]
    people = [_plain(name) for name in (*unit.people, *staff)]
    return {name for name in (*full, *short, *people) if len(name) >= SHORTEST and name not in _GENERIC}


def _governed(unit: Unit) -> str:
    """The place that a government governs, to be known by "茅店镇党委书记" too."""
    name = _plain(unit.name)
    return name.removesuffix("人民政府") if name.endswith("人民政府") else ""


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)
