"""The field extractor as Rasa uses it."""

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.rasa


@pytest.fixture
def extractor(tmp_path: Path) -> Any:
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource

    from nlu.components.field_extractor import FieldExtractor

    storage, context = LocalModelStorage.create(tmp_path), ExecutionContext(GraphSchema({}), "test")
    return FieldExtractor.create({}, storage, Resource("fields"), context)


def entities(extractor: Any, text: str, known: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    from rasa.shared.nlu.training_data.message import Message

    message = Message(data={"text": text, **({"entities": known} if known else {})})
    found: list[dict[str, Any]] = extractor.process([message])[0].get("entities", [])
    return found


def test_finds_entities_with_value_and_place(extractor: Any) -> None:
    text = "我叫王建国，电话138 0013 8000"
    found = entities(extractor, text)
    assert {(each["entity"], each["value"]) for each in found} == {("name", "王建国"), ("phone", "13800138000")}
    assert [text[each["start"] : each["end"]] for each in found if each["entity"] == "phone"] == ["138 0013 8000"]
    assert {each["extractor"] for each in found} == {"FieldExtractor"}


def test_a_payload_holds_no_fields(extractor: Any) -> None:
    assert entities(extractor, '/choose_region{"code": "360704"} 13800138000') == []


def test_keeps_what_others_found(extractor: Any) -> None:
    known = [{"entity": "mood", "value": "angry", "start": 0, "end": 1, "extractor": "other"}]
    assert entities(extractor, "赣县区", known)[0] == known[0]
    assert len(entities(extractor, "赣县区", known)) == 2


def test_a_message_without_fields(extractor: Any) -> None:
    assert entities(extractor, "你好") == []
