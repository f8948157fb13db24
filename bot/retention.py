"""Deletes by itself what was never filed and is old enough (PIPL Art. 19), and what is left of granted wishes."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.offload import Offload
from cases import Register
from conversations import Log

log = structlog.get_logger(__name__)

EVERY_SECONDS = 3600.0
LONGEST_MONTH = 31
"""Days: nothing goes earlier than it was said to."""


class Retention:
    """Sweeps once an hour. Every process may: what one has deleted the next does not find."""

    def __init__(
        self, *, register: Register, conversation_log: Log, offload: Offload, clock: Callable[[], datetime]
    ) -> None:
        self._register = register
        self._log = conversation_log
        self._offload = offload
        self._clock = clock

    async def run(self) -> None:
        """Run until cancelled."""
        while True:
            try:
                await self._offload(self.sweep)
            except Exception as error:
                log.warning("retention waits", error=type(error).__name__)
            await asyncio.sleep(EVERY_SECONDS)

    def sweep(self) -> dict[str, int]:
        """Delete what is due; how much of each."""
        timers, now = self._register.policies.now.timers, self._clock()
        unfiled_before = now - timedelta(days=LONGEST_MONTH * timers.unfiled_months)
        held_before = now - timedelta(days=timers.held_days)
        gone = self._register.retention.sweep(unfiled_before=unfiled_before, held_before=held_before)
        counts = {"drafts": gone.drafts, "uploads": gone.uploads, "conversations": self._forget_idle(unfiled_before)}
        # What a kill left undone, and notices that were there to be read long enough.
        counts["erased"] = self._register.erasing.finish(self._log.forget_until)
        if any(counts.values()):
            log.info("old data deleted", **counts)
        return counts

    def _forget_idle(self, before: datetime) -> int:
        count, after = 0, ""
        while found := self._log.idle(before, after=after):
            after = found[-1]
            parts = {identity: identity.partition(":") for identity in found}
            named = {(channel, address): identity for identity, (channel, _, address) in parts.items()}
            # What was said on the way to a case belongs to its file.
            for where in sorted(self._register.retention.without_cases(named)):
                with self._register.transaction() as tx:
                    if self._log.forget(named[where], before=before, tx=tx):
                        self._register.retention.forget_answers(tx, [where], before)
                        count += 1
        return count
