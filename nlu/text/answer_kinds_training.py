"""Training of `nlu.text.answer_kinds` from our and strangers' sentences."""

from nlu.text.answer_kinds import SIZES, WEIGHTS, cut
from nlu.text.lexicon import load_yaml
from nlu.text.linear import LinearModel
from nlu.text.linear_training import train_linear
from nlu.text.weights import write_weights

TABLES = ("answer_kinds.yml", "answer_kinds_of_strangers.yml")
_STRENGTH, _SEEN_IN = 5.0, 2
"""By cross-validation over the sentences; what is seen once helps nobody."""


def fit_ours() -> LinearModel:
    """The model of all that we have."""
    told = [(text, kind) for table in TABLES for kind, sentences in load_yaml(table).items() for text in sentences]
    texts, kinds = [text for text, _ in told], [kind for _, kind in told]
    return train_linear(texts, kinds, sizes=SIZES, seen_in=_SEEN_IN, strength=_STRENGTH, telling=False, cut=cut)


def write(model: LinearModel) -> None:
    """Keep a model where `nlu.text.answer_kinds` reads it."""
    write_weights(model, WEIGHTS, digits=2)
