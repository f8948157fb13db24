"""Training of the intent model: one logistic regression an intent and one a topic, over TF-IDF."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression

from nlu.text.features import features
from nlu.text.intents import TOPIC, IntentModel, intent_of
from nlu.text.regions import Gazetteer


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
    topics = sorted({label for label in labels if TOPIC in label})
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
