"""A message cut into the pieces danger is looked for in: the whole of a short one, sentences of a long one."""

import re

SHORT = 80
"""So long a message is weighed as a whole."""
_LEAST, _MOST, _EARLIEST = 10, 90, 24
_MARK = re.compile(r"[。!?;\n…]+|(?<=[a-z])\. ")
_PAUSE = re.compile(r"[,、: ]")


def windows(text: str) -> list[tuple[int, int]]:
    """Where each piece starts and ends. Short sentences join the one before; what has no marks is cut at pauses."""
    if len(text) <= SHORT:
        return [(0, len(text))]
    cut: list[tuple[int, int]] = []
    for start, end in _sentences(text):
        if cut and (end - cut[-1][0] <= SHORT and (end - start < _LEAST or cut[-1][1] - cut[-1][0] < _LEAST)):
            cut[-1] = (cut[-1][0], end)
        else:
            cut.extend(_pieces(text, start, end))
    return cut


def _sentences(text: str) -> list[tuple[int, int]]:
    marks = [match.end() for match in _MARK.finditer(text)]
    edges = [0, *marks, len(text)]
    return [(start, end) for start, end in zip(edges, edges[1:], strict=False) if text[start:end].strip()]


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    while end - start > _MOST:
        pauses = [match.end() for match in _PAUSE.finditer(text, start + _EARLIEST, start + _MOST)]
        at = min(pauses, key=lambda pause: abs(pause - start - _MOST * 2 // 3)) if pauses else start + _MOST * 2 // 3
        pieces.append((start, at))
        start = at
    return [*pieces, (start, end)]
