"""The fields of the intake form in a message, as entities for Rasa."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from nlu.components.fingerprint import fingerprint_of_sources
from nlu.text.mentions import Mention
from nlu.text.pipeline import mentions_of, shared_pipeline


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FieldExtractor(GraphComponent, EntityExtractorMixin):
    """Adds places, times, phones, names, counts, respondents, amounts and requests to a message's entities."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config
        self._nlp = shared_pipeline()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "FieldExtractor":
        """Create the component."""
        return cls(config)

    @staticmethod
    def required_packages() -> list[str]:
        """Name the packages this component needs."""
        return ["spacy"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Count helper modules and word lists as part of the component."""
        return fingerprint_of_sources()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the fields found in each message to its entities; a payload such as /affirm holds none."""
        for message in messages:
            text = message.get(TEXT)
            if text and not text.startswith("/"):
                found = [*message.get(ENTITIES, []), *self._entities(text)]
                message.set(ENTITIES, found, add_to_output=True)
        return messages

    def _entities(self, text: str) -> list[dict[str, Any]]:
        mentions = mentions_of(self._nlp, text)
        return self.add_extractor_name(
            [_entity(label, mention) for label, found in mentions.items() for mention in found]
        )


def _entity(label: str, mention: Mention) -> dict[str, Any]:
    return {
        ENTITY_ATTRIBUTE_TYPE: label.lower(),
        ENTITY_ATTRIBUTE_VALUE: mention.value,
        ENTITY_ATTRIBUTE_START: mention.start,
        ENTITY_ATTRIBUTE_END: mention.end,
    }
