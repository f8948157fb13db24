"""Builders of Telegram updates: what one person's phone makes Telegram send us."""

from collections.abc import Mapping
from itertools import count
from typing import Any

Update = dict[str, Any]

DATE = 1_700_000_000
_update_ids = count(5000)


def update(**content: Any) -> Update:
    """An update with a number of its own."""
    return {"update_id": next(_update_ids), **content}


class Person:
    """Somebody with a Telegram account, in a private chat with the bot unless `chat` says otherwise."""

    def __init__(
        self, number: int = 20001, *, language: str = "zh-hans", chat: Mapping[str, Any] | None = None
    ) -> None:
        self.number = number
        self.user = {"id": number, "is_bot": False, "first_name": "建国", "last_name": "王", "language_code": language}
        self.chat = dict(chat or {"id": number, "type": "private", "first_name": "建国"})
        self._message_ids = count(11)

    def message(self, **content: Any) -> Update:
        """A new message."""
        return update(message=self._body(**content))

    def text(self, text: str, **extra: Any) -> Update:
        """A text."""
        return self.message(text=text, **extra)

    def edit(self, original: Update, **content: Any) -> Update:
        """A changed message: it keeps its number and its date."""
        body = {key: original["message"][key] for key in ("message_id", "date", "chat", "from")}
        return update(edited_message={**body, "edit_date": DATE + 60, **content})

    def press(self, data: str | None, *, query: str = "4200000001", **extra: Any) -> Update:
        """A press on a button under a message of the bot's."""
        body = {"message_id": 77, "date": DATE, "chat": self.chat, "text": "…"}
        press = {"id": query, "from": self.user, "chat_instance": "1", "message": body, **extra}
        return update(callback_query=press | ({"data": data} if data is not None else {}))

    def membership(self, old: str, new: str) -> Update:
        """The bot's place in this chat changes."""
        bot = {"id": 7001, "is_bot": True, "first_name": "Fengqiao"}
        change = {"chat": self.chat, "from": self.user, "date": DATE}
        members = {"old_chat_member": _member(bot, old), "new_chat_member": _member(bot, new)}
        return update(my_chat_member=change | members)

    def _body(self, **content: Any) -> dict[str, Any]:
        return {"message_id": next(self._message_ids), "date": DATE, "chat": self.chat, "from": self.user, **content}


def _member(user: Mapping[str, Any], status: str) -> dict[str, Any]:
    return {"user": user, "status": status} | ({"until_date": 0} if status == "kicked" else {})


def group(number: int = -100123, *, kind: str = "supergroup") -> dict[str, Any]:
    """A group chat."""
    return {"id": number, "type": kind, "title": "张家村业主群"}


def media(file_id: str = "F1", **extra: Any) -> dict[str, Any]:
    """What all of Telegram's files have in common."""
    return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": 1000, **extra}


def photo(*sizes: tuple[int, int]) -> list[dict[str, Any]]:
    """A photo in several sizes; the file id says which."""
    return [media(f"P{w}x{h}", width=w, height=h, file_size=w * h) for w, h in sizes or ((90, 60), (1280, 960))]
