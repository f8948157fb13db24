from typing import Any

import pytest
from telegram import Message

from bot.channels.telegram.contents import is_service, read_content
from bot.messages import Attachment, Kind
from tests.support.telegram_updates import Person, media, photo

PLACE = {"latitude": 25.86, "longitude": 115.02}


def message(**content: Any) -> Message:
    return Message.de_json(Person().message(**content)["message"], None)


@pytest.mark.parametrize(
    ("content", "attachment"),
    [
        (
            {"photo": photo((90, 60), (1280, 960), (320, 240))},
            Attachment(ref="P1280x960", kind="photo", name="photo-11.jpg", media_type="image/jpeg", size=1280 * 960),
        ),
        (
            {"document": media("D", file_name="判决书.pdf", mime_type="application/pdf")},
            Attachment(ref="D", kind="document", name="判决书.pdf", media_type="application/pdf", size=1000),
        ),
        (
            {"document": media("D")},
            Attachment(ref="D", kind="document", name="document-11", size=1000),
        ),
        (
            {"voice": media("V", duration=5, mime_type="audio/ogg")},
            Attachment(ref="V", kind="voice", name="voice-11.ogg", media_type="audio/ogg", size=1000),
        ),
        (
            {"video": media("M", duration=5, width=1, height=1, file_name="路.mov", mime_type="video/quicktime")},
            Attachment(ref="M", kind="video", name="路.mov", media_type="video/quicktime", size=1000),
        ),
        (
            {"video_note": media("N", duration=5, length=240)},
            Attachment(ref="N", kind="video", name="video-11.mp4", media_type="video/mp4", size=1000),
        ),
        (
            {"audio": media("A", duration=5, mime_type="audio/mpeg")},
            Attachment(ref="A", kind="audio", name="audio-11.mp3", media_type="audio/mpeg", size=1000),
        ),
        (
            {"animation": media("G", duration=5, width=1, height=1), "document": media("G")},
            Attachment(ref="G", kind="video", name="video-11.mp4", media_type="video/mp4", size=1000),
        ),
        (
            {"sticker": media("S", type="regular", width=1, height=1, is_animated=False, is_video=False)},
            Attachment(ref="S", kind="sticker", name="sticker-11.webp", media_type="image/webp", size=1000),
        ),
    ],
)
def test_files(content: dict[str, Any], attachment: Attachment) -> None:
    read = read_content(message(**content))
    assert read is not None
    assert (read.kind, read.text, read.attachments) == (Kind.FILES, "", (attachment,))


def test_live_photo_is_a_photo_and_its_film() -> None:
    live = media("L", duration=3, width=1, height=1)
    read = read_content(message(photo=photo(), live_photo=live))
    assert read is not None
    assert [(file.ref, file.kind) for file in read.attachments] == [("P1280x960", "photo"), ("L", "video")]


def test_caption_with_marked_words_is_the_text() -> None:
    entities = [{"type": "bold", "offset": 0, "length": 2}]
    read = read_content(message(photo=photo(), caption="路断了", caption_entities=entities))
    assert read is not None
    assert (read.kind, read.text) == (Kind.FILES, "路断了")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("a\\b\nc.txt", "a_b_c.txt"),
        ("x" * 300 + ".pdf", "x" * 180 + ".pdf"),
        ("x" * 300, "x" * 200),
        ("\ud83d.txt", "\ufffd.txt"),
        ("  ", "document-11"),
    ],
)
def test_names_of_files_are_made_safe(name: str, kept: str) -> None:
    read = read_content(message(document=media(file_name=name)))
    assert read is not None
    assert read.attachments[0].name == kept


def test_unknown_size_is_nought() -> None:
    bare = {"file_id": "D", "file_unique_id": "u"}
    read = read_content(message(document=bare))
    assert read is not None
    assert read.attachments[0].size == 0


def test_location() -> None:
    read = read_content(message(location=PLACE))
    assert read is not None
    assert (read.kind, read.text, read.data) == (Kind.LOCATION, "", PLACE)


def test_venue_tells_its_name_and_address_too() -> None:
    venue = {"location": PLACE, "title": "章贡小学", "address": "赣县区梅林大街1号"}
    read = read_content(message(venue=venue, location=PLACE))
    assert read is not None
    assert (read.kind, read.text) == (Kind.LOCATION, "赣县区梅林大街1号 章贡小学")
    assert read.data == {**PLACE, "title": "章贡小学", "address": "赣县区梅林大街1号"}


@pytest.mark.parametrize("place", [{"latitude": 91, "longitude": 0}, {"latitude": 0, "longitude": float("nan")}])
def test_impossible_place_is_nothing(place: dict[str, float]) -> None:
    assert read_content(message(location=place)) is None


@pytest.mark.parametrize("number", ["13800138000", "+8613800138000", "8613800138000", "+86 138 0013 8000"])
def test_own_contact_is_the_phone_number(number: str) -> None:
    read = read_content(message(contact={"phone_number": number, "first_name": "建国", "user_id": 20001}))
    assert read is not None
    assert (read.kind, read.text, read.data) == (Kind.TEXT, "13800138000", {"contact": "own"})


@pytest.mark.parametrize("user", [{"user_id": 20002}, {}])
def test_contact_of_another_is_words_about_them(user: dict[str, int]) -> None:
    card = {"phone_number": "0797-4431234", "first_name": "四", "last_name": "李", **user}
    read = read_content(message(contact=card))
    assert read is not None
    assert (read.kind, read.text, read.data) == (Kind.TEXT, "李四 0797-4431234", {"contact": "other"})


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (
            {"sticker": media(type="regular", width=1, height=1, is_animated=True, is_video=False, emoji="👍")},
            "👍",
        ),
        ({"dice": {"emoji": "🎲", "value": 3}}, "🎲"),
        (
            {
                "poll": {
                    "id": "1",
                    "question": "路修不修？",
                    "options": [
                        {"text": "修", "voter_count": 0, "persistent_id": "a"},
                        {"text": "不修", "voter_count": 0, "persistent_id": "b"},
                    ],
                    "total_voter_count": 0,
                    "is_closed": False,
                    "is_anonymous": True,
                    "type": "regular",
                    "allows_multiple_answers": False,
                    "allows_revoting": False,
                    "members_only": False,
                }
            },
            "路修不修？\n修\n不修",
        ),
        (
            {"checklist": {"title": "三件事", "tasks": [{"id": 1, "text": "路断了"}, {"id": 2, "text": "灯坏了"}]}},
            "三件事\n路断了\n灯坏了",
        ),
    ],
)
def test_words_in_other_clothes(content: dict[str, Any], text: str) -> None:
    read = read_content(message(**content))
    assert read is not None
    assert (read.kind, read.text) == (Kind.TEXT, text)


@pytest.mark.parametrize(
    "content",
    [
        {"pinned_message": Person().text("旧消息")["message"]},
        pytest.param(
            {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
            # The library warns of itself here.
            marks=pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning"),
        ),
        {"new_chat_title": "x"},
        {"write_access_allowed": {}},
        {"users_shared": {"request_id": 1, "users": [{"user_id": 5}]}},
        {
            "chat_background_set": {
                "type": {"type": "fill", "fill": {"type": "solid", "color": 1}, "dark_theme_dimming": 0}
            }
        },
    ],
)
def test_notes_of_telegrams_own_are_service_messages(content: dict[str, Any]) -> None:
    read = message(**content)
    assert read_content(read) is None
    assert is_service(read)


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"story": {"id": 1, "chat": {"id": 5, "type": "private"}}},
        {"game": {"title": "x", "description": "x", "photo": photo()}},
        {"hologram": {"depth": 3}},
        {"via_bot": {"id": 5, "is_bot": True, "first_name": "x"}},
        {"text": " "},
        {"location": {"latitude": 91, "longitude": 0}},
    ],
)
def test_what_a_citizen_sent_and_we_cannot_read_is_not_a_service_message(content: dict[str, Any]) -> None:
    read = message(**content)
    assert read_content(read) is None
    assert not is_service(read)
