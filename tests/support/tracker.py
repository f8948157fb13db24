"""Builders for the actions' tests: what Rasa hands to an action, and a conversation that keeps its slots."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

FORM = "petition_form"


def tracker(
    text: str = "",
    *,
    intent: str = "answer",
    confidence: float = 0.9,
    asked: str | None = None,
    slots: Mapping[str, Any] | None = None,
    payload: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    parts: Sequence[tuple[str, str]] | None = None,
    message_id: str = "m1",
    channel: str = "web",
    address: str = "citizen",
    language: str = "zh",
    after: str | None = None,
    in_form: bool = True,
) -> Tracker:
    """A tracker whose latest message is `text`; `payload` (its arguments) makes it a button or event of `intent`.

    `after` is the action that ran for this message already.
    """
    if payload is not None:
        text = f"/{intent}" + (json.dumps(dict(payload), ensure_ascii=False) if payload else "")
    message = {
        "text": text,
        "intent": _intent(intent, confidence),
        "entities": [{"entity": name, "value": value} for name, value in (payload or {}).items()],
        "message_id": message_id,
        "metadata": {
            "channel": channel,
            "address": address,
            "language": language,
            "parts": [list(part) for part in parts] if parts is not None else [[message_id, text]],
            "data": dict(data or {}),
        },
    }
    events: list[dict[str, Any]] = [{"event": "user", "text": text}]
    if after:
        events.append({"event": "action", "name": after})
    kept = {"requested_slot": asked, **(slots or {})}
    loop = {"name": FORM} if in_form else {}
    return Tracker(f"{channel}:{address}", kept, message, events, False, None, loop, after or "action_listen")


def _intent(name: str, confidence: float) -> dict[str, Any]:
    """As the classifier publishes it: `faq/cost` is the topic `cost` of the intent `faq`."""
    intent, has_topic, _ = name.partition("/")
    topic = {"full_retrieval_intent_name": name} if has_topic else {}
    return {"name": intent, "confidence": confidence, **topic}


class Conversation:
    """One citizen: slots move by what actions return, and what the bot said is kept in `said`, newest last."""

    def __init__(self, *, channel: str = "web", address: str = "citizen", language: str = "zh") -> None:
        self.slots: dict[str, Any] = {}
        self.said: list[Mapping[str, Any]] = []
        self._who = {"channel": channel, "address": address, "language": language}
        self._messages = 0

    @property
    def asked(self) -> str | None:
        """The slot that is asked."""
        asked: str | None = self.slots.get("requested_slot")
        return asked

    def do(self, action: Action, text: str = "", **message: Any) -> list[dict[str, Any]]:
        """Run an action on a message; its slots are taken over."""
        self._messages += 1
        self.said = []
        dispatcher = CollectingDispatcher()
        given = {"asked": self.asked, "message_id": f"m{self._messages}", **self._who, **message}
        events: list[dict[str, Any]] = action.run(dispatcher, tracker(text, slots=self.slots, **given), {})
        self.slots.update({event["name"]: event["value"] for event in events if event["event"] == "slot"})
        self.said = dispatcher.messages
        return events

    def responses(self) -> list[str]:
        """The names of what was just said."""
        return [str(message["response"]) for message in self.said]


def set_slots(events: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The slots that events set."""
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


def followups(events: Sequence[Mapping[str, Any]]) -> list[str]:
    """The actions that events ask for next."""
    return [event["name"] for event in events if event["event"] == "followup"]
