"""The sender pushes to open pages, and says honestly how far a message came."""

import asyncio

import pytest
from aiohttp import web

from bot.channels.webchat import sockets as sockets_module
from bot.channels.webchat.outgoing import WebSender
from bot.channels.webchat.sockets import Page, Sockets
from bot.messages import Button, Delivered, Outbound
from tests.support.web_client import Browser
from tests.support.web_receiver import EchoReceiver

MESSAGE = Outbound(id=0, recipient="", text="已转到区住建局。", buttons=(Button(title="好", payload="/affirm"),))


def to(visitor: Browser) -> Outbound:
    return Outbound(id=0, recipient=visitor.session, text=MESSAGE.text, buttons=MESSAGE.buttons, custom={"a": 1})


async def test_delivered_when_a_page_says_so(visitor: Browser, receiver: EchoReceiver) -> None:
    socket = await visitor.connect()
    sending = asyncio.create_task(receiver.say(to(visitor)))
    frame = await socket.show()
    assert frame["text"] == MESSAGE.text
    assert frame["buttons"] == [{"title": "好", "payload": "/affirm"}]
    assert frame["custom"] == {"a": 1}
    assert await sending is Delivered.DELIVERED


async def test_every_page_of_the_session_gets_it_and_one_answer_is_enough(
    visitor: Browser, receiver: EchoReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets_module, "GOT_SECONDS", 0.3)
    awake, asleep = await visitor.connect(), await visitor.connect()
    sending = asyncio.create_task(receiver.say(to(visitor)))
    assert await asleep.hear("message") == await awake.show()
    assert await sending is Delivered.DELIVERED


async def test_without_a_page_it_waits_in_the_history(visitor: Browser, receiver: EchoReceiver) -> None:
    assert await receiver.say(to(visitor)) is Delivered.ACCEPTED
    (item,) = (await visitor.connect()).first["items"]
    assert item["text"] == MESSAGE.text


async def test_a_page_that_says_nothing_is_waited_for_once(
    visitor: Browser, receiver: EchoReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets_module, "GOT_SECONDS", 0.05)
    socket = await visitor.connect()
    assert await receiver.say(to(visitor)) is Delivered.ACCEPTED
    # Without a limit now: a second wait for the sleeping page would hang the test.
    monkeypatch.setattr(sockets_module, "GOT_SECONDS", None)
    assert await receiver.say(to(visitor)) is Delivered.ACCEPTED
    assert [(await socket.hear("message"))["id"] for _ in range(2)] == [1, 2]
    await socket.say({"type": "ping", "since": 2})
    await socket.hear("pong")
    sending = asyncio.create_task(receiver.say(to(visitor)))
    assert (await socket.show())["id"] == 3
    assert await sending is Delivered.DELIVERED


async def test_another_session_gets_nothing(visitor: Browser, receiver: EchoReceiver) -> None:
    socket = await visitor.connect()
    await receiver.say(Outbound(id=0, recipient="b" * 32, text="不是给您的"))
    await socket.say({"type": "ping"})
    assert (await socket.hear())["type"] == "pong"


async def test_a_page_that_left_is_no_page(visitor: Browser, receiver: EchoReceiver) -> None:
    socket = await visitor.connect()
    await socket.socket.close()
    assert await receiver.say(to(visitor)) is Delivered.ACCEPTED


async def test_typing_never_raises() -> None:
    sockets = Sockets()
    await sockets.open("s", Page(web.WebSocketResponse()))  # a socket that was never opened
    await WebSender(sockets).typing("s")
    await WebSender(sockets).typing("nobody")


async def test_a_message_without_a_time_is_of_now() -> None:
    assert await WebSender(Sockets()).send(Outbound(id=1, recipient="s", text="x")) is Delivered.ACCEPTED
