"""The intent classifier as Rasa uses it: trained, stored, loaded, asked."""

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.rasa

EXAMPLES = {
    "greet": ["你好", "您好", "在吗", "早上好", "喂，你好", "有人吗"],
    "ask_human": ["转人工", "我要找人工", "人工客服", "能不能转人工", "叫个人来", "找真人"],
    "tell_story": [
        "老板拖欠我们三个月工资不给",
        "楼上天天漏水物业不管",
        "村里修路占了我家的地",
        "学校乱收费多收了五百块",
    ],
}


@pytest.fixture
def trained(tmp_path: Path) -> Any:
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    from nlu.components.intent_classifier import IntentClassifier

    storage = LocalModelStorage.create(tmp_path)
    context = ExecutionContext(GraphSchema({}), "test")
    resource = Resource("intent_classifier")
    messages = [Message.build(text=text, intent=intent) for intent, texts in EXAMPLES.items() for text in texts]
    classifier = IntentClassifier.create({}, storage, resource, context)
    classifier.train(TrainingData(messages))

    def load(**config: Any) -> Any:
        return IntentClassifier.load(config, storage, resource, context)

    return load


def parse(classifier: Any, text: str) -> Any:
    from rasa.shared.nlu.training_data.message import Message

    return classifier.process([Message.build(text=text)])[0]


def test_a_loaded_model_classifies(trained: Any) -> None:
    message = parse(trained(), "帮我转人工")
    assert message.get("intent")["name"] == "ask_human"
    assert message.get("intent_ranking")[0] == message.get("intent")
    assert {each["name"] for each in message.get("intent_ranking")} == set(EXAMPLES)


def test_an_unsure_intent_is_the_fallback(trained: Any) -> None:
    message = parse(trained(threshold=0.99), "嗯嗯那个")
    assert message.get("intent")["name"] == "nlu_fallback"
    assert message.get("intent_ranking")[1]["name"] in EXAMPLES


def test_a_payload_is_left_alone(trained: Any) -> None:
    from rasa.shared.nlu.training_data.message import Message

    message = Message(data={"text": "/give_evidence", "intent": {"name": "give_evidence", "confidence": 1.0}})
    assert trained().process([message])[0].get("intent")["name"] == "give_evidence"


def test_without_a_model_everything_is_the_fallback(tmp_path: Path) -> None:
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource

    from nlu.components.intent_classifier import IntentClassifier

    storage, context = LocalModelStorage.create(tmp_path), ExecutionContext(GraphSchema({}), "test")
    classifier = IntentClassifier.load({}, storage, Resource("missing"), context)
    assert parse(classifier, "你好").get("intent")["name"] == "nlu_fallback"


def test_the_fingerprint_counts_the_sources() -> None:
    from nlu.components.fingerprint import fingerprint_of_sources
    from nlu.components.intent_classifier import IntentClassifier

    assert IntentClassifier.fingerprint_addon({}) == fingerprint_of_sources()


def test_a_topic_is_published_as_rasas_response_selector_would(tmp_path: Path) -> None:
    from nlu.components.intent_classifier import _published

    first = {"name": "faq/cost", "confidence": 0.9}
    assert _published(first) == {"name": "faq", "confidence": 0.9, "full_retrieval_intent_name": "faq/cost"}
    assert _published({"name": "greet", "confidence": 0.9}) == {"name": "greet", "confidence": 0.9}
