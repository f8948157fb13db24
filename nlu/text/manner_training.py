"""Training of what a short text sounds like: the weights of `nlu.text.manner`, from the sentences of `natures.yml`."""

import csv
from collections.abc import Mapping, Sequence

from nlu.text.lexicon import FOLDER, load_yaml
from nlu.text.linear import LinearModel
from nlu.text.linear_training import train_linear
from nlu.text.manner import IDF, PIECE, SIZES, WEIGHTS, cut


def fit(table: Mapping[str, Sequence[str]]) -> LinearModel:
    """A model of these sentences, by the nature they have."""
    texts = [text for sentences in table.values() for text in sentences]
    natures = [nature for nature, sentences in table.items() for _ in sentences]
    return train_linear(texts, natures, sizes=SIZES, seen_in=1, strength=20.0, telling=False, cut=cut)


def fit_ours() -> LinearModel:
    """The model of our own sentences."""
    return fit(load_yaml("natures.yml"))


def write(model: LinearModel) -> None:
    """Keep a model where `nlu.text.manner` reads it: the bias in the first row, then a row a piece."""
    with (FOLDER / WEIGHTS).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([PIECE, IDF, *model.labels])
        table.writerow(["", 0, *(f"{value:.3f}" for value in model.bias)])
        for piece, at in model.vocabulary.items():
            table.writerow([piece, f"{model.idf[at]:.3f}", *(f"{value:.3f}" for value in model.weights[:, at])])
