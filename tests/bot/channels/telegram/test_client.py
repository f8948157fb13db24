import logging

import pytest
from telegram.error import (
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram import BotClient, make_bot
from bot.channels.telegram.client import AskedToWait, describe, pause_after, until_done
from tests.bot.channels.telegram.conftest import SHORT_TIMEOUT, Pauses
from tests.support.telegram import BLOCKED, DROP, GARBAGE, GATEWAY, SERVER_ERROR, TOKEN, FakeTelegram, Trouble, too_many
from tests.support.telegram_updates import Person


@pytest.mark.parametrize(
    "base", [None, "http://127.0.0.1:8081", "http://127.0.0.1:8081/", "https://tg.example.org/api"]
)
def test_base_names_the_server(base: str | None) -> None:
    bot = make_bot(TOKEN, api_base=base)
    root = (base or "https://api.telegram.org").rstrip("/")
    assert bot.base_url == f"{root}/bot{TOKEN}"
    assert bot.base_file_url == f"{root}/file/bot{TOKEN}"


@pytest.mark.parametrize(("token", "number"), [("7001:secret", "7001"), ("secret", "0"), ("secret:7001", "0")])
def test_number_never_shows_the_secret(token: str, number: str) -> None:
    assert make_bot(token).number == number


async def test_nothing_logged_holds_the_token_or_words(
    telegram: FakeTelegram, client: BotClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    # The fixture's bot was made at the level of the time; a product that logs everything makes it like this.
    make_bot(TOKEN, api_base=telegram.base)
    telegram.fail("sendMessage", GARBAGE, GATEWAY)
    for _ in range(2):
        with pytest.raises(TelegramError):
            await client.send_message(5, "村里的路断了")
    await client.send_message(5, "村里的路断了")
    telegram.queue(Person().text("楼上漏水"))
    await client.raw_updates(offset=0, wait=0, wanted=("message",))
    secret = TOKEN.partition(":")[2]
    assert all(word not in caplog.text for word in (secret, "路断", "漏水", "not JSON at all"))


def test_shown_in_a_traceback_it_hides_its_token() -> None:
    assert repr(make_bot(TOKEN)) == "BotClient(7001)"


async def test_updates_come_as_they_are(telegram: FakeTelegram, client: BotClient) -> None:
    odd = {"update_id": 3, "message": {"nothing": "as expected"}}
    telegram.queue(odd)
    assert await client.raw_updates(offset=0, wait=0, wanted=("message",)) == [odd]
    assert telegram.calls[-1].params == {"offset": 0, "timeout": 0, "allowed_updates": ["message"]}


async def test_waiting_for_updates_outlasts_the_usual_time_limit(impatient: BotClient) -> None:
    assert SHORT_TIMEOUT < 1
    assert await impatient.raw_updates(offset=0, wait=1, wanted=()) == []


async def test_connections_close_without_having_been_opened(telegram: FakeTelegram) -> None:
    bot = make_bot(TOKEN, api_base=telegram.base)
    await bot.close_connections()
    with pytest.raises(NetworkError):
        await bot.get_me()


def test_description_is_short_and_without_the_token() -> None:
    bot = make_bot(TOKEN)
    text = describe(InvalidToken(f"token {TOKEN} was rejected" + "x" * 500), bot)
    assert text.startswith("InvalidToken: token <token> was rejected")
    assert len(text) == 200


@pytest.mark.parametrize(
    ("trouble", "seconds"),
    [
        (too_many(17), 17),
        (Trouble(status=429, description="x"), None),
        (Trouble(status=429, parameters={"retry_after": "soon"}), None),
        (Trouble(status=429, body="slow down"), None),
        (Trouble(status=429, body="[]"), None),
    ],
)
async def test_wish_to_wait(telegram: FakeTelegram, client: BotClient, trouble: Trouble, seconds: float | None) -> None:
    telegram.fail("getMe", trouble)
    with pytest.raises(TelegramError) as raised:
        await client.get_me()
    assert getattr(raised.value, "seconds", None) == seconds


@pytest.mark.parametrize(
    ("error", "pauses"),
    [
        (NetworkError("x"), [1, 2, 4, 8, 16, 32, 60, 60]),
        (TimedOut(), [1, 2, 4]),
        (OSError(), [1, 2, 4]),
        (AskedToWait(120), [120, 120]),
        (InvalidToken(), [5, 5, 60, 60]),
        (Conflict("x"), [5, 5, 60]),
        (Forbidden("x"), [5, 5, 60]),
    ],
)
def test_pauses_grow_and_telegrams_own_are_honoured(error: Exception, pauses: list[float]) -> None:
    assert [pause_after(error, tries) for tries in range(1, len(pauses) + 1)] == pauses
    assert pause_after(NetworkError("x"), 10_000) == 60


async def test_set_up_is_tried_until_it_is_done(telegram: FakeTelegram, client: BotClient, pauses: Pauses) -> None:
    telegram.fail("getMe", too_many(7), BLOCKED, SERVER_ERROR, DROP, GARBAGE)
    await until_done(client.get_me, what="asking for our name", bot=client, sleep=pauses)
    assert pauses.taken == [7, 5, 4, 8, 16]
