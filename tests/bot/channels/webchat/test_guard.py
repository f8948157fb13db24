"""What every answer carries, and who may change anything."""

import pytest
from aiohttp import WSServerHandshakeError

from tests.support.web_client import Browser
from tests.support.web_receiver import EchoReceiver

FOREIGN = ["https://evil.example", "null", "", "http://localhost.evil.example", "http://localhost:1"]
TEXT = {"type": "text", "id": "aaaaaaaa", "text": "你好"}


@pytest.mark.parametrize("path", ["/", "/chat/privacy", "/chat/history", "/chat/static/x/js/main.js"])
async def test_every_answer_is_guarded(visitor: Browser, path: str) -> None:
    headers = (await visitor.client.get(path)).headers
    policy = dict(part.partition(" ")[::2] for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Permissions-Policy"] == "microphone=(self), geolocation=(self), camera=()"


@pytest.mark.parametrize("path", ["/", "/chat/privacy", "/chat/history"])
async def test_what_is_somebodys_own_is_stored_nowhere(visitor: Browser, path: str) -> None:
    assert (await visitor.client.get(path)).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("origin", FOREIGN)
async def test_a_foreign_page_cannot_open_the_socket(visitor: Browser, origin: str) -> None:
    with pytest.raises(WSServerHandshakeError) as refusal:
        await visitor.client.ws_connect("/chat/ws", headers={"Origin": origin})
    assert refusal.value.status == 403


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("path", ["/chat/message", "/chat/upload", "/chat/leave"])
async def test_a_foreign_page_cannot_change_anything(
    visitor: Browser, receiver: EchoReceiver, path: str, origin: str
) -> None:
    answer = await visitor.client.post(path, json=TEXT, headers={"Origin": origin})
    assert answer.status == 403
    assert (await answer.json())["error"]
    assert receiver.messages == []


async def test_without_an_origin_nothing_is_changed(visitor: Browser) -> None:
    assert (await visitor.client.post("/chat/message", json=TEXT)).status == 403


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_a_plain_form_is_no_message(visitor: Browser, receiver: EchoReceiver, content_type: str) -> None:
    answer = await visitor.client.post(
        "/chat/message", data=b'{"type":"text"}', headers=visitor.origin | {"Content-Type": content_type}
    )
    assert answer.status == 415
    assert receiver.messages == []


@pytest.mark.parametrize("packing", ["gzip", "nonsense"])
@pytest.mark.parametrize("path", ["/chat/message", "/chat/upload", "/chat/leave"])
async def test_nothing_packed_is_unpacked(visitor: Browser, path: str, packing: str) -> None:
    headers = visitor.origin | {"Content-Encoding": packing, "Content-Type": "application/json"}
    answer = await visitor.client.post(path, data=b"garbage", headers=headers)
    assert answer.status == 415
    assert (await answer.json())["error"]
