"""The word lists of natures (`nature.yml`) as patterns, and how much of one a text holds."""

import re
from dataclasses import dataclass
from functools import cache

from nlu.text.lexicon import load_yaml

_OPENING = 30


@dataclass(frozen=True, slots=True)
class Found:
    """How much of something was found, and the words that show it."""

    score: float
    words: tuple[str, ...]


def amount_of(kind: str, folded: str) -> Found:
    """Each sign counts once; what a text opens with is what it is about."""
    total = opening = 0.0
    words = []
    for pattern, weight in entries(kind):
        match = pattern.search(folded)
        if match:
            total += weight
            words.append(match.group())
            opening += weight * (match.start() < _OPENING)
    return Found(min(total, 6.0) / (1 + len(folded) / 1500) + 0.6 * min(opening, 3.0), tuple(words))


@cache
def entries(kind: str) -> tuple[tuple[re.Pattern[str], float], ...]:
    """The entries of a list and how much each of them weighs."""
    return tuple((re.compile(words), weight) for words, weight in load_yaml("nature.yml")[kind].items())


@cache
def signs_of(kind: str) -> re.Pattern[str]:
    """A list that is one pattern."""
    return re.compile(load_yaml("nature.yml")[kind])
