"""A learnt guess at the danger in a sentence: from pieces of words, from what it speaks of, and from the signs in it.

The weights are learnt by `scripts/train_danger.py`. A sum over features is all there is: the pieces that weigh most are
the words the guess rests on.
"""

import csv
import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nlu.text.lexicon import FOLDER
from nlu.text.risk_concepts import alone_and_paired, concepts

WEIGHTS = FOLDER / "danger_weights.csv"
ORDINARY = "ordinary"
BIAS = "bias of all pieces"
LONGEST = 3
TELLING = 3
"""So many of the pieces that weigh most are named as the words it rests on."""
_WORD = re.compile(r"[a-z][a-z']+")
_WORDS = re.compile(r"(?:[a-z][a-z' ]*)+")
_PIECES, _CONCEPTS = 6.0, 2.0
"""How much all pieces of a sentence weigh together, and all that it speaks of."""

Sign = tuple[str, str | None]
"""A sign's kind, and how urgent it is: None where what stands around takes it back."""


@dataclass(frozen=True, slots=True)
class Guess:
    """How likely each kind of danger is, and the features the guess rests on."""

    likely: dict[str, float]
    _features: tuple[str, ...]

    @property
    def danger(self) -> float:
        """How likely the sentence shows danger of any kind."""
        return 1 - self.likely[ORDINARY]

    def kind(self) -> str:
        """The likeliest kind of danger."""
        return max((kind for kind in self.likely if kind != ORDINARY), key=lambda kind: self.likely[kind])

    def words(self, kind: str) -> tuple[str, ...]:
        """The pieces that speak most for a kind."""
        model = _learnt()
        at = model.kinds.index(kind)
        pieces = [each for each in self._features if each[0] not in "[{" and len(each.strip("^$")) > 1]
        pieces.sort(key=lambda piece: -float(model.weights[model.rows[piece], at]))
        return tuple(piece.strip("^$ ") for piece in pieces[:TELLING])


def pieces(text: str) -> Iterator[str]:
    """The pieces of one to three characters, with the text's beginning and end marked; of English words and pairs."""
    words = _WORD.findall(text)
    yield from (f" {word}" for word in words)
    yield from (f" {one} {other}" for one, other in pairwise(words))
    marked = f"^{_WORDS.sub(' ', text) if words else text}$"
    for length in range(1, LONGEST + 1):
        for start in range(len(marked) - length + 1):
            yield marked[start : start + length]


def features(text: str, signs: Collection[Sign], spoken_of: Collection[str] | None = None) -> dict[str, float]:
    """What the guess is made from; `spoken_of` where the concepts of the text are known already.

    Pieces together weigh the same in a long sentence as in a short one, and so do concepts.
    """
    cut = dict.fromkeys(pieces(text))
    named = alone_and_paired(concepts(text) if spoken_of is None else spoken_of)
    values = dict.fromkeys(cut, _PIECES / math.sqrt(len(cut)))
    values.update(dict.fromkeys(named, _CONCEPTS / math.sqrt(len(named) or 1)))
    values.update((f"{{{kind}:{level}}}", 1.0) for kind, level in signs)
    return values


def guess(text: str, signs: Collection[Sign] = (), spoken_of: Collection[str] | None = None) -> Guess:
    """Guess at a plain sentence."""
    model = _learnt()
    found = features(text, signs, spoken_of)
    known = tuple(each for each in found if each in model.rows)
    values = np.array([1.0, *(found[each] for each in known)], dtype=np.float32)
    sums = values @ model.weights[[0, *(model.rows[each] for each in known)]]
    shares = np.exp(sums - sums.max())
    shares /= shares.sum()
    return Guess(dict(zip(model.kinds, map(float, shares), strict=True)), known)


@dataclass(frozen=True, slots=True)
class _Learnt:
    kinds: tuple[str, ...]
    rows: dict[str, int]
    weights: NDArray[np.float32]


@cache
def _learnt() -> _Learnt:
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    weights = np.array([[float(value) for value in row[1:]] for row in rows], dtype=np.float32)
    return _Learnt(tuple(head[1:]), {row[0]: at for at, row in enumerate(rows)}, weights)
