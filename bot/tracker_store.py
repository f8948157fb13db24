"""Rasa's tracker, rebuilt each turn from the last turns of the log.

Rasa's own store reads and rewrites a conversation's whole history every turn. Nothing in this dialogue looks further
back than the state after a turn (slots, active form), so a tracker is that state plus the events of the last turn: its
cost is the same at the first turn and at the thousandth. Saving only sets the new events aside; `bot.turns` writes
them in the transaction that also holds the answers, so a turn happened wholly or not at all.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from conversations import DialogueState, StoredTurn

TURNS_READ = 2
"""One turn whose state is the starting point, one whose events are kept whole for the tracker door and asides."""


@dataclass(frozen=True)
class Moved:
    """A tracker after a turn, and what the turn added to it."""

    tracker: DialogueStateTracker
    new_events: tuple[Event, ...]


class TurnTrackerStore(TrackerStore):
    """Reads trackers from the log's turns and sets changes aside until the turn is written."""

    def __init__(self, last_turns: Callable[[str, int], Sequence[StoredTurn]]) -> None:
        super().__init__(Domain.empty())
        self._last_turns = last_turns
        self._loaded: dict[str, int] = {}
        self._moved: dict[str, Moved] = {}

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation's tracker; None for a new conversation."""
        turns = self._last_turns(sender_id, TURNS_READ)
        if not turns:
            self._loaded[sender_id] = 0
            return None
        tracker = self.init_tracker(sender_id)
        # With a single turn so far its own events are the beginning; later the state before them is.
        if len(turns) == TURNS_READ:
            for event in _state_events(turns[0].state, self.domain):
                tracker.update(event, self.domain)
        else:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME), self.domain)
        known = {slot.name for slot in self.domain.slots}
        for stored in turns[-1].events:
            event = _readable(stored, self.domain, known)
            if event is not None:
                tracker.update(event, self.domain)
        self._loaded[sender_id] = len(tracker.events)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Set the turn's events aside for `take`."""
        new = list(tracker.events)[self._loaded.get(tracker.sender_id, 0) :]
        self._moved[tracker.sender_id] = Moved(tracker, tuple(new))

    async def keys(self) -> Iterable[str]:
        """Not offered: the log lists conversations."""
        return ()

    def take(self, sender_id: str) -> Moved:
        """What the turn changed, forgetting it here."""
        self._loaded.pop(sender_id, None)
        return self._moved.pop(sender_id)

    def forget(self, sender_id: str) -> None:
        """Drop what a failed turn left behind."""
        self._loaded.pop(sender_id, None)
        self._moved.pop(sender_id, None)


def state_of(tracker: DialogueStateTracker) -> tuple[Mapping[str, Any], str | None]:
    """The slots that are set and the active form."""
    slots = {name: slot.value for name, slot in tracker.slots.items() if slot.value is not None}
    slots.pop("session_started_metadata", None)
    return slots, tracker.active_loop_name


def _state_events(state: DialogueState, domain: Domain) -> list[Event]:
    # A newer model may not know a slot or form any more: the draft does, so it is simply left out here.
    known = {slot.name for slot in domain.slots}
    events: list[Event] = [SlotSet(name, value) for name, value in state.slots.items() if name in known]
    if state.active_loop in domain.form_names:
        events.append(ActiveLoop(state.active_loop))
    events.append(ActionExecuted(ACTION_LISTEN_NAME))
    return events


def _readable(stored: Mapping[str, Any], domain: Domain, slots: Collection[str]) -> Event | None:
    event = Event.from_parameters(dict(stored))
    if isinstance(event, SlotSet) and event.key not in slots:
        return None
    if isinstance(event, UserUttered) and event.intent_name and event.intent_name not in domain.intents:
        event.intent = {"name": None, "confidence": 0.0}
    return event
