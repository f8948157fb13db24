"""QR codes that a template can draw: the content policy needs no exception, and no markup passes unescaped."""

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET_ZONE = 4


@dataclass(frozen=True, kw_only=True)
class QrCode:
    """The dark squares as one SVG path, in a square of so many units."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The code of a text, its quiet zone included."""
    rows = list(segno.make(text, error="m", micro=False).matrix_iter(border=QUIET_ZONE))
    return QrCode(size=len(rows), path="".join(_row(y, list(row)) for y, row in enumerate(rows)))


def _row(y: int, row: list[int]) -> str:
    drawn, x = "", 0
    for dark, run in groupby(row):
        length = len(list(run))
        drawn += f"M{x} {y}h{length}v1h-{length}z" if dark else ""
        x += length
    return drawn
