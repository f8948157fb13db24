"""What the registers keep, in the form that channels send it, and what the dialogue says, in the form they keep."""

from collections.abc import Mapping
from typing import Any

from bot.messages import Answer, Button, Heard, Outbound
from cases import NewMessage, Outgoing
from conversations import DialogueState, NewAlert, Turn


def outbound(row: Outgoing) -> Outbound:
    """An outbox row as a channel sends it."""
    return Outbound(
        id=row.id,
        recipient=row.address,
        text=row.text,
        buttons=tuple(Button(title=b["title"], payload=b["payload"]) for b in row.buttons),
        image=row.image,
        custom=row.custom,
        created_at=row.created_at,
    )


def new_message(heard: Heard, reply: Mapping[str, Any], inbox_id: int) -> NewMessage:
    """A reply of the dialogue as the outbox keeps it."""
    return NewMessage(
        channel=heard.channel,
        address=heard.address,
        text=reply.get("text") or "",
        inbox_id=inbox_id,
        buttons=tuple({"title": b["title"], "payload": b["payload"]} for b in reply.get("buttons") or ()),
        image=reply.get("image"),
        custom=reply.get("custom") or {},
    )


def turn_of(heard: Heard, answer: Answer, *, duration_ms: int) -> Turn:
    """A finished turn as the log keeps it."""
    return Turn(
        conversation_id=heard.conversation_id,
        inbox_ids=heard.inbox_ids,
        said=tuple(text for _, text in heard.parts if text) or (heard.text,),
        replies=tuple({k: v for k, v in reply.items() if k != "recipient_id"} for reply in answer.replies),
        intent=answer.intent,
        confidence=answer.confidence,
        entities=answer.entities,
        requested_slot=answer.requested_slot,
        model_id=answer.model_id,
        duration_ms=duration_ms,
        events=answer.events,
        state=DialogueState(slots=answer.slots, active_loop=answer.active_loop),
        misunderstood=answer.misunderstood,
        sealed=answer.sealed,
        alerts=tuple(NewAlert(kind=alert["kind"], level=alert["level"]) for alert in answer.alerts),
        forget=answer.forget,
    )
