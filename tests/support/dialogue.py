"""A dialogue engine that says what a test tells it to, and can be broken."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.messages import Answer, Heard


class ScriptedDialogue:
    """Answers with `answer(heard)`; remembers what it heard. `broken` makes it fail, `slow` makes it wait (seconds)."""

    def __init__(self, answer: Callable[[Heard], str] = lambda heard: f"heard {heard.text}") -> None:
        self.heard: list[Heard] = []
        self.answer = answer
        self.broken: Exception | None = None
        self.slow = 0.0
        self.requested_slot: str | None = None

    async def handle(self, heard: Heard) -> Answer:
        """Answer, fail or wait."""
        if self.slow:
            await asyncio.sleep(self.slow)
        if self.broken:
            raise self.broken
        self.heard.append(heard)
        return answer(self.answer(heard), requested_slot=self.requested_slot)

    def written(self, heard: Heard) -> None:
        """Nothing is remembered here."""

    async def tracker(self, conversation_id: str) -> dict[str, Any] | None:
        """A tracker with nothing in it."""
        return {"sender_id": conversation_id, "slots": {}}


def answer(text: str, **changes: Any) -> Answer:
    """An answer of one sentence."""
    fields: dict[str, Any] = {
        "replies": ({"text": text},),
        "intent": "tell_story",
        "confidence": 0.9,
        "entities": (),
        "requested_slot": None,
        "model_id": "scripted",
        "events": ({"event": "user", "text": "x"},),
        "slots": {},
        "active_loop": None,
    }
    return Answer(**(fields | changes))
