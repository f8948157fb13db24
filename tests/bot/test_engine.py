"""What the engine is spared of leads to the same as what Rasa would have done."""

from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.rasa import load_domain

pytestmark = pytest.mark.rasa

FORM = "petition_form"


@pytest.fixture(scope="module")
def rasa() -> Any:
    """Rasa's own functions, kept from before the engine is relieved, and those that take their places."""
    from rasa.core.actions.action import ActionExtractSlots, RemoteAction
    from rasa.core.actions.forms import FormAction
    from rasa.graph_components.providers.domain_provider import DomainProvider
    from rasa.shared.core import events
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

    from bot import engine

    return SimpleNamespace(
        engine=engine, events=events, domain=load_domain(), Tracker=DialogueStateTracker, ALL=EventVerbosity.ALL,
        RemoteAction=RemoteAction, action_call=engine._action_call_format, ExtractSlots=ActionExtractSlots,
        Domain=Domain, DomainProvider=DomainProvider, FormAction=FormAction,
        replayed=lambda tracker: tracker.travel_back_in_time(float("inf")),
    )  # fmt: skip


@pytest.fixture
def tracker(rasa: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Somebody in the middle of the form, who has just asked something else."""
    monkeypatch.setattr(rasa.Tracker, "_set_slot", rasa.engine._slot_replaced)
    monkeypatch.setattr(rasa.Tracker, "_reset_slots", rasa.engine._slots_replaced)
    made = rasa.Tracker("web:s", rasa.domain.slots)
    told = rasa.events.UserUttered("路灯坏了", intent={"name": "tell_story", "confidence": 0.9})
    asked = rasa.events.UserUttered("要多久", intent={"name": "faq", "confidence": 0.9})
    happened = [
        rasa.events.ActionExecuted("action_listen"),
        told,
        rasa.events.ActionExecuted(FORM),
        rasa.events.ActiveLoop(FORM),
        rasa.events.SlotSet("facts", "路灯坏了"),
        rasa.events.SlotSet("requested_slot", "place"),
        rasa.events.BotUttered("在哪里？"),
        rasa.events.ActionExecuted("action_listen"),
        asked,
        rasa.events.ActionExecutionRejected(FORM),
        rasa.events.FollowupAction("action_answer_question"),
    ]
    for event in happened:
        made.update(event, rasa.domain)
    return made


def state(rasa: Any, tracker: Any) -> dict[str, Any]:
    whole: dict[str, Any] = tracker.current_state(rasa.ALL)
    return whole | {"rejected": tracker.is_active_loop_rejected, "followup": tracker.followup_action}


def test_a_twin_is_what_playing_all_events_again_would_make(rasa: Any, tracker: Any) -> None:
    assert state(rasa, rasa.engine._twin(tracker)) == state(rasa, rasa.replayed(tracker))


def test_what_happens_to_a_twin_does_not_happen_to_its_tracker(rasa: Any, tracker: Any) -> None:
    before = state(rasa, tracker)
    twin = rasa.engine._twin(tracker)
    for event in (
        rasa.events.SlotSet("facts", "别的"),
        rasa.events.ActionExecuted(FORM),
        rasa.events.ActionExecutionRejected(FORM),
        rasa.events.ActiveLoop(None),
    ):
        twin.update(event, rasa.domain)
    assert state(rasa, tracker) == before
    assert twin.get_slot("facts") == "别的"
    twin.update(rasa.events.AllSlotsReset(), rasa.domain)
    assert state(rasa, tracker) == before
    assert twin.get_slot("facts") is None


def test_the_form_validates_on_the_same_tracker_as_rasas_own(rasa: Any, tracker: Any) -> None:
    form = rasa.FormAction(FORM, None)
    added = [rasa.events.SlotSet("facts", "路灯坏了三盏")]
    rasas = rasa.Tracker.from_events(
        tracker.sender_id,
        [
            *tracker.events_after_latest_restart(),
            rasa.events.SlotSet("requested_slot", "place"),
            rasa.events.ActionExecuted(FORM),
            *added,
        ],
        slots=rasa.domain.slots,
    )
    ours = rasa.engine._with_the_form_running(form, tracker, added, rasa.domain)
    mine, theirs = state(rasa, ours), state(rasa, rasas)
    for each in (mine, theirs):
        # Two events of the form's own are made anew each time.
        for event in each["events"]:
            event.pop("timestamp", None)
        each.pop("latest_event_time")
    assert mine == theirs


def test_an_action_is_told_of_this_turn_what_rasa_would_tell_it(rasa: Any, tracker: Any) -> None:
    ours = rasa.engine._with_this_turn_alone(rasa.RemoteAction("action_x", None), tracker, rasa.domain)
    theirs = rasa.action_call(rasa.RemoteAction("action_x", None), tracker, rasa.domain)
    del theirs["domain"]
    events = theirs["tracker"].pop("events")
    assert ours["tracker"].pop("events") == events[-3:]
    assert events[-3]["event"] == "user"
    assert ours == theirs


def test_before_anything_was_said_an_action_is_told_all_there_is(rasa: Any) -> None:
    fresh = rasa.Tracker("web:s", rasa.domain.slots)
    fresh.update(rasa.events.SlotSet("language", "en"), rasa.domain)
    called = rasa.engine._with_this_turn_alone(rasa.RemoteAction("action_x", None), fresh, rasa.domain)
    assert [event["event"] for event in called["tracker"]["events"]] == ["slot"]


@pytest.mark.parametrize(("last", "begins"), [(None, True), ("action_session_start", True), ("action_listen", False)])
async def test_rasa_begins_a_session_where_nothing_was_said(
    rasa: Any, last: str | None, begins: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Any] = []

    async def begin(processor: Any, *arguments: Any) -> None:
        begun.append(arguments)

    monkeypatch.setattr(rasa.engine, "_update_tracker_session", begin)
    tracker = rasa.Tracker("web:s", rasa.domain.slots)
    if last:
        tracker.update(rasa.events.ActionExecuted(last), rasa.domain)
    processor = SimpleNamespace(_has_session_expired=lambda tracker: False)
    await rasa.engine._begun_already(processor, tracker, None)
    await rasa.engine._begun_already(SimpleNamespace(_has_session_expired=lambda tracker: True), tracker, None)
    assert len(begun) == (2 if begins else 1)


async def test_slots_are_extracted_where_one_would_be_filled_by_rasa(
    rasa: Any, tracker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def extract(action: Any, *arguments: Any) -> list[str]:
        return ["extracted"]

    extracted = rasa.engine._nothing_is_extracted
    theirs = await rasa.engine._extract_slots(rasa.ExtractSlots(None), None, None, tracker, rasa.domain)
    assert await extracted(None, None, None, tracker, rasa.domain) == theirs == []
    monkeypatch.setattr(rasa.engine, "_extract_slots", extract)
    mapped = SimpleNamespace(name="facts", mappings=[{"type": "from_text"}])
    by_rasa = SimpleNamespace(slots=[mapped], user_actions=[])
    assert await extracted(None, None, None, tracker, by_rasa) == ["extracted"]


@pytest.mark.filterwarnings("ignore")
def test_a_trained_domain_is_read_as_rasa_reads_it(rasa: Any, tmp_path: Path) -> None:
    storage = SimpleNamespace(read_from=lambda resource: nullcontext(tmp_path))
    rasa.domain.persist(tmp_path / "domain.yml")
    load = rasa.engine._valid_since_it_was_trained
    ours = load(rasa.DomainProvider, {}, storage, None, None).provide_inference()
    assert ours.as_dict() == rasa.Domain.from_path(tmp_path).as_dict()
    assert ours.fingerprint() == rasa.Domain.from_path(tmp_path).fingerprint()


@pytest.mark.parametrize(
    "name", [FORM, "action_listen", "action_extract_slots", "action_file_petition", "utter_default"]
)
def test_an_action_is_made_once_and_is_what_rasa_would_make(rasa: Any, name: str) -> None:
    endpoint = SimpleNamespace()
    ours = rasa.engine._action_made_once(name, rasa.domain, endpoint)
    rasas = rasa.engine._action_for_name_or_text(name, rasa.domain, endpoint)
    assert (type(ours), vars(ours)) == (type(rasas), vars(rasas))
    assert rasa.engine._action_made_once(name, rasa.domain, endpoint) is ours


def test_an_action_that_there_is_not_is_none(rasa: Any) -> None:
    with pytest.raises(Exception, match="action_of_nobody"):
        rasa.engine._action_made_once("action_of_nobody", rasa.domain, None)
