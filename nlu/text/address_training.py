"""Training of the address parser: an averaged structured perceptron (Collins 2002) over labelled addresses."""

import random
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from nlu.text.address_features import features
from nlu.text.address_parts import AddressParser, AddressPart, tags_of
from nlu.text.linear import Floats

#: Features seen at fewer characters than this are left out.
_SEEN_IN = 2
ROUNDS = 8
_SEED = 7

Example = tuple[str, Sequence[AddressPart]]


def train_parser(
    examples: Sequence[Example], progress: Callable[[str], object] = lambda part: None, *, rounds: int = ROUNDS
) -> AddressParser:
    """Train on addresses with their parts; `progress` hears of every round."""
    seen = [features(text) for text, _ in examples]
    gold_tags = [tags_of(text, parts) for text, parts in examples]
    tags = tuple(sorted({tag for row in gold_tags for tag in row}))
    counted = Counter(name for row in seen for names in row for name in names)
    known = {name: at for at, name in enumerate(name for name, count in counted.items() if count >= _SEEN_IN)}
    rows = [[np.array([known[name] for name in names if name in known]) for names in row] for row in seen]
    del seen
    index = {tag: at for at, tag in enumerate(tags)}
    gold = [[index[tag] for tag in row] for row in gold_tags]
    return _Averaged(tags, known).train(rows, gold, progress, rounds)


class _Averaged:
    """Weights, and beside them the same weighted by when they changed: the mean over all steps is their difference."""

    def __init__(self, tags: tuple[str, ...], known: dict[str, int]) -> None:
        self.now = AddressParser(tags, known, _zeros(len(known), len(tags)), _zeros(len(tags), len(tags)))
        self.late = _zeros(len(known), len(tags)), _zeros(len(tags), len(tags))
        self.step = 1

    def train(
        self,
        rows: Sequence[Sequence[NDArray[np.int64]]],
        gold: Sequence[Sequence[int]],
        progress: Callable[[str], object],
        rounds: int,
    ) -> AddressParser:
        order = list(range(len(rows)))
        chance = random.Random(_SEED)
        for number in range(rounds):
            chance.shuffle(order)
            for at in order:
                self._learn(rows[at], gold[at])
            progress(str(number))
        weights = self.now.weights - self.late[0] / self.step
        follows = self.now.follows - self.late[1] / self.step
        return AddressParser(self.now.tags, self.now.names, weights, follows)

    def _learn(self, rows: Sequence[NDArray[np.int64]], gold: Sequence[int]) -> None:
        found = self.now.best(rows)
        if found != list(gold):
            for row, right, wrong in zip(rows, gold, found, strict=True):
                if right != wrong:
                    self._change(0, row, right, 1.0)
                    self._change(0, row, wrong, -1.0)
            for at in range(1, len(gold)):
                self._change(1, gold[at - 1], gold[at], 1.0)
                self._change(1, found[at - 1], found[at], -1.0)
        self.step += 1

    def _change(self, which: int, row: NDArray[np.int64] | int, tag: int, by: float) -> None:
        (self.now.follows if which else self.now.weights)[row, tag] += by
        self.late[which][row, tag] += by * self.step


def _zeros(rows: int, columns: int) -> Floats:
    return np.zeros((rows, columns), dtype=np.float32)
