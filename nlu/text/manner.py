"""What a short text sounds like: a linear model over pairs of characters, fitted to our own sentences when first asked.

Word lists know what they list; this knows how suggestions, questions, grievances and accusations are put. It has a say
where the lists are silent, and none in long texts, which sound like everything.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from nlu.text.lexicon import load_yaml
from nlu.text.linear import LinearModel
from nlu.text.linear_training import train_linear

LONGEST = 200


def sounds_like(text: str, model: LinearModel | None = None) -> Mapping[str, float]:
    """How much a text sounds like each nature (summing up to 1); nothing for a text that is too long to tell."""
    if len(text) > LONGEST or not text.strip():
        return {}
    fitted = model or _fitted()
    return {nature: float(share) for nature, share in zip(fitted.labels, fitted.shares(text), strict=True)}


def fit(table: Mapping[str, Sequence[str]]) -> LinearModel:
    """A model of these sentences, by the nature they have."""
    texts = [text for sentences in table.values() for text in sentences]
    natures = [nature for nature, sentences in table.items() for _ in sentences]
    return train_linear(texts, natures, sizes=(1, 2), seen_in=1, strength=20.0, telling=False)


@cache
def _fitted() -> LinearModel:
    return fit(load_yaml("natures.yml"))
