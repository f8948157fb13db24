"""What a private Telegram message holds: words, files, a place. Pure functions."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from telegram import Contact, Location, Message, Sticker

from bot.channels.telegram.commands import read_command
from bot.channels.telegram.text import clean
from bot.messages import Attachment, Kind

CHINA_MOBILE = re.compile(r"\+?86(?=1\d{10}$)")
UNSAFE_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\]+")
MAX_NAME = 200
EXTENSIONS = {
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "video/mp4": ".mp4",
}

# What a citizen means us to see. A message with none of these is Telegram's own note (a pinned message, a new timer).
MEANT_FOR_US = frozenset(
    {"text", "location", "venue", "poll", "checklist", "dice", "story", "paid_media", "game", "giveaway", "invoice"}
)
# Fields that say nothing about what a message holds.
ENVELOPE = re.compile(
    r"message_id|date|chat|from|via_bot|edit_date|quote|external_reply|reply_.*|sender_.*|forward_origin|author_signature"
    r"|is_.*|has_.*|message_thread_id|media_group_id|paid_star_count|effect_id|link_preview_options|show_caption_.*"
    r"|business_connection_id|(caption_)?entities|direct_messages_topic|suggested_post_info"
    # Always present, and false except in groups.
    r"|(channel|group|supergroup)_chat_created|delete_chat_photo"
)


@dataclass(frozen=True, kw_only=True)
class Content:
    """What was said or sent."""

    kind: Kind = Kind.TEXT
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


def read_content(message: Message, *, commands: bool = True) -> Content | None:
    """What the message holds, or None when there is nothing in it that we can take."""
    said = clean(message.text)
    if said.strip():
        return _words(said, commands=commands)
    files = _files(message)
    if files:
        return Content(kind=Kind.FILES, text=clean(message.caption), attachments=files)
    if message.venue or message.location:
        return _place(message)
    if message.contact:
        return _contact(message.contact, sender=message.from_user.id if message.from_user else message.chat.id)
    text = _other_words(message)
    return Content(text=text) if text else None


def is_service(message: Message) -> bool:
    """Whether a message without readable content is only a note of Telegram's own, which needs no answer."""
    fields = {name for name in message.to_dict() if not ENVELOPE.fullmatch(name)}
    known = fields <= set(Message.__slots__)
    return bool(fields) and known and not fields & MEANT_FOR_US


def _words(text: str, *, commands: bool) -> Content:
    payload, words = read_command(text) if commands else ("", text)
    return Content(kind=Kind.BUTTON, text=payload) if payload else Content(text=words)


def _place(message: Message) -> Content | None:
    venue = message.venue
    location: Location | None = venue.location if venue else message.location
    if location is None or not (_within(location.latitude, 90) and _within(location.longitude, 180)):
        return None
    data: dict[str, Any] = {"latitude": location.latitude, "longitude": location.longitude}
    if venue:
        data |= {"title": clean(venue.title), "address": clean(venue.address)}
    return Content(kind=Kind.LOCATION, text=" ".join(filter(None, (data.get("address"), data.get("title")))), data=data)


def _within(degrees: float, limit: float) -> bool:
    return isinstance(degrees, int | float) and math.isfinite(degrees) and abs(degrees) <= limit


def _contact(contact: Contact, *, sender: int) -> Content:
    """The sender's own card is their phone number; another's card is words about somebody."""
    phone = CHINA_MOBILE.sub("", clean(contact.phone_number).replace(" ", ""))
    if contact.user_id == sender:
        return Content(text=phone, data={"contact": "own"})
    name = f"{clean(contact.last_name)}{clean(contact.first_name)}"
    return Content(text=f"{name} {phone}".strip(), data={"contact": "other"})


def _other_words(message: Message) -> str:
    """Words that come in other clothes: an emoji thrown as dice or stuck as a sticker, a poll, a list."""
    if message.sticker:
        return clean(message.sticker.emoji)
    if message.dice:
        return clean(message.dice.emoji)
    if message.poll:
        return "\n".join(map(clean, (message.poll.question, *(option.text for option in message.poll.options))))
    if message.checklist:
        return "\n".join(map(clean, (message.checklist.title, *(task.text for task in message.checklist.tasks))))
    return ""


def _files(message: Message) -> tuple[Attachment, ...]:
    # An animation also fills `document`, and a live photo `photo`: the richer field comes first.
    if message.animation:
        return (_file(message.animation, "video", "video/mp4", message),)
    if message.document:
        return (_file(message.document, "document", "application/octet-stream", message),)
    if message.live_photo:
        return (_photo(message), _file(message.live_photo, "video", "video/mp4", message))
    if message.photo:
        return (_photo(message),)
    if message.voice:
        return (_file(message.voice, "voice", "audio/ogg", message),)
    if message.video:
        return (_file(message.video, "video", "video/mp4", message),)
    if message.video_note:
        return (_file(message.video_note, "video", "video/mp4", message),)
    if message.audio:
        return (_file(message.audio, "audio", "audio/mpeg", message),)
    if message.sticker and not message.sticker.emoji:
        return (_sticker(message.sticker, message),)
    return ()


def _photo(message: Message) -> Attachment:
    largest = max(message.photo, key=lambda size: (size.width * size.height, size.file_size or 0))
    return _file(largest, "photo", "image/jpeg", message)


def _sticker(sticker: Sticker, message: Message) -> Attachment:
    moving = "video/webm" if sticker.is_video else "application/x-tgsticker"
    return _file(sticker, "sticker", moving if sticker.is_animated or sticker.is_video else "image/webp", message)


def _file(medium: Any, kind: str, media_type: str, message: Message) -> Attachment:
    """An attachment of any of Telegram's file classes: they share these fields, though no common class has them."""
    media_type = clean(getattr(medium, "mime_type", None)).strip().lower() or media_type
    name = UNSAFE_IN_NAMES.sub("_", clean(getattr(medium, "file_name", None))).strip()
    if len(name) > MAX_NAME:
        stem, dot, extension = name.rpartition(".")
        name = f"{stem[: MAX_NAME - 20]}{dot}{extension[-19:]}" if dot else name[:MAX_NAME]
    size = medium.file_size if isinstance(medium.file_size, int) else 0
    default = f"{kind}-{message.message_id}{EXTENSIONS.get(media_type, '')}"
    return Attachment(ref=str(medium.file_id), kind=kind, name=name or default, media_type=media_type, size=size)
