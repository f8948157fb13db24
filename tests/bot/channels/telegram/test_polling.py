import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot.channels.telegram import BotClient, TelegramPolling
from bot.messages import Inbound
from tests.bot.channels.telegram.conftest import MemoryPayloads, Pauses
from tests.support.clock import FakeClock
from tests.support.receiver import RecordingReceiver
from tests.support.telegram import (
    CONFLICT,
    DROP,
    GARBAGE,
    GATEWAY,
    HANG,
    SERVER_ERROR,
    UNKNOWN_TOKEN,
    FakeTelegram,
    Trouble,
    too_many,
)
from tests.support.telegram_updates import Person


@pytest.fixture
def polling(
    receiver: RecordingReceiver,
    client: BotClient,
    payloads: MemoryPayloads,
    sentences: dict[str, str],
    clock: FakeClock,
    pauses: Pauses,
) -> TelegramPolling:
    return TelegramPolling(receiver, client, payloads=payloads, sentences=sentences, clock=clock, wait=20, sleep=pauses)


@asynccontextmanager
async def running(polling: TelegramPolling) -> AsyncIterator[None]:
    """The loop runs; it is stopped at the end, and must not have stopped by itself."""
    loop = asyncio.create_task(polling.run())
    try:
        yield
        if loop.done():
            await loop
        assert not loop.done()
    finally:
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)
        await polling.aclose()


async def until(condition: Callable[[], object]) -> None:
    # A bound, not an expectation: pytest's own may strike in another task and go unheard.
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.005)


def offsets(telegram: FakeTelegram) -> list[int]:
    return [call.params["offset"] for call in telegram.calls if call.method == "getUpdates"]


async def test_updates_are_kept_in_order_and_confirmed(
    telegram: FakeTelegram, polling: TelegramPolling, receiver: RecordingReceiver, wang: Person
) -> None:
    telegram.queue(wang.text("一"), wang.text("二"))
    async with running(polling):
        await until(lambda: len(receiver.kept) == 2)
        await until(telegram.confirmed.is_set)
        telegram.queue(wang.text("三"))
        await until(lambda: len(receiver.kept) == 3)
        await until(lambda: not telegram.updates)
    assert [message.text for message in receiver.kept] == ["一", "二", "三"]
    assert receiver.doubles == []


async def test_asks_for_the_kinds_it_reads(telegram: FakeTelegram, polling: TelegramPolling) -> None:
    async with running(polling):
        await until(lambda: offsets(telegram))
    first = next(call for call in telegram.calls if call.method == "getUpdates")
    wanted = ["message", "edited_message", "callback_query", "my_chat_member"]
    assert first.params == {"offset": 0, "timeout": 20, "allowed_updates": wanted}


async def test_webhook_is_removed_first_however_long_it_takes(
    telegram: FakeTelegram, polling: TelegramPolling, receiver: RecordingReceiver, pauses: Pauses, wang: Person
) -> None:
    telegram.webhook = {"url": "https://old.example.org/"}
    telegram.fail("deleteWebhook", too_many(9), DROP, SERVER_ERROR)
    telegram.queue(wang.text("一"))
    async with running(polling):
        await until(lambda: receiver.kept)
    assert pauses.taken == [9, 2, 4]
    assert telegram.webhook == {}


async def test_update_is_confirmed_only_when_it_is_kept(
    telegram: FakeTelegram,
    polling: TelegramPolling,
    receiver: RecordingReceiver,
    pauses: Pauses,
    wang: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receiver.failures += [OSError("disk is full")] * 3
    first, second = wang.text("一"), wang.text("二")
    telegram.queue(first, second)
    offsets_when_kept: list[int] = []
    keep = receiver.receive

    async def receive(message: Inbound) -> bool:
        offsets_when_kept.append(offsets(telegram)[-1])
        return await keep(message)

    monkeypatch.setattr(receiver, "receive", receive)
    async with running(polling):
        await until(lambda: not telegram.updates)
    assert [message.text for message in receiver.kept] == ["一", "二"]
    assert offsets_when_kept == [0] * 5
    assert pauses.taken == [1, 2, 4]
    assert offsets(telegram)[-1] == second["update_id"] + 1


async def test_stopped_before_confirming_the_next_process_gets_the_updates_again(
    telegram: FakeTelegram, polling: TelegramPolling, receiver: RecordingReceiver, wang: Person
) -> None:
    telegram.queue(wang.text("一"))
    telegram.fail("getUpdates", None, HANG)
    async with running(polling):
        await until(lambda: len(offsets(telegram)) == 2)
    assert len(receiver.kept) == 1
    assert len(telegram.updates) == 1


@pytest.mark.parametrize(
    ("troubles", "pauses_taken"),
    [
        ([SERVER_ERROR] * 8, [1, 2, 4, 8, 16, 32, 60, 60]),
        ([DROP, GATEWAY, GARBAGE], [1, 2, 4]),
        ([Trouble(status=200, body="{}"), Trouble(status=200, body='{"ok": true, "result": {}}')], [1, 2]),
        ([Trouble(status=200, body='{"ok": true, "result": []}')] * 2, [0.2, 0.2]),
        ([too_many(30), too_many(40)], [30, 40]),
        ([CONFLICT] * 4, [5, 5, 60, 60]),
        ([UNKNOWN_TOKEN] * 3, [5, 5, 60]),
        ([SERVER_ERROR, None, SERVER_ERROR], [1, 1]),
    ],
)
async def test_no_failure_ends_the_loop(
    telegram: FakeTelegram,
    polling: TelegramPolling,
    receiver: RecordingReceiver,
    pauses: Pauses,
    wang: Person,
    troubles: list[Trouble | None],
    pauses_taken: list[float],
) -> None:
    telegram.fail("getUpdates", *troubles)
    telegram.queue(wang.text("一"))
    async with running(polling):
        await until(lambda: receiver.kept and len(pauses.taken) == len(pauses_taken))
    assert pauses.taken == pauses_taken


async def test_time_limit_passes_over_a_hanging_server(
    telegram: FakeTelegram,
    receiver: RecordingReceiver,
    impatient: BotClient,
    payloads: MemoryPayloads,
    sentences: dict[str, str],
    clock: FakeClock,
    pauses: Pauses,
    wang: Person,
) -> None:
    telegram.fail("getUpdates", HANG)
    telegram.queue(wang.text("一"))
    polling = TelegramPolling(
        receiver, impatient, payloads=payloads, sentences=sentences, clock=clock, wait=1, sleep=pauses
    )
    async with running(polling):
        await until(lambda: receiver.kept)
    assert pauses.taken == [1]


async def test_conflict_is_told_in_a_clear_sentence(
    telegram: FakeTelegram, polling: TelegramPolling, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fail("getUpdates", CONFLICT, UNKNOWN_TOKEN)
    async with running(polling):
        await until(lambda: len(offsets(telegram)) == 3)
    assert "only one process fetch this bot's updates, and another one does" in caplog.text
    assert "does not know this bot's token" in caplog.text


async def test_odd_updates_do_not_hold_up_the_others(
    telegram: FakeTelegram, polling: TelegramPolling, receiver: RecordingReceiver, wang: Person
) -> None:
    odd = wang.message(photo={"not": "a list"})
    telegram.queue(odd, {"update_id": odd["update_id"] + 1, "message": []}, wang.press("/affirm"), wang.text("一"))
    async with running(polling):
        await until(lambda: len(receiver.kept) == 2)
    assert [message.text for message in receiver.kept] == ["/affirm", "一"]


async def test_words_are_not_logged(
    telegram: FakeTelegram,
    polling: TelegramPolling,
    receiver: RecordingReceiver,
    wang: Person,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    receiver.failures.append(OSError("路断了"))
    telegram.queue(wang.text("路断了", entities=5))
    async with running(polling):
        await until(lambda: receiver.kept)
    assert "cannot be kept (OSError)" in caplog.text
    assert "路断" not in caplog.text
