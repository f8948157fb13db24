"""The open pages of every session: who can be told something at once."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from typing import Any

from aiohttp import WSCloseCode, web

MAX_PAGES = 8
PUSH_SECONDS = 5.0
GOT_SECONDS = 3.0


class Page:
    """One open page."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket
        self._waiting: dict[int, asyncio.Future[None]] = {}
        self._answers = True

    async def push(self, frame: Mapping[str, Any]) -> bool:
        """Send one frame; False when the page is gone or does not take it."""
        try:
            text = json.dumps(frame, ensure_ascii=False)
            await asyncio.wait_for(self._socket.send_str(text), PUSH_SECONDS)
        except (ConnectionError, TimeoutError, RuntimeError):
            return False
        return True

    async def deliver(self, message_id: int, frame: Mapping[str, Any]) -> bool:
        """Send a message and wait until the page says that it shows it."""
        got = self._waiting.setdefault(message_id, asyncio.get_running_loop().create_future())
        try:
            if not await self.push(frame) or not self._answers:
                return False
            # Shielded, because two deliveries of one message may wait for the same answer.
            await asyncio.wait_for(asyncio.shield(got), GOT_SECONDS)
        except TimeoutError:
            # A phone that fell asleep answers nothing: wait for it no more until it stirs.
            self._answers = False
            return False
        finally:
            self._waiting.pop(message_id, None)
        return True

    def got(self, message_id: int) -> None:
        """The page shows this message."""
        waiting = self._waiting.get(message_id)
        if waiting is not None and not waiting.done():
            waiting.set_result(None)

    def stirred(self) -> None:
        """The page said something: it is awake."""
        self._answers = True

    async def close(self, code: int) -> None:
        """Close the page's socket."""
        await self._socket.close(code=code)


class Sockets:
    """The open pages by session. Shared by the side that listens and the side that sends."""

    def __init__(self) -> None:
        self._pages: dict[str, list[Page]] = {}

    async def open(self, session: str, page: Page) -> None:
        """Add a page; the oldest gives way when a session has too many."""
        pages = self._pages.setdefault(session, [])
        pages.append(page)
        if len(pages) > MAX_PAGES:
            await pages.pop(0).close(WSCloseCode.TRY_AGAIN_LATER)

    def gone(self, session: str, page: Page) -> None:
        """Take a page away."""
        pages = self._pages.get(session, [])
        if page in pages:
            pages.remove(page)
        if not pages:
            self._pages.pop(session, None)

    def of(self, session: str) -> tuple[Page, ...]:
        """The open pages of a session."""
        return tuple(self._pages.get(session, ()))

    def sessions(self) -> tuple[str, ...]:
        """The sessions that have a page open here."""
        return tuple(self._pages)

    async def tell(self, session: str, frame: Mapping[str, Any], *, but: Page | None = None) -> None:
        """Send a frame to every page of a session, `but` for one."""
        await _all(page.push(frame) for page in self.of(session) if page is not but)

    async def deliver(self, session: str, message_id: int, frame: Mapping[str, Any]) -> bool:
        """Send a message to every page of a session; True when at least one shows it."""
        return any(await _all(page.deliver(message_id, frame) for page in self.of(session)))

    async def close(self, session: str | None = None) -> None:
        """Close the pages of one session, or of all."""
        sessions = [session] if session else list(self._pages)
        await _all(page.close(WSCloseCode.GOING_AWAY) for each in sessions for page in self.of(each))


async def _all(doings: Iterable[Any]) -> list[Any]:
    return await asyncio.gather(*doings)
