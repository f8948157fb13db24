"""Plain HTTP, for networks that sockets do not get through."""

import asyncio

import pytest

from bot.messages import Outbound
from tests.support.web_client import Browser
from tests.support.web_receiver import EchoReceiver

TEXT = {"type": "text", "id": "aaaaaaaa", "text": "路灯坏了"}


async def test_talk_over_plain_http(visitor: Browser) -> None:
    answer = await visitor.post(TEXT)
    assert answer.status == 200
    kept = await answer.json()
    assert (kept["type"], kept["id"], kept["kept"]) == ("kept", "aaaaaaaa", True)
    items = await visitor.history()
    assert [item["text"] for item in items] == ["路灯坏了", "收到：路灯坏了"]
    assert [item for item in await visitor.history(since=1) if item["type"] == "message"] == []


async def test_what_was_said_over_http_shows_on_an_open_socket(visitor: Browser) -> None:
    socket = await visitor.connect()
    await visitor.post(TEXT)
    assert (await socket.hear("history"))["items"][0]["text"] == "路灯坏了"


@pytest.mark.parametrize(
    ("frame", "status"),
    [
        ([], 400),
        ({"type": 7}, 400),
        ({"type": "dance", "id": "aaaaaaaa"}, 400),
        ({"type": "text", "id": "aaaaaaaa", "text": ""}, 400),
        ({"type": "text", "id": "aaaaaaaa", "text": "水" * 20_001}, 413),
        ({"type": "text", "id": "aaaaaaaa", "text": "水" * 100_000}, 413),
    ],
)
async def test_bad_input_gets_a_sentence(visitor: Browser, receiver: EchoReceiver, frame: object, status: int) -> None:
    answer = await visitor.post(frame)
    assert answer.status == status
    body = await answer.json()
    assert body.get("error") or body["sentence"]
    assert receiver.messages == []


async def test_a_failure_to_keep_is_told(visitor: Browser, receiver: EchoReceiver) -> None:
    receiver.broken = True
    answer = await visitor.post(TEXT)
    assert answer.status == 503
    body = await answer.json()
    assert (body["kept"], body["retry"]) == (False, True)
    assert body["sentence"]
    history = await visitor.client.get("/chat/history")
    assert history.status == 503
    assert (await history.json())["error"]


async def test_too_many_messages(visitor: Browser) -> None:
    answers = [await visitor.post(TEXT | {"id": f"id-{number:06}"}) for number in range(21)]
    assert [answer.status for answer in answers[-2:]] == [200, 429]
    assert (await answers[-1].json())["retry"]


async def test_too_many_requests(visitor: Browser) -> None:
    statuses = [(await visitor.client.get("/chat/history")).status for _ in range(121)]
    assert statuses[-2:] == [200, 429]


async def test_what_was_seen_is_noted(visitor: Browser, receiver: EchoReceiver) -> None:
    assert (await visitor.post({"type": "seen", "up_to": 3})).status == 200
    assert receiver.read_up_to == {visitor.session: 3}


async def test_stopping_the_server_closes_the_pages(visitor: Browser, receiver: EchoReceiver) -> None:
    socket = await visitor.connect()
    await visitor.client.server.close()
    assert (await socket.socket.receive(timeout=10)).data == 1001


async def test_a_push_shows_at_once_and_stays_in_the_history(visitor: Browser, receiver: EchoReceiver) -> None:
    socket = await visitor.connect()
    sending = asyncio.create_task(receiver.say(Outbound(id=0, recipient=visitor.session, text="已受理。")))
    assert (await socket.show())["text"] == "已受理。"
    await sending
    assert [item["text"] for item in await visitor.history()] == ["已受理。"]
