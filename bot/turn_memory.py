"""Where conversations stand after their last turn, as long as it is sure to have been the last.

Nothing here needs to be kept: what is not remembered is read from the log. A turn is remembered only after it was
written, and recalled only by who knows that the conversation has had exactly as many turns since; a message that is
answered knows it from the transaction that gave this process the conversation. Deleting what was said counts as a turn.
"""

import threading
import time
from typing import Generic, TypeVar

T = TypeVar("T")

MOST = 500
"""So many conversations are remembered, some kilobytes each."""
SECONDS = 600.0
"""Bursts of a conversation are minutes apart; who comes back later is read from the log."""


class TurnMemory(Generic[T]):
    """Remembers one value a conversation. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._expected: dict[str, int] = {}
        self._taken: dict[str, T] = {}
        self._written: dict[str, tuple[int, float, T]] = {}

    def expect(self, conversation_id: str, turns: int) -> None:
        """A message of this conversation is about to be answered, which has had so many turns."""
        with self._lock:
            self._expected[conversation_id] = turns

    def recall(self, conversation_id: str) -> T | None:
        """What its last turn led to, if it is remembered and expected; each is recalled once."""
        with self._lock:
            self._taken.pop(conversation_id, None)
            expected = self._expected.pop(conversation_id, None)
            if expected is None or conversation_id not in self._written:
                return None
            turns, until, value = self._written.pop(conversation_id)
        return value if turns == expected and time.monotonic() < until else None

    def taken(self, conversation_id: str, value: T) -> None:
        """What a turn led to that is about to be written."""
        with self._lock:
            self._taken[conversation_id] = value

    def written(self, conversation_id: str, turns: int) -> None:
        """What was taken is written, as the turn of this number."""
        now = time.monotonic()
        with self._lock:
            if conversation_id not in self._taken:
                return
            self._written.pop(conversation_id, None)
            self._written[conversation_id] = turns, now + SECONDS, self._taken.pop(conversation_id)
            oldest = next(iter(self._written))
            while len(self._written) > MOST or self._written[oldest][1] < now:
                del self._written[oldest]
                oldest = next(iter(self._written))
