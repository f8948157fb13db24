"""Messages to citizens through Telegram, and their files back to us."""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.channels.telegram.buttons import PayloadStore, keyboard
from bot.channels.telegram.client import AskedToWait, BotClient, describe
from bot.channels.telegram.pacing import Pacer
from bot.channels.telegram.text import clean, split_text
from bot.messages import Attachment, Delivered, Outbound, SendError, TryLater, Undeliverable, Unreachable

MAX_FILE_BYTES = 20 * 1024 * 1024
DOWNLOAD_SECONDS = 60.0
PROGRESS_KEPT = 10_000
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# What Telegram answers for somebody who is not there (any more); all its other refusals are about the message.
NOBODY_THERE = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid", "chat_write_forbidden")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One call to Telegram: a text, or an image."""

    text: str = ""
    image: str = ""
    keys: InlineKeyboardMarkup | None = None


class TelegramSender:
    """Sends to and fetches from Telegram; a `Sender` and a `Fetcher`.

    A long text goes out in parts. Which parts are out is remembered by the message's id, so that a retry goes on with
    the next one. The memory is the process's: after a crash between two parts the message is sent from its start,
    and the citizen reads the first parts twice; none is lost. The same holds when Telegram took a part and its answer
    never reached us: the Bot API has no way to ask.
    """

    def __init__(self, bot: BotClient, *, payloads: PayloadStore, pacer: Pacer | None = None) -> None:
        self._bot = bot
        self._payloads = payloads
        self._pacer = pacer or Pacer()
        self._progress: OrderedDict[int, int] = OrderedDict()

    async def send(self, message: Outbound) -> Delivered:
        """Send one message, whole. Raises a `SendError`."""
        chat = _chat(message.recipient)
        parts = await self._parts(message)
        try:
            for number in range(self._progress.get(message.id, 0), len(parts)):
                await self._pacer.wait(chat)
                await self._send_part(chat, parts[number])
                self._remember(message.id, number + 1)
        except (Unreachable, Undeliverable):
            self._progress.pop(message.id, None)
            raise
        self._progress.pop(message.id, None)
        return Delivered.ACCEPTED

    async def typing(self, recipient: str) -> None:
        """Show that an answer is being prepared; failing to is no harm."""
        try:
            await self._bot.send_chat_action(_chat(recipient), ChatAction.TYPING)
        except (TelegramError, SendError) as error:
            logger.debug("Telegram: no typing sign: %s", describe(error, self._bot))

    async def fetch(self, attachment: Attachment) -> bytes:
        """The file's bytes. Raises `TryLater` or `Undeliverable`."""
        _check_size(attachment.size)
        try:
            file = await self._bot.call("getFile", file_id=attachment.ref)
            path, size = _place_of(file)
            _check_size(size)
            data = await self._bot.download(path, timeout=DOWNLOAD_SECONDS)
        except TelegramError as error:
            raise self._fetch_error(error) from error
        _check_size(len(data))
        return data

    async def _parts(self, message: Outbound) -> list[Part]:
        parts = []
        image = clean(message.image)
        if image.startswith(("https://", "http://")):
            parts.append(Part(image=image))
        elif image:
            logger.warning("Telegram: message %d names an image that is no web address", message.id)
        # Telegram refuses a message of blanks alone, and trims blanks at the ends of any other.
        parts += [Part(text=text) for text in split_text(clean(message.text)) if text.strip()]
        if not parts:
            raise Undeliverable("the message has neither text nor image")
        if message.buttons:
            keys = await self._keyboard(message)
            parts[-1] = Part(text=parts[-1].text, image=parts[-1].image, keys=keys)
        return parts

    async def _keyboard(self, message: Outbound) -> InlineKeyboardMarkup | None:
        try:
            return await asyncio.to_thread(keyboard, message.buttons, self._payloads)
        except Exception as error:
            raise TryLater(f"a button's payload cannot be kept: {type(error).__name__}") from error

    async def _send_part(self, chat: int, part: Part) -> None:
        try:
            if part.image:
                await self._send_image(chat, part)
            else:
                await self._send_text(chat, part.text, part.keys)
        except TelegramError as error:
            raise self._send_error(error) from error

    async def _send_text(self, chat: int, text: str, keys: InlineKeyboardMarkup | None) -> None:
        # No parse_mode: what a citizen wrote, and we quote, is never markup.
        await self._bot.call("sendMessage", chat_id=chat, text=text, reply_markup=keys, link_preview_options=NO_PREVIEW)

    async def _send_image(self, chat: int, part: Part) -> None:
        try:
            await self._bot.call("sendPhoto", chat_id=chat, photo=part.image, reply_markup=part.keys)
        except BadRequest as error:
            if _is_nobody(error):
                raise
            logger.warning("Telegram: an image is sent as its address instead: %s", describe(error, self._bot))
            await self._send_text(chat, part.image, part.keys)

    def _send_error(self, error: TelegramError) -> SendError:
        reason = describe(error, self._bot)
        if isinstance(error, AskedToWait):
            return TryLater(reason, after=error.seconds)
        if isinstance(error, Forbidden | ChatMigrated) or _is_nobody(error):
            return Unreachable(reason)
        # A BadRequest is a NetworkError to the library, but trying again does not help.
        return Undeliverable(reason) if isinstance(error, BadRequest) else TryLater(reason)

    def _fetch_error(self, error: TelegramError) -> SendError:
        reason = describe(error, self._bot)
        if isinstance(error, AskedToWait):
            return TryLater(reason, after=error.seconds)
        refused = isinstance(error, BadRequest | Forbidden) and "temporarily unavailable" not in reason
        return Undeliverable(reason) if refused else TryLater(reason)

    def _remember(self, message_id: int, sent: int) -> None:
        self._progress[message_id] = sent
        while len(self._progress) > PROGRESS_KEPT:
            self._progress.popitem(last=False)


def _chat(recipient: str) -> int:
    try:
        return int(recipient)
    except ValueError as error:
        raise Undeliverable("the recipient is no Telegram chat") from error


def _is_nobody(error: TelegramError) -> bool:
    return isinstance(error, BadRequest) and any(words in error.message.lower() for words in NOBODY_THERE)


def _place_of(file: object) -> tuple[str, int]:
    """Where a file can be fetched from, and its size as far as Telegram tells."""
    path = file.get("file_path") if isinstance(file, dict) else None
    if not isinstance(file, dict) or not isinstance(path, str) or not path:
        raise Undeliverable("Telegram names no place to fetch the file from")
    size = file.get("file_size")
    return path, size if isinstance(size, int) else 0


def _check_size(size: int) -> None:
    if size > MAX_FILE_BYTES:
        raise Undeliverable(f"the file is larger than {MAX_FILE_BYTES // 1024 // 1024} MB")
