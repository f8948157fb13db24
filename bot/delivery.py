"""Drains the outbox to the channels: in order per citizen, patient with the network, honest about what is not sent."""

import asyncio
import contextlib
import random
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

import structlog

from bot.envelopes import outbound
from bot.messages import Delivered, Sender, TryLater, Undeliverable, Unreachable
from bot.metrics import Metrics
from bot.offload import Offload
from cases import MessageState, Outgoing, Register

log = structlog.get_logger(__name__)

BACK_OFF_SECONDS = (1, 2, 4, 8, 15, 30, 60, 120, 300)
BATCH = 20
IDLE_SECONDS = 1.0
LEASE_SECONDS = 120
"""Longer than any channel takes for its longest message, parts and time-outs included."""


class Delivery:
    """Sends what is due until it is told to stop."""

    def __init__(
        self,
        *,
        register: Register,
        senders: Mapping[str, Sender],
        offload: Offload,
        owner: str,
        clock: Callable[[], datetime],
        metrics: Metrics,
        near: Mapping[str, Callable[[], Collection[str]]] | None = None,
    ) -> None:
        """`near` says, for a channel with lines of its own to citizens (open pages), who is at the end of ours."""
        self._register = register
        self._senders = senders
        self._offload = offload
        self._owner = owner
        self._clock = clock
        self._metrics = metrics
        self._near = near or {}
        self._wakes: dict[str, asyncio.Event] = {}

    def wake(self, channel: str) -> None:
        """Something was put into the outbox for this channel."""
        if wake := self._wakes.get(channel):
            wake.set()

    async def run(self) -> None:
        """Send what is due, each channel at its own pace: a slow one holds up nobody else's. Runs until cancelled."""
        await asyncio.gather(*(self._run(channel) for channel in self._senders))

    async def _run(self, channel: str) -> None:
        wake = self._wakes.setdefault(channel, asyncio.Event())
        while True:
            wake.clear()
            try:
                sent = await self.send_due(channel)
            except Exception as error:
                log.warning("delivery waits", channel=channel, error=type(error).__name__)
                sent = 0
            if sent:
                continue
            # Not wait_for: on 3.11 it swallows a cancellation that comes together with the wake-up.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(IDLE_SECONDS):
                    await wake.wait()

    async def send_due(self, channel: str) -> int:
        """Send one batch: at most one message a citizen, so that order holds. Returns how many were tried."""
        near = self._near[channel]() if channel in self._near else None
        batch = await self._offload(
            self._register.outbox.due,
            (channel,),
            limit=BATCH,
            owner=self._owner,
            lease_seconds=LEASE_SECONDS,
            near=near,
        )
        await asyncio.gather(*(self._send(row) for row in batch))
        return len(batch)

    async def _send(self, row: Outgoing) -> None:
        try:
            reached = await self._senders[row.channel].send(outbound(row))
        except TryLater as error:
            await self._later(row, str(error), error.after)
        except Unreachable as error:
            await self._offload(self._register.contacts.unreachable, row.channel, row.address, str(error))
            await self._mark(row, MessageState.FAILED, "unreachable")
        except Undeliverable as error:
            await self._mark(row, MessageState.FAILED, str(error))
        except Exception as error:
            # A fault of ours: its text may hold a citizen's words, so only its kind is kept.
            log.error("sending failed", channel=row.channel, error=type(error).__name__)
            await self._later(row, type(error).__name__, None)
        else:
            state = MessageState.DELIVERED if reached is Delivered.DELIVERED else MessageState.ACCEPTED
            await self._mark(row, state, "")

    async def _later(self, row: Outgoing, detail: str, after: float | None) -> None:
        wait = BACK_OFF_SECONDS[min(row.tries, len(BACK_OFF_SECONDS) - 1)]
        # A little chance keeps a crowd of citizens from knocking again in the same instant.
        seconds = max(after or 0, wait) * random.uniform(1.0, 1.2)
        await self._note(row, MessageState.QUEUED, detail, retry_at=self._clock() + timedelta(seconds=seconds))

    async def _mark(self, row: Outgoing, state: MessageState, detail: str) -> None:
        self._metrics.sent(row.channel, state)
        await self._note(row, state, detail)

    async def _note(self, row: Outgoing, state: MessageState, detail: str, *, retry_at: datetime | None = None) -> None:
        """Write down what became of a message, however long the database is away: forgotten, it would be sent again."""
        mark = self._register.outbox.mark
        while True:
            try:
                return await self._offload(mark, row.id, state, detail=detail[:200], retry_at=retry_at)
            except Exception as error:
                log.warning("delivery not noted yet", channel=row.channel, error=type(error).__name__)
                await asyncio.sleep(IDLE_SECONDS)
