"""What every action reads from Rasa's tracker, and how it speaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

FORM = "petition_form"
NOT_A_PAYLOAD = "\u200b"

Event = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Said:
    """The citizen's latest message."""

    text: str
    intent: str
    meaning: str
    """The intent, with its topic where it has one: `faq/cost`."""
    confidence: float
    payload: bool
    """A button, command or event: its meaning is not guessed."""
    arguments: Mapping[str, Any]
    """What a payload carries: `/change_field{"field": …}`."""
    parts: tuple[tuple[str, str], ...]
    """(message id, words) of each message of a burst."""
    data: Mapping[str, Any]
    channel: str
    address: str
    language: str
    at: float = 0.0
    """When it was heard, in seconds."""

    @property
    def source(self) -> str:
        """The id of the message that says it."""
        return self.parts[-1][0] if self.parts else ""

    @classmethod
    def latest(cls, tracker: Tracker) -> "Said":
        """Read it from the tracker."""
        message: Mapping[str, Any] = tracker.latest_message
        metadata = message.get("metadata") or {}
        intent = message.get("intent") or {}
        text = (message.get("text") or "").removeprefix(NOT_A_PAYLOAD)
        payload = (message.get("text") or "").startswith("/")
        channel, _, address = tracker.sender_id.partition(":")
        return cls(
            text="" if payload else text,
            intent=intent.get("name") or "",
            # Where Rasa's own response selector leaves the topic.
            meaning=intent.get("full_retrieval_intent_name") or intent.get("name") or "",
            confidence=float(intent.get("confidence") or 0.0),
            payload=payload,
            arguments={e["entity"]: e["value"] for e in message.get("entities", ())} if payload else {},
            parts=tuple((str(part[0]), str(part[1])) for part in metadata.get("parts", ())),
            data=metadata.get("data") or {},
            channel=metadata.get("channel") or channel,
            address=metadata.get("address") or address,
            language=metadata.get("language") or "zh",
            at=float(metadata.get("at") or 0.0),
        )


def slots(**values: Any) -> list[Event]:
    """SlotSet events for these values."""
    return [SlotSet(name, value) for name, value in values.items()]


def changed(tracker: Tracker, **values: Any) -> list[Event]:
    """SlotSet events for those of these values that the tracker does not have yet."""
    return [SlotSet(name, value) for name, value in values.items() if tracker.get_slot(name) != value]


def action_before(tracker: Tracker) -> str | None:
    """The action that ran for the latest message before the form was called; None when the form is the first."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return None
        if event.get("event") == "action" and event.get("name") != FORM:
            return str(event["name"])
    return None
