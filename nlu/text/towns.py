"""Towns and subdistricts, which tell the county where it is not named: 赣州市江口镇 lies in 赣县区."""

import re
from collections.abc import Iterator
from functools import cache

from nlu.text.lexicon import load_lists

_SUFFIX = re.compile(r"街道|镇|乡|苏木")
_LONGEST = 9
#: 城关镇 and 和平乡 are found in many counties; so short a name is part of another word too often.
_SHORTEST = 3
_SHORTEST_STEM = 2


def counties_of_towns(folded: str, start: int = 0) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Yield the towns that a folded text names from a place on: where each stands, and the counties that have one."""
    for suffix in _SUFFIX.finditer(folded, start):
        first = max(start, suffix.end() - _LONGEST)
        for at in range(first, suffix.end() - _SHORTEST + 1):
            found = _towns().get(folded[at : suffix.end()])
            if found:
                yield at, suffix.end(), found
                break


def town_end(folded: str, start: int, county: str) -> int:
    """Where a town ends right behind its county, also without its kind (台山|端芬); `start` where none stands."""
    end = max((start + len(stem) for stem in _stems(county) if folded.startswith(stem, start)), default=start)
    kind = _SUFFIX.match(folded, end) if end > start else None
    return kind.end() if kind else end


@cache
def _stems(county: str) -> tuple[str, ...]:
    stems = (_SUFFIX.sub("", name) for name in _listed().get(county, ()) if _SUFFIX.search(name))
    return tuple(stem for stem in stems if len(stem) >= _SHORTEST_STEM)


@cache
def _listed() -> dict[str, list[str]]:
    return dict(load_lists("towns.txt"))


@cache
def _towns() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for code, names in _listed().items():
        for name in names:
            table.setdefault(name, set()).add(code)
    return {name: frozenset(codes) for name, codes in table.items()}
