"""What goes in and out of the conversation log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


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
