"""Rasa's tracker, rebuilt each turn from the last turns of the log.

Rasa's own store reads and rewrites a conversation's whole history every turn. Nothing in this dialogue looks further
back than the state after a turn (slots, active form), so a tracker is that state plus the events of the last turn: its
cost is the same at the first turn and at the thousandth. Saving only sets the new events aside; `bot.turns` writes
them in the transaction that also holds the answers, so a turn happened wholly or not at all. Where a turn that was
written led is remembered for a while, so that the next one need not read it.
"""

import copy
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, SESSION_START_METADATA_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    AllSlotsReset,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.turn_memory import TurnMemory
from conversations import DialogueState, StoredTurn

BEGINS_ANEW = (SessionStarted, Restarted, AllSlotsReset)
"""What undoes slots: after it a tracker is only made by playing all events."""
BEGUN_WITH = SESSION_START_METADATA_SLOT
"""Rasa keeps what came with a session's first message in a slot; it is not part of the state."""
TURNS_READ = 2
"""One turn whose state is the starting point, one whose events are kept whole for the tracker door and asides."""


@dataclass(frozen=True)
class Moved:
    """A tracker after a turn, what the turn added to it, and where the dialogue stood before and after."""

    tracker: DialogueStateTracker
    new_events: tuple[Event, ...]
    before: DialogueState
    after: DialogueState


class TurnTrackerStore(TrackerStore):
    """Reads trackers from the log's turns, or remembers them, and sets changes aside until the turn is written."""

    def __init__(self, last_turns: Callable[[str, int], Sequence[StoredTurn]]) -> None:
        super().__init__(Domain.empty())
        self._last_turns = last_turns
        self._loaded: dict[str, tuple[int, DialogueState]] = {}
        self._moved: dict[str, Moved] = {}
        self._memory = TurnMemory[Moved]()

    def expect(self, sender_id: str, *, turns: int) -> None:
        """The conversation has had so many turns: where the last of them led may be remembered."""
        self._memory.expect(sender_id, turns)

    def written(self, sender_id: str, *, turns: int) -> None:
        """What was taken last of this conversation is in the log, which has so many turns of it. From any thread."""
        self._memory.written(sender_id, turns)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation's tracker; None for a new conversation."""
        if moved := self._memory.recall(sender_id):
            tracker, state = self._remembered(moved), moved.after
        else:
            turns = self._last_turns(sender_id, TURNS_READ)
            if not turns:
                self._loaded[sender_id] = 0, DialogueState()
                return None
            tracker, state = self._rebuilt(sender_id, turns), turns[-1].state
        self._loaded[sender_id] = len(tracker.events), state
        return tracker

    def _rebuilt(self, sender_id: str, turns: Sequence[StoredTurn]) -> DialogueStateTracker:
        tracker = self.init_tracker(sender_id)
        # With a single turn so far its own events are the beginning; later the state before them is.
        before = turns[0].state if len(turns) == TURNS_READ else DialogueState()
        known = {slot.name for slot in self.domain.slots}
        for event in _state_events(before, self.domain, known):
            tracker.update(event, self.domain)
        for stored in turns[-1].events:
            event = _readable(stored, self.domain, known)
            if event is not None:
                tracker.update(event, self.domain)
        return tracker

    def _remembered(self, moved: Moved) -> DialogueStateTracker:
        """As `_rebuilt` would make it. Its slots are at hand, and they are most of what happens to a tracker."""
        tracker = DialogueStateTracker(moved.tracker.sender_id, ())
        tracker.slots = dict(moved.tracker.slots)
        known = tracker.slots
        for event in _state_events(moved.before, self.domain, known):
            _happened(tracker, event, self.domain)
        for event in moved.new_events:
            if isinstance(event, UserUttered):
                event = _readable(stored_event(event), self.domain, known) or event
            _happened(tracker, event, self.domain)
        if all(getattr(event, "key", None) != BEGUN_WITH for event in moved.new_events):
            tracker.slots[BEGUN_WITH] = copy.copy(tracker.slots[BEGUN_WITH])
            tracker.slots[BEGUN_WITH].reset()
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Set the turn's events aside for `take`."""
        count, before = self._loaded.get(tracker.sender_id, (0, DialogueState()))
        new = tuple(tracker.events)[count:]
        self._moved[tracker.sender_id] = Moved(tracker, new, before, state_of(tracker))

    async def keys(self) -> Iterable[str]:
        """Not offered: the log lists conversations."""
        return ()

    def take(self, sender_id: str) -> Moved:
        """What the turn changed, to be written."""
        self._loaded.pop(sender_id, None)
        moved = self._moved.pop(sender_id)
        if not any(isinstance(event, BEGINS_ANEW) or forgets(event) for event in moved.new_events):
            self._memory.taken(sender_id, moved)
        return moved

    def forget(self, sender_id: str) -> None:
        """Drop what a failed turn left behind."""
        self._loaded.pop(sender_id, None)
        self._moved.pop(sender_id, None)


def state_of(tracker: DialogueStateTracker) -> DialogueState:
    """The slots that are set and the active form."""
    slots = {name: slot.value for name, slot in tracker.slots.items() if slot.value is not None}
    slots.pop(BEGUN_WITH, None)
    return DialogueState(slots=slots, active_loop=tracker.active_loop_name)


def forgets(event: Event) -> bool:
    """Whether what was said is deleted with this turn. Then nothing of it is remembered here either."""
    return isinstance(event, SlotSet) and event.key == "forget" and bool(event.value)


def stored_event(event: Event) -> dict[str, Any]:
    """An event as it is kept: without what can be derived, for a turn may be read back."""
    stored: dict[str, Any] = event.as_dict()
    if parse_data := stored.get("parse_data"):
        stored["parse_data"] = {key: parse_data[key] for key in ("intent", "entities", "text") if key in parse_data}
    return stored


def _happened(tracker: DialogueStateTracker, event: Event, domain: Domain) -> None:
    if isinstance(event, SlotSet):
        tracker.events.append(event)
    else:
        tracker.update(event, domain)


def _state_events(state: DialogueState, domain: Domain, known: Collection[str]) -> list[Event]:
    # A newer model may not know a slot or form any more: the draft does, so it is simply left out here.
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
