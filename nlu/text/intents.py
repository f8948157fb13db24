"""The intent model: TF-IDF over the features of `nlu.text.features`, logistic regression above it.

A label such as `faq/cost` is a topic of the intent `faq`. Intents compete with intents; which topic it is, is asked
beside.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression

from nlu.text.features import features, is_plain_story
from nlu.text.regions import Gazetteer

#: How many times likelier a long message without a question or command is the telling of what happened.
_STORY_ODDS = 8.0
_VERY_LONG = 150
_TOPIC = "/"


@dataclass(frozen=True)
class IntentModel:
    """A trained model; plain data, so that it can be stored and read without the code that trained it."""

    intents: tuple[str, ...]
    topics: tuple[str, ...]
    vocabulary: dict[str, int]
    idf: NDArray[np.float64]
    weights: NDArray[np.float32]
    """A row a feature, a column an intent and then a topic: few rows are read for a message, and rows lie together."""
    bias: NDArray[np.float64]
    story_intent: str

    def rank(self, text: str, gazetteer: Gazetteer) -> list[tuple[str, float]]:
        """Return every intent with its probability, the likeliest first; one that has topics as its likeliest topic."""
        alone = self._alone(text, gazetteer)
        shares = alone[: len(self.intents)].copy()
        best = self._best_topics(alone[len(self.intents) :])
        for name, (_, surety) in best.items():
            # A message about nothing that the intent has a topic for is hardly one of its messages.
            at = self.intents.index(name)
            shares[at] = np.sqrt(shares[at] * surety)
        shares /= shares.sum()
        if self.story_intent in self.intents and (is_plain_story(text) or len(text) > _VERY_LONG):
            shares[self.intents.index(self.story_intent)] *= _STORY_ODDS
            shares /= shares.sum()
        order = np.argsort(-shares)
        names = [best[name][0] if name in best else name for name in self.intents]
        return [(names[at], float(shares[at])) for at in order]

    def _best_topics(self, sureties: NDArray[np.float64]) -> dict[str, tuple[str, float]]:
        best: dict[str, tuple[str, float]] = {}
        for at in np.argsort(sureties):
            best[intent_of(self.topics[at])] = (self.topics[at], float(sureties[at]))
        return best

    def _alone(self, text: str, gazetteer: Gazetteer) -> NDArray[np.float64]:
        """The probability that each model, one an intent and one a topic, gives by itself."""
        # Reading a few hundred rows is ten times faster than building scikit-learn's matrix of one row.
        found = features(text, gazetteer).items()
        counts = [(self.vocabulary[name], times) for name, times in found if name in self.vocabulary]
        if not counts:
            return np.full(len(self.bias), 1 / len(self.intents))
        rows = np.array([row for row, _ in counts])
        values = (1 + np.log([times for _, times in counts])) * self.idf[rows]
        values /= np.linalg.norm(values)
        scores = values.astype(np.float32) @ self.weights[rows] + self.bias
        return np.asarray(1 / (1 + np.exp(-scores)), dtype=np.float64)


def intent_of(label: str) -> str:
    """The intent of a label: `faq` of `faq/cost`."""
    return label.partition(_TOPIC)[0]


def train_intents(
    texts: Sequence[str],
    labels: Sequence[str],
    gazetteer: Gazetteer,
    *,
    story_intent: str = "tell_story",
    strength: float = 20.0,
) -> IntentModel:
    """Train a model on labelled messages."""
    vectorizer = DictVectorizer()
    counts = vectorizer.fit_transform(_without_rare([features(text, gazetteer) for text in texts]))
    tfidf = TfidfTransformer(sublinear_tf=True)
    matrix = tfidf.fit_transform(counts)
    of_intents = [intent_of(label) for label in labels]
    intents = sorted(set(of_intents))
    topics = sorted({label for label in labels if _TOPIC in label})
    fitted = [_fit(matrix, of_intents, name, strength) for name in intents]
    fitted += [_fit(matrix, labels, name, strength) for name in topics]
    return IntentModel(
        tuple(intents),
        tuple(topics),
        dict(vectorizer.vocabulary_),
        tfidf.idf_,
        np.ascontiguousarray(np.array([weights for weights, _ in fitted], dtype=np.float32).T),
        np.array([bias for _, bias in fitted]),
        story_intent,
    )


def _without_rare(counted: list[Counter[str]]) -> list[dict[str, int]]:
    """Drop features seen in one example only: three of four, and they teach nothing about others."""
    seen = Counter(name for counts in counted for name in counts)
    return [{name: times for name, times in counts.items() if seen[name] > 1} for counts in counted]


def _fit(matrix: csr_matrix, labels: Sequence[str], name: str, strength: float) -> tuple[NDArray[np.float64], float]:
    """Fit one classifier a label: as good here as one for all of them, and ten times faster to train."""
    is_it = np.array([label == name for label in labels])
    classifier = LogisticRegression(
        C=strength, class_weight="balanced", solver="liblinear", dual=True, tol=0.1, random_state=7
    )
    classifier.fit(matrix, is_it)
    return classifier.coef_[0], float(classifier.intercept_[0])
