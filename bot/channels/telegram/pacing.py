"""Keeps to Telegram's sending limits, so that it need not remind us."""

import asyncio
import time
from collections.abc import Awaitable, Callable

PRUNE_ABOVE = 10_000


class Pacer:
    """Lets messages pass at a steady rate, overall and to each chat; short bursts pass at once.

    It knows this process only: with several replicas Telegram's own 429 does the rest.
    """

    def __init__(
        self,
        *,
        per_second: float = 25,
        per_chat: float = 1,
        burst: int = 3,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._gap = 1 / per_second
        self._chat_gap = 1 / per_chat
        self._tolerance = (burst - 1) * self._chat_gap
        self._now = now
        self._sleep = sleep
        self._next = 0.0
        self._chats: dict[int, float] = {}
        """For each chat, when the next message would be due if they came evenly."""

    async def wait(self, chat: int) -> None:
        """Return when a message to `chat` may be sent."""
        # The chat's turn is waited for first: a slot of the whole bot taken now would hold up all other chats.
        await self._until(self._turn_of(chat))
        await self._until(self._turn())

    def _turn_of(self, chat: int) -> float:
        now = self._now()
        due = max(self._chats.get(chat, now), now)
        self._chats[chat] = due + self._chat_gap
        if len(self._chats) > PRUNE_ABOVE:
            self._chats = {chat: due for chat, due in self._chats.items() if due > now}
        return due - self._tolerance

    def _turn(self) -> float:
        at = max(self._now(), self._next)
        self._next = at + self._gap
        return at

    async def _until(self, at: float) -> None:
        seconds = at - self._now()
        if seconds > 0:
            await self._sleep(seconds)
