"""From kept messages to what the dialogue is given."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.hearing import PAYLOAD, Hearing, from_body, to_body
from bot.messages import Attachment, Inbound, Kind, TryLater, Undeliverable
from bot.offload import Offload
from cases import NotFound, Register
from conversations import InboxRow
from storage import Database
from tests.support.clock import FakeClock

WORDS = st.text(st.characters(exclude_categories=["Cs"]))
ATTACHMENTS = st.builds(
    Attachment, ref=WORDS, kind=st.sampled_from(["photo", "voice"]), name=WORDS, media_type=WORDS, size=st.integers(0)
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner) | st.dictionaries(WORDS, inner),
    max_leaves=5,
)
MESSAGES = st.builds(
    Inbound,
    channel=st.sampled_from(["telegram", "web", "rest"]),
    sender=WORDS,
    message_id=WORDS,
    kind=st.sampled_from(Kind),
    text=WORDS,
    attachments=st.lists(ATTACHMENTS, max_size=3).map(tuple),
    data=st.dictionaries(WORDS, JSON, max_size=3),
    edits=WORDS,
    language=st.sampled_from(["zh", "en"]),
    sent_at=st.none() | st.datetimes(timezones=st.just(UTC)),
)


class Files:
    """The files of a channel, by reference; some cannot be had now, some never."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.gone: set[str] = set()
        self.fetched: list[str] = []

    async def fetch(self, attachment: Attachment) -> bytes:
        self.fetched.append(attachment.ref)
        if attachment.ref in self.gone:
            raise Undeliverable("too large")
        if attachment.ref not in self.files:
            raise TryLater("the server does not answer")
        return self.files[attachment.ref]


@pytest.fixture
def register(sqlite_database: Database, files_dir: Path, clock: FakeClock) -> Register:
    return Register(sqlite_database, files_dir=files_dir, clock=clock)


@pytest.fixture
def telegram_files() -> Files:
    return Files()


@pytest.fixture
def hearing(register: Register, telegram_files: Files) -> Iterator[Hearing]:
    offload = Offload()
    yield Hearing(register=register, fetchers={"telegram": telegram_files}, offload=offload)
    offload.close()


def rows(*messages: Inbound) -> list[InboxRow]:
    """The messages as the inbox gives them back."""
    return [
        InboxRow(
            id=number,
            conversation_id=f"{message.channel}:{message.sender}",
            channel=message.channel,
            address=message.sender,
            message_id=message.message_id,
            body=json.loads(json.dumps(to_body(message))),
            received_at=datetime(2026, 3, 2, tzinfo=UTC),
            tries=0,
        )
        for number, message in enumerate(messages, 1)
    ]


def said(text: str = "", message_id: str = "m1", **fields: Any) -> Inbound:
    values: dict[str, Any] = {"channel": "telegram", "sender": "7", "message_id": message_id, "text": text}
    return Inbound(**(values | fields))


def photo(ref: str, message_id: str, *, caption: str = "", **fields: Any) -> Inbound:
    attachment = Attachment(ref=ref, kind="photo", media_type="image/jpeg", **fields)
    return said(caption, message_id, kind=Kind.FILES, attachments=(attachment,))


def texts(group: Sequence[InboxRow]) -> list[str]:
    return [row.body["text"] for row in group]


@given(MESSAGES)
def test_a_message_comes_back_from_the_inbox_as_it_went_in(message: Inbound) -> None:
    assert from_body(json.loads(json.dumps(to_body(message)))) == message


def test_a_message_keeps_the_zone_it_was_sent_in() -> None:
    message = said("一", sent_at=datetime.fromisoformat("2026-03-02T09:00:00+08:00"))
    assert from_body(json.loads(json.dumps(to_body(message)))) == message


def test_texts_of_a_story_are_heard_together_up_to_the_first_thing_that_is_none(hearing: Hearing) -> None:
    queue = rows(said("一"), said("二", "m2"), said("/confirm", "m3", kind=Kind.BUTTON), said("三", "m4"))
    assert texts(hearing.group(queue, listening=True)) == ["一", "二"]
    assert texts(hearing.group(queue[2:], listening=True)) == ["/confirm"]
    assert texts(hearing.group(queue[3:], listening=True)) == ["三"]


def test_answers_are_heard_one_by_one(hearing: Hearing) -> None:
    assert texts(hearing.group(rows(said("王建国"), said("138", "m2")), listening=False)) == ["王建国"]


@pytest.mark.parametrize("listening", [True, False])
def test_files_sent_together_are_taken_together(hearing: Hearing, listening: bool) -> None:
    queue = rows(photo("a", "m1"), photo("b", "m2"), photo("c", "m3"), said("三张", "m4"))
    assert [row.message_id for row in hearing.group(queue, listening=listening)] == ["m1", "m2", "m3"]


@pytest.mark.parametrize("kind", [Kind.BUTTON, Kind.LOCATION, Kind.EDIT])
def test_what_stands_alone_is_heard_alone(hearing: Hearing, kind: Kind) -> None:
    assert len(hearing.group(rows(said("/x", kind=kind), said("/x", "m2", kind=kind)), listening=True)) == 1


def test_only_words_may_be_followed_by_more_words(hearing: Hearing) -> None:
    may = {kind: hearing.may_continue(rows(said("x", kind=kind))[0]) for kind in Kind}
    assert may == {Kind.TEXT: True, Kind.BUTTON: False, Kind.FILES: False, Kind.LOCATION: False, Kind.EDIT: False}


async def test_a_burst_is_one_text_with_its_parts(hearing: Hearing) -> None:
    group = rows(said("我是老王"), said("", "m2"), said("楼下太吵", "m3", language="en", data={"update_id": 9}))
    heard = await hearing.heard(group)
    assert (heard.text, heard.payload) == ("我是老王\n楼下太吵", False)
    assert heard.parts == (("m1", "我是老王"), ("m2", ""), ("m3", "楼下太吵"))
    assert heard.inbox_ids == (1, 2, 3)
    assert (heard.conversation_id, heard.channel, heard.address) == ("telegram:7", "telegram", "7")
    # The last words say which language is spoken now.
    assert (heard.language, heard.data) == ("en", {"update_id": 9})


@pytest.mark.parametrize("typed", ["/affirm", "/deny{}", '/change_field{"field": "facts"}', "/", "/home/王"])
async def test_a_payload_that_a_citizen_types_is_only_words(hearing: Hearing, typed: str) -> None:
    heard = await hearing.heard(rows(said(typed)))
    assert (heard.text, heard.payload) == (typed, False)


@pytest.mark.parametrize("payload", ["/affirm", '/choose_region{"code": "360721"}', '/x{"a": "一\n二"}'])
async def test_a_button_is_a_payload(hearing: Hearing, payload: str) -> None:
    heard = await hearing.heard(rows(said(payload, kind=Kind.BUTTON)))
    assert (heard.text, heard.payload) == (payload, True)


@pytest.mark.parametrize("forged", ["确认", "affirm", "/affirm now", "/Affirm", "/affirm{", "x/affirm", "/"])
async def test_a_button_that_carries_none_of_our_payloads_is_only_words(hearing: Hearing, forged: str) -> None:
    heard = await hearing.heard(rows(said(forged, kind=Kind.BUTTON)))
    assert (heard.text, heard.payload) == (forged, False)


async def test_a_place_is_a_payload_that_can_be_read_back(hearing: Hearing) -> None:
    place = {"latitude": 25.86, "longitude": 115.01, "title": '"梅林"镇}{'}
    heard = await hearing.heard(rows(said("梅林镇", kind=Kind.LOCATION, data=place)))
    assert heard.payload
    assert PAYLOAD.match(heard.text)
    assert json.loads(heard.text.removeprefix("/share_location")) == place
    assert heard.data == place


async def test_an_edit_says_what_it_changes_and_into_what(hearing: Hearing) -> None:
    heard = await hearing.heard(rows(said("电话是139", "m1:e5", kind=Kind.EDIT, edits="m1")))
    assert (heard.text, heard.payload) == ("/edit_message", True)
    assert (heard.data["edits"], heard.data["edited"]) == ("m1", "电话是139")


async def test_files_are_fetched_and_held_for_their_conversation_alone(
    hearing: Hearing, register: Register, telegram_files: Files
) -> None:
    telegram_files.files = {"a": b"first", "b": b"second"}
    heard = await hearing.heard(rows(photo("a", "m1", name="墙.jpg"), photo("b", "m2")))
    assert (heard.text, heard.payload) == ("/give_evidence", True)
    assert [(file["kind"], file["source"]) for file in heard.data["files"]] == [("photo", "m1"), ("photo", "m2")]
    assert heard.data["problems"] == []
    held = [register.evidence.held(file["ref"], owner="telegram:7") for file in heard.data["files"]]
    assert [(each[0], each[2], each[3]) for each in held] == [
        (b"first", "image/jpeg", "photo"),
        (b"second", "image/jpeg", "photo"),
    ]
    assert [each[1] for each in held] == ["墙.jpg", "photo-m2"]
    with pytest.raises(NotFound):
        register.evidence.held(heard.data["files"][0]["ref"], owner="telegram:8")


async def test_words_under_a_photo_are_heard_as_words(hearing: Hearing, telegram_files: Files) -> None:
    telegram_files.files = {"a": b"first", "b": b"second"}
    heard = await hearing.heard(rows(photo("a", "m1", caption="/墙裂了"), photo("b", "m2")))
    assert (heard.text, heard.payload) == ("/墙裂了", False)
    assert len(heard.data["files"]) == 2


async def test_a_file_that_can_never_be_had_is_named_and_the_others_are_kept(
    hearing: Hearing, telegram_files: Files
) -> None:
    telegram_files.files, telegram_files.gone = {"b": b"second"}, {"a", "c"}
    heard = await hearing.heard(rows(photo("a", "m1", name="录像.mp4"), photo("b", "m2"), photo("c", "m3")))
    assert [file["source"] for file in heard.data["files"]] == ["m2"]
    assert heard.data["problems"] == ["录像.mp4", "photo"]


async def test_a_file_that_cannot_be_had_now_is_waited_for(hearing: Hearing, telegram_files: Files) -> None:
    telegram_files.files = {"a": b"first"}
    with pytest.raises(TryLater):
        await hearing.heard(rows(photo("a", "m1"), photo("b", "m2")))


async def test_an_upload_that_is_held_already_is_not_fetched(hearing: Hearing, telegram_files: Files) -> None:
    upload = Attachment(ref="held-1", kind="photo")
    message = Inbound(channel="web", sender="s", message_id="w1", kind=Kind.FILES, attachments=(upload,))
    heard = await hearing.heard(rows(message))
    assert heard.data["files"] == [{"ref": "held-1", "kind": "photo", "source": "w1"}]
    assert telegram_files.fetched == []


async def test_files_are_not_readable_where_they_are_held(
    hearing: Hearing, telegram_files: Files, sqlite_database: Database, files_dir: Path
) -> None:
    telegram_files.files = {"a": b"the wall is cracked"}
    await hearing.heard(rows(photo("a", "m1", name="裂墙.jpg")))
    with sqlite_database.read() as tx:
        held = str(tx.execute(text("SELECT * FROM held_files")).all())
    assert "telegram:7" in held
    assert "裂墙" not in held
    on_disk = [path.read_bytes() for path in files_dir.rglob("*") if path.is_file()]
    assert on_disk
    assert not any(b"cracked" in data for data in on_disk)
