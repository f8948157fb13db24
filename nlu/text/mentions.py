"""What every reader returns: a piece of the text, where it stands, and what it says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: Where a sentence ends, in folded text.
SENTENCE_END = re.compile(r"[。!?;\n…]+")
#: Where a clause ends, in folded text.
CLAUSE_END = re.compile(r"[。!?;,、\n…:]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A piece of the text as it was written, and its normalised value."""

    start: int
    end: int
    text: str
    value: str


def longest_first(mentions: Iterable[Mention]) -> list[Mention]:
    """Keep of overlapping mentions the longest, in the order of the text."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def sentences(folded: str) -> list[tuple[int, int]]:
    """Cut a folded text into sentences; return where each starts and ends, without its mark."""
    return _pieces(folded, SENTENCE_END)


def clauses(folded: str) -> list[tuple[int, int]]:
    """Cut a folded text into clauses; return where each starts and ends, without its mark."""
    return _pieces(folded, CLAUSE_END)


def sentence_at(folded: str, at: int) -> tuple[int, int]:
    """Return the bounds of the sentence around a place."""
    start = max((mark.end() for mark in SENTENCE_END.finditer(folded, 0, at)), default=0)
    mark = SENTENCE_END.search(folded, at)
    return start, mark.start() if mark else len(folded)


def _pieces(folded: str, mark: re.Pattern[str]) -> list[tuple[int, int]]:
    pieces, start = [], 0
    for found in mark.finditer(folded):
        pieces.append((start, found.start()))
        start = found.end()
    pieces.append((start, len(folded)))
    return [(start, end) for start, end in pieces if folded[start:end].strip()]
