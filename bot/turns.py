"""One citizen message from arrival to reply: kept first, answered in order, once.

`receive` writes a message to the inbox before its channel is answered. The inbox is the queue: this process answers
the conversations it owns, one message (or burst) after another, and what it did not finish is found again by
`run`'s scan, in this process or the next. A turn's answers, its log and the mark "answered" are one transaction.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog

from bot.envelopes import new_message, outbound, turn_of
from bot.hearing import Hearing, to_body
from bot.languages import written_in
from bot.messages import Answer, DialogueEngine, Fetcher, Heard, Inbound, Kind, Outbound, Sender
from bot.metrics import Metrics
from bot.offload import Offload
from bot.places import Places
from bot.spool import Spool
from cases import Outgoing, Register
from conversations import AnsweredAlready, InboxRow, Kept, Log, Turn

log = structlog.get_logger(__name__)

RETRY_SECONDS = (1, 2, 5, 15, 60, 300, 900)
"""Waits between tries of a message that could not be handled; after the last one a person is called."""
SCAN_SECONDS = 1.0
RENEW_SECONDS = 10.0
WRITTEN = frozenset({Kind.TEXT, Kind.EDIT})
TYPING_AFTER = 0.3
"""Most answers are there sooner, and a request that is broken off costs its connection."""


@dataclass(frozen=True, kw_only=True)
class TurnLimits:
    """How patient we are, in seconds."""

    turn: float = 6.0
    """A citizen hears an honest word after this long, whatever happens."""
    burst: float = 1.5
    """The pause after which a burst of messages is taken to be complete."""
    burst_channels: frozenset[str] = frozenset({"telegram", "web"})


class Turns:
    """Implements `bot.messages.Receiver` for every channel."""

    def __init__(
        self,
        *,
        register: Register,
        conversation_log: Log,
        dialogue: DialogueEngine,
        senders: Mapping[str, Sender],
        fetchers: Mapping[str, Fetcher],
        spool: Spool,
        offload: Offload,
        owner: str,
        clock: Callable[[], datetime],
        sentence: Callable[[str, str], str],
        wake_delivery: Callable[[str], None],
        metrics: Metrics,
        limits: TurnLimits | None = None,
    ) -> None:
        self._register = register
        self._log = conversation_log
        self._dialogue = dialogue
        self._senders = senders
        self._hearing = Hearing(register=register, fetchers=fetchers, offload=offload)
        self._spool = spool
        self._offload = offload
        self._owner = owner
        self._clock = clock
        self._sentence = sentence
        self._wake_delivery = wake_delivery
        self._metrics = metrics
        self._limits = limits or TurnLimits()
        self._places = Places(patience=self._limits.turn)
        self._asked_to_wait: set[int] = set()
        self._serving: dict[str, asyncio.Task[None]] = {}
        self._waiters: dict[int, asyncio.Future[list[Outbound]]] = {}
        self._wake = asyncio.Event()

    # ---- the doors -------------------------------------------------------------------------------------------------

    async def receive(self, message: Inbound) -> bool:
        """Keep the message; False when it was seen before. Raises OSError when it cannot be kept at all."""
        kept = await self._keep(message)
        if kept is None:
            await self._say_sorry(message.channel, message.sender, message.language)
            return True
        self._serve(kept)
        return kept.new

    async def reply_to(self, message: Inbound) -> list[Outbound]:
        """Keep the message and wait for its answers. Never empty, and never later than the turn's limit allows."""
        sorry = [self._sorry(message.sender, message.language)]
        try:
            kept = await self._keep(message)
        except OSError as error:
            log.error("message not kept", channel=message.channel, error=type(error).__name__)
            return [Outbound(id=0, recipient=message.sender, text=self._sentence("utter_not_kept", message.language))]
        if kept is None:
            return sorry
        if kept.done:
            return await self._answers_of(message, kept.inbox_id) or sorry
        waiter = self._waiters.setdefault(kept.inbox_id, asyncio.get_running_loop().create_future())
        self._serve(kept)
        try:
            answers = await asyncio.wait_for(asyncio.shield(waiter), self._limits.turn + 1)
            # Empty when the turn was written in the moment before we began to wait for it.
            return answers or await self._answers_of(message, kept.inbox_id) or sorry
        except TimeoutError:
            return sorry
        finally:
            self._waiters.pop(kept.inbox_id, None)

    async def reachable(self, channel: str, sender: str, *, reachable: bool, reason: str = "") -> None:
        """Note that a citizen blocked the bot, or came back."""
        contacts = self._register.contacts
        if reachable:
            await self._offload(contacts.reachable, channel, sender)
        else:
            await self._offload(contacts.unreachable, channel, sender, reason)

    async def run(self) -> None:
        """Answer what earlier processes left unanswered, and what waits for another try. Runs until cancelled."""
        renewed = time.monotonic()
        while True:
            try:
                await self._drain_spool()
                if self._serving and time.monotonic() - renewed > RENEW_SECONDS:
                    await self._offload(self._log.inbox.renew, list(self._serving), owner=self._owner)
                    renewed = time.monotonic()
                while rows := await self._offload(self._log.inbox.claim_next, owner=self._owner):
                    listening = await self._offload(self._log.inbox.listening, rows[0].conversation_id)
                    self._start(rows, listening=listening)
            except Exception as error:
                log.warning("scan failed", error=type(error).__name__)
            self._wake.clear()
            # Not wait_for: on 3.11 it swallows a cancellation that comes together with the wake-up.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SCAN_SECONDS):
                    await self._wake.wait()

    async def finish(self) -> None:
        """Let the turns that are under way end (at shutdown)."""
        if self._serving:
            await asyncio.wait(self._serving.values(), timeout=self._limits.turn)

    def look(self) -> None:
        """Scan now: something may be due."""
        self._wake.set()

    # ---- keeping ---------------------------------------------------------------------------------------------------

    async def _keep(self, message: Inbound) -> Kept | None:
        """Keep in the inbox, or in the spool (None) while the database is away. Raises OSError when neither works."""
        body = to_body(message)
        keeping = asyncio.create_task(self._keep_in_order(body))
        try:
            async with asyncio.timeout(self._limits.turn):
                return await asyncio.shield(keeping)
        # Whatever it is: a fault of ours in here would lose the words as surely as a database that is gone. What the
        # inbox refuses for good is set aside by the spool, where a person finds it.
        except Exception as error:
            log.error("inbox unavailable, message spooled", channel=message.channel, error=type(error).__name__)
            keeping.add_done_callback(self._kept_late)
            # Not on the database's own threads: all of them may be waiting for it.
            await asyncio.to_thread(self._spool.keep, body)
            return None

    async def _keep_in_order(self, body: Mapping[str, Any]) -> Kept:
        await self._drain_spool()
        return await self._offload(self._into_inbox, body, owner=self._owner)

    def _kept_late(self, keeping: "asyncio.Task[Kept]") -> None:
        """A database that hung has taken the message after all; the spool's copy will be known by its id."""
        if not keeping.cancelled() and keeping.exception() is None:
            self._serve(keeping.result())

    async def _drain_spool(self) -> None:
        if self._spool:
            count = await self._offload(self._spool.drain, self._take_from_spool)
            log.info("spool drained", messages=count)

    def _take_from_spool(self, body: Mapping[str, Any]) -> None:
        # Without an owner: the scan finds it, in order with whatever came after.
        self._into_inbox(body, owner=None)

    def _into_inbox(self, body: Mapping[str, Any], *, owner: str | None) -> Kept:
        channel, address = body["channel"], body["sender"]
        with self._register.transaction() as tx:
            # Who writes to us can be written to, whatever we knew of them.
            written = written_in(body["text"]) if body["kind"] in WRITTEN else None
            language = self._register.contacts.seen(channel, address, body["language"], written=written, tx=tx)
            return self._log.inbox.keep(
                channel=channel,
                address=address,
                message_id=body["message_id"],
                kind=body["kind"],
                body={**body, "language": language},
                owner=owner,
                tx=tx,
            )

    # ---- serving ---------------------------------------------------------------------------------------------------

    def _serve(self, kept: Kept) -> None:
        if kept.waiting:
            self._start(kept.waiting, listening=kept.listening)

    def _start(self, rows: Sequence[InboxRow], *, listening: bool) -> None:
        conversation_id = rows[0].conversation_id
        task = asyncio.create_task(self._serve_conversation(rows, listening=listening))
        self._serving[conversation_id] = task
        task.add_done_callback(lambda done: self._served(conversation_id, done))

    def _served(self, conversation_id: str, task: "asyncio.Task[None]") -> None:
        if self._serving.get(conversation_id) is task:
            del self._serving[conversation_id]

    async def _serve_conversation(self, rows: Sequence[InboxRow], *, listening: bool) -> None:
        while rows:
            group = rows[:1]
            try:
                group = await self._burst(rows) if listening else self._hearing.group(rows, listening=False)
                rows, listening = await self._answer(group)
            except AnsweredAlready:
                # Our lease ran out while the database was away; who took over goes on.
                return
            except Exception as error:
                rows = await self._failed(group, error)

    async def _burst(self, rows: Sequence[InboxRow]) -> Sequence[InboxRow]:
        """Wait for the pause that ends a burst, on channels where people type in bursts."""
        first = rows[0]
        if first.channel not in self._limits.burst_channels or not self._hearing.may_continue(first):
            return self._hearing.group(rows, listening=first.channel in self._limits.burst_channels)
        typing = asyncio.create_task(self._typing(first))
        try:
            while (pause := (self._clock() - rows[-1].received_at).total_seconds()) < self._limits.burst:
                await asyncio.sleep(self._limits.burst - pause)
                rows = await self._offload(self._log.inbox.more, first.conversation_id)
        finally:
            typing.cancel()
        return self._hearing.group(rows, listening=True)

    async def _answer(self, group: Sequence[InboxRow]) -> tuple[Sequence[InboxRow], bool]:
        started = time.perf_counter()
        typing = asyncio.create_task(self._typing(group[0], after=TYPING_AFTER))
        try:
            async with asyncio.timeout(self._limits.turn):
                heard = await self._hearing.heard(group)
            # Waiting for a place is no trouble of the turn's: its own time begins with it.
            async with self._places.taken(partial(self._ask_to_wait, group)), asyncio.timeout(self._limits.turn):
                answer = await self._dialogue.handle(heard)
        finally:
            typing.cancel()
        turn = turn_of(heard, answer, duration_ms=round((time.perf_counter() - started) * 1000))
        rows, handed = await self._offload(self._write, heard, answer, turn)
        self._dialogue.written(heard)
        self._asked_to_wait.discard(group[0].id)
        self._hand_over(heard, handed)
        self._metrics.turn(heard.channel, time.perf_counter() - started)
        return rows, answer.requested_slot in (None, "facts")

    def _write(self, heard: Heard, answer: Answer, turn: Turn) -> tuple[Sequence[InboxRow], list[Outgoing]]:
        last = heard.inbox_ids[-1]
        awaited = last in self._waiters
        replies = answer.replies or ({"text": self._sentence("utter_default", heard.language)},)
        with self._register.transaction() as tx:
            self._register.outbox.put([new_message(heard, reply, last) for reply in replies], tx=tx)
            handed = (
                self._register.outbox.take_queued(heard.channel, heard.address, inbox_id=last, tx=tx) if awaited else []
            )
            return self._log.finish(turn, tx=tx), handed

    def _hand_over(self, heard: Heard, handed: Sequence[Outgoing]) -> None:
        for inbox_id in heard.inbox_ids:
            waiter = self._waiters.get(inbox_id)
            if waiter and not waiter.done():
                waiter.set_result([outbound(row) for row in handed])
        if not handed:
            self._wake_delivery(heard.channel)

    # ---- failing honestly ------------------------------------------------------------------------------------------

    async def _failed(self, group: Sequence[InboxRow], error: Exception) -> Sequence[InboxRow]:
        """Say so, keep the words, try again later. Returns the rows still to serve here when even that fails."""
        first = group[0]
        parked = first.tries >= len(RETRY_SECONDS)
        log.error(
            "turn failed", channel=first.channel, tries=first.tries + 1, error=type(error).__name__, parked=parked
        )
        self._metrics.failed(first.channel, type(error).__name__)
        asked_to_wait = first.id in self._asked_to_wait
        self._asked_to_wait.discard(first.id)
        if (first.tries == 0 and not asked_to_wait) or parked:
            await self._apologise(group, "utter_person_will_look" if parked else "utter_trouble")
        wait = RETRY_SECONDS[min(first.tries, len(RETRY_SECONDS) - 1)]
        retry_at = None if parked else self._clock() + timedelta(seconds=wait)
        try:
            await self._offload(
                self._log.inbox.put_back,
                first.conversation_id,
                [row.id for row in group],
                error=type(error).__name__,
                retry_at=retry_at,
            )
            return ()
        except Exception as unavailable:
            # The database is away too: hold on to the messages here. If this process dies, the inbox still has them.
            log.warning("inbox unavailable", error=type(unavailable).__name__)
            await asyncio.sleep(RETRY_SECONDS[0])
            # With a try on the account, so that they are not told of the trouble again and again.
            return [replace(row, tries=max(row.tries, 1)) for row in group]

    async def _ask_to_wait(self, group: Sequence[InboxRow]) -> None:
        """There are so many that this one is not answered in time: say so once, and that the words are kept."""
        if group[0].tries == 0:
            self._asked_to_wait.add(group[0].id)
            await self._apologise(group, "utter_busy")

    async def _apologise(self, group: Sequence[InboxRow], sentence: str) -> None:
        first = group[0]
        language = str(first.body.get("language", "zh"))
        sorry = Outbound(id=0, recipient=first.address, text=self._sentence(sentence, language))
        waiters = [self._waiters.get(row.id) for row in group]
        for waiter in filter(None, waiters):
            if not waiter.done():
                waiter.set_result([sorry])
        if not any(waiters):
            await self._send_directly(first.channel, sorry)

    async def _say_sorry(self, channel: str, address: str, language: str) -> None:
        await self._send_directly(channel, self._sorry(address, language))

    def _sorry(self, recipient: str, language: str) -> Outbound:
        return Outbound(id=0, recipient=recipient, text=self._sentence("utter_trouble", language))

    async def _send_directly(self, channel: str, message: Outbound) -> None:
        """Around the outbox, which lives in the database that may be the trouble."""
        sender = self._senders.get(channel)
        if sender is None:
            return
        try:
            await sender.send(message)
        except Exception as error:
            log.warning("apology not sent", channel=channel, error=type(error).__name__)

    async def _typing(self, row: InboxRow, *, after: float = 0.0) -> None:
        await asyncio.sleep(after)
        if sender := self._senders.get(row.channel):
            await sender.typing(row.address)

    async def _answers_of(self, message: Inbound, inbox_id: int) -> list[Outbound]:
        """The answers to a message that was answered while nobody waited, with all else that waits for its citizen."""
        outbox = self._register.outbox
        try:
            await self._offload(outbox.take_queued, message.channel, message.sender, inbox_id=inbox_id)
            return [outbound(row) for row in await self._offload(outbox.of_inbox, inbox_id)]
        except Exception as error:
            log.warning("answers not read", channel=message.channel, error=type(error).__name__)
            return []
