"""Keeps the leaders' figures in step with the cases, a batch at a time."""

import asyncio
from collections.abc import Callable, Sequence

import structlog

from bot.offload import Offload

log = structlog.get_logger(__name__)

EVERY_SECONDS = 60.0
BETWEEN_BATCHES = 0.2
"""On SQLite a batch keeps every other writer waiting: whoever is chatting goes first."""


class Counting:
    """Calls what counts, again and again; each says whether there is more."""

    def __init__(self, counts: Sequence[Callable[[], bool]], *, offload: Offload) -> None:
        self._counts = counts
        self._offload = offload

    async def run(self) -> None:
        """Run until cancelled."""
        while True:
            for count in self._counts:
                await self.catch_up(count)
            await asyncio.sleep(EVERY_SECONDS)

    async def catch_up(self, count: Callable[[], bool]) -> None:
        """Count until nothing is left; a database that is away for a moment changes nothing."""
        try:
            while await self._offload(count):
                await asyncio.sleep(BETWEEN_BATCHES)
        except Exception as error:
            log.warning("figures not counted", error=type(error).__name__)
