"""Training of what a short text sounds like: the weights of `nlu.text.manner`, from our and strangers' sentences."""

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
    """The model of all that we have."""
    return fit(with_strangers(load_yaml("natures.yml")))


def with_strangers(table: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Sentences by their nature, and those of `natures_of_strangers.yml` with them."""
    others = load_yaml("natures_of_strangers.yml")
    return {nature: [*sentences, *others[nature]] for nature, sentences in table.items()}


def write(model: LinearModel) -> None:
    """Keep a model where `nlu.text.manner` reads it."""
    write_weights(model, WEIGHTS)
