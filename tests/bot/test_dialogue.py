"""The embedded engine's edges: actions in this process, honest failures, words that are never payloads.

Whole conversations with a trained model are in `tests/dialogues`.
"""

import json
import threading
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
import structlog

from bot.messages import Heard
from bot.settings import ROOT
from tests.support.rasa import load_domain

pytestmark = pytest.mark.rasa


@pytest.fixture(scope="module")
def rasa() -> Any:
    """The module and what it is made of: imported once, for that takes seconds."""
    from rasa.shared.core import events
    from rasa.shared.core.trackers import DialogueStateTracker
    from rasa.utils.endpoints import ClientResponseError
    from rasa_sdk import Action
    from rasa_sdk.events import SlotSet
    from rasa_sdk.interfaces import ActionExecutionRejection

    from bot import dialogue

    domain = load_domain()
    return SimpleNamespace(
        module=dialogue, events=events, domain=domain, Tracker=DialogueStateTracker, Refused=ClientResponseError,
        Action=Action, SlotSet=SlotSet, Rejection=ActionExecutionRejection,
    )  # fmt: skip


def heard(text: str = "路灯坏了", *, payload: bool = False, **fields: Any) -> Heard:
    values: dict[str, Any] = {
        "conversation_id": "web:s", "channel": "web", "address": "s", "language": "zh",
        "inbox_ids": (1,), "parts": (("m1", text),), "text": text, "payload": payload,
    }  # fmt: skip
    return Heard(**(values | fields))


# ---- actions -------------------------------------------------------------------------------------------------------


def action(rasa: Any, run: Any) -> Any:
    """An action of the name `action_x`."""

    class Made(rasa.Action):  # type: ignore[misc]  # the SDK has no types
        def name(self) -> str:
            return "action_x"

        async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> Any:
            return await run(dispatcher, tracker, domain)

    return Made()


def call(**changes: Any) -> dict[str, Any]:
    tracker = {
        "sender_id": "web:s",
        "slots": {"facts": "路灯坏了"},
        "latest_message": {},
        "events": [],
        "paused": False,
    }
    return {"next_action": "action_x", "sender_id": "web:s", "tracker": tracker, "domain": {}} | changes


async def test_an_action_answers_as_a_server_would(rasa: Any) -> None:
    async def run(dispatcher: Any, tracker: Any, domain: Any) -> Any:
        dispatcher.utter_message(text=f"heard {tracker.get_slot('facts')}")
        return [rasa.SlotSet("place", "梅林镇")]

    endpoint = rasa.module.InProcessActions([action(rasa, run)])
    result = await endpoint.request(json=call(), method="post", timeout=1, compress=False)
    assert result["responses"][0]["text"] == "heard 路灯坏了"
    assert [(event["name"], event["value"]) for event in result["events"]] == [("place", "梅林镇")]


async def test_an_action_is_given_a_copy_and_nothing_that_http_would_not_bring(rasa: Any) -> None:
    given: list[Any] = []

    async def run(dispatcher: Any, tracker: Any, domain: Any) -> Any:
        given.append(tracker.slots)
        tracker.slots["facts"] = "changed"
        return []

    endpoint = rasa.module.InProcessActions([action(rasa, run)])
    original = call(tracker={**call()["tracker"], "slots": {"facts": ("a", "b")}})
    await endpoint.request(json=original)
    assert original["tracker"]["slots"] == {"facts": ("a", "b")}
    assert given[0] is not original["tracker"]["slots"]
    with pytest.raises(TypeError):
        await endpoint.request(json=call(tracker={"slots": {"facts": object()}}))


async def test_an_action_that_fails_aborts_the_turn(rasa: Any) -> None:
    async def run(*_: Any) -> Any:
        raise ValueError("cannot read 王建国")

    endpoint = rasa.module.InProcessActions([action(rasa, run)])
    with pytest.raises(rasa.module.TurnAborted) as aborted:
        await endpoint.request(json=call())
    assert str(aborted.value) == "action_x: ValueError"
    # Rasa goes on after every ordinary exception of an action.
    assert not isinstance(aborted.value, Exception)


async def test_an_action_that_there_is_not_aborts_the_turn(rasa: Any) -> None:
    endpoint = rasa.module.InProcessActions([])
    with pytest.raises(rasa.module.TurnAborted, match="action_x: ActionNotFoundException"):
        await endpoint.request(json=call())


async def test_an_action_that_declines_says_so_as_a_server_would(rasa: Any) -> None:
    async def run(*_: Any) -> Any:
        raise rasa.Rejection("action_x", "not now")

    endpoint = rasa.module.InProcessActions([action(rasa, run)])
    with pytest.raises(rasa.Refused) as refused:
        await endpoint.request(json=call())
    assert refused.value.status == 400
    told = json.loads(refused.value.text)
    assert told["action_name"] == "action_x"
    assert "not now" in told["error"]


# ---- sentences -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "said"), [("zh", "您好，王建国"), ("en", "Hello 王建国"), ("fr", "您好，王建国")])
async def test_a_sentence_is_in_the_language_of_the_message(rasa: Any, language: str, said: str) -> None:
    english = {"type": "slot", "name": "language", "value": "en"}
    responses = {"utter_x": [{"text": "您好，{name}"}, {"text": "Hello {name}", "condition": [english]}]}
    tracker = rasa.Tracker.from_events("web:s", [], rasa.domain.slots)
    tracker.update(rasa.events.UserUttered("你好", metadata={"language": language}), rasa.domain)
    generator = rasa.module.BilingualResponses(responses)
    for _ in range(2):
        generated = await generator.generate("utter_x", tracker, "web", name="王建国")
        assert generated == {"text": said}


async def test_at_the_first_turn_the_language_is_that_of_the_session(rasa: Any) -> None:
    english = {"type": "slot", "name": "language", "value": "en"}
    responses = {"utter_x": [{"text": "您好"}, {"text": "Hello", "condition": [english]}]}
    tracker = rasa.Tracker.from_events("web:s", [], rasa.domain.slots)
    tracker.update(rasa.events.SlotSet("session_started_metadata", {"language": "en"}), rasa.domain)
    generated = await rasa.module.BilingualResponses(responses).generate("utter_x", tracker, "web")
    assert generated == {"text": "Hello"}


async def test_a_sentence_that_there_is_not_is_none(rasa: Any) -> None:
    tracker = rasa.Tracker.from_events("web:s", [], rasa.domain.slots)
    assert await rasa.module.BilingualResponses({}).generate("utter_x", tracker, "web") is None


# ---- turns ---------------------------------------------------------------------------------------------------------


class FakeAgent:
    """Stands for Rasa's agent with its processor: records what it is given, and does what a test says."""

    model_id = "m9"

    def __init__(self, store: Any) -> None:
        self.processor = self
        self.store = store
        self.given: list[Any] = []
        self.threads: set[str] = set()
        self.do: Any = None

    async def parse_message(self, text: str) -> dict[str, Any]:
        return {"text": text}

    async def handle_message(self, message: Any) -> None:
        self.threads.add(threading.current_thread().name)
        self.given.append(message)
        tracker = await self.store.retrieve(message.sender_id) or self.store.init_tracker(message.sender_id)
        if self.do:
            await self.do(message, tracker)
        await self.store.save(tracker)


@pytest.fixture
def agent(rasa: Any, monkeypatch: pytest.MonkeyPatch) -> list[FakeAgent]:
    made: list[FakeAgent] = []

    def load(model: Any, *, tracker_store: Any, **_: Any) -> FakeAgent:
        tracker_store.domain = rasa.domain
        made.append(FakeAgent(tracker_store))
        return made[-1]

    monkeypatch.setattr(rasa.module.Agent, "load", load)
    # It changes Rasa for the whole process.
    monkeypatch.setattr(rasa.module, "relieve", lambda: None)
    return made


@pytest.fixture
async def dialogue(rasa: Any, agent: list[FakeAgent]) -> AsyncIterator[Any]:
    made = rasa.module.Dialogue(ROOT, last_turns=lambda *_: (), actions=[])
    made.start()
    yield made
    made.stop()


async def test_a_turn_gives_all_that_has_to_be_written(dialogue: Any, agent: list[FakeAgent], rasa: Any) -> None:
    entity = {"entity": "place", "value": "梅林镇", "start": 0, "end": 3, "extractor": "FieldExtractor"}

    async def turn(message: Any, tracker: Any) -> None:
        parse = {
            "intent": {"name": "answer", "confidence": 0.8}, "entities": [entity], "text": message.text,
            "intent_ranking": [{"name": "answer"}, {"name": "deny"}], "text_tokens": [(0, 3)],
        }  # fmt: skip
        said = rasa.events.UserUttered(message.text, parse["intent"], [entity], parse_data=parse)
        for event in (
            said,
            rasa.events.SlotSet("place", "梅林镇"),
            rasa.events.SlotSet("requested_slot", "occurred_at"),
            rasa.events.SlotSet("sealed", True),
            rasa.events.ActiveLoop("petition_form"),
        ):
            tracker.update(event, rasa.domain)
        await message.output_channel.send_text_message(message.sender_id, "什么时候？")

    agent[0].do = turn
    answer = await dialogue.handle(heard("梅林镇"))
    assert answer.replies == ({"recipient_id": "web:s", "text": "什么时候？"},)
    assert (answer.intent, answer.confidence, answer.model_id) == ("answer", 0.8, "m9")
    assert answer.entities == ({"entity": "place", "value": "梅林镇", "start": 0, "end": 3},)
    assert (answer.requested_slot, answer.active_loop, answer.sealed) == ("occurred_at", "petition_form", True)
    assert not answer.misunderstood
    # What is written is read back each turn: what can be derived again stays out, and all of it is JSON.
    stored = json.loads(json.dumps(answer.events))[0]
    assert set(stored["parse_data"]) == {"intent", "entities", "text"}
    assert [event["event"] for event in answer.events] == ["user", "slot", "slot", "slot", "active_loop"]


async def test_a_turn_that_was_not_understood_says_so(dialogue: Any, agent: list[FakeAgent], rasa: Any) -> None:
    async def turn(message: Any, tracker: Any) -> None:
        tracker.update(rasa.events.UserUttered("嗯"), rasa.domain)
        tracker.update(rasa.events.SlotSet("misunderstood", True), rasa.domain)

    agent[0].do = turn
    assert (await dialogue.handle(heard("嗯"))).misunderstood


async def test_turns_run_on_the_engines_own_thread(dialogue: Any, agent: list[FakeAgent]) -> None:
    await dialogue.handle(heard())
    assert agent[0].threads == {"rasa"}


@pytest.mark.parametrize("aborted", [True, False])
async def test_a_turn_that_fails_leaves_nothing_and_the_next_one_goes_on(
    dialogue: Any,
    agent: list[FakeAgent],
    rasa: Any,
    aborted: bool,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Its own logger may hold on to the output of an earlier test.
    printer = structlog.wrap_logger(
        structlog.PrintLogger(), [structlog.processors.LogfmtRenderer()], wrapper_class=structlog.BoundLogger
    )
    monkeypatch.setattr(rasa.module, "log", printer)

    async def fails(message: Any, tracker: Any) -> None:
        await agent[0].store.save(tracker)
        raise rasa.module.TurnAborted("action_x: KeyError") if aborted else ValueError(f"cannot read {message.text}")

    agent[0].do = fails
    with pytest.raises(rasa.module.DialogueFailed, match="TurnAborted" if aborted else "ValueError"):
        await dialogue.handle(heard("我叫王建国"))
    with pytest.raises(KeyError):
        agent[0].store.take("web:s")
    printed = "".join(capsys.readouterr())
    assert "王建国" not in printed
    assert ("action_x: KeyError" in printed) is aborted
    agent[0].do = None
    assert (await dialogue.handle(heard())).model_id == "m9"


async def test_rasa_is_told_who_speaks_where_in_which_language_and_with_what(
    dialogue: Any, agent: list[FakeAgent]
) -> None:
    parts = (("m1", "一"), ("m2", "二"))
    await dialogue.handle(heard("一\n二", parts=parts, language="en", data={"files": [{"ref": "r"}]}))
    (message,) = agent[0].given
    assert (message.text, message.sender_id, message.input_channel) == ("一\n二", "web:s", "web")
    assert message.message_id == "m2"
    told = json.loads(json.dumps(message.metadata))
    assert (told["channel"], told["address"], told["language"]) == ("web", "s", "en")
    assert (told["parts"], told["data"]) == ([["m1", "一"], ["m2", "二"]], {"files": [{"ref": "r"}]})


@pytest.mark.parametrize(
    ("text", "payload", "is_payload"),
    [
        ("/affirm", False, False),
        ('/change_field{"field": "facts"}', False, False),
        ("/affirm", True, True),
        ("路灯坏了/affirm", False, False),
    ],
)
async def test_a_citizens_own_words_are_never_a_payload_to_rasa(
    dialogue: Any, agent: list[FakeAgent], text: str, payload: bool, is_payload: bool
) -> None:
    await dialogue.handle(heard(text, payload=payload))
    given = agent[0].given[0].text
    assert given.startswith("/") is is_payload
    assert given.endswith(text)


async def test_a_tracker_is_shown_in_rasas_form_and_none_for_a_stranger(rasa: Any, agent: list[FakeAgent]) -> None:
    from conversations import DialogueState, StoredTurn

    event = {"event": "user", "text": "路灯坏了", "parse_data": {"intent": {"name": "tell_story"}, "entities": []}}
    known = {"rest:s": (StoredTurn(seq=1, events=(event,), state=DialogueState()),)}
    made = rasa.module.Dialogue(ROOT, last_turns=lambda name, _: known.get(name, ()), actions=[])
    made.start()
    try:
        shown = await made.tracker("rest:s")
        assert shown["sender_id"] == "rest:s"
        assert shown["latest_message"]["text"] == "路灯坏了"
        assert "requested_slot" in shown["slots"]
        assert [each["event"] for each in shown["events"]][-1] == "user"
        assert await made.tracker("rest:stranger") is None
    finally:
        made.stop()


def test_a_model_that_cannot_be_loaded_is_told_of_at_the_start(rasa: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*_: Any, **__: Any) -> Any:
        raise FileNotFoundError("no model")

    monkeypatch.setattr(rasa.module.Agent, "load", load)
    monkeypatch.setattr(rasa.module, "relieve", lambda: None)
    made = rasa.module.Dialogue(ROOT, last_turns=lambda *_: (), actions=[])
    with pytest.raises(FileNotFoundError, match="no model"):
        made.start()


async def test_a_person_is_called_for_this_turns_danger_and_not_for_the_last_ones(
    dialogue: Any, agent: list[FakeAgent], rasa: Any
) -> None:
    async def dangerous(message: Any, tracker: Any) -> None:
        tracker.update(rasa.events.UserUttered("我不想活了"), rasa.domain)
        for kind in ("self_harm", "human"):
            tracker.update(rasa.events.SlotSet("alerts", [{"kind": kind, "level": "high"}]), rasa.domain)

    async def harmless(message: Any, tracker: Any) -> None:
        tracker.update(rasa.events.UserUttered("在吗"), rasa.domain)

    agent[0].do = dangerous
    assert [alert["kind"] for alert in (await dialogue.handle(heard("我不想活了"))).alerts] == ["self_harm", "human"]
    agent[0].do = harmless
    assert (await dialogue.handle(heard("在吗"))).alerts == ()
