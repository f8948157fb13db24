"""Charts as plain numbers: where each bar stands. The template writes them as SVG, so that a page needs no script."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 200
_TOP, _FOOT, _LEFT = 26, 26, 8
_GAP = 0.35


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar of a chart, and what is written above and below it."""

    x: float
    y: float
    width: float
    height: float
    label: str
    said: str
    here: bool
    """The period the page is about."""

    @property
    def middle(self) -> float:
        """Where its words are centred."""
        return round(self.x + self.width / 2, 1)


def bars(values: Sequence[tuple[str, float | None, str]], *, most: float | None = None) -> tuple[Bar, ...]:
    """A bar for each (label, value, words); the last one is where we are. No value is no bar, and not a bar of zero."""
    if not values:
        return ()
    highest = most or max((value or 0 for _, value, _ in values), default=0) or 1
    step = (WIDTH - 2 * _LEFT) / len(values)
    room = HEIGHT - _TOP - _FOOT
    drawn = []
    for at, (label, value, said) in enumerate(values):
        height = round(room * min((value or 0) / highest, 1), 1)
        place = {"x": round(_LEFT + at * step + step * _GAP / 2, 1), "width": round(step * (1 - _GAP), 1)}
        here = at == len(values) - 1
        drawn.append(Bar(**place, y=round(_TOP + room - height, 1), height=height, label=label, said=said, here=here))
    return tuple(drawn)
