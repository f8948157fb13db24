"""The matter of a petition: a place in the content classification, proposed by words and confirmed by a person."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from nlu.text.lexicon import load_yaml
from nlu.text.normalise import fold

_WEIGHTS = {"sure": 5.0, "strong": 3.0, "words": 2.0, "weak": 1.0}
_LEVEL3_WEIGHT = 2.0
#: What a text opens with is what it is about: a citizen's first words count more.
_OPENING = 40
_OPENING_BONUS = 1.6
OTHER = ("其他", "其他")


@dataclass(frozen=True, slots=True)
class MatterProposal:
    """A proposed path of one to three levels, how likely its level 1 is right (0 to 1), and the words it rests on."""

    path: tuple[str, ...]
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    path: tuple[str, ...]
    weight: float


def taxonomy() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the classification: level 1 → level 2 → its level 3."""
    return {
        first: {second: tuple((entry or {}).get("level3", {})) for second, entry in below.items()}
        for first, below in load_yaml("matters.yml").items()
    }


@dataclass(frozen=True)
class WordScores:
    """What the words of the lexicon say of a text: a score for each path, and the words found, the commonest first."""

    scores: dict[tuple[str, ...], float]
    found: Counter[str]

    def level2(self) -> dict[tuple[str, ...], float]:
        """Return the scores of level 2."""
        return {path: score for path, score in self.scores.items() if len(path) == 2}

    def third(self, below: tuple[str, ...]) -> tuple[str, ...]:
        """Return the path with the likeliest level 3 under a level 2, or the level 2 itself."""
        third = [path for path in self.scores if len(path) == 3 and path[:2] == below]
        return max(third, key=self.scores.__getitem__) if third else below

    def words_of(self, firsts: Collection[str]) -> tuple[str, ...]:
        """Return the words that speak for one of these level 1."""
        return tuple(
            word for word, _ in self.found.most_common() if any(entry.path[0] in firsts for entry in _words()[word])
        )


def score_words(text: str) -> WordScores:
    """Score a text by the words of the lexicon; what it opens with counts more."""
    folded = fold(text)
    found = Counter(match.group() for match in _pattern().finditer(folded))
    opening = {match.group() for match in _pattern().finditer(folded[:_OPENING])}
    scores: dict[tuple[str, ...], float] = defaultdict(float)
    for word, times in found.items():
        said = (1 + math.log(times)) * (_OPENING_BONUS if word in opening else 1.0)
        for entry in _words()[word]:
            scores[entry.path] += entry.weight * said
    return WordScores(dict(scores), found)


def propose_matter(text: str) -> MatterProposal:
    """Propose the matter of a text by the words of the lexicon alone; `MatterModel.propose` knows more."""
    said = score_words(text)
    first: dict[str, float] = defaultdict(float)
    for path, score in said.level2().items():
        first[path[0]] += score
    if not first:
        return MatterProposal(OTHER, 0.0, ())
    top = max(first, key=first.__getitem__)
    below = max((path for path in said.level2() if path[0] == top), key=said.scores.__getitem__)
    return MatterProposal(said.third(below), _confidence(first, top), said.words_of([top]))


def _confidence(first: dict[str, float], top: str) -> float:
    """How far the best stands before the rest, held down where little was said."""
    total = sum(score**1.5 for score in first.values())
    share = first[top] ** 1.5 / total
    return round(float(share * (1 - math.exp(-first[top] / 3.5))), 2)


def listed_words() -> list[tuple[str, tuple[str, ...]]]:
    """Return every word of the lexicon with each level 2 it points to."""
    return [(word, path) for path, word, _ in _listed(load_yaml("matters.yml")) if len(path) == 2]


@cache
def _words() -> dict[str, list[_Entry]]:
    table: dict[str, list[_Entry]] = defaultdict(list)
    for path, word, weight in _listed(load_yaml("matters.yml")):
        known = next((i for i, entry in enumerate(table[word]) if entry.path == path), None)
        if known is None:
            table[word].append(_Entry(path, weight))
        elif weight > table[word][known].weight:
            table[word][known] = _Entry(path, weight)
    return dict(table)


def _listed(lexicon: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str, float]]:
    for first, below in lexicon.items():
        for second, entry in below.items():
            for strength, weight in _WEIGHTS.items():
                for word in (entry or {}).get(strength, ()):
                    yield (first, second), word, weight
            for third, words in (entry or {}).get("level3", {}).items():
                for word in words:
                    yield (first, second, third), word, _LEVEL3_WEIGHT
                    yield (first, second), word, _LEVEL3_WEIGHT


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_words(), key=len, reverse=True))))
