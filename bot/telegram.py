"""The Telegram channel put together: webhook where the internet reaches us, polling where it does not."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.channels.telegram.client import BotClient, make_bot
from bot.channels.telegram.incoming import TelegramWebhook, register_webhook
from bot.channels.telegram.outgoing import TelegramSender
from bot.channels.telegram.polling import TelegramPolling
from bot.messages import Receiver
from bot.sentences import Sentences
from bot.settings import Settings
from storage import KeyRing

WEBHOOK = "/webhooks/telegram"
REMEMBERED = 10_000


class Payloads:
    """Payloads too long for Telegram's 64 bytes, by a short token.

    Every button of ours fits (a test holds domain.yml to it), so this memory of the process is for the day one
    does not; a token it no longer knows is answered as a stale button.
    """

    def __init__(self) -> None:
        self._payloads: OrderedDict[str, str] = OrderedDict()

    def put(self, payload: str) -> str:
        """A token for a payload; the same one for the same payload."""
        token = hashlib.sha256(payload.encode()).hexdigest()[:24]
        self._payloads[token] = payload
        while len(self._payloads) > REMEMBERED:
            self._payloads.popitem(last=False)
        return token

    def get(self, token: str) -> str | None:
        """The payload, if it is still remembered."""
        return self._payloads.get(token)


@dataclass(frozen=True)
class Telegram:
    """The channel's parts, for the product to run."""

    sender: TelegramSender
    routes: tuple[web.RouteDef, ...]
    background: tuple[Callable[[], Coroutine[Any, Any, None]], ...]
    _bot: BotClient
    _listening: TelegramPolling | TelegramWebhook

    async def close(self) -> None:
        """Let what is being said end, then close its connections."""
        await self._listening.aclose()
        await self._bot.close_connections()


def telegram_part(
    settings: Settings, key_ring: KeyRing, receiver: Receiver, sentences: Sentences, *, clock: Callable[[], datetime]
) -> Telegram:
    """Build the channel. Nothing is asked of Telegram here: the product starts without it."""
    bot = make_bot(settings.telegram_token, api_base=settings.telegram_api or None)
    payloads = Payloads()
    sender = TelegramSender(bot, payloads=payloads)
    said = {
        "group": sentences("utter_group_only_private"),
        "unreadable": sentences("utter_unreadable"),
        "not_kept": sentences("utter_not_kept"),
    }
    if not settings.public_url:
        polling = TelegramPolling(receiver, bot, payloads=payloads, sentences=said, clock=clock)
        return Telegram(sender, (), (polling.run,), bot, polling)
    secret = settings.telegram_secret or key_ring.sign("telegram webhook")
    webhook = TelegramWebhook(receiver, bot, secret=secret, payloads=payloads, sentences=said, clock=clock)

    async def register() -> None:
        await register_webhook(bot, settings.public_url.rstrip("/") + WEBHOOK, secret, sleep=asyncio.sleep)

    return Telegram(sender, tuple(webhook.routes()), (register,), bot, webhook)
