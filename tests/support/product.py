"""The whole product as `bot.bootstrap` builds it, around a scripted dialogue, on a real port."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.bootstrap import Product, Store, build, system_clock
from bot.settings import Settings
from cases import Register
from conversations import Log
from storage import Database
from tests.support.dialogue import ScriptedDialogue


@dataclass(frozen=True)
class Running:
    """A product that answers."""

    product: Product
    dialogue: ScriptedDialogue
    client: TestClient[web.Request, web.Application]

    @property
    def register(self) -> Register:
        return self.product.store.register

    @property
    def log(self) -> Log:
        return self.product.store.log

    def url(self, path: str) -> str:
        return str(self.client.make_url(path))


def store_on(database: Database, folder: Path) -> Store:
    """Both registers on a database that is migrated already; files are kept under `folder`."""
    register = Register(database, files_dir=folder / "files", clock=system_clock)
    return Store(database, database.key_ring, register, Log(database, clock=system_clock))


@asynccontextmanager
async def running(
    store: Store, folder: Path, *, dialogue: ScriptedDialogue | None = None, **settings: Any
) -> AsyncIterator[Running]:
    """Start the product as `fengqiao serve` does, and stop it as that does."""
    dialogue = dialogue or ScriptedDialogue()
    given: dict[str, Any] = {"data": folder, "burst_seconds": 0.05, "turn_seconds": 3.0}
    product = build(Settings(**(given | settings)), store, dialogue)
    client = TestClient(TestServer(product.app))
    await client.start_server()
    await product.start()
    try:
        yield Running(product, dialogue, client)
    finally:
        await client.close()
        await product.stop()


async def until(condition: Callable[[], Any]) -> None:
    """Wait until it has come to that."""
    for _ in range(600):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to that")
