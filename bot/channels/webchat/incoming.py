"""The web chat's doors: the page, its socket, plain HTTP where sockets do not get through, and uploads."""

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from aiohttp import web

from bot.channels.webchat.frames import MAX_FRAME, Refused, number, read_frame
from bot.channels.webchat.guard import guarded, json_answer, same_origin
from bot.channels.webchat.intake import STATUS, Intake, Visitor
from bot.channels.webchat.limits import Limit
from bot.channels.webchat.live import Live
from bot.channels.webchat.messages import History, Hold, Seen
from bot.channels.webchat.pages import Pages
from bot.channels.webchat.sentences import LANGUAGE_COOKIE, LANGUAGES, Sentences, language_of
from bot.channels.webchat.session import SESSION_DAYS, Sessions
from bot.channels.webchat.sockets import Sockets
from bot.channels.webchat.tickets import Tickets
from bot.channels.webchat.uploads import Uploads
from bot.messages import Receiver

ForVisitor = Callable[[web.Request, Visitor], Awaitable[web.StreamResponse]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def utc_now() -> datetime:
    """The time, for the pages that show it."""
    return datetime.now(UTC)


class WebChat:
    """The web channel's side that listens. Give the same `sockets` to the `WebSender`."""

    def __init__(
        self,
        receiver: Receiver,
        *,
        history: History,
        hold: Hold,
        seen: Seen,
        sign: Callable[[str], str],
        verify: Callable[[str, str], bool],
        secure_cookies: bool,
        sentences: Sentences,
        sockets: Sockets,
        clock: Callable[[], datetime] = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sentences = sentences
        self._sockets = sockets
        self._sessions = Sessions(sign=sign, verify=verify, secure=secure_cookies)
        self._pages = Pages(sentences)
        tickets = Tickets(sign=sign, verify=verify)

        def limit(count: int, *, seconds: float) -> Limit:
            return Limit(count, seconds=seconds, monotonic=monotonic)

        self._intake = Intake(
            receiver=receiver,
            tickets=tickets,
            sockets=sockets,
            sentences=sentences,
            limit=limit(20, seconds=10),
            clock=clock,
        )
        self._requests = limit(120, seconds=10)
        self._live = Live(
            self._intake, history=history, seen=seen, sockets=sockets, sentences=sentences, limit=self._requests
        )
        self._uploads = Uploads(hold=hold, tickets=tickets, sentences=sentences, limit=limit(40, seconds=600))

    def routes(self) -> list[web.RouteDef]:
        """The routes to add to the application."""
        return [
            web.get("/", self._page),
            web.get("/chat/privacy", self._privacy),
            web.get("/chat/static/{version}/{path:.+}", self._static),
            web.get("/chat/ws", self._for_visitor(self._live.serve, writes=True)),
            web.get("/chat/history", self._for_visitor(self._history)),
            web.post("/chat/message", self._for_visitor(self._message, writes=True)),
            web.post("/chat/upload", self._for_visitor(self._uploads.take, writes=True)),
            web.post("/chat/leave", self._for_visitor(self._leave, writes=True)),
        ]

    async def close(self, _app: web.Application | None = None) -> None:
        """Close every page's socket: for the application's `on_shutdown`, which else waits for them."""
        await self._sockets.close()

    async def _page(self, request: web.Request) -> web.StreamResponse:
        if switched := _switched(request):
            return switched
        session = self._sessions.of(request) or self._sessions.new()
        response = self._pages.chat(language=language_of(request), mark=self._sessions.mark(session))
        self._sessions.keep(response, session)
        return response

    async def _privacy(self, request: web.Request) -> web.StreamResponse:
        return _switched(request) or self._pages.privacy(language=language_of(request))

    async def _static(self, request: web.Request) -> web.StreamResponse:
        return self._pages.static(request.match_info["version"], request.match_info["path"])

    async def _history(self, request: web.Request, visitor: Visitor) -> web.StreamResponse:
        if not self._requests.take(visitor.session):
            return self._error("too_fast", visitor.language, status=429)
        items = await self._live.missed(visitor, since=number(request.query.get("since")))
        if items is None:
            return self._error("history_unavailable", visitor.language, status=503)
        return json_answer({"items": items})

    async def _message(self, request: web.Request, visitor: Visitor) -> web.StreamResponse:
        if request.content_type != "application/json":
            return self._error("frame_malformed", visitor.language, status=415)
        if not self._requests.take(visitor.session):
            return self._error("too_fast", visitor.language, status=429)
        try:
            frame = read_frame(await _read(request))
        except Refused as refusal:
            return self._error(refusal.key, visitor.language, status=STATUS.get(refusal.key, 400))
        if frame["type"] == "seen":
            await self._live.note_seen(visitor, frame)
            return json_answer({"type": "seen"})
        answer = await self._intake.keep(frame, visitor)
        return json_answer(answer.frame, status=answer.status)

    async def _leave(self, _request: web.Request, visitor: Visitor) -> web.StreamResponse:
        """Somebody else will use this device: its cookie is taken back and its pages are closed."""
        response = json_answer({"left": True})
        self._sessions.forget(response)
        await self._sockets.close(visitor.session)
        return response

    def _for_visitor(self, handler: ForVisitor, *, writes: bool = False) -> Handler:
        """Let in only a session of ours, and from our own page only when something may change."""

        async def handle(request: web.Request) -> web.StreamResponse:
            language = language_of(request)
            if writes and not same_origin(request):
                return self._error("other_origin", language, status=403)
            # What is packed may unpack to anything; browsers never pack what they send.
            if "Content-Encoding" in request.headers:
                refusal = self._error("frame_malformed", language, status=415)
                refusal.force_close()
                return refusal
            session = self._sessions.of(request)
            if session is None:
                return self._error("session_unknown", language, status=401)
            return await handler(request, Visitor(session=session, language=language))

        return handle

    def _error(self, key: str, language: str, *, status: int) -> web.Response:
        return json_answer({"error": self._sentences.say(key, language)}, status=status)


def _switched(request: web.Request) -> web.Response | None:
    """The same page again in the language that was chosen, or None when none was."""
    language = request.query.get("lang", "")
    if language not in LANGUAGES:
        return None
    response = guarded(web.Response(status=303, headers={"Location": request.path}))
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=SESSION_DAYS * 24 * 3600, path="/", samesite="Lax")
    return response


async def _read(request: web.Request) -> bytes:
    """The body of a message. Raises `Refused` when it is larger than any of ours, or torn."""
    body = bytearray()
    try:
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > MAX_FRAME:
                raise Refused("text_too_long")
    except web.RequestPayloadError as error:
        raise Refused("frame_malformed") from error
    return bytes(body)
