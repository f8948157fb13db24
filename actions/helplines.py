"""The helplines of `helplines.yml`: which numbers are named for a danger, and what a region has instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

TABLE = Path(__file__).parent / "helplines.yml"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One number, what it is for, and where that is known from."""

    number: str
    zh: str
    en: str
    open: str
    source: str
    checked: date

    def named(self, language: str) -> str:
        """The number with what it is for."""
        return f"{self.number} ({self.en})" if language.startswith("en") else f"{self.number}（{self.zh}）"


class Helplines:
    """Chooses the numbers to name."""

    def __init__(
        self,
        lines: Mapping[str, Line],
        kinds: Mapping[str, Sequence[str]],
        regions: Mapping[str, Mapping[str, Sequence[str]]],
    ) -> None:
        self._lines = lines
        self._kinds = kinds
        self._regions = regions

    @property
    def kinds(self) -> frozenset[str]:
        """The dangers that have numbers."""
        return frozenset(self._kinds)

    def of(self, kind: str, region: str = "") -> list[Line]:
        """The lines for a danger in a region, the most useful first."""
        own = [code for code, kinds in self._regions.items() if region.startswith(code) and kind in kinds]
        numbers = self._regions[max(own, key=len)][kind] if own else self._kinds[kind]
        return [self._lines[number] for number in numbers]

    def shared_out(self, kinds: Sequence[str], region: str = "", *, most: int) -> list[list[Line]]:
        """For each danger its lines, together at most `most` different ones and none of the dangers without any."""
        chosen: list[list[Line]] = [[] for _ in kinds]
        named: dict[str, None] = {}
        offers = [self.of(kind, region) for kind in kinds]
        for rank in range(max(map(len, offers), default=0)):
            for mine, offer in zip(chosen, offers, strict=True):
                if rank < len(offer) and (offer[rank].number in named or len(named) < most):
                    named[offer[rank].number] = None
                    mine.append(offer[rank])
        return chosen


@cache
def load_helplines() -> Helplines:
    """The table, read once."""
    table: dict[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    lines = {number: Line(number=number, **line) for number, line in table["lines"].items()}
    return Helplines(lines, table["kinds"], table["regions"])
