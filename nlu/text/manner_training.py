"""Training of what a short text sounds like: the weights of `nlu.text.manner`, from the sentences of `natures.yml`."""

from collections.abc import Mapping, Sequence

from nlu.text.lexicon import load_yaml
from nlu.text.linear import LinearModel
from nlu.text.linear_training import train_linear
from nlu.text.manner import SIZES, WEIGHTS, cut
from nlu.text.weights import write_weights


def fit(table: Mapping[str, Sequence[str]]) -> LinearModel:
    """A model of these sentences, by the nature they have."""
    texts = [text for sentences in table.values() for text in sentences]
    natures = [nature for nature, sentences in table.items() for _ in sentences]
    return train_linear(texts, natures, sizes=SIZES, seen_in=1, strength=20.0, telling=False, cut=cut)


def fit_ours() -> LinearModel:
    """The model of our own sentences."""
    return fit(load_yaml("natures.yml"))


def write(model: LinearModel) -> None:
    """Keep a model where `nlu.text.manner` reads it."""
    write_weights(model, WEIGHTS)
