"""Fixtures of the Telegram tests: a fake Bot API server, a bot that talks to it, and what the channel is handed."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import BotClient, make_bot
from tests.support.receiver import RecordingReceiver
from tests.support.telegram import TOKEN, FakeTelegram
from tests.support.telegram_updates import Person

TIMEOUT = 10.0
SHORT_TIMEOUT = 0.75
SENTENCES = {
    "group": "请私聊我。Please write to me in private.",
    "unreadable": "这种消息我看不懂。I cannot read this.",
    "not_kept": "刚才没能收好，请稍后再发。Please send it again in a while.",
}


class MemoryPayloads:
    """A payload store in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.failure: Exception | None = None

    def put(self, payload: str) -> str:
        if self.failure:
            raise self.failure
        token = f"t{len(self.kept)}"
        self.kept[token] = payload
        return token

    def get(self, token: str) -> str | None:
        if self.failure:
            raise self.failure
        return self.kept.get(token)


class Pauses:
    """Instead of sleeping: notes how long would have been slept, and stops the sleeper after a number of pauses."""

    def __init__(self, most: int = 50) -> None:
        self.taken: list[float] = []
        self.most = most

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        if len(self.taken) > self.most:
            raise AssertionError(f"more than {self.most} pauses: {self.taken[-5:]}")


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    """The server; a test in which a rule of the Bot API was broken fails, unless it says `mistakes.clear()`."""
    async with FakeTelegram() as server:
        yield server
        assert server.mistakes == []


@pytest.fixture
async def client(telegram: FakeTelegram) -> AsyncIterator[BotClient]:
    bot = make_bot(TOKEN, api_base=telegram.base, timeout=TIMEOUT)
    yield bot
    await bot.close_connections()


@pytest.fixture
async def impatient(telegram: FakeTelegram) -> AsyncIterator[BotClient]:
    """A client that does not wait long, for tests with a server that hangs."""
    bot = make_bot(TOKEN, api_base=telegram.base, timeout=SHORT_TIMEOUT)
    yield bot
    await bot.close_connections()


@pytest.fixture
def receiver() -> RecordingReceiver:
    return RecordingReceiver()


@pytest.fixture
def payloads() -> MemoryPayloads:
    return MemoryPayloads()


@pytest.fixture
def sentences() -> dict[str, str]:
    return dict(SENTENCES)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def wang() -> Person:
    return Person()
