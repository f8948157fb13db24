"""The REST door speaks as Rasa's does, and answers bad input with a sentence."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.rest import RestDoor
from bot.messages import Button, Inbound, Kind, Outbound
from tests.support.web_receiver import EchoReceiver

Client = TestClient[web.Request, web.Application]
WEBHOOK = "/webhooks/rest/webhook"
TRACKERS: dict[str, dict[str, Any]] = {"王": {"sender_id": "王", "slots": {"requested_slot": "place"}, "events": []}}


async def tracker(sender: str) -> dict[str, Any] | None:
    if sender == "broken":
        raise OSError("the disk is full")
    return TRACKERS.get(sender)


async def token_ok(token: str, sender: str) -> bool:
    return token == "let me in" and sender != "sealed"


@pytest.fixture
def receiver() -> EchoReceiver:
    return EchoReceiver()


@pytest.fixture
async def client(receiver: EchoReceiver) -> AsyncIterator[Client]:
    app = web.Application()
    app.add_routes(RestDoor(receiver, tracker, token_ok=token_ok).routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_answers_as_rasa_does(client: Client, receiver: EchoReceiver) -> None:
    receiver.script = lambda message: [
        Outbound(id=1, recipient="w", text="在哪里？", buttons=(Button(title="赣县区", payload='/choose{"a":1}'),)),
        Outbound(id=2, recipient="w", text="图", image="/map.png", custom={"kind": "card"}),
    ]
    answer = await client.post(WEBHOOK, json={"sender": "w", "message": "路灯坏了"})
    assert answer.status == 200
    assert await answer.json() == [
        {"recipient_id": "w", "text": "在哪里？", "buttons": [{"title": "赣县区", "payload": '/choose{"a":1}'}]},
        {"recipient_id": "w", "text": "图", "image": "/map.png", "custom": {"kind": "card"}},
    ]
    assert receiver.messages[0].channel == "rest"
    assert receiver.messages[0].sender == "w"
    assert receiver.messages[0].text == "路灯坏了"


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("/affirm", Kind.BUTTON),
        ('/choose_region{"code": "360721"}', Kind.BUTTON),
        ('/choose_region{\n"code": "360721"}', Kind.BUTTON),
        ("路灯坏了", Kind.TEXT),
        ("/赣县区", Kind.TEXT),
        ("/etc/passwd 是什么", Kind.TEXT),
        ("", Kind.TEXT),
    ],
)
async def test_tells_a_payload_from_words(client: Client, receiver: EchoReceiver, message: str, kind: Kind) -> None:
    await client.post(WEBHOOK, json={"sender": "w", "message": message})
    assert [(each.kind, each.text) for each in receiver.messages] == [(kind, message)]


async def test_without_a_sender_it_is_the_default_one(client: Client) -> None:
    answer = await client.post(WEBHOOK, json={"message": "你好"})
    assert (await answer.json())[0]["recipient_id"] == "default"


async def test_a_message_id_of_one_sender_is_not_anothers(client: Client, receiver: EchoReceiver) -> None:
    for sender in ("a", "a", "b"):
        await client.post(WEBHOOK, json={"sender": sender, "message": "你好", "message_id": "1"})
    first, again, other = (message.message_id for message in receiver.messages)
    assert first == again != other


async def test_messages_without_an_id_are_all_different(client: Client, receiver: EchoReceiver) -> None:
    for _ in range(2):
        await client.post(WEBHOOK, json={"sender": "a", "message": "你好"})
    assert len({message.message_id for message in receiver.messages}) == 2


@pytest.mark.parametrize(
    ("metadata", "language"),
    [({"language": "en"}, "en"), ({"language": "en-GB"}, "en"), ({"language": "xx"}, "zh"), ({}, "zh"), (None, "zh")],
)
async def test_the_language_is_in_the_metadata(
    client: Client, receiver: EchoReceiver, metadata: dict[str, str] | None, language: str
) -> None:
    await client.post(WEBHOOK, json={"sender": "a", "message": "hi", "metadata": metadata})
    assert receiver.messages[0].language == language


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"not json", 400),
        (b"[1]", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"sender": "a"}', 400),
        (b'{"sender": "a", "message": 7}', 400),
        (b'{"sender": "a", "message": null}', 400),
        (b'{"sender": 7, "message": "x"}', 400),
        (b'{"sender": "", "message": "x"}', 400),
        (b'{"sender": "a\\u0000", "message": "x"}', 400),
        (json.dumps({"sender": "a" * 129, "message": "x"}).encode(), 400),
        (b'{"sender": "a", "message": "x", "message_id": "a:b"}', 400),
        (b'{"sender": "a", "message": "x", "message_id": 7}', 400),
        (b'{"sender": "a", "message": "x", "metadata": "en"}', 400),
        (json.dumps({"sender": "a", "message": "水" * 20_001}, ensure_ascii=False).encode(), 413),
        (b'{"sender": "' + b"a" * 300_000, 413),
    ],
)
async def test_bad_input_gets_a_sentence_in_both_languages(
    client: Client, receiver: EchoReceiver, body: bytes, status: int
) -> None:
    answer = await client.post(WEBHOOK, data=body)
    assert answer.status == status
    sentence = (await answer.json())["error"]
    assert any("\u4e00" <= character <= "\u9fff" for character in sentence)
    assert " the " in sentence.lower() or " must " in sentence or " is " in sentence
    assert "{kib}" not in sentence
    assert "{characters}" not in sentence
    assert receiver.messages == []


@pytest.mark.parametrize("packing", ["gzip", "deflate", "nonsense"])
async def test_a_packed_body_is_not_unpacked(client: Client, receiver: EchoReceiver, packing: str) -> None:
    answer = await client.post(WEBHOOK, data=b"garbage", headers={"Content-Encoding": packing})
    assert answer.status == 415
    assert (await answer.json())["error"]
    assert receiver.messages == []


async def test_a_torn_body_is_no_failure_of_ours(client: Client) -> None:
    port = client.make_url("/").port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"POST {WEBHOOK} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n".encode())
    assert b" 400 " in await reader.readline()
    writer.close()


async def test_the_longest_message_is_taken_whole(client: Client, receiver: EchoReceiver) -> None:
    answer = await client.post(WEBHOOK, json={"sender": "a", "message": "水" * 20_000})
    assert answer.status == 200
    assert receiver.messages[0].text == "水" * 20_000


async def test_what_no_database_takes_is_taken_out(client: Client, receiver: EchoReceiver) -> None:
    await client.post(WEBHOOK, data=b'{"sender": "a", "message": "\\u0000x\\ud800y"}')
    assert receiver.messages[0].text == "x?y"


async def test_a_failure_to_keep_is_said_and_nothing_of_it_is_logged(
    client: Client, receiver: EchoReceiver, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(message: Inbound) -> list[Outbound]:
        raise OSError(f"could not write {message.text}")

    receiver.reply_to = fail  # type: ignore[method-assign]
    answer = await client.post(WEBHOOK, json={"sender": "a", "message": "秘密"})
    assert answer.status == 503
    assert "message_id" in (await answer.json())["error"]
    assert "OSError" in caplog.text
    assert "秘密" not in caplog.text


async def test_health(client: Client) -> None:
    answer = await client.get("/webhooks/rest/")
    assert await answer.json() == {"status": "ok"}


Ask = Callable[[Client], Awaitable[Any]]


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.get("/conversations/王/tracker", params={"token": "let me in"}),
        lambda client: client.get("/conversations/王/tracker", headers={"Authorization": "Bearer let me in"}),
    ],
)
async def test_the_tracker_is_for_those_with_a_token(client: Client, ask: Ask) -> None:
    answer = await ask(client)
    assert answer.status == 200
    assert await answer.json() == TRACKERS["王"]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/conversations/王/tracker", {}, 401),
        ("/conversations/王/tracker?token=", {}, 401),
        ("/conversations/王/tracker?token=guess", {}, 401),
        ("/conversations/王/tracker", {"Authorization": "Bearer guess"}, 401),
        ("/conversations/王/tracker", {"Authorization": "Basic let me in"}, 401),
        ("/conversations/李/tracker?token=let me in", {}, 404),
        ("/conversations/a%00b/tracker?token=let me in", {}, 404),
        ("/conversations/a%2Fb/tracker?token=let me in", {}, 404),
        ("/conversations/broken/tracker?token=let me in", {}, 503),
    ],
)
async def test_the_tracker_refuses_with_a_sentence(
    client: Client, path: str, headers: dict[str, str], status: int
) -> None:
    answer = await client.get(path, headers=headers)
    assert answer.status == status
    assert (await answer.json())["error"]
