"""What the page's script may say, read with suspicion."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.channels.webchat.messages import CHANNEL
from bot.messages import Attachment, Inbound, Kind

MAX_FRAME = 256 * 1024
MAX_CHARACTERS = 20_000
MAX_PAYLOAD = 2_000
MAX_TITLE = 200
MAX_FILES = 20
EARTH_METRES = 40_075_017
CLIENT_ID = re.compile(r"[0-9A-Za-z-]{8,64}")

OpenTicket = Callable[[object], Attachment | None]
Frame = Mapping[str, Any]


class Refused(Exception):
    """A frame that can never be taken as it is: the key of the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def read_frame(raw: str | bytes) -> Frame:
    """The JSON object in a frame. Raises `Refused`."""
    try:
        frame = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Refused("frame_malformed") from error
    if not isinstance(frame, dict) or not isinstance(frame.get("type"), str):
        raise Refused("frame_malformed")
    return frame


def frame_id(frame: Frame) -> str:
    """The id the page gave its message. Raises `Refused`."""
    given = frame.get("id")
    if not isinstance(given, str) or not CLIENT_ID.fullmatch(given):
        raise Refused("frame_malformed")
    return given


def number(given: object) -> int:
    """An outbox id out of a frame or a query; 0 for anything else."""
    if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) <= 18:
        return int(given)
    return given if isinstance(given, int) and 0 <= given < 2**63 else 0


def to_inbound(frame: Frame, *, session: str, language: str, open_ticket: OpenTicket) -> Inbound:
    """What the citizen did, in the words of the bot. Raises `Refused`."""
    readers: dict[str, Callable[[Frame], dict[str, Any]]] = {
        "text": _text,
        "button": _button,
        "file": lambda given: _files(given, open_ticket),
        "location": _location,
    }
    reader = readers.get(frame["type"])
    if reader is None:
        raise Refused("frame_unknown")
    return Inbound(
        channel=CHANNEL,
        sender=session,
        # Ids are made by the page: with the session before them nobody can use up another's.
        message_id=f"{session}:{frame_id(frame)}",
        language=language,
        **reader(frame),
    )


def _text(frame: Frame) -> dict[str, Any]:
    text = _words(frame.get("text"), limit=MAX_CHARACTERS)
    if not text:
        raise Refused("text_empty")
    return {"kind": Kind.TEXT, "text": text}


def _button(frame: Frame) -> dict[str, Any]:
    payload = _words(frame.get("payload"), limit=MAX_PAYLOAD)
    if not payload:
        raise Refused("frame_malformed")
    return {"kind": Kind.BUTTON, "text": payload, "data": {"title": _words(frame.get("title"), limit=MAX_TITLE)}}


def _files(frame: Frame, open_ticket: OpenTicket) -> dict[str, Any]:
    tickets = frame.get("refs")
    if not isinstance(tickets, list) or not 0 < len(tickets) <= MAX_FILES:
        raise Refused("frame_malformed")
    files = [open_ticket(ticket) for ticket in tickets]
    if None in files:
        raise Refused("upload_unknown")
    caption = _words(frame.get("text", ""), limit=MAX_CHARACTERS)
    return {"kind": Kind.FILES, "text": caption, "attachments": tuple(files)}


def _location(frame: Frame) -> dict[str, Any]:
    latitude, longitude = (_degrees(frame.get(name), most) for name, most in (("latitude", 90), ("longitude", 180)))
    data = {"latitude": latitude, "longitude": longitude}
    accuracy = frame.get("accuracy")
    if isinstance(accuracy, int | float) and 0 <= accuracy < EARTH_METRES:
        data["accuracy"] = float(accuracy)
    return {"kind": Kind.LOCATION, "data": data}


def _degrees(given: object, most: float) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not abs(given) <= most:
        raise Refused("location_malformed")
    return float(given)


def _words(given: object, *, limit: int) -> str:
    if not isinstance(given, str):
        raise Refused("frame_malformed")
    if len(given) > limit:
        raise Refused("text_too_long")
    # JSON can carry half a surrogate pair and NUL, which no database takes.
    return given.encode("utf-8", "replace").decode().replace("\0", "").strip()
