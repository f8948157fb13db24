"""Training of `nlu.text.blamed`: on stories with the words for the one each complains about, or with nobody."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from nlu.text.blamed import (
    EDGE,
    LONGEST,
    NEVER,
    ROLES,
    SHORTEST,
    BlamedModel,
    breaks,
    piece_scores,
    rows_of,
)
from nlu.text.blamed_marks import WINDOWS, streams
from nlu.text.called_parties import called_parties
from nlu.text.lexicon import FOLDER
from nlu.text.linear import Floats
from nlu.text.normalise import fold_spoken as fold
from nlu.text.respondents import find_respondents

STORIES = FOLDER / "blamed_stories.jsonl"
Story = tuple[str, str | None]
Names = dict[str, dict[str, int]]

_SEEN_IN = 2
ROUNDS = 8
_BATCH, _RATE, _DECAY = 16, 0.02, 0.05
#: So much of what is seen is hidden in each round, so that no single sign is relied on.
_HIDDEN = 0.3
_MEAN, _SQUARE, _STEADY = 0.9, 0.99, 1e-3
_SEED = 7


def our_stories() -> list[Story]:
    """The stories of the lexicon."""
    rows = map(json.loads, STORIES.read_text(encoding="utf-8").splitlines())
    return [(row["text"], row["blamed"]) for row in rows]


@dataclass(frozen=True)
class _Lesson:
    """A story's columns by character, where the right pieces are, and where none may go on."""

    columns: NDArray[np.int64]
    right: NDArray[np.bool_]
    stops: list[int]


def train_blamed(
    stories: Sequence[Story], progress: Callable[[str], object] = lambda part: None, *, rounds: int = ROUNDS
) -> BlamedModel:
    """Train on stories; `progress` hears of every round."""
    seen = [_seen(text) for text, _ in stories]
    names = _names(seen)
    starts = _starts(names)
    lessons = [
        _Lesson(_columns(found, names, starts), right, breaks(fold(text)))
        for (text, blamed), found in zip(stories, seen, strict=True)
        # Words that are too long for a piece are no lesson, and not one on nobody either.
        if (right := _right(text, blamed)).any() or not blamed
    ]
    learner = _Learner(starts[""], rounds * -(-len(lessons) // _BATCH))
    for number in range(rounds):
        learner.round(lessons)
        progress(str(number))
    return BlamedModel(names, dict(_tables(learner.weights, names, starts)), learner.lengths)


def _seen(text: str) -> dict[str, list[str]]:
    folded = fold(text)
    return streams(folded, find_respondents(text), called_parties(folded, folded))


def _names(seen: Sequence[Mapping[str, Sequence[str]]]) -> Names:
    """Every symbol that enough stories have, by stream."""
    counted = Counter(
        key for found in seen for stream in found for key in {(stream, symbol) for symbol in found[stream] if symbol}
    )
    names: Names = {stream: {EDGE: 1} for stream in WINDOWS}
    for stream, symbol in sorted(key for key, count in counted.items() if count >= _SEEN_IN):
        names[stream].setdefault(symbol, len(names[stream]) + 1)
    return names


def _width(stream: str) -> int:
    return WINDOWS[stream][1] - WINDOWS[stream][0] + 1


def _starts(names: Names) -> dict[str, int]:
    """Where each stream's columns start; the first column is what is not known, and "" is how many there are."""
    starts, at = {}, 1
    for stream in WINDOWS:
        starts[stream] = at
        at += (len(names[stream]) + 1) * _width(stream)
    return starts | {"": at}


def _columns(found: Mapping[str, Sequence[str]], names: Names, starts: Mapping[str, int]) -> NDArray[np.int64]:
    columns = [
        np.where(rows > 0, starts[stream] + rows * _width(stream) + place, 0)
        for stream, symbols in found.items()
        for place, rows in enumerate(rows_of(stream, symbols, names[stream]))
    ]
    return np.stack(columns, axis=1)


def _right(text: str, blamed: str | None) -> NDArray[np.bool_]:
    right = np.zeros((len(text), LONGEST + 1), dtype=np.bool_)
    if blamed and len(blamed) <= LONGEST:
        right[[match.start() for match in re.finditer(re.escape(blamed), text)], len(blamed)] = True
    return right


def _tables(weights: Floats, names: Names, starts: Mapping[str, int]) -> Iterator[tuple[str, Floats]]:
    for stream in WINDOWS:
        many = len(names[stream]) + 1
        table = weights[starts[stream] : starts[stream] + many * _width(stream)]
        yield stream, table.reshape(many, _width(stream), ROLES)


class _Learner:
    """Weights, and the means that the steps are measured by (Adam, with decay)."""

    def __init__(self, columns: int, steps: int) -> None:
        self.weights: Floats = np.zeros((columns, ROLES), dtype=np.float32)
        self.lengths: Floats = np.zeros(LONGEST + 1, dtype=np.float32)
        self._means = [(np.zeros_like(each), np.zeros_like(each)) for each in (self.weights, self.lengths)]
        self._steps, self._step = steps, 0
        self._chance = np.random.default_rng(_SEED)

    def round(self, lessons: Sequence[_Lesson]) -> None:
        order = self._chance.permutation(len(lessons))
        for at in range(0, len(order), _BATCH):
            self._learn([lessons[each] for each in order[at : at + _BATCH]])

    def _learn(self, batch: Sequence[_Lesson]) -> None:
        by_length = np.zeros_like(self.lengths)
        columns, slopes = [], []
        for lesson in batch:
            hidden = self._chance.random(lesson.columns.shape[1]) < _HIDDEN
            seen = np.where(hidden, 0, lesson.columns)
            wrong = self._wrong(seen, lesson)
            by_length += wrong.sum(axis=0)
            slope = _by_role(wrong)
            slope[lesson.stops] = 0
            columns.append(seen)
            slopes.append(slope)
        every = np.concatenate(columns)
        rows, wide = every.shape
        ends = np.arange(0, rows * wide + 1, wide)
        shape = (rows, len(self.weights))
        shown = csr_matrix((np.ones(every.size, dtype=np.float32), every.ravel(), ends), shape=shape)
        slope = np.asarray(shown.T @ np.concatenate(slopes)) / (1 - _HIDDEN)
        slope[0] = 0
        self._go((slope / len(batch), by_length / len(batch)))

    def _wrong(self, seen: NDArray[np.int64], lesson: _Lesson) -> Floats:
        """Each piece's share, less the share it should have."""
        scores = self.weights[seen].sum(axis=1) / (1 - _HIDDEN)
        scores[lesson.stops] = NEVER
        pieces = piece_scores(scores, self.lengths)
        top = max(float(pieces.max()), 0.0)
        might = np.exp(pieces - top)
        wrong = might / (might.sum() + np.exp(-top))
        if lesson.right.any():
            right = np.where(lesson.right, might, 0)
            wrong = wrong - right / max(float(right.sum()), 1e-30)
        return np.asarray(wrong, dtype=np.float32)

    def _go(self, slopes: tuple[Floats, Floats]) -> None:
        self._step += 1
        rate = _RATE * (1 - (self._step - 1) / self._steps)
        for weights, slope, (mean, square) in zip((self.weights, self.lengths), slopes, self._means, strict=True):
            mean *= _MEAN
            mean += (1 - _MEAN) * slope
            square *= _SQUARE
            square += (1 - _SQUARE) * slope * slope
            size = np.sqrt(square / (1 - _SQUARE**self._step)) + _STEADY
            weights -= rate * (mean / (1 - _MEAN**self._step) / size + _DECAY * weights)


def _by_role(wrong: Floats) -> Floats:
    """What is wrong with the pieces, for the characters they begin, go on and end at."""
    size = len(wrong)
    found = np.zeros((size, ROLES), dtype=np.float32)
    found[:, 0] = wrong.sum(axis=1)
    changes = np.zeros(size + 1, dtype=np.float32)
    for length in range(SHORTEST, min(LONGEST, size) + 1):
        many = size - length + 1
        each = wrong[:many, length]
        found[length - 1 :, 2] += each
        changes[1 : 1 + many] += each
        changes[length - 1 : length - 1 + many] -= each
    found[:, 1] = np.cumsum(changes)[:size]
    return found
