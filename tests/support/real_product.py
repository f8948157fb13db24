"""The whole product in this process: the real model, a folder and port of its own, an event loop on its own thread."""

import asyncio
import fcntl
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import structlog
from aiohttp import web

from bot.bootstrap import Product, Store, build, load_dialogue, open_store
from bot.measure.server import free_port
from bot.messages import Inbound, Kind
from bot.model import model_path
from bot.settings import ROOT, Settings
from cases import Draft, Outgoing, Role

T = TypeVar("T")

TURN_SECONDS = 30.0
"""A slow machine is no fault: what is to hang asks for less."""


def fitting_model() -> Path:
    """The model that fits the data; trained now if there is none, in a process of its own, as `serve` does it."""
    path = model_path(Settings().models)
    path.parent.mkdir(exist_ok=True)
    # Test processes run side by side: one of them trains.
    with (path.parent / ".training").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            subprocess.run([sys.executable, "-m", "bot", "train"], cwd=ROOT, check=True, capture_output=True)
    return path


class RunningProduct:
    """Started with `running`. Its doors are at `url`; its rooms are at hand to be looked into, and broken."""

    def __init__(self, folder: Path, model: Path) -> None:
        self.settings = Settings(data=folder, port=free_port(), turn_seconds=TURN_SECONDS, burst_seconds=0.2)
        self.url = f"http://127.0.0.1:{self.settings.port}"
        self.store: Store = open_store(self.settings)
        self.token = self.store.register.staff.issue_token("tests", list(Role), days=1)
        self.dialogue = load_dialogue(self.store, model)
        self.product: Product
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(ready),))
        self._thread.start()
        ready.result(60)

    async def _serve(self, ready: "Future[None]") -> None:
        try:
            self.product = build(self.settings, self.store, self.dialogue)
            runner = web.AppRunner(self.product.app, access_log=None, shutdown_timeout=1)
            await runner.setup()
            await web.TCPSite(runner, self.settings.host, self.settings.port).start()
            await self.product.start()
        except BaseException as error:
            ready.set_exception(error)
            return
        ready.set_result(None)
        await self._stop.wait()
        await runner.cleanup()
        await self.product.stop()

    def close(self) -> None:
        """Stop it; what it kept stays in its folder."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(30)
        self._loop.close()
        self.dialogue.stop()
        self.store.close()

    def citizen(self, sender: str) -> "RestCitizen":
        """Somebody at its REST door."""
        return RestCitizen(self.url, self.token, sender)

    async def on_its_loop(self, work: Coroutine[Any, Any, T]) -> T:
        """Await something on the product's own loop."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def draft(self, address: str, channel: str = "rest") -> Draft:
        """The draft that a citizen is writing."""
        draft = self.store.register.drafts.current(channel, address)
        assert draft is not None
        return draft

    def said(self, address: str, channel: str = "rest") -> list[str]:
        """What the log says that a citizen said, in answered turns."""
        turns = self.store.log.transcript(f"{channel}:{address}", sealed=True)
        return [text for turn in turns for text in turn.texts]


class RestCitizen:
    """One citizen at the REST door of a product."""

    def __init__(self, base: str, token: str, sender: str) -> None:
        self._base = base
        self._token = token
        self.sender = sender

    async def says(self, text: str) -> list[str]:
        """Say something; the texts of the answers. Any status but 200 is a fault."""
        return [str(reply.get("text") or "") for reply in await self.replies(text)]

    async def replies(self, text: str) -> list[Mapping[str, Any]]:
        """Say something; the answers as they come."""
        url = f"{self._base}/webhooks/rest/webhook"
        body = {"sender": self.sender, "message": text}
        async with aiohttp.ClientSession() as client, client.post(url, json=body) as response:
            assert response.status == 200, await response.text()
            replies: list[Mapping[str, Any]] = await response.json()
            return replies

    async def asked(self) -> str | None:
        """The slot that is asked, as the tracker door shows it."""
        url = f"{self._base}/conversations/{self.sender}/tracker"
        headers = {"Authorization": f"Bearer {self._token}"}
        async with aiohttp.ClientSession() as client, client.get(url, headers=headers) as response:
            assert response.status == 200, await response.text()
            slot: str | None = (await response.json())["slots"].get("requested_slot")
            return slot


class WebCitizen:
    """One citizen on the web channel, behind its page."""

    def __init__(self, running: RunningProduct, session: str) -> None:
        self._running = running
        self._session = session
        self._messages = 0
        self._heard = 0

    async def says(self, text: str) -> list[str]:
        """Say something and wait for its answers."""
        await self._running.on_its_loop(self._running.product.turns.receive(self.sent(text)))
        await until(self.news)
        return self.take_news()

    def sent(self, text: str) -> Inbound:
        """A message as the page sends it."""
        self._messages += 1
        return Inbound(
            channel="web",
            sender=self._session,
            message_id=f"{self._session}-{self._messages}",
            kind=Kind.BUTTON if text.startswith("/") else Kind.TEXT,
            text=text,
        )

    def news(self) -> list[str]:
        """What was answered since it was last taken."""
        return [row.text for row in self._rows()]

    def take_news(self) -> list[str]:
        """What was answered since, and not again."""
        rows = self._rows()
        self._heard = max((row.id for row in rows), default=self._heard)
        return [row.text for row in rows]

    def _rows(self) -> list[Outgoing]:
        return self._running.store.register.outbox.latest("web", self._session, self._heard, limit=200)


async def until(condition: Callable[[], Any]) -> None:
    """Wait for it to come to that; fail when it does not."""
    for _ in range(600):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it never came to that")


@contextmanager
def running(folder: Path, model: Path) -> Iterator[RunningProduct]:
    """A product on this folder, until the end of the block."""
    # Rasa's own events hold texts, and its libraries' deprecations will not be mended any more.
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import rasa_sdk  # noqa: F401  # sets filters of its own while it is imported

        warnings.simplefilter("ignore")
        product = RunningProduct(folder, model)
    try:
        yield product
    finally:
        product.close()
        structlog.configure(**before)
