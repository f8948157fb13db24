"""An address in its parts: province, city, district, town, road, number, room. Learnt by each office itself."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.text.address_features import features
from nlu.text.linear import Floats, read_arrays

#: A character that belongs to no part.
OUTSIDE = "O"
_NEVER = -1e9


@dataclass(frozen=True)
class AddressPart:
    """One part: its kind as the office labels it, and where it stands."""

    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class AddressParser:
    """Weights of what is seen at a character for each tag, and of one tag after another: the best whole row wins.

    Tags are `B-kind`, `I-kind` and `E-kind` for the first, the inner and the last character of a part, `S-kind` for
    one that is all of it, and `O`.
    """

    tags: tuple[str, ...]
    names: dict[str, int]
    weights: Floats
    follows: Floats

    def parse(self, text: str) -> tuple[AddressPart, ...]:
        """Return the parts of an address, in order."""
        tags = [self.tags[at] for at in self.best(self.rows(text))]
        return parts_of(text, tags)

    def rows(self, text: str) -> list[NDArray[np.int64]]:
        """Return the known features of each character."""
        known = self.names
        return [np.array([known[name] for name in seen if name in known], dtype=np.int64) for seen in features(text)]

    def best(self, rows: Sequence[NDArray[np.int64]]) -> list[int]:
        """Return the tags of the best row (Viterbi)."""
        if not rows:
            return []
        starts = np.cumsum([0, *(len(row) for row in rows[:-1])])
        scores = np.add.reduceat(self.weights[np.concatenate(rows)], starts, axis=0)
        inner, first, last = self._allowed
        scores[0] += first
        scores[-1] += last
        return best_row(scores, self.follows + inner)

    @cached_property
    def _allowed(self) -> tuple[Floats, Floats, Floats]:
        """Nothing where a tag may follow another, begin or end an address, and never where it may not."""
        goes_on = np.array([tag[0] in "IE" for tag in self.tags])
        unfinished = np.array([tag[0] in "BI" for tag in self.tags])
        kinds = np.array([tag[2:] for tag in self.tags])
        same = kinds[:, None] == kinds[None, :]
        fits = np.where(unfinished[:, None], goes_on[None, :] & same, ~goes_on[None, :])
        return _never(~fits), _never(goes_on), _never(unfinished)


def _never(where: NDArray[np.bool_]) -> Floats:
    return np.where(where, _NEVER, 0.0).astype(np.float32)


def best_row(scores: Floats, follows: Floats) -> list[int]:
    """Return the row of tags with the highest sum of scores."""
    best = scores[0]
    came: list[NDArray[np.int64]] = []
    everyone = np.arange(scores.shape[1])
    for score in scores[1:]:
        ways = best[:, None] + follows
        origin = ways.argmax(axis=0)
        came.append(origin)
        best = ways[origin, everyone] + score
    found = [int(best.argmax())]
    for origin in reversed(came):
        found.append(int(origin[found[-1]]))
    return found[::-1]


def parts_of(text: str, tags: Sequence[str]) -> tuple[AddressPart, ...]:
    """Return the parts that a row of tags marks."""
    parts, start = [], 0
    for at, tag in enumerate(tags):
        if tag[0] in "BS":
            start = at
        if tag[0] in "ES":
            parts.append(AddressPart(tag[2:], start, at + 1, text[start : at + 1]))
    return tuple(parts)


def tags_of(text: str, parts: Sequence[AddressPart]) -> list[str]:
    """Return the row of tags that marks these parts."""
    tags = [OUTSIDE] * len(text)
    for part in parts:
        size = part.end - part.start
        places = "S" if size == 1 else "B" + "I" * (size - 2) + "E"
        tags[part.start : part.end] = [f"{place}-{part.kind}" for place in places]
    return tags


def save_parser(parser: AddressParser, path: Path) -> None:
    """Write a parser as plain arrays, whole or not at all."""
    about = json.dumps({"tags": parser.tags, "names": list(parser.names)}, ensure_ascii=False).encode()
    half = path.with_suffix(".half")
    with half.open("wb") as file:
        np.savez_compressed(
            file,
            about=np.frombuffer(about, dtype=np.uint8),
            weights=parser.weights.astype(np.float16),
            follows=parser.follows,
        )
    half.replace(path)


def load_parser(path: Path) -> AddressParser:
    """Read a parser; objects, which could run code, are refused."""
    arrays = read_arrays(path)
    about = json.loads(arrays["about"].tobytes())
    names = {name: at for at, name in enumerate(about["names"])}
    weights, follows = (arrays[name].astype(np.float32) for name in ("weights", "follows"))
    return AddressParser(tuple(about["tags"]), names, weights, follows)
