"""What happens to an update, whichever door it came through."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from telegram.error import TelegramError

from bot.channels.telegram.buttons import PayloadStore, payload_of
from bot.channels.telegram.client import BotClient, describe
from bot.channels.telegram.updates import CHANNEL, Ignored, PoliteWord, Reachability, read_payload
from bot.messages import Inbound, Receiver

SENTENCES = ("group", "unreadable", "not_kept")
"""The sentences the channel says by itself:

- `group`: to a group, at most once an hour, that a petition is told in a private chat with the bot;
- `unreadable`: that the bot cannot read this kind of message, and that words, photos and files are welcome;
- `not_kept`: that the message could not be kept just now, and will be taken up later or may be sent again.
"""
NOT_KEPT_EVERY = timedelta(minutes=10)
PRUNE_ABOVE = 10_000

logger = logging.getLogger(__name__)


class Reception:
    """Reads updates, hands messages to the receiver, and answers what needs no conversation."""

    def __init__(
        self,
        receiver: Receiver,
        bot: BotClient,
        *,
        payloads: PayloadStore,
        sentences: Mapping[str, str],
        clock: Callable[[], datetime],
    ) -> None:
        missing = [key for key in SENTENCES if not sentences.get(key)]
        if missing:
            raise ValueError(f"the Telegram channel lacks sentences: {', '.join(missing)}")
        self._receiver = receiver
        self._bot = bot
        self._payloads = payloads
        self._sentences = sentences
        self._clock = clock
        self._said: dict[tuple[int, str], datetime] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, payload: object) -> None:
        """Take an update in. Raises what the receiver raises when a message cannot be kept, and nothing else."""
        match read_payload(payload, bot=self._bot.number):
            case Inbound() as message:
                await self._keep(message)
            case Reachability() as change:
                await self._note(change)
            case PoliteWord() as word:
                self._say(word.chat, word.sentence, every=word.every)
            case Ignored() as nothing:
                logger.info("Telegram: an update is nothing for us: %s", nothing.reason)

    async def aclose(self) -> None:
        """Wait for what is still being said."""
        await asyncio.gather(*self._tasks)

    async def _keep(self, message: Inbound) -> None:
        callback = message.data.get("callback", "")
        if callback:
            try:
                payload = await asyncio.to_thread(payload_of, message.text, self._payloads)
            # A button can be pressed again: no reason to hold up everybody's messages behind it.
            except Exception as error:
                logger.error("Telegram: a button's payload cannot be looked up: %s", type(error).__name__)
                self._later(self._answer(callback, text=self._sentences["not_kept"]))
                return
            message = replace(message, text=payload)
        try:
            new = await self._receiver.receive(message)
        except Exception:
            self._say(int(message.sender), "not_kept", every=NOT_KEPT_EVERY)
            raise
        if callback and new:
            self._later(self._answer(callback))

    async def _note(self, change: Reachability) -> None:
        try:
            await self._receiver.reachable(CHANNEL, change.sender, reachable=change.reachable, reason=change.reason)
        # The next message in either direction will tell us again; sent anew, this update would hold up all others.
        except Exception as error:
            logger.error("Telegram: that a citizen left or came back is not noted: %s", type(error).__name__)

    def _say(self, chat: int, sentence: str, *, every: timedelta) -> None:
        """Say it, unless this chat has heard it within `every`. Known to this process only, and that is enough."""
        now = self._clock()
        if len(self._said) > PRUNE_ABOVE:
            self._said = {key: at for key, at in self._said.items() if now - at < timedelta(hours=1)}
        last = self._said.get((chat, sentence))
        if last is not None and now - last < every:
            return
        self._said[chat, sentence] = now
        self._later(self._send(chat, self._sentences[sentence]))

    async def _send(self, chat: int, text: str) -> None:
        try:
            await self._bot.call("sendMessage", chat_id=chat, text=text)
        except TelegramError as error:
            logger.info("Telegram: a polite word was not delivered: %s", describe(error, self._bot))

    async def _answer(self, callback: str, *, text: str | None = None) -> None:
        """Stop the button's waiting sign. Too late an answer is refused, which harms nobody."""
        try:
            await self._bot.answer_callback_query(callback, text=text, show_alert=bool(text))
        except TelegramError as error:
            logger.info("Telegram: a button press was not answered: %s", describe(error, self._bot))

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it without keeping the update waiting."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
