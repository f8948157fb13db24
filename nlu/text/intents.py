"""The intent model: TF-IDF over the features of `nlu.text.features`, logistic regression above it.

A label such as `faq/cost` is a topic of the intent `faq`. Intents compete with intents; which topic it is, is asked
beside.
"""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.text.features import features, is_plain_story
from nlu.text.regions import Gazetteer
from nlu.text.replies import asks

#: How many times likelier a long message without a question or command is the telling of what happened.
_STORY_ODDS = 8.0
_VERY_LONG = 150
TOPIC = "/"
_GREETING = re.compile(
    r"^\W*(?:(?:[你您妳]们?|大家|同志|领导)好[呀啊哇]?|喂+|在吗|hello|hi|hey|good (?:morning|afternoon|evening))"
    r"[\s,，。.!！~]+(?=.{4})",
    re.IGNORECASE,
)


def without_greeting(text: str) -> str:
    """你好，你是真人吗 asks something: what greets first and then asks, without its greeting."""
    rest = _GREETING.sub("", text)
    return rest if asks(rest) or rest.rstrip().endswith(("?", "？")) else text


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
        text = without_greeting(text)
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
    return label.partition(TOPIC)[0]
