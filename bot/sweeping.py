"""Looks after the legal limits once a minute: every process does, and the register sees to it that each warns once."""

import asyncio
from collections.abc import Callable

import structlog

from bot.offload import Offload
from cases import Swept

log = structlog.get_logger(__name__)

EVERY_SECONDS = 60.0


class Sweeping:
    """Calls the sweep again and again."""

    def __init__(self, sweep: Callable[[], Swept], *, offload: Offload) -> None:
        self._sweep = sweep
        self._offload = offload

    async def run(self) -> None:
        """Run until cancelled."""
        while True:
            await self.once()
            await asyncio.sleep(EVERY_SECONDS)

    async def once(self) -> None:
        """Sweep once; a database that is away for a moment is asked again in a minute, and nothing is forgotten."""
        try:
            done = await self._offload(self._sweep)
        except Exception as error:
            log.warning("limits not looked after", error=type(error).__name__)
            return
        if done.total:
            log.info("limits", warned=done.warned, escalated=done.escalated, reminded=done.reminded)
