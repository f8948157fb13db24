"""Lights up the words that led the machine to its proposal."""

import re
from collections.abc import Iterable


def lit(text: str, words: Iterable[str]) -> list[tuple[str, bool]]:
    """`text` in pieces, each with whether it is one of `words`. Joined, the pieces are the text again."""
    wanted = sorted({word for word in words if word}, key=len, reverse=True)
    if not wanted:
        return [(text, False)]
    pieces = re.split(f"({'|'.join(map(re.escape, wanted))})", text)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]
