"""Rasa's tracker, rebuilt from the last two turns: as long conversations as short ones."""

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

    from bot import tracker_store

    return SimpleNamespace(store=tracker_store, events=events, domain=load_domain())


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
    assert rasa.store.state_of(tracker) == ({"facts": "路灯坏了"}, FORM)


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
        slots, form = rasa.store.state_of(moved.tracker)
        turns.add(*(event.as_dict() for event in moved.new_events), slots=dict(slots), form=form)
    assert turns.kept[-1].state.slots == {"facts": list(range(40))}
    assert set(turns.asked) == {2}
    assert max(read[2:]) == min(read[2:])
