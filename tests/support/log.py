"""Builders for the conversation log's tests: messages that were kept, turns that were finished."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from conversations import DialogueState, InboxRow, Kept, Log, Turn
from storage import Database

_ids = count(1)


def keep(
    log: Log, text: str = "路灯坏了", *, address: str = "7", message_id: str = "", owner: str | None = None
) -> Kept:
    """Keep a message of a citizen on Telegram."""
    return log.inbox.keep(
        channel="telegram",
        address=address,
        message_id=message_id or f"m{next(_ids)}",
        kind="text",
        body={"text": text},
        owner=owner,
    )


def turn(conversation_id: str = "telegram:7", inbox_ids: Sequence[int] = (), **changes: Any) -> Turn:
    """A finished turn."""
    fields: dict[str, Any] = {
        "conversation_id": conversation_id,
        "inbox_ids": tuple(inbox_ids),
        "said": ("路灯坏了",),
        "replies": ({"text": "请问在哪里？"},),
        "intent": "tell_story",
        "confidence": 0.9,
        "entities": (),
        "requested_slot": "place",
        "model_id": "m",
        "duration_ms": 12,
        "events": ({"event": "user", "text": "路灯坏了"},),
        "state": DialogueState(slots={"facts": "路灯坏了"}, active_loop="petition_form"),
    }
    return Turn(**(fields | changes))


def finish(log: Log, database: Database, rows: Sequence[InboxRow], **changes: Any) -> tuple[InboxRow, ...]:
    """Answer messages; what came in meanwhile."""
    with database.begin() as tx:
        return log.finish(turn(rows[0].conversation_id, [row.id for row in rows], **changes), tx=tx)


def words(rows: Sequence[InboxRow]) -> list[str]:
    """What the messages say."""
    return [row.body["text"] for row in rows]
