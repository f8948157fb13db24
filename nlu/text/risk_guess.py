"""A guess at the danger in a short message that no pattern fits, from pieces of words and their learnt weights.

The weights are learnt by `scripts/train_danger.py`. A sum over pieces is all there is: those that weigh most are the
words the guess rests on.
"""

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlu.text.lexicon import FOLDER

WEIGHTS = FOLDER / "danger_weights.csv"
ORDINARY = "ordinary"
BIAS = "bias of all pieces"
LONGEST = 3
SURE = 0.6
"""How likely it must be that the message is not ordinary."""
TELLING = 3
"""So many of the pieces that weigh most are named as the words it rests on."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The kind of danger a short message may show, how likely, and the pieces that say so."""

    kind: str
    likely: float
    words: tuple[str, ...]


def pieces(text: str) -> Iterator[str]:
    """The pieces of one to three characters, with the message's beginning and end marked."""
    marked = f"^{text}$"
    for length in range(1, LONGEST + 1):
        for start in range(len(marked) - length + 1):
            yield marked[start : start + length]


def guess(text: str) -> Guess | None:
    """The likeliest danger of a plain text; None when the message is more likely ordinary."""
    kinds, weights = _learnt()
    found = {piece: weights[piece] for piece in pieces(text) if piece in weights}
    sums = [sum(column) for column in zip(weights[BIAS], *found.values(), strict=True)]
    peak = max(sums)
    shares = [math.exp(value - peak) for value in sums]
    ordinary = shares[kinds.index(ORDINARY)] / sum(shares)
    at, kind = max(((at, kind) for at, kind in enumerate(kinds) if kind != ORDINARY), key=lambda one: sums[one[0]])
    if 1 - ordinary < SURE:
        return None
    telling = sorted((piece for piece in found if len(piece.strip("^$")) > 1), key=lambda piece: -found[piece][at])
    return Guess(kind, 1 - ordinary, tuple(piece.strip("^$") for piece in telling[:TELLING]))


@cache
def _learnt() -> tuple[list[str], dict[str, tuple[float, ...]]]:
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    return head[1:], {row[0]: tuple(map(float, row[1:])) for row in rows}
