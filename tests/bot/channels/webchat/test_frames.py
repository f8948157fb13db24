"""Frames of the page become messages of the bot, or are refused with a reason."""

from typing import Any

import pytest

from bot.channels.webchat.frames import Refused, number, read_frame, to_inbound
from bot.messages import Attachment, Inbound, Kind

PHOTO = Attachment(ref="r1", kind="photo", name="a.jpg", media_type="image/jpeg", size=3)
ID = "0123456789abcdef"


def inbound(frame: dict[str, Any]) -> Inbound:
    return to_inbound(
        {"id": ID} | frame, session="s", language="en", open_ticket=lambda ticket: PHOTO if ticket == "t1" else None
    )


def test_words() -> None:
    assert inbound({"type": "text", "text": " 路灯\n坏了 "}) == Inbound(
        channel="web", sender="s", message_id=f"s:{ID}", kind=Kind.TEXT, text="路灯\n坏了", language="en"
    )


def test_a_button_carries_its_payload_and_its_title() -> None:
    message = inbound({"type": "button", "payload": "/affirm", "title": "对"})
    assert (message.kind, message.text, message.data) == (Kind.BUTTON, "/affirm", {"title": "对"})


def test_files_carry_what_was_uploaded() -> None:
    message = inbound({"type": "file", "refs": ["t1", "t1"], "text": "门口"})
    assert (message.kind, message.text, message.attachments) == (Kind.FILES, "门口", (PHOTO, PHOTO))


def test_a_place() -> None:
    message = inbound({"type": "location", "latitude": 25.86, "longitude": 115, "accuracy": 12.5})
    assert message.kind is Kind.LOCATION
    assert message.data == {"latitude": 25.86, "longitude": 115.0, "accuracy": 12.5}


@pytest.mark.parametrize("accuracy", [None, "near", -1, float("nan"), float("inf"), 10**400])
def test_a_place_without_a_believable_accuracy(accuracy: object) -> None:
    message = inbound({"type": "location", "latitude": 1, "longitude": 2, "accuracy": accuracy})
    assert message.data == {"latitude": 1.0, "longitude": 2.0}


def test_what_no_database_takes_is_taken_out() -> None:
    assert inbound({"type": "text", "text": "\0x\ud800y"}).text == "x?y"


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        ({"type": "dance"}, "frame_unknown"),
        ({"type": "text"}, "frame_malformed"),
        ({"type": "text", "text": 7}, "frame_malformed"),
        ({"type": "text", "text": " \n"}, "text_empty"),
        ({"type": "text", "text": "水" * 20_001}, "text_too_long"),
        ({"type": "text", "text": "x", "id": None}, "frame_malformed"),
        ({"type": "text", "text": "x", "id": "short"}, "frame_malformed"),
        ({"type": "text", "text": "x", "id": "a" * 65}, "frame_malformed"),
        ({"type": "text", "text": "x", "id": "other-session:id"}, "frame_malformed"),
        ({"type": "button", "payload": "", "title": "x"}, "frame_malformed"),
        ({"type": "button", "payload": "/affirm"}, "frame_malformed"),
        ({"type": "button", "payload": "/" + "a" * 2000, "title": "x"}, "text_too_long"),
        ({"type": "file", "refs": "t1"}, "frame_malformed"),
        ({"type": "file", "refs": []}, "frame_malformed"),
        ({"type": "file", "refs": ["t1"] * 21}, "frame_malformed"),
        ({"type": "file", "refs": ["t1", "t2"]}, "upload_unknown"),
        ({"type": "file", "refs": [["t1"]]}, "upload_unknown"),
        ({"type": "location", "latitude": 91, "longitude": 0}, "location_malformed"),
        ({"type": "location", "latitude": 0, "longitude": 181}, "location_malformed"),
        ({"type": "location", "latitude": "25", "longitude": 0}, "location_malformed"),
        ({"type": "location", "latitude": True, "longitude": 0}, "location_malformed"),
        ({"type": "location", "latitude": float("nan"), "longitude": 0}, "location_malformed"),
        ({"type": "location"}, "location_malformed"),
    ],
)
def test_what_cannot_be_taken(frame: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        inbound(frame)
    assert refusal.value.key == reason


@pytest.mark.parametrize("raw", ["", "{", "[]", "7", "null", '{"type": 7}', "{}", "[" * 100_000, b"\xff"])
def test_what_is_no_frame(raw: str | bytes) -> None:
    with pytest.raises(Refused):
        read_frame(raw)


@pytest.mark.parametrize(
    ("given", "read"),
    [(7, 7), ("7", 7), (-1, 0), ("-1", 0), ("٣", 0), ("9" * 30, 0), (2**63, 0), (1.5, 0), (None, 0), ({}, 0)],
)
def test_numbers(given: object, read: int) -> None:
    assert number(given) == read
