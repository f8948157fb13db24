"""What the web page is shown, and what the channel is handed to get it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from bot.messages import Button, Inbound, Kind, Outbound

CHANNEL = "web"


@dataclass(frozen=True, kw_only=True)
class HistoryItem:
    """One line of a conversation, as the page shows it after a reload."""

    id: int
    """The outbox row of what we said; any stable number for what the citizen said."""
    from_bot: bool
    text: str
    buttons: tuple[Button, ...] = ()
    image: str | None = None
    custom: Mapping[str, Any] = field(default_factory=dict)
    at: datetime
    message_id: str = ""
    """What the citizen said: `Inbound.message_id`, so that the page knows its own words again."""


History = Callable[[str, int], Awaitable[list[HistoryItem]]]
"""(session, since) → oldest first: what we said with an outbox id above `since`, and what the citizen said
at least since then. More of the citizen's own words than needed does no harm: the page drops doubles."""

Seen = Callable[[str, int], Awaitable[None]]
"""(session, outbox id): the citizen has had everything up to this message on an open screen."""


class Hold(Protocol):
    """Keeps an upload that is not yet part of anything."""

    async def __call__(self, data: bytes, *, name: str, media_type: str, kind: str, owner: str) -> str:
        """A reference nobody can guess; only `owner` may use it."""
        ...


def said(message: Outbound, *, at: datetime) -> HistoryItem:
    """What we said, as a line of the conversation."""
    return HistoryItem(
        id=message.id,
        from_bot=True,
        text=message.text,
        buttons=message.buttons,
        image=message.image,
        custom=message.custom,
        at=at,
    )


def heard(message: Inbound, *, id: int, at: datetime) -> HistoryItem:
    """What the citizen said, as a line of the conversation: a button by its title, a file by its name."""
    custom: dict[str, Any] = {}
    if message.attachments:
        custom["files"] = [{"name": file.name, "kind": file.kind} for file in message.attachments]
    if message.kind is Kind.LOCATION:
        custom["location"] = True
    text = str(message.data.get("title") or message.text) if message.kind is Kind.BUTTON else message.text
    return HistoryItem(id=id, from_bot=False, text=text, custom=custom, at=at, message_id=message.message_id)


def history_json(item: HistoryItem) -> dict[str, Any]:
    """A line of the conversation as the page's script reads it."""
    shown: dict[str, Any] = {
        "type": "message" if item.from_bot else "own",
        # The server's message id names the session too; the page only knows its own part.
        "id": item.id if item.from_bot else item.message_id.rpartition(":")[2],
        "text": item.text,
        "at": item.at.isoformat(),
    }
    if item.buttons:
        shown["buttons"] = [{"title": button.title, "payload": button.payload} for button in item.buttons]
    if item.image:
        shown["image"] = item.image
    if item.custom:
        shown["custom"] = dict(item.custom)
    return shown
