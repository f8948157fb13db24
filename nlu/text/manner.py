"""What a short text sounds like: a linear model over pairs of characters, fitted to our own sentences when first asked.

Word lists know what they list; this knows how suggestions, questions, grievances and accusations are put. It has a say
where the lists are silent, and none in long texts, which sound like everything.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline

from nlu.text.lexicon import load_yaml
from nlu.text.normalise import fold

LONGEST = 200


def sounds_like(text: str, model: Pipeline | None = None) -> Mapping[str, float]:
    """How much a text sounds like each nature (summing up to 1); nothing for a text that is too long to tell."""
    if len(text) > LONGEST or not text.strip():
        return {}
    fitted = model or _fitted()
    shares: Any = fitted.predict_proba([fold(text).lower()])[0]
    return {str(nature): float(share) for nature, share in zip(fitted.classes_, shares, strict=True)}


def fit(table: Mapping[str, Sequence[str]]) -> Pipeline:
    """A model of these sentences, by the nature they have."""
    texts = [fold(text).lower() for sentences in table.values() for text in sentences]
    natures = [nature for nature, sentences in table.items() for _ in sentences]
    model = make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True),
        OneVsRestClassifier(LogisticRegression(C=20, class_weight="balanced", solver="liblinear", random_state=0)),
    )
    fitted: Pipeline = model.fit(texts, natures)
    return fitted


@cache
def _fitted() -> Pipeline:
    return fit(load_yaml("natures.yml"))
