"""Asking Telegram for updates: the door for a server without a public address."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.telegram.buttons import PayloadStore
from bot.channels.telegram.client import BotClient, Sleep, describe, pause_after, until_done
from bot.channels.telegram.reception import Reception
from bot.channels.telegram.updates import WANTED_UPDATES, number_of
from bot.messages import Receiver

WAIT_SECONDS = 50.0
BREATH_SECONDS = 0.2

logger = logging.getLogger(__name__)


class TelegramPolling:
    """Fetches updates one batch after another; an update is confirmed only after it is kept."""

    def __init__(
        self,
        receiver: Receiver,
        bot: BotClient,
        *,
        payloads: PayloadStore,
        sentences: Mapping[str, str],
        clock: Callable[[], datetime],
        wait: float = WAIT_SECONDS,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._wait = wait
        self._sleep = sleep
        self._offset = 0
        self._reception = Reception(receiver, bot, payloads=payloads, sentences=sentences, clock=clock)

    async def run(self) -> None:
        """Fetch until cancelled."""
        await until_done(self._bot.delete_webhook, what="removing the webhook", bot=self._bot, sleep=self._sleep)
        failures = 0
        while True:
            try:
                updates = await self._bot.raw_updates(offset=self._offset, wait=self._wait, wanted=WANTED_UPDATES)
            except TelegramError as error:
                failures += 1
                pause = pause_after(error, failures)
                logger.warning("%s Next try in %.0f s.", self._sentence(error), pause)
                await self._sleep(pause)
            else:
                failures = 0
                for update in updates:
                    await self._keep(update)
                # A server that answers at once instead of waiting must not be asked without pause.
                if not updates:
                    await self._sleep(BREATH_SECONDS)

    async def aclose(self) -> None:
        """Wait for what is still being said to citizens."""
        await self._reception.aclose()

    async def _keep(self, update: Any) -> None:
        """Keep one update, however long it takes: those behind it may belong to the same citizen."""
        failures = 0
        while True:
            try:
                await self._reception.take(update)
            # Whatever it is that keeps the receiver from keeping: the loop must outlive it.
            except Exception as error:
                failures += 1
                pause = pause_after(error, failures)
                name = type(error).__name__
                logger.error("Telegram: an update cannot be kept (%s). Next try in %.0f s.", name, pause)
                await self._sleep(pause)
            else:
                break
        number = number_of(update)
        if number is not None:
            self._offset = max(self._offset, number + 1)

    def _sentence(self, error: TelegramError) -> str:
        reason = describe(error, self._bot)
        if isinstance(error, Conflict):
            return (
                "Telegram lets only one process fetch this bot's updates, and another one does, or has set a webhook:"
                f" stop it, or give this one a token of its own ({reason})."
            )
        if isinstance(error, InvalidToken):
            return f"Telegram does not know this bot's token ({reason})."
        return f"Telegram cannot be asked for updates ({reason})."
