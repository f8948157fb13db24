"""The matter of a petition: a place in the content classification, proposed by words and confirmed by a person."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
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
    """A proposed path of one to three levels, how sure it is (0 to 1), and the words it rests on."""

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


def propose_matter(text: str) -> MatterProposal:
    """Propose the matter of a text."""
    folded = fold(text)
    hits = Counter(match.group() for match in _pattern().finditer(folded))
    opening = {match.group() for match in _pattern().finditer(folded[:_OPENING])}
    scores: dict[tuple[str, ...], float] = defaultdict(float)
    for word, times in hits.items():
        said = (1 + math.log(times)) * (_OPENING_BONUS if word in opening else 1.0)
        for entry in _words()[word]:
            scores[entry.path] += entry.weight * said
    return _best(scores, hits)


def _best(scores: dict[tuple[str, ...], float], hits: Counter[str]) -> MatterProposal:
    first: dict[str, float] = defaultdict(float)
    second: dict[tuple[str, ...], float] = defaultdict(float)
    for path, score in scores.items():
        if len(path) == 2:
            second[path] += score
            first[path[0]] += score
    if not first:
        return MatterProposal(OTHER, 0.0, ())
    top = max(first, key=first.__getitem__)
    below = max((path for path in second if path[0] == top), key=second.__getitem__)
    third = [path for path in scores if len(path) == 3 and path[:2] == below]
    path = max(third, key=scores.__getitem__) if third else below
    words = tuple(word for word, _ in hits.most_common() if any(entry.path[0] == top for entry in _words()[word]))
    return MatterProposal(path, _confidence(first, top), words)


def _confidence(first: dict[str, float], top: str) -> float:
    """How far the best stands before the rest, held down where little was said."""
    total = sum(score**1.5 for score in first.values())
    share = first[top] ** 1.5 / total
    return round(float(share * (1 - math.exp(-first[top] / 3.5))), 2)


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
