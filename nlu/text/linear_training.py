"""Training of the linear text model: TF-IDF, n-grams scaled by how telling they are, logistic regression above."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from nlu.text.linear import Cut, Floats, LinearModel
from nlu.text.ngrams import ngrams

#: Added to every count before counts are compared, so that one sighting is no proof.
_SMOOTHING = 0.3


def train_linear(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    sizes: Sequence[int],
    seen_in: int,
    strength: float,
    telling: bool,
    progress: Callable[[str], object] = lambda label: None,
    cut: Cut = ngrams,
) -> LinearModel:
    """Train a model; n-grams seen in fewer than `seen_in` texts are left out.

    With `telling`, each label's classifier sees an n-gram at the size of its log-ratio between texts of the label and
    others (Wang and Manning 2012): with thousands of texts it is worth a point of F1.
    """
    counts, vocabulary = _count([cut(text, sizes) for text in texts], seen_in)
    tfidf = TfidfTransformer(sublinear_tf=True, norm=None)
    matrix = tfidf.fit_transform(counts)
    names = sorted(set(labels))
    scales, weights, bias = [], [], []
    for name in names:
        is_it = np.array([label == name for label in labels])
        scale = _telling(counts, is_it) if telling else None
        seen = normalize(matrix.multiply(scale).tocsr() if scale is not None else matrix)
        classifier = LogisticRegression(
            C=strength, class_weight="balanced", solver="liblinear", dual=True, tol=0.02, max_iter=1000, random_state=7
        )
        classifier.fit(seen, is_it)
        if scale is not None:
            scales.append(scale)
        weights.append(classifier.coef_[0])
        bias.append(classifier.intercept_[0])
        progress(name)
    return LinearModel(
        labels=tuple(names),
        sizes=tuple(sizes),
        vocabulary=vocabulary,
        idf=_floats(tfidf.idf_),
        scales=_floats(scales or np.ones((1, len(vocabulary)))),
        weights=_floats(weights),
        bias=_floats(bias),
        cut=cut,
    )


def _floats(values: object) -> Floats:
    return np.asarray(values, dtype=np.float32)


def _count(counted: Sequence[Counter[str]], seen_in: int) -> tuple[csr_matrix, dict[str, int]]:
    seen = Counter(name for counts in counted for name in counts)
    vectorizer = DictVectorizer(dtype=np.float32)
    kept = [{name: times for name, times in counts.items() if seen[name] >= seen_in} for counts in counted]
    matrix = vectorizer.fit_transform(kept)
    return matrix, {name: at for at, name in enumerate(vectorizer.get_feature_names_out())}


def _telling(counts: csr_matrix, is_it: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How far an n-gram's rate in texts of a label is from its rate in others, either way."""
    seen = counts > 0
    inside = np.asarray(seen[is_it].sum(axis=0)).ravel() + _SMOOTHING
    outside = np.asarray(seen[~is_it].sum(axis=0)).ravel() + _SMOOTHING
    return np.asarray(np.abs(np.log((inside / inside.sum()) / (outside / outside.sum()))))
