"""Places at the dialogue: only so many turns are thought about at once, the others wait in the order they came.

Without them every turn would begin at once under load, all would slow each other down until their time is over, and
what they had done by then would be done again.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

AT_ONCE = 2
"""Rasa thinks about one turn at a time; the second place keeps it from waiting for us."""


class Places:
    """Hands out places, first come, first served."""

    def __init__(self, *, patience: float, at_once: int = AT_ONCE) -> None:
        self._patience = patience
        self._free = asyncio.Semaphore(at_once)

    @asynccontextmanager
    async def taken(self, too_long: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
        """Wait for a place and hold it. After so many seconds `too_long` is called, once; the wait goes on."""
        waiting = asyncio.create_task(self._after_patience(too_long))
        try:
            await self._free.acquire()
        finally:
            waiting.cancel()
        try:
            yield
        finally:
            self._free.release()

    async def _after_patience(self, too_long: Callable[[], Awaitable[None]]) -> None:
        await asyncio.sleep(self._patience)
        await too_long()
