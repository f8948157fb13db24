import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.channels.telegram import BotClient, TelegramWebhook, register_webhook
from tests.bot.channels.telegram.conftest import MemoryPayloads, Pauses
from tests.support.clock import FakeClock
from tests.support.receiver import RecordingReceiver
from tests.support.telegram import (
    BLOCKED,
    DROP,
    SECRET_HEADER,
    SERVER_ERROR,
    UNKNOWN_TOKEN,
    FakeTelegram,
    bad_request,
    too_many,
)
from tests.support.telegram_updates import Person, Update, group, media, photo, update

SECRET = "a-Secret_0"  # noqa: S105  known to this test only
MAX_BODY = 4096


@pytest.fixture
async def webhook(
    receiver: RecordingReceiver,
    client: BotClient,
    payloads: MemoryPayloads,
    sentences: dict[str, str],
    clock: FakeClock,
) -> AsyncIterator[TelegramWebhook]:
    hook = TelegramWebhook(
        receiver, client, secret=SECRET, payloads=payloads, sentences=sentences, clock=clock, max_body=MAX_BODY
    )
    yield hook
    await hook.aclose()


@pytest.fixture
async def url(webhook: TelegramWebhook) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes(webhook.routes())
    async with TestServer(app) as server:
        yield str(server.make_url("/webhooks/telegram"))


async def post(url: str, body: Any, *, secret: str | None = SECRET, **options: Any) -> int:
    headers = {SECRET_HEADER: secret} if secret is not None else {}
    async with ClientSession() as session, session.post(url, data=body, headers=headers, **options) as response:
        assert await response.read() == b""
        return response.status


async def test_update_is_kept_and_answered(
    telegram: FakeTelegram, url: str, receiver: RecordingReceiver, wang: Person
) -> None:
    assert await telegram.deliver(wang.text("村里的路断了"), url=url, secret=SECRET) == [200]
    assert [message.text for message in receiver.kept] == ["村里的路断了"]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET.lower(), "密"])
async def test_without_the_secret_nothing_is_read(
    url: str, receiver: RecordingReceiver, wang: Person, secret: str | None
) -> None:
    assert await post(url, json.dumps(wang.text("x")), secret=secret) == 401
    assert receiver.kept == []


async def test_secret_is_asked_for_before_the_body_is_looked_at(url: str) -> None:
    for body in (b"x" * (MAX_BODY + 1), b"not JSON"):
        assert await post(url, body, secret=None) == 401


async def test_body_of_the_largest_size_is_read(url: str, receiver: RecordingReceiver, wang: Person) -> None:
    body = json.dumps(wang.text("x")).encode()
    assert await post(url, body + b" " * (MAX_BODY - len(body))) == 200
    assert len(receiver.kept) == 1


async def test_larger_body_is_refused(url: str, receiver: RecordingReceiver, wang: Person) -> None:
    body = json.dumps(wang.text("x")).encode()
    assert await post(url, body + b" " * (MAX_BODY + 1 - len(body))) == 413
    assert receiver.kept == []


async def test_larger_body_of_untold_size_is_refused(url: str, receiver: RecordingReceiver) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield b" " * 1000

    assert await post(url, chunks()) == 413
    assert receiver.kept == []


@pytest.mark.parametrize(
    "body", [b"", b"not JSON", b"\xff\xfe", b"{", b"[" * 2000, b"null", b"5", b'"x"', b"[]", b"{}", b'{"update_id": 1}']
)
async def test_nonsense_is_taken_and_forgotten(url: str, receiver: RecordingReceiver, body: bytes) -> None:
    assert await post(url, body) == 200
    assert receiver.kept == []


MEMBERSHIP_IN_PRIVATE = Person().membership("member", "kicked")
CHANNEL = {"id": -5, "type": "channel", "title": "公告"}


@pytest.mark.parametrize(
    "sent",
    [
        Person().text("村里的路断了"),
        Person().edit(Person().text("路段了"), text="路断了"),
        Person().message(photo=photo(), caption="路"),
        Person().message(document=media(file_name="判决书.pdf")),
        Person().message(voice=media(duration=3)),
        Person().message(video=media(duration=3, width=1, height=1)),
        Person().message(location={"latitude": 25.8, "longitude": 115.0}),
        Person().press("/affirm"),
        MEMBERSHIP_IN_PRIVATE,
        update(channel_post={"message_id": 1, "date": 1, "chat": CHANNEL, "text": "公告"}),
        Person(chat=group()).text("大家好"),
        update(inline_query={"id": "1", "from": Person().user, "query": "路", "offset": ""}),
        update(poll={"id": "1", "question": "?"}),
        update(something_new={"deep": [{"er": 1}]}),
        {"update_id": "not a number", "message": []},
    ],
)
async def test_every_kind_of_update_is_taken_at_once(
    telegram: FakeTelegram, url: str, webhook: TelegramWebhook, sent: Update
) -> None:
    assert await telegram.deliver(sent, url=url, secret=SECRET, attempts=3) == [200]
    await webhook.aclose()


async def test_update_that_cannot_be_kept_comes_again(
    telegram: FakeTelegram, url: str, receiver: RecordingReceiver, wang: Person
) -> None:
    receiver.failures += [OSError("disk is full"), RuntimeError("database is down")]
    assert await telegram.deliver(wang.text("村里的路断了"), url=url, secret=SECRET) == [503, 503, 200]
    assert [message.text for message in receiver.kept] == ["村里的路断了"]


async def test_update_delivered_twice_is_kept_once(
    telegram: FakeTelegram, url: str, receiver: RecordingReceiver, wang: Person
) -> None:
    sent = wang.text("村里的路断了")
    for _ in range(3):
        assert await telegram.deliver(sent, url=url, secret=SECRET) == [200]
    assert (len(receiver.kept), len(receiver.doubles)) == (1, 2)


async def test_other_methods_are_not_allowed(url: str) -> None:
    async with ClientSession() as session, session.get(url, headers={SECRET_HEADER: SECRET}) as response:
        assert response.status == 405


async def test_words_and_secrets_are_not_logged(
    telegram: FakeTelegram, url: str, receiver: RecordingReceiver, caplog: pytest.LogCaptureFixture, wang: Person
) -> None:
    caplog.set_level(logging.INFO, logger="bot")
    receiver.failures.append(OSError("路断了"))
    await telegram.deliver(wang.text("路断了"), url=url, secret=SECRET)
    await post(url, "路断了".encode())
    assert "not JSON" in caplog.text
    assert "cannot be kept" in caplog.text
    assert "路断" not in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("secret", ["", "with space", "密", "x" * 257, "a\n"])
def test_secret_telegram_would_not_take_is_refused(
    secret: str,
    receiver: RecordingReceiver,
    client: BotClient,
    payloads: MemoryPayloads,
    sentences: dict[str, str],
    clock: FakeClock,
) -> None:
    with pytest.raises(ValueError, match="secret"):
        TelegramWebhook(receiver, client, secret=secret, payloads=payloads, sentences=sentences, clock=clock)


async def test_registering_tells_address_secret_and_kinds(
    telegram: FakeTelegram, client: BotClient, pauses: Pauses
) -> None:
    await register_webhook(client, "https://example.org/webhooks/telegram", SECRET, sleep=pauses)
    assert telegram.webhook == {
        "url": "https://example.org/webhooks/telegram",
        "secret_token": SECRET,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
    }
    assert pauses.taken == []


async def test_registering_outlasts_every_refusal(telegram: FakeTelegram, client: BotClient, pauses: Pauses) -> None:
    telegram.fail(
        "setWebhook",
        too_many(3),
        DROP,
        SERVER_ERROR,
        BLOCKED,
        UNKNOWN_TOKEN,
        bad_request("bad webhook: Failed to resolve host: Name or service not known"),
        *[SERVER_ERROR] * 6,
    )
    await register_webhook(client, "https://example.org/webhooks/telegram", SECRET, sleep=pauses)
    assert telegram.webhook["secret_token"] == SECRET
    assert pauses.taken == [3, 2, 4, 300, 300, 32, 64, 128, 256, 300, 300, 300]


async def test_update_delivered_to_the_registered_webhook(
    telegram: FakeTelegram, client: BotClient, pauses: Pauses, url: str, receiver: RecordingReceiver, wang: Person
) -> None:
    await register_webhook(client, "https://example.org/webhooks/telegram", SECRET, sleep=pauses)
    assert await telegram.deliver(wang.text("路断了"), url=url) == [200]
    assert len(receiver.kept) == 1
