"""A linear text model as plain data: read and asked with numpy alone, stored without pickle."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.text.ngrams import ngrams

Floats = NDArray[np.float32]
_STORED = ("idf", "scales", "weights", "bias")
Cut = Callable[[str, Sequence[int]], Counter[str]]
"""How a text is cut into what a model sees of it, in pieces of these sizes."""


@dataclass(frozen=True)
class LinearModel:
    """One classifier a label over weighted n-grams; `scales` say how telling an n-gram is of each label."""

    labels: tuple[str, ...]
    sizes: tuple[int, ...]
    vocabulary: dict[str, int]
    idf: Floats
    scales: Floats
    weights: Floats
    bias: Floats
    cut: Cut = ngrams
    """Not stored: a model that is cut otherwise is not read back."""

    def shares(self, text: str) -> Floats:
        """Return each label's share; they sum to one."""
        columns, values = self._read(text)
        scores = self._terms(columns, values).sum(axis=1) + self.bias
        shares = 1 / (1 + np.exp(-scores))
        return np.asarray(shares / shares.sum(), dtype=np.float32)

    def telling(self, text: str, at: int, *, most: int = 12) -> list[str]:
        """Return the n-grams of a text that speak most for one label, the strongest first; single characters last."""
        known = [name for name in self.cut(text, self.sizes) if name in self.vocabulary]
        columns, values = self._read(text)
        terms = self._terms(columns, values)[at] if len(columns) else np.zeros(0)
        speaking = [known[each] for each in np.argsort(-terms) if terms[each] > 0]
        return sorted(speaking, key=lambda name: len(name) == 1)[:most]

    def _read(self, text: str) -> tuple[NDArray[np.int64], Floats]:
        names = self.cut(text, self.sizes).items()
        found = [(self.vocabulary[name], times) for name, times in names if name in self.vocabulary]
        columns = np.array([column for column, _ in found], dtype=np.int64)
        counts = np.array([times for _, times in found], dtype=np.float32)
        return columns, (1 + np.log(counts)) * self.idf[columns]

    def _terms(self, columns: NDArray[np.int64], values: Floats) -> Floats:
        """What each n-gram adds to each label's score; each label sees the text at length one."""
        scaled = self.scales[:, columns] * values
        length = np.maximum(np.linalg.norm(scaled, axis=1, keepdims=True), 1e-9)
        return np.asarray(self.weights[:, columns] * scaled / length, dtype=np.float32)

    def arrays(self, prefix: str) -> dict[str, NDArray[np.generic]]:
        """Return what `numpy.savez` takes; `of_arrays` reads it back."""
        about = json.dumps(
            {"labels": self.labels, "sizes": self.sizes, "names": list(self.vocabulary)}, ensure_ascii=False
        )
        return {
            f"{prefix}about": np.frombuffer(about.encode(), dtype=np.uint8),
            f"{prefix}idf": self.idf.astype(np.float16),
            f"{prefix}scales": self.scales.astype(np.float16),
            f"{prefix}weights": self.weights.astype(np.float16),
            f"{prefix}bias": self.bias,
        }

    @classmethod
    def of_arrays(cls, arrays: dict[str, NDArray[np.generic]], prefix: str) -> "LinearModel":
        """Make a model of stored arrays."""
        about = json.loads(arrays[f"{prefix}about"].tobytes())
        idf, scales, weights, bias = (arrays[prefix + name].astype(np.float32) for name in _STORED)
        vocabulary = {name: at for at, name in enumerate(about["names"])}
        return cls(tuple(about["labels"]), tuple(about["sizes"]), vocabulary, idf, scales, weights, bias)


def read_arrays(path: Path) -> dict[str, NDArray[np.generic]]:
    """Read a file of arrays; objects, which could run code, are refused."""
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}
