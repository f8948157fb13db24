"""What passes between a channel and the rest of the bot. Imports nothing of ours, so that every channel can."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class Kind(StrEnum):
    """What a citizen did."""

    TEXT = "text"
    BUTTON = "button"  # `text` is the payload of a button we offered
    FILES = "files"  # photos, documents, voice; `text` is the caption, if any
    LOCATION = "location"  # `data` holds latitude and longitude
    EDIT = "edit"  # `text` replaces what `edits` said


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that a message carries, named so that its channel can fetch it later."""

    ref: str
    """What the channel needs to fetch the file: a Telegram file id, or the id of an upload already kept."""
    kind: str
    """photo, document, voice, video, audio, sticker"""
    name: str = ""
    media_type: str = "application/octet-stream"
    size: int = 0


@dataclass(frozen=True, kw_only=True)
class Inbound:
    """One message of a citizen, as its channel understood it."""

    channel: str
    sender: str
    """The citizen's address on the channel: a chat id, a web session, a REST sender."""
    message_id: str
    """Unique on the channel: the same id twice is the same message twice."""
    kind: Kind = Kind.TEXT
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    edits: str = ""
    """With `Kind.EDIT`: the `message_id` of the message that was changed."""
    language: str = "zh"
    sent_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Button:
    """A choice offered under a message."""

    title: str
    payload: str


@dataclass(frozen=True, kw_only=True)
class Outbound:
    """One message to a citizen."""

    id: int
    """The outbox row: a channel that can drop doubles does so by this."""
    recipient: str
    text: str
    buttons: tuple[Button, ...] = ()
    image: str | None = None
    custom: Mapping[str, Any] = field(default_factory=dict)
    created_at: datetime | None = None


class Delivered(StrEnum):
    """How far a message has come, as far as the channel can tell at once."""

    ACCEPTED = "accepted"  # the channel's server has it
    DELIVERED = "delivered"  # the citizen's device has it


class SendError(Exception):
    """The message could not be sent."""


class TryLater(SendError):
    """The channel asks to wait, or could not be reached."""

    def __init__(self, reason: str, *, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after
        """Seconds the channel asked us to wait; None leaves it to the back-off."""


class Unreachable(SendError):
    """The citizen cannot be reached on this channel any more (they blocked the bot, the account is gone)."""


class Undeliverable(SendError):
    """The channel refuses this message for good; the citizen is still reachable."""


class Sender(Protocol):
    """The sending side of a channel."""

    async def send(self, message: Outbound) -> Delivered:
        """Hand one message to the channel. Raises a `SendError`."""
        ...

    async def typing(self, recipient: str) -> None:
        """Show the citizen that an answer is being prepared; never raises."""
        ...


class Fetcher(Protocol):
    """Fetches the files of a channel's messages."""

    async def fetch(self, attachment: Attachment) -> bytes:
        """The file's bytes. Raises `TryLater` or `Undeliverable`."""
        ...


class Receiver(Protocol):
    """The door through which every channel brings messages in (`bot.turns`)."""

    async def receive(self, message: Inbound) -> bool:
        """Keep the message; False when it was seen before. Raises when it cannot be kept: tell the citizen so."""
        ...

    async def reply_to(self, message: Inbound) -> list[Outbound]:
        """Keep the message and wait for its answers (REST). Never empty, never raises for what a citizen wrote."""
        ...

    async def reachable(self, channel: str, sender: str, *, reachable: bool, reason: str = "") -> None:
        """Note that a citizen blocked the bot, or came back."""
        ...


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What the dialogue is given: one message of a citizen, or a burst heard as one."""

    conversation_id: str
    channel: str
    address: str
    language: str
    inbox_ids: tuple[int, ...]
    parts: tuple[tuple[str, str], ...]
    """(message id, text): a burst has several."""
    text: str
    """What the dialogue reads: the words, or the payload of a button or event."""
    payload: bool
    """Whether `text` is a payload of ours; a citizen's own words are never taken for one."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """What else came with it: kept files, a location, the message an edit corrects."""
    turns: int = 0
    """How many turns its conversation has had: whoever remembers as many knows where it stands."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the dialogue made of it: everything a turn has to write down."""

    replies: tuple[Mapping[str, Any], ...]
    intent: str
    confidence: float
    entities: tuple[Mapping[str, Any], ...]
    requested_slot: str | None
    model_id: str
    events: tuple[Mapping[str, Any], ...]
    slots: Mapping[str, Any]
    active_loop: str | None
    misunderstood: bool = False
    sealed: bool = False
    alerts: tuple[Mapping[str, str], ...] = ()
    """What a person is called for: kind and level of each."""
    forget: bool = False
    """What was said here before this turn is to be deleted."""


class DialogueEngine(Protocol):
    """Understands and answers; keeps nothing, and need not remember anything."""

    async def handle(self, heard: Heard) -> Answer:
        """Answer one message. Raises when understanding or an action fails; then nothing was moved."""
        ...

    def written(self, heard: Heard) -> None:
        """The answer to this message is written down: the conversation goes on from there."""
        ...
