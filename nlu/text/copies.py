"""Near copies: citizens post the same letter to several offices, and one seen in training proves nothing in a test."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

_NOT_WORDS = re.compile(r"[\W_]+|x000d", re.IGNORECASE)
_SIZE = 5
#: Pieces that stand in more texts than this are phrases of politeness; they make no candidates.
_COMMON = 60


def shingles(text: str) -> frozenset[str]:
    """Return the pieces of five characters of a text, without signs and blanks."""
    plain = _NOT_WORDS.sub("", text)
    return frozenset(plain[at : at + _SIZE] for at in range(len(plain) - _SIZE + 1)) or frozenset({plain})


def group_copies(texts: Sequence[str], *, alike: float = 0.5) -> list[int]:
    """Return a group number for each text: texts whose pieces overlap by this much (Jaccard) share a group.

    Every pair that shares a piece that is not commonplace is compared exactly: thousands of letters take seconds.
    """
    pieces = [shingles(text) for text in texts]
    frequency = Counter(piece for one in pieces for piece in one)
    holders: dict[str, list[int]] = defaultdict(list)
    leader = list(range(len(texts)))
    for at, one in enumerate(pieces):
        rare = [piece for piece in one if 1 < frequency[piece] <= _COMMON]
        shared = Counter(other for piece in rare for other in holders[piece])
        for other in shared:
            both = len(one & pieces[other])
            if both >= alike * (len(one) + len(pieces[other]) - both):
                leader[_first(leader, at)] = _first(leader, other)
        for piece in rare:
            holders[piece].append(at)
    return [_first(leader, at) for at in range(len(texts))]


def _first(leader: list[int], at: int) -> int:
    while leader[at] != at:
        leader[at] = leader[leader[at]]
        at = leader[at]
    return at
