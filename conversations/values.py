"""What goes in and out of the conversation log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class AlertGone(Exception):
    """The alert is closed, taken by somebody else, or not this person's to see."""


class AnsweredAlready(Exception):
    """These messages have their answer: another owner took the conversation over meanwhile and gave it."""


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """A kept message that waits for its answer."""

    id: int
    conversation_id: str
    channel: str
    address: str
    message_id: str
    body: Mapping[str, Any]
    received_at: datetime
    tries: int
    turns: int = 0
    """How many turns its conversation had when this was read."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What became of a message at the door."""

    inbox_id: int
    new: bool
    """False: it was seen before."""
    done: bool
    """It has been answered already."""
    waiting: tuple[InboxRow, ...]
    """The conversation's queue, when this process now owns the conversation; else empty."""
    listening: bool
    """The bot is listening to a story: a burst is heard as one."""


@dataclass(frozen=True, kw_only=True)
class DialogueState:
    """Where a dialogue stands between two turns; Rasa's tracker is rebuilt from it."""

    slots: Mapping[str, Any] = field(default_factory=dict)
    active_loop: str | None = None


@dataclass(frozen=True, kw_only=True)
class StoredTurn:
    """One turn as the dialogue needs it back."""

    seq: int
    events: tuple[Mapping[str, Any], ...]
    state: DialogueState


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A finished turn, to be written down."""

    conversation_id: str
    inbox_ids: tuple[int, ...]
    said: tuple[str, ...]
    replies: tuple[Mapping[str, Any], ...]
    intent: str
    confidence: float
    entities: tuple[Mapping[str, Any], ...]
    requested_slot: str | None
    model_id: str
    duration_ms: int
    events: tuple[Mapping[str, Any], ...]
    state: DialogueState
    misunderstood: bool = False
    sealed: bool = False
    alerts: tuple["NewAlert", ...] = ()
    forget: bool = False
    """The citizen wants what was said here deleted, and may have it: everything before this turn goes."""


@dataclass(frozen=True, kw_only=True)
class NewAlert:
    """A person is called: for which kind of danger (or `human`), and how urgently (`high`, `medium`, `low`)."""

    kind: str
    level: str


@dataclass(frozen=True, kw_only=True)
class AlertView:
    """An alert as the console shows it."""

    id: int
    conversation_id: str
    kind: str
    level: str
    count: int
    """How many messages raised it."""
    raised_at: datetime
    last_at: datetime
    taken_by: str | None
    taken_at: datetime | None
    closed_by: str | None
    closed_at: datetime | None
    note: str
    sealed: bool
    words: tuple[str, ...]
    """What the first and the last of its messages said."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """An alert that somebody has just taken."""

    alert: AlertView
    seconds: float
    """How long it waited for a person."""
    told_before: bool
    """Another alert of the conversation is in somebody's hands already: the citizen knows."""


@dataclass(frozen=True, kw_only=True)
class AlertFigures:
    """Time to human, in seconds, and how many wait now."""

    median: float | None
    p95: float | None
    waiting: int
    waiting_high: int
    newest_high: int
    """The number of the newest high alert that waits; 0 when none does."""
    longest: float | None
    """How long the one that waits longest has waited."""


@dataclass(frozen=True, kw_only=True)
class ConversationFilter:
    """What the operators' list shows; empty means all."""

    channel: str = ""
    intent: str = ""
    misunderstood: bool | None = None
    sealed: bool = False
    """Whether the viewer may see conversations about accusations at all."""
    page: int = 1
    page_size: int = 25


@dataclass(frozen=True, kw_only=True)
class ConversationRow:
    """One line of the operators' list: nothing a citizen said is in it."""

    id: str
    channel: str
    last_at: datetime
    turns: int
    last_intent: str
    min_confidence: float
    misunderstood: int
    waiting: int
    sealed: bool


@dataclass(frozen=True, kw_only=True)
class ConversationPage:
    rows: tuple[ConversationRow, ...]
    total: int
    page: int
    page_size: int


@dataclass(frozen=True, kw_only=True)
class TurnView:
    """One turn of a transcript."""

    seq: int
    at: datetime
    texts: tuple[str, ...]
    replies: tuple[Mapping[str, Any], ...]
    intent: str
    confidence: float
    entities: tuple[Mapping[str, Any], ...]
    requested_slot: str | None
    duration_ms: int
    model_id: str


@dataclass(frozen=True, kw_only=True)
class InboxView:
    """A message whose handling failed, for the operators."""

    id: int
    conversation_id: str
    received_at: datetime
    state: str
    tries: int
    next_try: datetime | None
    error: str
