"""What an update of Telegram's means to us. Pure: no network, no clock, never an exception for what was sent."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from telegram import CallbackQuery, ChatMember, ChatMemberUpdated, Message, MessageEntity, Update
from telegram.constants import ChatType

from bot.channels.telegram.contents import Content, is_service, read_content
from bot.channels.telegram.text import clean
from bot.messages import Inbound, Kind

CHANNEL = "telegram"
GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})
# What Telegram is asked to send. Everything else it might send is understood to be nothing for us.
WANTED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
CHINESE = re.compile(r"[\u3400-\u9fff]")
ENGLISH_WORDS = re.compile(r"[A-Za-z]+\W+[A-Za-z]+")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Reachability:
    """A citizen blocked the bot, or came back."""

    sender: str
    reachable: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PoliteWord:
    """Something to be answered with a fixed sentence, at most once in `every`, and otherwise let be."""

    chat: int
    sentence: str
    """A key of the sentences handed to the channel."""
    every: timedelta


@dataclass(frozen=True, kw_only=True)
class Ignored:
    """Nothing for us."""

    reason: str


Reading = Inbound | Reachability | PoliteWord | Ignored


def read_payload(payload: object, *, bot: str) -> Reading:
    """Read an update as it came over the wire. `bot` is the bot's number, which message ids begin with."""
    for candidate in (payload, _bare(payload)):
        try:
            update = Update.de_json(candidate, None)  # type: ignore[arg-type]  # judged by whether it can be read
            return read_update(update, bot=bot)
        # An exception here would make Telegram send the same update for ever, and all others wait behind it.
        except Exception as error:
            logger.warning(
                "Telegram: update %s cannot be read as it came: %s", number_of(payload), type(error).__name__
            )
    return Ignored(reason="malformed")


def number_of(payload: object) -> int | None:
    """The number of an update as it came over the wire."""
    number = payload.get("update_id") if isinstance(payload, Mapping) else None
    return number if isinstance(number, int) else None


def read_update(update: Update, *, bot: str) -> Reading:
    """What the update means."""
    if update.message:
        return _message(update, update.message, bot=bot)
    if update.edited_message:
        return _edit(update, update.edited_message, bot=bot)
    if update.callback_query:
        return _button(update, update.callback_query, bot=bot)
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    return Ignored(reason=", ".join(sorted(update.to_dict().keys() - {"update_id"})) or "empty")


# Message ids. Telegram numbers messages by bot and chat, and an edited message keeps its number: so an edit can name
# its original without a look-up, and an update that is delivered again has the id it had before. The edit itself is
# told from other edits of the same message by its update_id (two edits may share a second). The bot's number leads,
# or after a change of bots new messages would look like doubles of old ones.
def _message_id(message: Message, *, bot: str) -> str:
    return f"{bot}:{int(message.chat.id)}:{int(message.message_id)}"


def _message(update: Update, message: Message, *, bot: str) -> Reading:
    stop = _not_for_conversation(message)
    if stop:
        return stop
    content = read_content(message)
    if content is None:
        return _nothing_readable(message)
    return Inbound(
        channel=CHANNEL,
        sender=str(int(message.chat.id)),
        message_id=_message_id(message, bot=bot),
        kind=content.kind,
        text=content.text,
        attachments=content.attachments,
        data=_data(update, message, bot=bot) | dict(content.data),
        language=_language(message, content),
        sent_at=_sent_at(message),
    )


def _edit(update: Update, message: Message, *, bot: str) -> Reading:
    stop = _not_for_conversation(message)
    if stop:
        return Ignored(reason="edited in a group") if isinstance(stop, PoliteWord) else stop
    # A live location is "edited" each time its owner takes a step.
    if message.location:
        return Ignored(reason="moving location")
    content = read_content(message, commands=False)
    if content is None:
        return Ignored(reason="edited to nothing readable")
    return Inbound(
        channel=CHANNEL,
        sender=str(int(message.chat.id)),
        message_id=f"{_message_id(message, bot=bot)}:e{int(update.update_id)}",
        kind=Kind.EDIT,
        text=content.text,
        attachments=content.attachments,
        data=_data(update, message, bot=bot) | dict(content.data),
        edits=_message_id(message, bot=bot),
        language=_language(message, content),
        sent_at=_sent_at(message),
    )


def _button(update: Update, query: CallbackQuery, *, bot: str) -> Reading:
    if query.message is None or query.message.chat.type != ChatType.PRIVATE or query.data is None:
        return Ignored(reason="button of no message of ours")
    return Inbound(
        channel=CHANNEL,
        sender=str(int(query.message.chat.id)),
        message_id=f"{bot}:c{query.id}",
        kind=Kind.BUTTON,
        text=clean(query.data),
        data={
            "update_id": update.update_id,
            "callback": str(query.id),
            "telegram_message": query.message.message_id,
            "language_code": clean(query.from_user.language_code),
        },
    )


def _membership(change: ChatMemberUpdated) -> Reading:
    was_there, is_there = (
        member.status not in {ChatMember.BANNED, ChatMember.LEFT}
        for member in (change.old_chat_member, change.new_chat_member)
    )
    if change.chat.type == ChatType.PRIVATE:
        reason = "" if is_there else "blocked the bot"
        return Reachability(sender=str(int(change.chat.id)), reachable=is_there, reason=reason)
    if change.chat.type in GROUPS and is_there and not was_there:
        return _word_to_group(change.chat.id)
    return Ignored(reason="membership")


def _not_for_conversation(message: Message) -> PoliteWord | Ignored | None:
    """Only a person in a private chat holds a conversation with us."""
    if message.from_user and message.from_user.is_bot:
        return Ignored(reason="from a bot")
    if message.chat.type == ChatType.PRIVATE:
        return None
    if message.chat.type not in GROUPS or message.sender_chat:
        return Ignored(reason="not a private chat")
    if read_content(message) is None:
        return Ignored(reason="service message in a group")
    return _word_to_group(message.chat.id)


def _word_to_group(chat: int) -> PoliteWord:
    return PoliteWord(chat=int(chat), sentence="group", every=timedelta(hours=1))


def _nothing_readable(message: Message) -> Reading:
    if is_service(message):
        return Ignored(reason="service message")
    return PoliteWord(chat=int(message.chat.id), sentence="unreadable", every=timedelta(minutes=1))


def _data(update: Update, message: Message, *, bot: str) -> dict[str, Any]:
    user = message.from_user
    data: dict[str, Any] = {
        "update_id": update.update_id,
        "telegram_message": message.message_id,
        "language_code": clean(user.language_code) if user else "",
        "media_group": clean(message.media_group_id),
        "forwarded": message.forward_origin is not None,
        "reply_to": _message_id(message.reply_to_message, bot=bot) if message.reply_to_message else "",
        "links": [
            clean(entity.url)
            for entity in (*message.entities, *message.caption_entities)
            if entity.type == MessageEntity.TEXT_LINK
        ],
    }
    return {key: value for key, value in data.items() if value or key in {"update_id", "telegram_message"}}


def _sent_at(message: Message) -> datetime | None:
    at = message.edit_date or message.date
    return at if at.timestamp() > 0 else None


def _language(message: Message, content: Content) -> str:
    """English only when the words are: many who write Chinese have their Telegram in English."""
    code = clean(message.from_user.language_code) if message.from_user else ""
    words = "" if content.kind is Kind.BUTTON else content.text
    english = code.startswith("en") and ENGLISH_WORDS.search(words) and not CHINESE.search(words)
    return "en" if english else "zh"


def _bare(payload: object) -> dict[str, Any]:
    """The update with nothing but its words: when a part Telegram added or changed cannot be read, these still can."""
    if not isinstance(payload, Mapping):
        return {}
    bare: dict[str, Any] = {"update_id": payload.get("update_id", 0)}
    for name in ("message", "edited_message"):
        message = payload.get(name)
        if not isinstance(message, Mapping) or not isinstance(message.get("chat"), Mapping):
            continue
        chat = {key: message["chat"].get(key) for key in ("id", "type")}
        words = message.get("text") or message.get("caption")
        bare[name] = {"message_id": message.get("message_id"), "date": 0, "chat": chat, "text": words}
    return bare
