"""Weights of a small linear model as a table of the lexicon: the bias in the first row, then a row a piece."""

import csv

import numpy as np

from nlu.text.lexicon import FOLDER, load_rows
from nlu.text.linear import Cut, LinearModel

_PIECE, _IDF = "piece", "idf"


def read_weights(name: str, *, sizes: tuple[int, ...], cut: Cut) -> LinearModel:
    """Read the model that sees texts cut like this."""
    rows = load_rows(name)
    labels = tuple(label for label in rows[0] if label not in (_PIECE, _IDF))
    bias, pieces = rows[0], rows[1:]
    return LinearModel(
        labels=labels,
        sizes=sizes,
        vocabulary={row[_PIECE]: at for at, row in enumerate(pieces)},
        idf=np.array([row[_IDF] for row in pieces], dtype=np.float32),
        scales=np.ones((1, len(pieces)), dtype=np.float32),
        weights=np.array([[row[label] for row in pieces] for label in labels], dtype=np.float32),
        bias=np.array([bias[label] for label in labels], dtype=np.float32),
        cut=cut,
    )


def write_weights(model: LinearModel, name: str, *, digits: int = 3) -> None:
    """Keep a model where `read_weights` finds it."""
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([_PIECE, _IDF, *model.labels])
        table.writerow(["", 0, *(f"{value:.{digits}f}" for value in model.bias)])
        for piece, at in model.vocabulary.items():
            weights = (f"{value:.{digits}f}" for value in model.weights[:, at])
            table.writerow([piece, f"{model.idf[at]:.{digits}f}", *weights])
