"""Rasa's tracker, rebuilt from the last two turns: as long conversations as short ones."""

import json
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from conversations import DialogueState, StoredTurn
from tests.support.rasa import load_domain

pytestmark = pytest.mark.rasa

FORM = "petition_form"
LISTEN = {"event": "action", "name": "action_listen", "policy": None, "confidence": None}


@pytest.fixture(scope="module")
def rasa() -> Any:
    """The store's module, Rasa's events and the domain: imported once, for that takes seconds."""
    from rasa.shared.core import events
    from rasa.shared.core.trackers import EventVerbosity

    from bot import tracker_store

    return SimpleNamespace(store=tracker_store, events=events, domain=load_domain(), ALL=EventVerbosity.ALL)


class Turns:
    """The turns that are kept, and how many were asked for."""

    def __init__(self) -> None:
        self.kept: list[StoredTurn] = []
        self.asked: list[int] = []

    def add(self, *events: dict[str, Any], slots: dict[str, Any] | None = None, form: str | None = None) -> None:
        state = DialogueState(slots=slots or {}, active_loop=form)
        self.kept.append(StoredTurn(seq=len(self.kept) + 1, events=events, state=state))

    def __call__(self, conversation_id: str, count: int) -> Sequence[StoredTurn]:
        self.asked.append(count)
        return self.kept[-count:]


@pytest.fixture
def turns() -> Turns:
    return Turns()


@pytest.fixture
def store(rasa: Any, turns: Turns) -> Any:
    made = rasa.store.TurnTrackerStore(turns)
    made.domain = rasa.domain
    return made


def user(text: str, intent: str = "tell_story") -> dict[str, Any]:
    parse = {"intent": {"name": intent, "confidence": 0.9}, "entities": [], "text": text}
    return {"event": "user", "text": text, "parse_data": parse, "message_id": "m1", "metadata": {"language": "zh"}}


def bot(text: str) -> dict[str, Any]:
    return {"event": "bot", "text": text, "data": {}, "metadata": {}}


def slot(name: str, value: Any) -> dict[str, Any]:
    return {"event": "slot", "name": name, "value": value}


def set_slots(tracker: Any) -> dict[str, Any]:
    return {name: found.value for name, found in tracker.slots.items() if found.value is not None}


async def test_a_conversation_that_is_not_known_has_no_tracker(store: Any) -> None:
    assert await store.retrieve("web:s") is None


async def test_after_one_turn_the_tracker_is_what_that_turn_did(store: Any, turns: Turns) -> None:
    turns.add(user("路灯坏了"), slot("facts", "路灯坏了"), bot("在哪里？"), slot("requested_slot", "place"), LISTEN)
    tracker = await store.retrieve("web:s")
    assert tracker.sender_id == "web:s"
    assert set_slots(tracker) == {"facts": "路灯坏了", "requested_slot": "place"}
    assert (tracker.latest_message.text, tracker.latest_message.intent["name"]) == ("路灯坏了", "tell_story")
    assert tracker.latest_action_name == "action_listen"


async def test_later_the_state_before_the_last_turn_is_the_beginning(store: Any, turns: Turns) -> None:
    turns.add(user("你好", "greet"), LISTEN)
    turns.add(user("路灯坏了"), LISTEN, slots={"facts": "路灯坏了", "requested_slot": "place"}, form=FORM)
    turns.add(user("梅林镇", "answer"), slot("place", "梅林镇"), slot("requested_slot", "occurred_at"), LISTEN)
    tracker = await store.retrieve("web:s")
    assert set_slots(tracker) == {"facts": "路灯坏了", "place": "梅林镇", "requested_slot": "occurred_at"}
    assert tracker.active_loop_name == FORM
    said = [event.text for event in tracker.events if type(event).__name__ == "UserUttered"]
    assert said == ["梅林镇"]


async def test_what_a_turn_took_back_does_not_come_again(store: Any, turns: Turns) -> None:
    turns.add(user("路灯坏了"), LISTEN, slots={"facts": "路灯坏了", "requested_slot": "place"}, form=FORM)
    turns.add(
        user("算了", "cancel"), slot("facts", None), slot("requested_slot", None),
        {"event": "active_loop", "name": None}, LISTEN,
    )  # fmt: skip
    tracker = await store.retrieve("web:s")
    assert set_slots(tracker) == {}
    assert tracker.active_loop_name is None


async def test_only_the_new_events_are_set_aside(store: Any, turns: Turns, rasa: Any) -> None:
    turns.add(user("你好", "greet"), LISTEN)
    turns.add(user("路灯坏了"), LISTEN, slots={"facts": "路灯坏了"}, form=FORM)
    tracker = await store.retrieve("web:s")
    new = [rasa.events.UserUttered("梅林镇"), rasa.events.SlotSet("place", "梅林镇")]
    for event in new:
        tracker.update(event, rasa.domain)
    await store.save(tracker)
    moved = store.take("web:s")
    assert list(moved.new_events) == new
    assert moved.tracker is tracker


async def test_of_a_new_conversation_all_events_are_new(store: Any, rasa: Any) -> None:
    assert await store.retrieve("web:s") is None
    tracker = store.init_tracker("web:s")
    tracker.update(rasa.events.SessionStarted(), rasa.domain)
    await store.save(tracker)
    assert [type(event).__name__ for event in store.take("web:s").new_events] == ["SessionStarted"]


@pytest.mark.parametrize("end", ["take", "forget"])
async def test_a_turn_leaves_nothing_behind(store: Any, turns: Turns, end: str) -> None:
    turns.add(user("你好", "greet"), LISTEN)
    await store.save(await store.retrieve("web:s"))
    getattr(store, end)("web:s")
    with pytest.raises(KeyError):
        store.take("web:s")
    assert vars(store)["_loaded"] == {}


async def test_conversations_are_set_aside_apart(store: Any, turns: Turns, rasa: Any) -> None:
    turns.add(user("你好", "greet"), LISTEN)
    trackers = [await store.retrieve(name) for name in ("web:a", "web:b")]
    for number, tracker in enumerate(trackers):
        tracker.update(rasa.events.SlotSet("facts", number), rasa.domain)
        await store.save(tracker)
    assert [store.take(name).new_events[0].value for name in ("web:b", "web:a")] == [1, 0]


async def test_what_a_newer_model_does_not_know_any_more_is_left_out(store: Any, turns: Turns) -> None:
    turns.add(user("一"), LISTEN, slots={"gone": "x", "facts": "路灯坏了"}, form="gone_form")
    turns.add(user("二", "gone_intent"), slot("gone", "y"), slot("place", "梅林镇"), LISTEN)
    tracker = await store.retrieve("web:s")
    assert set_slots(tracker) == {"facts": "路灯坏了", "place": "梅林镇"}
    assert tracker.active_loop_name is None
    assert tracker.latest_message.text == "二"
    assert tracker.latest_message.intent["name"] is None


def test_the_state_is_what_is_set_and_the_form(rasa: Any, store: Any) -> None:
    tracker = store.init_tracker("web:s")
    for event in (
        rasa.events.SlotSet("facts", "路灯坏了"),
        rasa.events.SlotSet("place", "梅林镇"),
        rasa.events.SlotSet("place", None),
        rasa.events.SlotSet("session_started_metadata", {"language": "zh"}),
        rasa.events.ActiveLoop(FORM),
    ):
        tracker.update(event, rasa.domain)
    assert rasa.store.state_of(tracker) == DialogueState(slots={"facts": "路灯坏了"}, active_loop=FORM)


async def test_a_long_conversation_costs_what_a_short_one_does(store: Any, turns: Turns, rasa: Any) -> None:
    """Forty turns, each written as `bot.turns` would: what is read does not grow, what was said is not lost."""
    read: list[int] = []
    for number in range(40):
        tracker = await store.retrieve("web:s")
        if tracker is None:
            tracker = store.init_tracker("web:s")
            tracker.update(rasa.events.ActionExecuted("action_listen"), rasa.domain)
        read.append(len(tracker.events))
        tracker.update(rasa.events.UserUttered(str(number)), rasa.domain)
        tracker.update(rasa.events.SlotSet("facts", [*(tracker.get_slot("facts") or []), number]), rasa.domain)
        tracker.update(rasa.events.ActionExecuted("action_listen"), rasa.domain)
        await store.save(tracker)
        moved = store.take("web:s")
        turns.add(*(event.as_dict() for event in moved.new_events), slots=dict(moved.after.slots))
    assert turns.kept[-1].state.slots == {"facts": list(range(40))}
    assert set(turns.asked) == {2}
    assert max(read[2:]) == min(read[2:])


def begun(rasa: Any) -> list[Any]:
    events = rasa.events
    parse = {"intent": {"name": "tell_story", "confidence": 0.9}, "entities": [], "text": "路灯坏了", "ranking": [1, 2]}
    return [
        events.SlotSet("session_started_metadata", {"language": "zh"}),
        events.ActionExecuted("action_session_start"),
        events.SessionStarted(),
        events.ActionExecuted("action_listen"),
        events.UserUttered("路灯坏了", parse["intent"], [], parse, metadata={"language": "zh"}),
        events.ActionExecuted(FORM),
        events.ActiveLoop(FORM),
        events.SlotSet("facts", "路灯坏了"),
        events.SlotSet("requested_slot", "place"),
        events.BotUttered("在哪里？"),
        events.ActionExecuted("action_listen"),
    ]


def asked_back(rasa: Any) -> list[Any]:
    events = rasa.events
    parse = {"intent": {"name": "faq", "confidence": 0.8}, "entities": [], "text": "要多久", "ranking": [1, 2]}
    return [
        events.UserUttered("要多久", parse["intent"], [], parse, metadata={"language": "zh"}),
        events.ActionExecutionRejected(FORM),
        events.ActionExecuted("action_answer_question"),
        events.SlotSet("last_aside", "faq"),
        events.LoopInterrupted(True),
        events.BotUttered("六十天"),
        events.ActionExecuted("action_listen"),
    ]


def answered(rasa: Any) -> list[Any]:
    events = rasa.events
    parse = {"intent": {"name": "answer", "confidence": 0.8}, "entities": [], "text": "梅林镇", "ranking": [1, 2]}
    return [
        events.UserUttered("梅林镇", parse["intent"], [], parse, metadata={"language": "zh"}),
        events.ActionExecuted(FORM),
        events.SlotSet("place", "梅林镇"),
        events.SlotSet("last_aside", None),
        events.SlotSet("requested_slot", None),
        events.ActiveLoop(None),
        events.ActionExecuted("action_listen"),
    ]


async def test_what_is_remembered_is_what_the_log_would_give(store: Any, turns: Turns, rasa: Any) -> None:
    """The same dialogue twice, with a store that remembers and with one that reads: each turn begins alike."""
    reading = rasa.store.TurnTrackerStore(turns)
    reading.domain = rasa.domain
    read: list[int] = []
    for number, happens in enumerate((begun, asked_back, asked_back, answered, asked_back, begun)):
        turns.asked.clear()
        store.expect("web:s", turns=number)
        tracker = await store.retrieve("web:s")
        read.append(len(turns.asked))
        rebuilt = await reading.retrieve("web:s")
        assert all_of(rasa, tracker) == all_of(rasa, rebuilt)
        tracker = tracker or store.init_tracker("web:s")
        for event in happens(rasa)[4 if number == 5 else 0 :]:
            tracker.update(event, rasa.domain)
        await store.save(tracker)
        moved = store.take("web:s")
        events = json.loads(json.dumps([rasa.store.stored_event(event) for event in moved.new_events]))
        turns.add(*events, slots=dict(moved.after.slots), form=moved.after.active_loop)
        store.written("web:s", turns=number + 1)
    # A session that began is read once more.
    assert read == [1, 1, 0, 0, 0, 0]


def all_of(rasa: Any, tracker: Any) -> Any:
    if tracker is None:
        return None
    whole = tracker.current_state(rasa.ALL)
    events = [{name: value for name, value in event.items() if name != "timestamp"} for event in whole.pop("events")]
    del whole["latest_event_time"]
    loop = vars(tracker.active_loop) if tracker.active_loop else None
    return whole, events, loop, tracker.followup_action, tracker.latest_bot_utterance.text


@pytest.mark.parametrize(
    "turns_since",
    [3, 1, None],
    ids=["another process answered meanwhile", "it was not written after all", "nobody knows"],
)
async def test_only_the_last_turn_is_remembered(store: Any, turns: Turns, rasa: Any, turns_since: int | None) -> None:
    turns.add(user("你好", "greet"), LISTEN)
    store.expect("web:s", turns=1)
    tracker = await store.retrieve("web:s")
    tracker.update(rasa.events.SlotSet("facts", "别的"), rasa.domain)
    await store.save(tracker)
    store.take("web:s")
    store.written("web:s", turns=2)
    if turns_since is not None:
        store.expect("web:s", turns=turns_since)
    assert set_slots(await store.retrieve("web:s")) == {}


@pytest.mark.parametrize("forget", [True, None])
async def test_a_turn_that_deletes_what_was_said_is_not_remembered(
    store: Any, turns: Turns, rasa: Any, forget: bool | None
) -> None:
    turns.add(user("你好", "greet"), LISTEN)
    store.expect("web:s", turns=1)
    tracker = await store.retrieve("web:s")
    for name, value in (("facts", "路灯坏了"), ("forget", forget)):
        tracker.update(rasa.events.SlotSet(name, value), rasa.domain)
    await store.save(tracker)
    store.take("web:s")
    store.written("web:s", turns=2)
    store.expect("web:s", turns=2)
    assert ("facts" in set_slots(await store.retrieve("web:s"))) == (not forget)
