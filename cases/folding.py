"""Text as it is compared: simplified characters, half width, small letters."""

from functools import cache
from pathlib import Path

_FULL_WIDTH = {0xFF01 + at: 0x21 + at for at in range(94)} | {0x3000: 0x20}


@cache
def _table() -> dict[int, str | int]:
    lines = (Path(__file__).parent / "traditional.txt").read_text(encoding="utf-8").splitlines()
    pairs = (pair for line in lines for pair in line.split("#", 1)[0].split())
    return {**{ord(pair[0]): pair[1] for pair in pairs}, **_FULL_WIDTH}


def fold(text: str) -> str:
    """Traditional to simplified, full width to half width, no capitals. As long as it was, nearly always."""
    return text.translate(_table()).lower()
