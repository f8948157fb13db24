"""What the page's script does, done by a test: a session's cookie, its origin, its socket."""

import io
from typing import Any, cast

from aiohttp import ClientResponse, ClientWebSocketResponse, FormData, web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from tests.support.clock import FakeClock
from tests.support.web_receiver import EchoReceiver, web_app

COOKIE = "fengqiao_chat"


class Browser:
    """A visitor of the web chat."""

    def __init__(self, client: TestClient[web.Request, web.Application]) -> None:
        self.client = client

    @property
    def origin(self) -> dict[str, str]:
        return {"Origin": str(self.client.make_url("/")).rstrip("/")}

    @property
    def cookie(self) -> str:
        return self.client.session.cookie_jar.filter_cookies(self.client.make_url("/"))[COOKIE].value

    @property
    def session(self) -> str:
        return self.cookie.partition(".")[0]

    def wear(self, cookie: str) -> None:
        """Use this cookie instead of the own one."""
        self.client.session.cookie_jar.clear()
        self.client.session.cookie_jar.update_cookies({COOKIE: cookie}, URL(self.client.make_url("/")))

    async def open(self, **headers: str) -> str:
        """Load the page; its HTML."""
        async with self.client.get("/", headers=headers) as answer:
            assert answer.status == 200
            return await answer.text()

    async def connect(self, since: int = 0) -> "Socket":
        """Open the page's socket and read its first history."""
        socket = Socket(await self.client.ws_connect(f"/chat/ws?since={since}", headers=self.origin))
        socket.first = await socket.hear()
        return socket

    async def post(self, frame: object, **headers: str) -> ClientResponse:
        return await self.client.post("/chat/message", json=frame, headers=self.origin | headers)

    async def upload(self, data: bytes, *, name: str, field: str = "file") -> ClientResponse:
        form = FormData(quote_fields=False)  # browsers send names as they are
        form.add_field(field, io.BytesIO(data), filename=name)
        return await self.client.post("/chat/upload", data=form, headers=self.origin)

    async def history(self, since: int = 0) -> list[dict[str, Any]]:
        async with self.client.get(f"/chat/history?since={since}") as answer:
            items: list[dict[str, Any]] = (await answer.json())["items"]
            return items


class Socket:
    """The page's end of its socket."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.first: dict[str, Any] = {}

    async def say(self, frame: object) -> None:
        await self.socket.send_json(frame)

    async def hear(self, type: str = "") -> dict[str, Any]:
        """The next frame, or the next of one type."""
        while True:
            frame: dict[str, Any] = await self.socket.receive_json(timeout=10)
            if type in ("", frame["type"]):
                return frame

    async def show(self) -> dict[str, Any]:
        """Take the next message of ours, and say that it is shown."""
        message = await self.hear("message")
        await self.say({"type": "got", "id": message["id"]})
        return message

    async def ask(self, frame: object) -> dict[str, Any]:
        """Say something and hear what became of it."""
        await self.say(frame)
        return await self.hear("kept")


async def visit(receiver: EchoReceiver, *, clock: FakeClock | None = None, secure_cookies: bool = False) -> Browser:
    """A visitor of a web chat of their own; close its `client` in the end."""
    server = TestServer(web_app(receiver, clock=clock, secure_cookies=secure_cookies), host="localhost")
    client = TestClient(server)
    await client.start_server()
    return Browser(client)


async def another(browser: Browser) -> Browser:
    """Another visitor of the same web chat."""
    client = TestClient(cast(TestServer, browser.client.server))
    await client.start_server()
    return Browser(client)
