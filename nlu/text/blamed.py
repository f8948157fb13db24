"""The one a story complains about, by learnt weights: every piece of the text competes with the others and with nobody.

A piece is weighed by where it begins, by what lies within and by where it ends; log-linear over all pieces.
`scripts/train_blamed.py` learns the weights.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from nlu.text.blamed_marks import WINDOWS, streams
from nlu.text.lexicon import FOLDER
from nlu.text.linear import Floats
from nlu.text.mentions import Mention

WEIGHTS = FOLDER / "blamed_weights.csv"
#: What stands before the first and after the last character.
EDGE = "^"
LENGTHS = "length"
SHORTEST, LONGEST = 2, 18
#: A piece begins, goes on and ends at a character: a weight for each.
ROLES = 3
HUNDREDTHS = 100
NEVER = -50.0
_BREAKS = frozenset(",。!?;:、… \n\t\u3000")
#: So many of the likeliest pieces are compared.
_COMPARED = 40
_LIKELY = 1e-3


@dataclass(frozen=True)
class Blamed:
    """The likeliest piece, and how likely it is that it names the one complained about."""

    start: int
    end: int
    share: float


@dataclass(frozen=True)
class BlamedModel:
    """Each stream's symbols, their weights by place around a character and by role, and a weight of each length."""

    names: Mapping[str, Mapping[str, int]]
    weights: Mapping[str, Floats]
    lengths: Floats

    def likeliest(self, folded: str, mentions: Sequence[Mention], called: Sequence[Mention]) -> Blamed | None:
        """Return the piece that most likely names the one complained about.

        `mentions` are the organisations, `called` those whom the story gives a name.
        """
        if len(folded) < SHORTEST:
            return None
        scores = np.zeros((len(folded), ROLES), dtype=np.float32)
        for stream, symbols in streams(folded, mentions, called).items():
            for place, rows in enumerate(rows_of(stream, symbols, self.names[stream])):
                scores += self.weights[stream][rows, place]
        scores[breaks(folded)] = NEVER
        return _best(folded, piece_scores(scores, self.lengths))


def rows_of(stream: str, symbols: Sequence[str], known: Mapping[str, int]) -> list[NDArray[np.int64]]:
    """Which symbol stands at each place around each character: nought for one that is not known."""
    first, last = WINDOWS[stream]
    size = len(symbols)
    wide = np.full(size + last - first, known.get(EDGE, 0), dtype=np.int64)
    wide[-first : size - first] = [known.get(symbol, 0) for symbol in symbols]
    return [wide[place : place + size] for place in range(last - first + 1)]


def breaks(folded: str) -> list[int]:
    """Where no piece goes on: at the marks between clauses."""
    return [at for at, character in enumerate(folded) if character in _BREAKS]


def piece_scores(scores: Floats, lengths: Floats) -> Floats:
    """Add up what speaks for each piece, by where it begins and how long it is; nobody has a score of nought."""
    size = len(scores)
    inner = np.concatenate([[0.0], np.cumsum(scores[:, 1], dtype=np.float64)])
    found = np.full((size, LONGEST + 1), -np.inf, dtype=np.float32)
    for length in range(SHORTEST, min(LONGEST, size) + 1):
        many = size - length + 1
        within = inner[length - 1 : length - 1 + many] - inner[1 : 1 + many]
        found[:many, length] = scores[:many, 0] + within + scores[length - 1 :, 2] + lengths[length]
    return found


def _best(folded: str, scores: Floats) -> Blamed | None:
    """The piece whose share is the greatest with those that say the same: 恒达 and 恒达装饰公司."""
    flat = scores.ravel()
    top = max(float(flat.max()), 0.0)
    total = float(np.exp(flat - top).sum()) + float(np.exp(-top))
    shares = np.exp(flat - top) / total
    likely = np.argsort(-shares)[:_COMPARED]
    found = [(*divmod(int(at), scores.shape[1]), float(shares[at])) for at in likely if shares[at] > _LIKELY]
    words = [(folded[start : start + length], start, share) for start, length, share in found]
    if not words:
        return None
    word = max((word for word, _, _ in words), key=lambda one: sum(s for other, _, s in words if _same(one, other)))
    same = [each for each in words if _same(word, each[0])]
    named, start, _ = max(same, key=lambda each: each[2])
    return Blamed(start, start + len(named), sum(share for _, _, share in same))


def _same(one: str, other: str) -> bool:
    """Whether who is told the one knows the other: it holds it, or is the greater part of it."""
    return other in one or (one in other and len(one) * 2 >= len(other))


@cache
def model() -> BlamedModel:
    """The weights of the lexicon."""
    names: dict[str, dict[str, int]] = {stream: {} for stream in (*WINDOWS, LENGTHS)}
    found: dict[str, list[str]] = {stream: [] for stream in names}
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        for stream, symbol, weights in csv.reader(file):
            # Nought is what is not known.
            names[stream][symbol] = len(names[stream]) + 1
            found[stream].append(weights)
    tables = {stream: _table(found[stream], *window) for stream, window in WINDOWS.items()}
    return BlamedModel(names, tables, _numbers(found[LENGTHS]))


def _table(weights: Sequence[str], first: int, last: int) -> Floats:
    shape = (-1, last - first + 1, ROLES)
    return np.concatenate([np.zeros((1, *shape[1:]), dtype=np.float32), _numbers(weights).reshape(shape)])


def _numbers(weights: Sequence[str]) -> Floats:
    numbers = np.array(" ".join(weights).split(), dtype=np.float32)
    return numbers / HUNDREDTHS


def write(learnt: BlamedModel, smallest: float) -> None:
    """Keep a model where `model` reads it, without the symbols whose weights are all small."""
    with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([LENGTHS, "", _written(learnt.lengths)])
        for stream, names in learnt.names.items():
            for symbol, at in names.items():
                weights = learnt.weights[stream][at].ravel()
                if np.abs(weights).max() >= smallest:
                    table.writerow([stream, symbol, _written(np.where(np.abs(weights) < smallest, 0, weights))])


def _written(weights: Floats) -> str:
    return " ".join(str(round(float(weight) * HUNDREDTHS)) for weight in weights)
