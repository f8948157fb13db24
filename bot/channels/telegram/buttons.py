"""Buttons under a message. Telegram lets a button carry 64 bytes; a Chinese payload is often longer."""

from collections.abc import Sequence
from typing import Protocol

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.telegram.text import clean
from bot.messages import Button

MAX_DATA_BYTES = 64
MARK = "~"
STALE = "/stale_button"
SHORT_TITLE = 6


class PayloadStore(Protocol):
    """Keeps payloads that are too long for a button. Called from a worker thread."""

    def put(self, payload: str) -> str:
        """A token of at most 63 ASCII characters that `get` finds the payload by; not to be guessed."""
        ...

    def get(self, token: str) -> str | None:
        """The payload, or None when the token is unknown or too old."""
        ...


def data_of(payload: str, store: PayloadStore) -> str:
    """What a button carries for `payload`: the payload itself when it fits, else a token for it."""
    payload = clean(payload)
    if payload.startswith("/") and len(payload.encode()) <= MAX_DATA_BYTES:
        return payload
    data = MARK + store.put(payload)
    if len(data.encode()) > MAX_DATA_BYTES:
        raise ValueError(f"the payload store's token is longer than {MAX_DATA_BYTES - 1} bytes")
    return data


def payload_of(data: str, store: PayloadStore) -> str:
    """Undo `data_of`; a token nobody knows any more becomes the payload that says so politely."""
    if data.startswith(MARK):
        return store.get(data.removeprefix(MARK)) or STALE
    return data if data.startswith("/") else STALE


def keyboard(buttons: Sequence[Button], store: PayloadStore) -> InlineKeyboardMarkup | None:
    """The buttons in rows: one a row, so that long titles stay readable, two when both are short."""
    rows: list[list[InlineKeyboardButton]] = []
    for button in buttons:
        title = clean(button.title).strip() or "…"
        key = InlineKeyboardButton(title, callback_data=data_of(button.payload, store))
        if rows and len(rows[-1]) == 1 and max(len(title), len(rows[-1][0].text)) <= SHORT_TITLE:
            rows[-1].append(key)
        else:
            rows.append([key])
    return InlineKeyboardMarkup(rows) if rows else None
