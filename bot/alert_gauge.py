"""Keeps the figure of open alerts fresh for Prometheus."""

import asyncio

import structlog

from bot.metrics import Metrics
from bot.offload import Offload
from conversations import Log

log = structlog.get_logger(__name__)

EVERY_SECONDS = 10.0


class AlertGauge:
    """Counts open alerts again and again: every replica sees those of all."""

    def __init__(self, *, conversation_log: Log, metrics: Metrics, offload: Offload) -> None:
        self._log = conversation_log
        self._metrics = metrics
        self._offload = offload

    async def run(self) -> None:
        """Run until cancelled."""
        while True:
            await self.count()
            await asyncio.sleep(EVERY_SECONDS)

    async def count(self) -> None:
        """Count once; a database that is away for a moment changes nothing."""
        try:
            self._metrics.alerts(await self._offload(self._log.alerts.open_by_kind))
        except Exception as error:
            log.warning("alerts not counted", error=type(error).__name__)
