"""The conversation with one open page over its WebSocket."""

import logging
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from bot.channels.webchat.frames import MAX_FRAME, Frame, Refused, number, read_frame
from bot.channels.webchat.intake import Intake, Visitor
from bot.channels.webchat.limits import Limit
from bot.channels.webchat.messages import History, Seen, history_json
from bot.channels.webchat.sentences import Sentences
from bot.channels.webchat.sockets import Page, Sockets

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 25.0


class Live:
    """Serves the socket of a page until it closes."""

    def __init__(
        self,
        intake: Intake,
        *,
        history: History,
        seen: Seen,
        sockets: Sockets,
        sentences: Sentences,
        limit: Limit,
    ) -> None:
        self._intake = intake
        self._history = history
        self._seen = seen
        self._sockets = sockets
        self._sentences = sentences
        self._limit = limit

    async def serve(self, request: web.Request, visitor: Visitor) -> web.WebSocketResponse:
        """Send what the page has missed, then listen."""
        # Not compressed: one citizen's page would cost more memory than its words are worth.
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS, max_msg_size=MAX_FRAME, compress=False)
        await socket.prepare(request)
        page = Page(socket)
        # Open before the history is read: what is said in between comes twice rather than never.
        await self._sockets.open(visitor.session, page)
        try:
            await self._catch_up(page, visitor, since=number(request.query.get("since")))
            await self._listen(socket, page, visitor)
        finally:
            self._sockets.gone(visitor.session, page)
        return socket

    async def _listen(self, socket: web.WebSocketResponse, page: Page, visitor: Visitor) -> None:
        async for given in socket:
            if not self._limit.take(visitor.session):
                await page.close(WSCloseCode.POLICY_VIOLATION)
                return
            page.stirred()
            try:
                if given.type is not WSMsgType.TEXT:
                    raise Refused("frame_malformed")
                await self._hear(read_frame(given.data), page, visitor)
            except Refused as refusal:
                await page.push(self._trouble(refusal.key, visitor))

    async def _hear(self, frame: Frame, page: Page, visitor: Visitor) -> None:
        match frame["type"]:
            case "ping":
                await self._catch_up(page, visitor, since=number(frame.get("since")), pong=True)
            case "got":
                page.got(number(frame.get("id")))
            case "seen":
                await self.note_seen(visitor, frame)
            case _:
                answer = await self._intake.keep(frame, visitor, page=page)
                await page.push(answer.frame)

    async def note_seen(self, visitor: Visitor, frame: Frame) -> None:
        """Note how far the citizen has read; never raises."""
        try:
            await self._seen(visitor.session, number(frame.get("up_to")))
        except Exception as error:
            log.error("what was seen could not be noted: %s", type(error).__name__)

    async def missed(self, visitor: Visitor, *, since: int) -> list[dict[str, Any]] | None:
        """What the page has not got yet; None when it cannot be read just now."""
        try:
            return [history_json(item) for item in await self._history(visitor.session, since)]
        except Exception as error:
            log.error("a web history could not be read: %s", type(error).__name__)
            return None

    async def _catch_up(self, page: Page, visitor: Visitor, *, since: int, pong: bool = False) -> None:
        items = await self.missed(visitor, since=since)
        if items is None:
            await page.push(self._trouble("history_unavailable", visitor))
        # The first history goes out even when empty: the page waits for it before it shows itself as connected.
        elif items or not pong:
            await page.push({"type": "history", "items": items})
        if pong:
            await page.push({"type": "pong"})

    def _trouble(self, key: str, visitor: Visitor) -> dict[str, str]:
        return {"type": "trouble", "sentence": self._sentences.say(key, visitor.language)}
