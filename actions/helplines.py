"""Chooses the helplines to name for a danger, from the table that is in force."""

from collections.abc import Sequence

from cases import HelplineTable, HelplineView


class Helplines:
    """Chooses the numbers to name."""

    def __init__(self, table: HelplineTable) -> None:
        self._table = table

    @property
    def kinds(self) -> frozenset[str]:
        """The dangers that have numbers."""
        return frozenset(self._table.kinds)

    def of(self, kind: str, region: str = "") -> list[HelplineView]:
        """The lines for a danger in a region, the most useful first."""
        regions = self._table.regions
        own = [code for code, kinds in regions.items() if region.startswith(code) and kind in kinds]
        numbers = regions[max(own, key=len)][kind] if own else self._table.kinds[kind]
        return [self._table.lines[number] for number in numbers]

    def shared_out(self, kinds: Sequence[str], region: str = "", *, most: int) -> list[list[HelplineView]]:
        """For each danger its lines, together at most `most` different ones and none of the dangers without any."""
        chosen: list[list[HelplineView]] = [[] for _ in kinds]
        named: dict[str, None] = {}
        offers = [self.of(kind, region) for kind in kinds]
        for rank in range(max(map(len, offers), default=0)):
            for mine, offer in zip(chosen, offers, strict=True):
                if rank < len(offer) and (offer[rank].number in named or len(named) < most):
                    named[offer[rank].number] = None
                    mine.append(offer[rank])
        return chosen


def named(line: HelplineView, language: str) -> str:
    """A number with what it is for."""
    return f"{line.number} ({line.en})" if language.startswith("en") else f"{line.number}（{line.zh}）"
