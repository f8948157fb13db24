"""The trained matter model: lexicon and n-grams together, and above them an office's own history where there is one."""

import math
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.text.calibration import Calibration
from nlu.text.linear import Floats, LinearModel, read_arrays
from nlu.text.matters import OTHER, MatterProposal, WordScores, score_words

#: How much of the vote is the lexicon's where it says enough; the rest is the n-grams', without a word of it all.
LEXICON_SHARE = 0.7
#: A score of this much is most of enough.
_ENOUGH = 3.0
#: How much of the vote is the common model's where an office's history has the rest.
COMMON_SHARE = 0.3
#: Less likely than this, nothing is proposed.
_LEAST = 0.2
_WORDS = 8

Level2 = tuple[str, str]


@dataclass(frozen=True)
class CommonModel:
    """Trained on the project's own words and examples alone: what every office starts with."""

    linear: LinearModel
    calibration: Calibration

    @cached_property
    def paths(self) -> tuple[Level2, ...]:
        """The level 2 of each column."""
        pairs = (label.split("/") for label in self.linear.labels)
        return tuple((first, second) for first, second in pairs)

    @cached_property
    def firsts(self) -> tuple[str, ...]:
        """The names of level 1."""
        return tuple(dict.fromkeys(first for first, _ in self.paths))

    @cached_property
    def _first_of(self) -> NDArray[np.int64]:
        return np.array([self.firsts.index(first) for first, _ in self.paths])

    def shares(self, text: str, said: WordScores) -> Floats:
        """Return the share of each level 2."""
        scores = np.array([said.scores.get(path, 0.0) for path in self.paths], dtype=np.float32)
        vote = LEXICON_SHARE * (1 - math.exp(-float(scores.sum()) / _ENOUGH))
        by_words = scores**1.5 / max(float((scores**1.5).sum()), 1e-9)
        return np.asarray((1 - vote) * self.linear.shares(text) + vote * by_words, dtype=np.float32)

    def first_shares(self, shares: Floats) -> Floats:
        """Sum the shares of level 2 to those of level 1."""
        return np.bincount(self._first_of, weights=shares, minlength=len(self.firsts)).astype(np.float32)


@dataclass(frozen=True)
class OfficeModel:
    """Trained on what an office has labelled. Its labels are level 1; level 2 is the common model's, as far as it fits.

    `within` says, for each of its labels, how likely the common model's level 2 fall under it.
    """

    linear: LinearModel
    calibration: Calibration
    within: Floats

    def shares(self, text: str, common: Floats) -> Floats:
        """Return the share of each of the office's labels."""
        by_common = self.within @ common
        total = max(float(by_common.sum()), 1e-9)
        both = (1 - COMMON_SHARE) * self.linear.shares(text) + COMMON_SHARE / total * by_common
        return np.asarray(both, dtype=np.float32)


@dataclass(frozen=True)
class MatterModel:
    """Proposes the matter of a text."""

    common: CommonModel
    office: OfficeModel | None = None

    def propose(self, text: str) -> MatterProposal:
        """Propose a path, how likely its level 1 is right, and the words that led there."""
        said = score_words(text)
        shares = self.common.shares(text, said)
        return self._by_office(text, said, shares, self.office) if self.office else self._by_common(text, said, shares)

    def _by_common(self, text: str, said: WordScores, shares: Floats) -> MatterProposal:
        common = self.common
        firsts = common.first_shares(shares)
        top = common.firsts[int(firsts.argmax())]
        likely = common.calibration(float(firsts.max()))
        if likely < _LEAST or top == OTHER[0]:
            return MatterProposal(OTHER, 0.0, ())
        inside = [share if first == top else 0.0 for share, (first, _) in zip(shares, common.paths, strict=True)]
        at = int(np.argmax(inside))
        words = _words(said, [top], lambda: common.linear.telling(text, at))
        return MatterProposal(said.third(common.paths[at]), round(likely, 2), words)

    def _by_office(self, text: str, said: WordScores, shares: Floats, office: OfficeModel) -> MatterProposal:
        labels = office.shares(text, shares)
        chosen = int(labels.argmax())
        likely = office.calibration(float(labels.max()))
        if likely < _LEAST:
            return MatterProposal(OTHER, 0.0, ())
        first, second = self.common.paths[int(np.argmax(shares * office.within[chosen]))]
        below = said.third((first, second))[1:]
        own = tuple(office.linear.labels[chosen].split("/"))
        words = _words(said, [first], lambda: office.linear.telling(text, chosen))
        return MatterProposal((*own, *below)[: max(3, len(own))], round(likely, 2), words)


def _words(said: WordScores, firsts: Collection[str], ngrams: Callable[[], list[str]]) -> tuple[str, ...]:
    """The lexicon's words; where there is none, the n-grams that led there, none within another."""
    words = list(said.words_of(firsts))
    if not words:
        for ngram in ngrams():
            if not any(ngram in word or word in ngram for word in words):
                words.append(ngram)
    return tuple(words[:_WORDS])


def within(common: CommonModel, shares: Floats, labels: list[str], names: tuple[str, ...]) -> Floats:
    """Learn from labelled texts' shares how likely a level 2 falls under each of an office's labels."""
    sums: dict[str, Floats] = defaultdict(lambda: np.zeros(len(common.paths), dtype=np.float32))
    for row, label in zip(shares, labels, strict=True):
        sums[label] += row
    # An even chance where nothing was seen: it leaves the choice to the text.
    found = np.array([sums[name] for name in names], dtype=np.float32) + 0.05
    return np.asarray(found / found.sum(axis=0, keepdims=True), dtype=np.float32)


# ---- storing ---------------------------------------------------------------------------------------------------------


def save_common(model: CommonModel, path: Path) -> None:
    """Write the common model."""
    _write(path, {**model.linear.arrays(""), "calibration": _pair(model.calibration)})


def load_common(path: Path) -> CommonModel:
    """Read the common model."""
    arrays = read_arrays(path)
    return CommonModel(LinearModel.of_arrays(arrays, ""), _calibration(arrays["calibration"]))


def save_office(model: OfficeModel, path: Path, paths: tuple[Level2, ...]) -> None:
    """Write an office's model, with the names of the level 2 it was learnt beside."""
    names = np.array(["/".join(each) for each in paths])
    pair = _pair(model.calibration)
    _write(path, {**model.linear.arrays(""), "calibration": pair, "within": model.within, "paths": names})


def load_office(path: Path, paths: tuple[Level2, ...]) -> OfficeModel:
    """Read an office's model. Raises `ValueError` when the classification has changed since."""
    arrays = read_arrays(path)
    if tuple(arrays["paths"]) != tuple("/".join(each) for each in paths):
        raise ValueError("the classification has other names now: train the office's model again")
    linear = LinearModel.of_arrays(arrays, "")
    return OfficeModel(linear, _calibration(arrays["calibration"]), arrays["within"].astype(np.float32))


def _pair(calibration: Calibration) -> NDArray[np.float64]:
    return np.array([calibration.slope, calibration.shift])


def _calibration(pair: NDArray[np.generic]) -> Calibration:
    return Calibration(float(pair[0]), float(pair[1]))


def _write(path: Path, arrays: dict[str, NDArray[np.generic]]) -> None:
    """Write whole or not at all: a half-written model must never be found."""
    half = path.with_suffix(".half")
    with half.open("wb") as file:
        np.savez_compressed(file, **arrays)
    half.replace(path)
