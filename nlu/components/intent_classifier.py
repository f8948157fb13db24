"""The intent of a message, as a component of Rasa's pipeline."""

import logging
from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as RasaIntentClassifier
from rasa.shared.nlu.constants import FULL_RETRIEVAL_INTENT_NAME_KEY, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.fingerprint import fingerprint_of_sources
from nlu.text.codes import is_bare_code
from nlu.text.intents import IntentModel, intent_of
from nlu.text.regions import Gazetteer
from nlu.text.replies import not_to_be_filed

logger = logging.getLogger(__name__)

FALLBACK = "nlu_fallback"
RESUME = "resume_draft"
CANCEL = "cancel"
_FILE = "intents.joblib"
_RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent, RasaIntentClassifier):
    """Classifies messages by character n-grams and the shape of short answers; unsure ones are `nlu_fallback`.

    A question of `faq` is published as Rasa's response selector would: the intent is `faq`, and its
    `full_retrieval_intent_name` tells the topic. The ranking has the full names.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Below `threshold`, or with a second intent closer than `margin`, the intent is not taken for granted."""
        return {"threshold": 0.3, "margin": 0.02, "story_intent": "tell_story", "strength": 20.0}

    @staticmethod
    def required_packages() -> list[str]:
        """Name the packages this component needs."""
        return ["sklearn", "joblib"]

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: IntentModel | None = None
    ) -> None:
        self._config = {**self.get_default_config(), **config}
        self._model_storage = model_storage
        self._resource = resource
        self._gazetteer = Gazetteer.load()
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "IntentClassifier":
        """Create an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "IntentClassifier":
        """Load a trained component."""
        try:
            with model_storage.read_from(resource) as folder:
                model = joblib.load(folder / _FILE)
        except (ValueError, FileNotFoundError):
            logger.warning("No trained intent model in %s; every message will be %s.", resource.name, FALLBACK)
            model = None
        return cls(config, model_storage, resource, model)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Retrain when a helper module or a word list changed."""
        return fingerprint_of_sources()

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the examples that carry an intent, and keep the model."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT) and example.get(INTENT)]
        # With the topic, where an intent has topics: "faq/cost".
        intents = [example.get_full_intent() for example in examples]
        if len({intent_of(intent) for intent in intents}) < 2:
            logger.warning("The intent classifier needs examples of at least two intents; it stays untrained.")
            return self._resource
        # scikit-learn trains; serving does without it.
        from nlu.text.intents_training import train_intents

        texts = [example.get(TEXT) for example in examples]
        story, strength = self._config["story_intent"], float(self._config["strength"])
        self._model = train_intents(texts, intents, self._gazetteer, story_intent=story, strength=strength)
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and its ranking on each message that has words and no intent by payload."""
        for message in messages:
            text = message.get(TEXT)
            if not text or text.startswith("/"):
                continue
            ranking = self._rank(text)
            message.set(INTENT, _published(ranking[0]), add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking[:_RANKED], add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as it is: nothing after this component reads what it would add."""
        return training_data

    def _rank(self, text: str) -> list[dict[str, Any]]:
        if is_bare_code(text):
            return [{"name": RESUME, "confidence": 1.0}]
        if not_to_be_filed(text):
            return [{"name": CANCEL, "confidence": 1.0}]
        shares = self._model.rank(text, self._gazetteer) if self._model else []
        ranking = [{"name": name, "confidence": share} for name, share in shares]
        best, second = (shares[0][1], shares[1][1]) if len(shares) > 1 else (0.0, 0.0)
        if best < self._config["threshold"] or best - second < self._config["margin"]:
            # The doubt itself is the confidence of the fallback, as in Rasa's own.
            return [{"name": FALLBACK, "confidence": round(1.0 - best, 4)}, *ranking]
        return ranking


def _published(first: dict[str, Any]) -> dict[str, Any]:
    intent = intent_of(first["name"])
    if intent == first["name"]:
        return first
    return {**first, "name": intent, FULL_RETRIEVAL_INTENT_NAME_KEY: first["name"]}
