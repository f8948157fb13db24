"""Telegram's webhook: the door for a server with a public address."""

import asyncio
import hmac
import json
import logging
import re
from collections.abc import Callable, Mapping
from datetime import datetime

from aiohttp import web

from bot.channels.telegram.buttons import PayloadStore
from bot.channels.telegram.client import BotClient, Sleep, until_done
from bot.channels.telegram.reception import Reception
from bot.channels.telegram.updates import WANTED_UPDATES
from bot.messages import Receiver

PATH = "/webhooks/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
MAX_BODY = 1024 * 1024

logger = logging.getLogger(__name__)


class TelegramWebhook:
    """Takes updates that Telegram posts to us."""

    def __init__(
        self,
        receiver: Receiver,
        bot: BotClient,
        *,
        secret: str,
        payloads: PayloadStore,
        sentences: Mapping[str, str],
        clock: Callable[[], datetime],
        max_body: int = MAX_BODY,
    ) -> None:
        self._secret = checked_secret(secret)
        self._max_body = max_body
        self._reception = Reception(receiver, bot, payloads=payloads, sentences=sentences, clock=clock)

    def routes(self) -> list[web.RouteDef]:
        """The route to add to the application."""
        return [web.post(PATH, self._handle)]

    async def aclose(self) -> None:
        """Wait for what is still being said to citizens."""
        await self._reception.aclose()

    async def _handle(self, request: web.Request) -> web.Response:
        if not self._is_telegram(request):
            return web.Response(status=401)
        body = await self._read(request)
        if body is None:
            return web.Response(status=413)
        try:
            payload = json.loads(body)
        except (ValueError, RecursionError):
            # Telegram would only send the same again.
            logger.warning("Telegram: an update of %d bytes is not JSON", len(body))
            return web.Response()
        try:
            await self._reception.take(payload)
        # The one case for an error status: the message is not kept, so Telegram must keep it and come again.
        except Exception as error:
            logger.error("Telegram: an update cannot be kept, it is left to be sent again: %s", type(error).__name__)
            return web.Response(status=503)
        return web.Response()

    def _is_telegram(self, request: web.Request) -> bool:
        given = request.headers.get(HEADER, "")
        return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret.encode())

    async def _read(self, request: web.Request) -> bytes | None:
        """The body, or None as soon as it is known to be too large."""
        if (request.content_length or 0) > self._max_body:
            return None
        body = bytearray()
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > self._max_body:
                return None
        return bytes(body)


async def register_webhook(bot: BotClient, url: str, secret: str, *, sleep: Sleep = asyncio.sleep) -> None:
    """Tell Telegram where to post updates; repeated until it is done. To be run beside the product, not before it."""
    checked_secret(secret)
    await until_done(
        lambda: bot.set_webhook(url, secret_token=secret, allowed_updates=WANTED_UPDATES),
        what="registering the webhook",
        bot=bot,
        sleep=sleep,
    )


def checked_secret(secret: str) -> str:
    """The secret, if Telegram would take it. Raises `ValueError`: without a secret anybody could be Telegram."""
    if not SECRET.fullmatch(secret):
        raise ValueError("the webhook secret must be 1 to 256 letters, digits, _ or -")
    return secret
