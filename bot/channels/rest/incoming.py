"""Rasa's REST channel and tracker, so that any Rasa client can talk to the bot."""

import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiohttp import web

from bot.messages import Inbound, Kind, Outbound, Receiver

CHANNEL = "rest"
LANGUAGES = ("zh", "en")
MAX_BODY = 256 * 1024
MAX_CHARACTERS = 20_000
MAX_SENDER = 128
DEFAULT_SENDER = "default"
RETRY_AFTER = {"Retry-After": "5"}

PAYLOAD = re.compile(r"/[a-z_]+(\{.*\})?", re.DOTALL)
# No colon: the message id is put behind the sender with one.
MESSAGE_ID = re.compile(r"[\w.-]{1,128}", re.ASCII)

log = logging.getLogger(__name__)

Tracker = Callable[[str], Awaitable[dict[str, Any] | None]]
TokenOk = Callable[[str, str], Awaitable[bool]]
"""(token, sender): whether its holder may read this sender's tracker; who reads is written down there."""


class BadRequest(Exception):
    """What was sent cannot be a message: the key of the sentence that says why, and the HTTP status."""

    def __init__(self, key: str, *, status: int = 400) -> None:
        super().__init__(key)
        self.key = key
        self.status = status


class RestDoor:
    """`POST /webhooks/rest/webhook` and `GET /conversations/{sender}/tracker`, as Rasa serves them."""

    def __init__(self, receiver: Receiver, tracker: Tracker, *, token_ok: TokenOk, max_body: int = MAX_BODY) -> None:
        self._receiver = receiver
        self._tracker = tracker
        self._token_ok = token_ok
        self._max_body = max_body
        self._sentences: Mapping[str, str] = json.loads(
            Path(__file__).with_name("sentences.json").read_text(encoding="utf-8")
        )

    def routes(self) -> list[web.RouteDef]:
        """The routes to add to the application."""
        return [
            web.get("/webhooks/rest/", self._health),
            web.post("/webhooks/rest/webhook", self._webhook),
            web.get("/conversations/{sender:.+}/tracker", self._show_tracker),
        ]

    async def _health(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _webhook(self, request: web.Request) -> web.Response:
        try:
            message = read_message(await self._body(request))
        except BadRequest as refusal:
            return self._error(refusal.key, status=refusal.status)
        try:
            answers = await self._receiver.reply_to(message)
        except Exception as error:
            # Only the class: the text of a database error can quote what the citizen wrote.
            log.error("a REST message could not be kept: %s", type(error).__name__)
            return self._error("not_kept", status=503, headers=RETRY_AFTER)
        return web.json_response([as_rasa(answer, message.sender) for answer in answers])

    async def _show_tracker(self, request: web.Request) -> web.Response:
        if not await self._may_read(request):
            return self._error("token_wrong", status=401, headers={"WWW-Authenticate": "Bearer"})
        sender = request.match_info["sender"]
        try:
            tracker = None if "\0" in sender else await self._tracker(sender)
        except Exception as error:
            log.error("a tracker could not be read: %s", type(error).__name__)
            return self._error("tracker_unavailable", status=503, headers=RETRY_AFTER)
        if tracker is None:
            return self._error("tracker_unknown", status=404)
        return web.json_response(tracker, headers={"Cache-Control": "no-store"})

    async def _may_read(self, request: web.Request) -> bool:
        scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
        token = bearer.strip() if scheme.lower() == "bearer" else request.query.get("token", "")
        return bool(token) and await self._token_ok(token, request.match_info["sender"])

    async def _body(self, request: web.Request) -> bytes:
        # What is packed may unpack to anything.
        if "Content-Encoding" in request.headers:
            raise BadRequest("body_packed", status=415)
        body = bytearray()
        try:
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > self._max_body:
                    raise BadRequest("body_too_large", status=413)
        except web.RequestPayloadError as error:
            raise BadRequest("not_json") from error
        return bytes(body)

    def _error(self, key: str, *, status: int, headers: Mapping[str, str] | None = None) -> web.Response:
        sentence = self._sentences[key]
        for name, value in (("kib", self._max_body // 1024), ("characters", MAX_CHARACTERS)):
            sentence = sentence.replace(f"{{{name}}}", str(value))
        response = web.json_response({"error": sentence}, status=status, headers=headers)
        if status == 415:
            # Its body was not read, so where the next request on this connection begins is unknown.
            response.force_close()
        return response


def read_message(body: bytes) -> Inbound:
    """The message in a request's body. Raises `BadRequest`."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("not_json") from error
    if not isinstance(given, dict):
        raise BadRequest("not_json")
    sender = _sender(given.get("sender"))
    text = _text(given.get("message"))
    return Inbound(
        channel=CHANNEL,
        sender=sender,
        # Two senders may count their messages alike: the id must be unique on the whole channel.
        message_id=f"{sender}:{_message_id(given.get('message_id'))}",
        kind=Kind.BUTTON if PAYLOAD.fullmatch(text) else Kind.TEXT,
        text=text,
        language=_language(given.get("metadata")),
    )


def as_rasa(answer: Outbound, sender: str) -> dict[str, Any]:
    """An answer in the shape of Rasa's REST channel."""
    item: dict[str, Any] = {"recipient_id": sender, "text": answer.text}
    if answer.buttons:
        item["buttons"] = [{"title": button.title, "payload": button.payload} for button in answer.buttons]
    if answer.image:
        item["image"] = answer.image
    if answer.custom:
        item["custom"] = dict(answer.custom)
    return item


def _sender(given: object) -> str:
    if given is None:
        return DEFAULT_SENDER
    if not isinstance(given, str) or not 0 < len(given) <= MAX_SENDER or not given.isprintable():
        raise BadRequest("sender_malformed")
    return given


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise BadRequest("message_missing")
    if len(given) > MAX_CHARACTERS:
        raise BadRequest("message_too_long", status=413)
    # JSON can carry half a surrogate pair and NUL, which no database takes.
    return given.encode("utf-8", "replace").decode().replace("\0", "").strip()


def _message_id(given: object) -> str:
    if given is None:
        return uuid4().hex
    if not isinstance(given, str) or not MESSAGE_ID.fullmatch(given):
        raise BadRequest("message_id_malformed")
    return given


def _language(metadata: object) -> str:
    if metadata is None:
        return LANGUAGES[0]
    if not isinstance(metadata, dict):
        raise BadRequest("metadata_malformed")
    language = str(metadata.get("language", LANGUAGES[0])).lower()[:2]
    return language if language in LANGUAGES else LANGUAGES[0]
