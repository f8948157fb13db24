"""A page's socket: history, acknowledgements, pushes, and everything hostile that can come over it."""

import json

import pytest
from aiohttp import WSMsgType

from bot.messages import Button, Inbound, Kind, Outbound
from tests.support.clock import FakeClock
from tests.support.web_client import Browser, another
from tests.support.web_receiver import EchoReceiver


def text(words: str, id: str = "aaaaaaaa") -> dict[str, str]:
    return {"type": "text", "id": id, "text": words}


async def test_a_message_is_kept_answered_and_acknowledged(visitor: Browser, receiver: EchoReceiver) -> None:
    socket = await visitor.connect()
    assert socket.first == {"type": "history", "items": []}
    await socket.say(text("路灯坏了"))
    frames = {frame["type"]: frame for frame in [await socket.hear() for _ in range(3)]}
    assert frames["kept"] == {"type": "kept", "id": "aaaaaaaa", "kept": True, "at": "2026-03-02T01:00:00+00:00"}
    assert frames["typing"] == {"type": "typing"}
    assert frames["message"]["text"] == "收到：路灯坏了"
    assert frames["message"]["id"] == 1
    (message,) = receiver.messages
    assert (message.channel, message.sender) == ("web", visitor.session)
    assert message.kind is Kind.TEXT


async def test_the_history_is_there_again(visitor: Browser, receiver: EchoReceiver) -> None:
    buttons = (Button(title="对", payload="/affirm"),)
    receiver.script = lambda message: [Outbound(id=0, recipient="", text="对吗？", buttons=buttons, image="/a.png")]
    await visitor.post(text("路灯坏了"))
    await visitor.post({"type": "button", "id": "bbbbbbbb", "payload": "/affirm", "title": "对"})
    first, question, chosen, _ = (await visitor.connect()).first["items"]
    assert first == {"type": "own", "id": "aaaaaaaa", "text": "路灯坏了", "at": first["at"]}
    assert question["buttons"] == [{"title": "对", "payload": "/affirm"}]
    assert (question["type"], question["id"], question["image"]) == ("message", 1, "/a.png")
    assert (chosen["type"], chosen["id"], chosen["text"]) == ("own", "bbbbbbbb", "对")


async def test_only_what_is_missing_comes_again(visitor: Browser) -> None:
    await visitor.post(text("一"))
    await visitor.post(text("二", id="bbbbbbbb"))
    items = (await visitor.connect(since=1)).first["items"]
    assert [item["id"] for item in items if item["type"] == "message"] == [2]


async def test_the_session_is_in_no_frame(visitor: Browser) -> None:
    await visitor.post(text("路灯坏了"))
    socket = await visitor.connect()
    await socket.ask(text("还有", id="bbbbbbbb"))
    assert visitor.session not in json.dumps(socket.first)


async def test_the_same_id_twice_is_kept_once(visitor: Browser, receiver: EchoReceiver) -> None:
    socket = await visitor.connect()
    for _ in range(2):
        assert (await socket.ask(text("路灯坏了")))["kept"]
    assert [message.text for message in receiver.messages] == ["路灯坏了"]


async def test_the_same_id_in_two_sessions_is_two_messages(visitor: Browser, receiver: EchoReceiver) -> None:
    other = await another(visitor)
    await other.open()
    await visitor.post(text("我的"))
    await other.post(text("他的"))
    assert [message.text for message in receiver.messages] == ["我的", "他的"]
    await other.client.close()


async def test_a_failure_to_keep_is_told_and_may_be_tried_again(
    visitor: Browser, receiver: EchoReceiver, caplog: pytest.LogCaptureFixture
) -> None:
    socket = await visitor.connect()
    receiver.broken = True
    answer = await socket.ask(text("秘密"))
    assert (answer["id"], answer["kept"], answer["retry"]) == ("aaaaaaaa", False, True)
    assert answer["sentence"].startswith("系统暂时存不下")
    assert "秘密" not in caplog.text
    receiver.broken = False
    assert (await socket.ask(text("秘密")))["kept"]


async def test_words_are_refused_in_the_visitors_language(visitor: Browser) -> None:
    await visitor.client.get("/?lang=en")
    socket = await visitor.connect()
    answer = await socket.ask(text("   "))
    assert (answer["kept"], answer["retry"]) == (False, False)
    assert answer["sentence"] == "Please write something first."


async def test_the_language_goes_with_the_message(visitor: Browser, receiver: EchoReceiver) -> None:
    await visitor.client.get("/?lang=en")
    await (await visitor.connect()).ask(text("hello"))
    assert receiver.messages[0].language == "en"


@pytest.mark.parametrize("raw", ["", "{", "[]", '{"type": 7}', "[" * 50_000])
async def test_a_malformed_frame_gets_a_sentence_and_the_socket_stays(visitor: Browser, raw: str) -> None:
    socket = await visitor.connect()
    await socket.socket.send_str(raw)
    assert (await socket.hear())["type"] == "trouble"
    assert (await socket.ask(text("你好")))["kept"]


async def test_bytes_get_a_sentence_and_the_socket_stays(visitor: Browser) -> None:
    socket = await visitor.connect()
    await socket.socket.send_bytes(b"\x00\xff")
    assert (await socket.hear())["type"] == "trouble"
    assert (await socket.ask(text("你好")))["kept"]


async def test_an_unknown_type_is_refused(visitor: Browser) -> None:
    socket = await visitor.connect()
    answer = await socket.ask({"type": "dance", "id": "aaaaaaaa"})
    assert (answer["id"], answer["kept"], answer["retry"]) == ("aaaaaaaa", False, False)


async def test_a_huge_frame_closes_the_socket_and_nothing_else(visitor: Browser, receiver: EchoReceiver) -> None:
    socket = await visitor.connect()
    await socket.socket.send_str(json.dumps(text("x" * 300_000)))
    closed = await socket.socket.receive(timeout=10)
    assert (closed.type, closed.data) == (WSMsgType.CLOSE, 1009)
    assert receiver.messages == []
    assert (await (await visitor.connect()).ask(text("你好")))["kept"]


async def test_the_longest_message_is_taken_whole(visitor: Browser, receiver: EchoReceiver) -> None:
    assert (await (await visitor.connect()).ask(text("水" * 20_000)))["kept"]
    assert receiver.messages[0].text == "水" * 20_000


async def test_too_many_messages_are_put_off_not_lost(
    visitor: Browser, receiver: EchoReceiver, clock: FakeClock
) -> None:
    socket = await visitor.connect()
    answers = [await socket.ask(text("快", id=f"id-{number:06}")) for number in range(21)]
    assert [answer["kept"] for answer in answers] == [True] * 20 + [False]
    assert answers[-1]["retry"]
    assert answers[-1]["sentence"]
    clock.advance(seconds=10)
    assert (await socket.ask(text("快", id="id-000020")))["kept"]
    assert len(receiver.messages) == 21


async def test_a_flood_of_frames_closes_the_socket(visitor: Browser) -> None:
    socket = await visitor.connect()
    for _ in range(121):
        await socket.say({"type": "got", "id": 1})
    assert (await socket.socket.receive(timeout=10)).data == 1008


async def test_a_ping_brings_what_nobody_pushed(visitor: Browser, receiver: EchoReceiver) -> None:
    socket = await visitor.connect()
    receiver.sender = None
    await receiver.say(Outbound(id=0, recipient=visitor.session, text="您的事已转到区住建局。"))
    await socket.say({"type": "ping", "since": 0})
    assert [item["text"] for item in (await socket.hear("history"))["items"]] == ["您的事已转到区住建局。"]
    await socket.hear("pong")
    await socket.say({"type": "ping", "since": 1})
    assert await socket.hear() == {"type": "pong"}


async def test_a_history_that_cannot_be_read_is_said(visitor: Browser, receiver: EchoReceiver) -> None:
    receiver.broken = True
    socket = await visitor.connect()
    assert socket.first["type"] == "trouble"
    receiver.broken = False
    assert (await socket.ask(text("你好")))["kept"]


async def test_what_was_seen_is_noted(visitor: Browser, receiver: EchoReceiver) -> None:
    socket = await visitor.connect()
    await socket.say({"type": "seen", "up_to": 7})
    await socket.say({"type": "ping"})
    await socket.hear("pong")
    assert receiver.read_up_to == {visitor.session: 7}


async def test_a_failure_to_note_it_is_no_trouble(visitor: Browser, receiver: EchoReceiver) -> None:
    socket = await visitor.connect()
    receiver.read_up_to = None  # type: ignore[assignment]
    await socket.say({"type": "seen", "up_to": 7})
    assert (await socket.ask(text("你好")))["kept"]


async def test_the_other_window_shows_what_was_said_here(visitor: Browser, receiver: EchoReceiver) -> None:
    receiver.script = lambda message: []
    here, there = await visitor.connect(), await visitor.connect()
    await here.ask(text("路灯坏了"))
    (item,) = (await there.hear("history"))["items"]
    assert (item["type"], item["id"], item["text"]) == ("own", "aaaaaaaa", "路灯坏了")
    await here.say({"type": "ping"})
    assert (await here.hear("history"))["items"][0]["id"] == "aaaaaaaa"


async def test_the_ninth_window_closes_the_first(visitor: Browser) -> None:
    first = await visitor.connect()
    others = [await visitor.connect() for _ in range(8)]
    assert (await first.socket.receive(timeout=10)).data == 1013
    assert (await others[-1].ask(text("你好")))["kept"]


async def test_files_and_places_are_in_the_history(visitor: Browser, receiver: EchoReceiver) -> None:
    receiver.script = lambda message: []
    ticket = (await (await visitor.upload(b"%PDF-1.7", name="合同.pdf")).json())["ref"]
    await visitor.post({"type": "file", "id": "aaaaaaaa", "refs": [ticket], "text": ""})
    await visitor.post({"type": "location", "id": "bbbbbbbb", "latitude": 25.8, "longitude": 115.0})
    files, place = (await visitor.connect()).first["items"]
    assert files["custom"] == {"files": [{"name": "合同.pdf", "kind": "document"}]}
    assert place["custom"] == {"location": True}


async def test_a_button_reaches_the_bot_as_its_payload(visitor: Browser, receiver: EchoReceiver) -> None:
    await (await visitor.connect()).ask({"type": "button", "id": "aaaaaaaa", "payload": "/affirm", "title": "对"})
    assert [(message.kind, message.text) for message in receiver.messages] == [(Kind.BUTTON, "/affirm")]


async def test_nothing_of_a_failure_in_between_reaches_the_page(visitor: Browser, receiver: EchoReceiver) -> None:
    async def fail(message: Inbound) -> bool:
        raise RuntimeError("a secret of the server")

    receiver.receive = fail  # type: ignore[method-assign]
    answer = await (await visitor.connect()).ask(text("你好"))
    assert "secret" not in json.dumps(answer)
