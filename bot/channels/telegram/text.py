"""Text as Telegram counts it: UTF-16 code units, 4,096 of them a message."""

import re
import unicodedata

MAX_UNITS = 4096

# Where a text is cut, best first: after a paragraph, a line, a sentence, a clause, a word.
BOUNDARIES = tuple(
    re.compile(pattern)
    for pattern in (r"\n\s*\n", r"\n", r"[。！？!?；;…]+[」』”’）)]*|\.\s", r"[，,、：:]\s?", r"\s+")
)
ZERO_WIDTH_JOINER = "\u200d"
MAX_CLUSTER = 32


def clean(value: object) -> str:
    """`value` if it is text, without what no database or wire can hold (NUL, halves of surrogate pairs)."""
    if not isinstance(value, str):
        return ""
    whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "")


def utf16_units(text: str) -> int:
    """How long `text` is for Telegram."""
    return len(text) + sum(character > "\uffff" for character in text)


def split_text(text: str, *, limit: int = MAX_UNITS) -> list[str]:
    """Cut `text` into parts of at most `limit` units; joined together they are `text` again."""
    parts = []
    start = 0
    while start < len(text):
        end = _reach(text, start, limit)
        if end < len(text):
            end = _boundary(text, start, end)
        parts.append(text[start:end])
        start = end
    return parts


def _reach(text: str, start: int, limit: int) -> int:
    """The furthest end of a part that begins at `start`."""
    end = min(len(text), start + limit)
    units = utf16_units(text[start:end])
    while units > limit:
        end -= 1
        units -= 2 if text[end] > "\uffff" else 1
    return max(end, start + 1)


def _boundary(text: str, start: int, end: int) -> int:
    """The best place to cut at or before `end`, not so early that the part is less than half full."""
    earliest = start + (end - start) // 2
    window = text[earliest:end]
    for pattern in BOUNDARIES:
        cuts = [match.end() for match in pattern.finditer(window)]
        if cuts:
            return earliest + cuts[-1]
    return _whole_characters(text, start, end)


def _whole_characters(text: str, start: int, end: int) -> int:
    """A cut near `end` that parts no character from its accent, skin tone or joined emoji."""
    for cut in range(end, max(start, end - MAX_CLUSTER), -1):
        if not _continues(text[cut]) and text[cut - 1] != ZERO_WIDTH_JOINER:
            return cut
    return end


def _continues(character: str) -> bool:
    """Whether a character only completes the one before it."""
    is_skin_tone = "\U0001f3fb" <= character <= "\U0001f3ff"
    return is_skin_tone or character == ZERO_WIDTH_JOINER or unicodedata.category(character) in {"Mn", "Me", "Mc"}
