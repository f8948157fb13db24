"""The outbox's way to the channels: in order, patient, honest, each message once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.delivery import BACK_OFF_SECONDS, LEASE_SECONDS, Delivery
from bot.messages import Button, Delivered, Outbound, TryLater, Undeliverable, Unreachable
from bot.metrics import Metrics
from bot.offload import Offload
from cases import MessageState, NewMessage, Outgoing, Register
from storage import Database
from tests.support.clock import FakeClock
from tests.support.sender import RecordingSender


class Post:
    """An outbox with a delivery to two channels, and a clock that stands still."""

    def __init__(self, database: Database, folder: Path, clock: FakeClock) -> None:
        self.clock = clock
        self.register = Register(database, files_dir=folder, clock=clock)
        self.telegram, self.web = RecordingSender(), RecordingSender()
        self.offload = Offload()
        self.metrics = Metrics()
        self.delivery = Delivery(
            register=self.register,
            senders={"telegram": self.telegram, "web": self.web},
            offload=self.offload,
            owner="test",
            clock=clock,
            metrics=self.metrics,
        )

    def put(self, *texts: str, address: str = "7", channel: str = "telegram", **fields: Any) -> list[int]:
        new = [NewMessage(channel=channel, address=address, text=text, **fields) for text in texts]
        return self.register.outbox.put(new)

    async def send_all(self, channel: str = "telegram") -> None:
        while await self.delivery.send_due(channel):
            pass

    def rows(self, address: str = "7", channel: str = "telegram") -> list[Outgoing]:
        return self.register.outbox.latest(channel, address, limit=200)

    def states(self, address: str = "7") -> list[MessageState]:
        return [row.state for row in self.rows(address)]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.delivery.run())
        # The channels' loops have begun.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        try:
            yield
        finally:
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task


@pytest.fixture
def post(database: Database, tmp_path: Path, clock: FakeClock) -> Any:
    made = Post(database, tmp_path, clock)
    yield made
    made.offload.close()


async def until(condition: Any) -> None:
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it never came to that")


async def test_messages_of_one_citizen_are_sent_in_order(post: Post) -> None:
    post.put("一", "二", "三")
    await post.send_all()
    assert post.telegram.texts() == ["一", "二", "三"]
    assert post.states() == [MessageState.ACCEPTED] * 3


async def test_the_channel_is_given_the_whole_message(post: Post, clock: FakeClock) -> None:
    button = {"title": "跳过", "payload": "/skip"}
    (number,) = post.put("在哪里？", buttons=(button,), image="https://example.org/a.png", custom={"kind": "region"})
    await post.send_all()
    assert post.telegram.sent == [
        Outbound(
            id=number,
            recipient="7",
            text="在哪里？",
            buttons=(Button(title="跳过", payload="/skip"),),
            image="https://example.org/a.png",
            custom={"kind": "region"},
            created_at=clock(),
        )
    ]


async def test_a_message_that_is_on_the_citizens_screen_is_delivered(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def shown(message: Outbound) -> Delivered:
        return Delivered.DELIVERED

    monkeypatch.setattr(post.telegram, "send", shown)
    post.put("一")
    await post.send_all()
    assert post.states() == [MessageState.DELIVERED]


async def test_a_channel_is_sent_only_its_own_messages(post: Post) -> None:
    post.put("一")
    post.put("web", channel="web")
    await post.send_all("telegram")
    assert (post.telegram.texts(), post.web.texts()) == (["一"], [])


async def test_a_channel_that_asks_to_wait_is_waited_for_and_the_order_kept(post: Post, clock: FakeClock) -> None:
    post.put("一", "二")
    post.telegram.failures = [TryLater("429", after=40)]
    await post.send_all()
    waiting = post.rows()[0]
    assert post.telegram.sent == []
    assert (waiting.state, waiting.tries, waiting.detail) == (MessageState.QUEUED, 1, "429")
    clock.advance(seconds=39)
    await post.send_all()
    assert post.telegram.sent == []
    clock.advance(seconds=40 * 0.2 + 1)
    await post.send_all()
    assert post.telegram.texts() == ["一", "二"]


async def test_one_citizen_who_must_wait_holds_up_no_other(post: Post) -> None:
    post.put("一", address="7")
    post.telegram.failures = [TryLater("429", after=40)]
    await post.send_all()
    post.put("二", address="7")
    post.put("别人", address="8")
    await post.send_all()
    assert post.telegram.texts() == ["别人"]


async def test_without_a_wish_of_the_channel_each_try_waits_longer(post: Post, clock: FakeClock) -> None:
    post.put("一")
    waits = []
    for _ in range(len(BACK_OFF_SECONDS) + 1):
        post.telegram.failures = [TryLater("no network")]
        assert await post.delivery.send_due("telegram") == 1
        (row,) = post.rows()
        assert row.next_try is not None
        waits.append((row.next_try - clock()).total_seconds())
        clock.now = row.next_try
    for wait, least in zip(waits, (*BACK_OFF_SECONDS, BACK_OFF_SECONDS[-1]), strict=True):
        assert least <= wait <= least * 1.2
    await post.send_all()
    assert post.telegram.texts() == ["一"]


async def test_a_short_wish_does_not_shorten_the_wait_of_many_failures(post: Post, clock: FakeClock) -> None:
    post.put("一")
    for _ in range(6):
        post.telegram.failures = [TryLater("429", after=1)]
        await post.delivery.send_due("telegram")
        clock.now = post.rows()[0].next_try or clock.now
    post.telegram.failures = [TryLater("429", after=1)]
    await post.delivery.send_due("telegram")
    next_try = post.rows()[0].next_try
    assert next_try is not None
    assert (next_try - clock()).total_seconds() >= BACK_OFF_SECONDS[6]


async def test_a_citizen_who_blocked_us_is_noted_and_what_waits_for_them_is_parked(
    post: Post, clock: FakeClock
) -> None:
    post.put("一", "二", "三")
    post.put("别人", address="8")
    post.telegram.failures = [Unreachable("blocked the bot")]
    await post.send_all()
    assert post.telegram.texts() == ["别人"]
    assert post.states() == [MessageState.FAILED] * 3
    assert all(row.detail.startswith("unreachable") for row in post.rows())
    contact = post.register.contacts.get("telegram", "7")
    assert contact is not None
    assert (contact.reachable, contact.reason, contact.since) == (False, "blocked the bot", clock())


async def test_what_is_put_for_somebody_unreachable_is_parked_without_a_try(post: Post) -> None:
    post.register.contacts.unreachable("telegram", "7", "blocked the bot")
    post.put("一")
    await post.send_all()
    assert post.telegram.sent == []
    assert post.states() == [MessageState.FAILED]


async def test_a_message_the_channel_refuses_is_parked_and_the_next_one_goes_on(post: Post) -> None:
    post.put("一", "二")
    post.telegram.failures = [Undeliverable("message is too long")]
    await post.send_all()
    assert post.telegram.texts() == ["二"]
    refused, sent = post.rows()
    assert (refused.state, refused.detail) == (MessageState.FAILED, "message is too long")
    assert sent.state is MessageState.ACCEPTED
    contact = post.register.contacts.get("telegram", "7")
    assert contact is None or contact.reachable


async def test_a_fault_of_ours_is_tried_again_and_its_words_are_kept_nowhere(post: Post, clock: FakeClock) -> None:
    post.put("一")
    post.telegram.failures = [ValueError("could not send 王建国 13800000001")]  # type: ignore[list-item]
    await post.send_all()
    (row,) = post.rows()
    assert (row.state, row.tries, row.detail) == (MessageState.QUEUED, 1, "ValueError")
    clock.advance(seconds=2)
    await post.send_all()
    assert post.telegram.texts() == ["一"]


async def test_a_message_that_was_sent_is_never_sent_again_though_the_database_went_away_meanwhile(
    post: Post, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.IDLE_SECONDS", 0.01)
    post.put("一", "二")
    mark, tries = post.register.outbox.mark, []

    def away_at_first(*arguments: Any, **options: Any) -> None:
        tries.append(1)
        if len(tries) < 3:
            # Longer than anybody's claim on the message lasts.
            clock.advance(seconds=LEASE_SECONDS + 1)
            raise TimeoutError("the database is busy")
        mark(*arguments, **options)

    monkeypatch.setattr(post.register.outbox, "mark", away_at_first)
    # As its loop does: whatever a round comes to, the next one follows.
    await asyncio.gather(post.delivery.send_due("telegram"), return_exceptions=True)
    await post.send_all()
    assert post.telegram.texts() == ["一", "二"]
    assert post.states() == [MessageState.ACCEPTED] * 2


async def test_what_a_dead_process_was_sending_is_sent_when_its_claim_ends(post: Post, clock: FakeClock) -> None:
    post.put("一")
    post.register.outbox.due(("telegram",), limit=9, owner="dead", lease_seconds=LEASE_SECONDS)
    await post.send_all()
    assert post.telegram.sent == []
    clock.advance(seconds=LEASE_SECONDS)
    await post.send_all()
    assert post.telegram.texts() == ["一"]


async def test_two_processes_never_send_the_same_message(
    post: Post, database: Database, tmp_path: Path, clock: FakeClock
) -> None:
    other = Post(database, tmp_path, clock)
    for address in range(30):
        post.put("一", "二", address=str(address))
    await asyncio.gather(post.send_all(), other.send_all())
    await post.send_all()
    sent = [*post.telegram.sent, *other.telegram.sent]
    assert len(sent) == 60
    assert len({message.id for message in sent}) == 60
    other.offload.close()


async def test_what_is_put_is_sent_at_once_when_the_delivery_is_woken(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.IDLE_SECONDS", 3600)
    async with post.running():
        for channel, sender in (("telegram", post.telegram), ("web", post.web)):
            post.put("一", channel=channel)
            post.delivery.wake(channel)
            await until(lambda sender=sender: sender.sent)
        # REST answers of its own accord: nobody delivers there.
        post.delivery.wake("rest")


async def test_a_slow_channel_holds_up_no_other(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    released = asyncio.Event()

    async def slow(message: Outbound) -> Delivered:
        await released.wait()
        post.telegram.sent.append(message)
        return Delivered.ACCEPTED

    monkeypatch.setattr(post.telegram, "send", slow)
    post.put("一")
    for text in ("a", "b"):
        post.put(text, channel="web", address="s")
    async with post.running():
        await until(lambda: len(post.web.sent) == 2)
        assert post.telegram.sent == []
        released.set()
        await until(lambda: post.telegram.sent)


async def test_the_delivery_outlives_a_database_that_goes_away(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.IDLE_SECONDS", 0.01)
    due, tries = post.register.outbox.due, []

    def away_at_first(*arguments: Any, **options: Any) -> list[Outgoing]:
        tries.append(1)
        if len(tries) < 5:
            raise TimeoutError("the database is busy")
        return due(*arguments, **options)

    monkeypatch.setattr(post.register.outbox, "due", away_at_first)
    post.put("一")
    async with post.running():
        await until(lambda: post.telegram.sent)


async def test_figures_tell_how_many_were_sent_and_how_many_were_not(post: Post) -> None:
    post.put("一", "二")
    post.telegram.failures = [Undeliverable("no")]
    await post.send_all()
    figures = post.metrics.render().decode()
    assert 'fengqiao_messages_sent_total{channel="telegram",state="accepted"} 1.0' in figures
    assert 'fengqiao_messages_sent_total{channel="telegram",state="failed"} 1.0' in figures


async def test_a_page_is_served_by_the_process_that_has_it_open(post: Post) -> None:
    elsewhere = Delivery(
        register=post.register,
        senders={"web": post.web},
        offload=post.offload,
        owner="elsewhere",
        clock=post.clock,
        metrics=post.metrics,
        near={"web": lambda: ("other",)},
    )
    post.put("您好", address="mine", channel="web")

    assert await elsewhere.send_due("web") == 0
    assert await post.delivery.send_due("web") == 1
