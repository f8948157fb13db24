"""A message cut into the pieces danger is looked for in: the whole of a short one, sentences of a long one."""

import re

SHORT = 80
"""So long a message is weighed as a whole."""
_LEAST, _MOST, _EARLIEST = 10, 90, 24
_WIDE = 3
"""What Chinese says in one character takes English three."""
_MARK = re.compile(r"[。!?;\n…]+|(?<=[a-z])\. ")
_PAUSE = re.compile(r"[,、: ]")


def windows(text: str) -> list[tuple[int, int]]:
    """Where each piece starts and ends. Short sentences join the one before; what has no marks is cut at pauses."""
    wide = _WIDE if len(text) > SHORT and len(text.encode("ascii", "ignore")) > len(text) / 2 else 1
    if len(text) <= SHORT * wide:
        return [(0, len(text))]
    cut: list[tuple[int, int]] = []
    for start, end in _sentences(text):
        if cut and (end - cut[-1][0] <= SHORT * wide and (end - start < _LEAST or cut[-1][1] - cut[-1][0] < _LEAST)):
            cut[-1] = (cut[-1][0], end)
        else:
            cut.extend(_pieces(text, start, end, _MOST * wide))
    return cut


def sentence(text: str, at: int, start: int, end: int) -> tuple[int, int]:
    """Where the sentence that holds a place starts and ends, within a piece of several."""
    marks = [match.end() for match in _MARK.finditer(text, start, end)]
    return max((mark for mark in marks if mark <= at), default=start), min((m for m in marks if m > at), default=end)


def _sentences(text: str) -> list[tuple[int, int]]:
    marks = [match.end() for match in _MARK.finditer(text)]
    edges = [0, *marks, len(text)]
    return [(start, end) for start, end in zip(edges, edges[1:], strict=False) if text[start:end].strip()]


def _pieces(text: str, start: int, end: int, most: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    while end - start > most:
        pauses = [match.end() for match in _PAUSE.finditer(text, start + _EARLIEST, start + most)]
        at = min(pauses, key=lambda pause: abs(pause - start - most * 2 // 3)) if pauses else start + most * 2 // 3
        pieces.append((start, at))
        start = at
    return [*pieces, (start, end)]
