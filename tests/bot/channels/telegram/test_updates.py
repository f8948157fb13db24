import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.channels.telegram.updates import (
    WANTED_UPDATES,
    Ignored,
    PoliteWord,
    Reachability,
    Reading,
    read_payload,
)
from bot.messages import Inbound, Kind
from tests.support.telegram_updates import DATE, Person, Update, group, media, photo, update

SENT_AT = datetime.fromtimestamp(DATE, UTC)


def read(payload: object) -> Reading:
    # Through JSON, as it comes over the wire.
    return read_payload(json.loads(json.dumps(payload)), bot="7001")


def inbound(payload: object) -> Inbound:
    reading = read(payload)
    assert isinstance(reading, Inbound), reading
    return reading


def test_text(wang: Person) -> None:
    update = wang.text("村里的路断了")
    assert inbound(update) == Inbound(
        channel="telegram",
        sender="20001",
        message_id="7001:20001:11",
        text="村里的路断了",
        data={"update_id": update["update_id"], "telegram_message": 11, "language_code": "zh-hans"},
        sent_at=SENT_AT,
    )


def test_ids_name_bot_chat_and_message(wang: Person) -> None:
    first, second, other = wang.text("一"), wang.text("二"), Person(20002).text("一")
    ids = [inbound(sent).message_id for sent in (first, first, second, other)]
    assert ids == ["7001:20001:11", "7001:20001:11", "7001:20001:12", "7001:20002:11"]
    new_bot = read_payload(first, bot="7002")
    assert isinstance(new_bot, Inbound)
    assert new_bot.message_id not in ids


def test_edit_names_its_original_and_has_an_id_of_its_own(wang: Person) -> None:
    original = wang.text("路段了")
    first, second = wang.edit(original, text="路断了"), wang.edit(original, text="路断了三年")
    edit = inbound(first)
    assert (edit.kind, edit.text, edit.edits) == (Kind.EDIT, "路断了", inbound(original).message_id)
    assert edit.sent_at == SENT_AT + timedelta(seconds=60)
    # Both within one second, and the first delivered twice.
    assert inbound(first).message_id == edit.message_id
    assert inbound(second).message_id not in {edit.message_id, edit.edits}


def test_edited_caption_keeps_the_file(wang: Person) -> None:
    original = wang.message(photo=photo(), caption="路段了")
    edit = inbound(wang.edit(original, photo=photo(), caption="路断了"))
    assert (edit.kind, edit.text, edit.attachments[0].kind) == (Kind.EDIT, "路断了", "photo")


def test_edit_into_a_command_is_words(wang: Person) -> None:
    assert inbound(wang.edit(wang.text("help"), text="/help")).text == "/help"


def test_moving_location_is_heard_once(wang: Person) -> None:
    place = {"latitude": 25.86, "longitude": 115.02, "live_period": 900}
    start = wang.message(location=place)
    assert inbound(start).kind is Kind.LOCATION
    assert isinstance(read(wang.edit(start, location=place)), Ignored)


def test_button(wang: Person) -> None:
    press = wang.press("/affirm", query="42")
    assert inbound(press) == Inbound(
        channel="telegram",
        sender="20001",
        message_id="7001:c42",
        kind=Kind.BUTTON,
        text="/affirm",
        data={
            "update_id": press["update_id"],
            "callback": "42",
            "telegram_message": 77,
            "language_code": "zh-hans",
        },
    )


def test_button_under_a_message_too_old_to_see(wang: Person) -> None:
    old = {"chat": wang.chat, "message_id": 5, "date": 0}
    assert inbound(wang.press("/affirm", message=old)).sender == "20001"


@pytest.mark.parametrize("command", ["/start", "/help@fengqiao_bot"])
def test_command_is_a_button(wang: Person, command: str) -> None:
    entities = [{"type": "bot_command", "offset": 0, "length": len(command)}]
    reading = inbound(wang.text(command, entities=entities))
    assert reading.kind is Kind.BUTTON
    assert "callback" not in reading.data


def test_deep_link_resumes_a_draft(wang: Person) -> None:
    assert inbound(wang.text("/start ABCD-EFGH-JKMNP")).text == '/resume_draft{"code": "ABCD-EFGH-JKMNP"}'


def test_album_is_one_message_a_picture(wang: Person) -> None:
    album = [wang.message(photo=photo(), media_group_id="99", caption=text) for text in ("两张", None)]
    readings = [inbound(sent) for sent in album]
    assert [reading.data["media_group"] for reading in readings] == ["99", "99"]
    assert readings[0].message_id != readings[1].message_id


def test_what_surrounds_the_words_is_told(wang: Person) -> None:
    earlier = wang.text("早先的话")
    reading = inbound(
        wang.text(
            "见这里",
            forward_origin={"type": "hidden_user", "sender_user_name": "某人", "date": DATE},
            reply_to_message=earlier["message"],
            entities=[{"type": "text_link", "offset": 0, "length": 3, "url": "https://example.org/"}],
        )
    )
    assert reading.data["forwarded"] is True
    assert reading.data["reply_to"] == inbound(earlier).message_id
    assert reading.data["links"] == ["https://example.org/"]


@pytest.mark.parametrize(
    ("code", "text", "language"),
    [
        ("en", "the road is broken", "en"),
        ("en-GB", "the road is broken", "en"),
        ("en", "村里的路断了", "zh"),
        ("en", "the 路 is broken", "zh"),
        ("en", "ok", "zh"),
        ("zh-hans", "the road is broken", "zh"),
        ("en", "/start ABCD-EFGH-JKMNP", "zh"),
    ],
)
def test_english_is_what_is_written_in_english(code: str, text: str, language: str) -> None:
    assert inbound(Person(language=code).text(text)).language == language


@pytest.mark.parametrize(
    ("old", "new", "reachable"),
    [("member", "kicked", False), ("kicked", "member", True), ("left", "member", True)],
)
def test_blocking_and_coming_back(wang: Person, old: str, new: str, reachable: bool) -> None:
    reading = read(wang.membership(old, new))
    assert isinstance(reading, Reachability)
    assert (reading.sender, reading.reachable, bool(reading.reason)) == ("20001", reachable, not reachable)


GROUP_WORD = PoliteWord(chat=-100123, sentence="group", every=timedelta(hours=1))


@pytest.mark.parametrize(
    "update",
    [
        Person(chat=group()).text("大家好"),
        Person(chat=group(kind="group")).text("/start@fengqiao_bot"),
        Person(chat=group()).message(photo=photo()),
        Person(chat=group()).membership("left", "member"),
    ],
)
def test_group_gets_a_polite_word_and_no_conversation(update: Update) -> None:
    assert read(update) == GROUP_WORD


@pytest.mark.parametrize(
    "update",
    [
        Person(chat=group()).edit(Person(chat=group()).text("大家号"), text="大家好"),
        Person(chat=group()).message(new_chat_title="新群名"),
        Person(chat=group()).text("管理员说", sender_chat=group()),
        Person(chat=group()).membership("member", "kicked"),
        Person(chat=group()).membership("member", "administrator"),
        Person(chat=group()).press("/affirm"),
        Person(chat={"id": -5, "type": "channel", "title": "x"}).text("x"),
        Person(chat={"id": -5, "type": "channel", "title": "x"}).membership("left", "administrator"),
        Person(chat={"id": -5, "type": "townhall", "title": "x"}).text("x"),
    ],
)
def test_groups_and_channels_otherwise_get_nothing(update: Update) -> None:
    assert isinstance(read(update), Ignored)


POST = {"message_id": 5, "date": DATE, "chat": {"id": -5, "type": "channel", "title": "x"}, "text": "公告"}
USER = Person().user


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"channel_post": POST},
        {"edited_channel_post": POST | {"edit_date": DATE}},
        {"inline_query": {"id": "1", "from": USER, "query": "路", "offset": ""}},
        {"chosen_inline_result": {"result_id": "1", "from": USER, "query": "路"}},
        {"poll_answer": {"poll_id": "1", "user": USER, "option_ids": [0], "option_persistent_ids": ["a"]}},
        {
            "message_reaction": {
                "chat": Person().chat,
                "message_id": 5,
                "date": DATE,
                "old_reaction": [],
                "new_reaction": [],
            }
        },
        {"business_message": Person().text("商家")["message"]},
        {"chat_join_request": {"chat": group(), "from": USER, "user_chat_id": 20001, "date": DATE}},
        {"telepathy": {"thought": "路"}},
    ],
)
def test_other_kinds_of_update_are_nothing_for_us(content: dict[str, Any]) -> None:
    reading = read(update(**content))
    assert isinstance(reading, Ignored)
    assert reading.reason == ("".join(content) or "empty")


def test_messages_from_bots_are_not_answered(wang: Person) -> None:
    sent = wang.text("x")
    sent["message"]["from"] = wang.user | {"is_bot": True}
    assert isinstance(read(sent), Ignored)


@pytest.mark.parametrize("extra", [{"game_short_name": "x"}, {"message": None, "inline_message_id": "x"}])
def test_presses_on_what_is_not_ours(wang: Person, extra: dict[str, Any]) -> None:
    assert isinstance(read(wang.press(None if "game_short_name" in extra else "/x", **extra)), Ignored)


def test_unreadable_content_is_answered_and_service_messages_are_not(wang: Person) -> None:
    unreadable = PoliteWord(chat=20001, sentence="unreadable", every=timedelta(minutes=1))
    assert read(wang.message(hologram={"depth": 3})) == unreadable
    assert read(wang.message()) == unreadable
    assert isinstance(read(wang.message(pinned_message=wang.text("旧")["message"])), Ignored)
    assert isinstance(read(wang.edit(wang.text("x"), hologram={"depth": 3})), Ignored)


@pytest.mark.parametrize(
    "odd",
    [
        {"forward_origin": "changed by Telegram"},
        {"entities": {"not": "a list"}},
        {"photo": {"a": 1}},
        {"reply_to_message": 5},
        {"date": 10**30},
        {"from": "nobody"},
    ],
)
def test_words_are_kept_when_a_part_beside_them_cannot_be_read(wang: Person, odd: dict[str, Any]) -> None:
    sent = wang.text("村里的路断了")
    sent["message"] |= odd
    reading = inbound(sent)
    assert (reading.sender, reading.message_id, reading.text) == ("20001", "7001:20001:11", "村里的路断了")
    assert reading.sent_at in {None, SENT_AT}


def test_caption_is_kept_when_its_file_cannot_be_read(wang: Person) -> None:
    assert inbound(wang.message(document="changed by Telegram", caption="判决书")).text == "判决书"


@pytest.mark.parametrize(
    "payload",
    [
        None,
        5,
        "text",
        [],
        [{"update_id": 5}],
        {},
        {"message": {"text": "x"}},
        {"update_id": 5, "message": "x"},
        {"update_id": 5, "message": {"message_id": 5, "date": DATE}},
        {"update_id": 5, "message": {"message_id": 5, "date": DATE, "chat": "x", "text": "x"}},
        {
            "update_id": 5,
            "message": {"message_id": {}, "date": DATE, "chat": {"id": 5, "type": "private"}, "text": "x"},
        },
        {
            "update_id": 5,
            "message": {"message_id": 5, "date": DATE, "chat": {"id": "z", "type": "private"}, "text": "x"},
        },
        {"update_id": 5, "my_chat_member": {"chat": {"id": 5, "type": "private"}}},
        {"update_id": 5, "callback_query": {"id": "1"}},
    ],
)
def test_malformed_updates_never_raise(payload: object) -> None:
    assert isinstance(read(payload), Ignored)


def test_text_that_is_no_text_is_unreadable(wang: Person) -> None:
    assert isinstance(read(wang.message(text=5)), PoliteWord)


def test_broken_characters_are_mended(wang: Person) -> None:
    assert inbound(wang.text("半个\ud83d字\x00")).text == "半个\ufffd字"


def test_log_has_no_words(wang: Person, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    sent = wang.text("村里的路断了", entities={"not": "a list"})
    inbound(sent)
    assert f"update {sent['update_id']}" in caplog.text
    assert "路断" not in caplog.text


def test_files_carry_their_caption(wang: Person) -> None:
    reading = inbound(wang.message(document=media("D", file_name="判决书.pdf"), caption="法院的判决"))
    assert (reading.kind, reading.text, reading.attachments[0].ref) == (Kind.FILES, "法院的判决", "D")


def test_telegram_is_asked_for_what_we_read() -> None:
    assert set(WANTED_UPDATES) == {"message", "edited_message", "callback_query", "my_chat_member"}
