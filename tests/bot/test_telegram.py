"""Telegram from a citizen's phone to the registers and back, through the product as it is served."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channels.telegram.buttons import MAX_DATA_BYTES
from bot.messages import Heard
from bot.settings import ROOT
from bot.telegram import REMEMBERED, Payloads
from cases import FilePetition, MessageState, NewMessage
from storage import Database
from tests.support.dialogue import ScriptedDialogue
from tests.support.product import Running, running, store_on, until
from tests.support.register import OFFICIAL, TOLD, take
from tests.support.telegram import BLOCKED, SERVER_ERROR, TOKEN, FakeTelegram, too_many
from tests.support.telegram_updates import Person, Update, group, photo

PUBLIC = "https://petitions.example.org"


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server
        assert server.mistakes == []


@pytest.fixture
def wang() -> Person:
    return Person()


class Line:
    """A product that Telegram posts to."""

    def __init__(self, telegram: FakeTelegram, house: Running) -> None:
        self.telegram, self.house = telegram, house

    async def say(self, update: Update) -> Update:
        """Post an update; it is taken at once."""
        assert await self.telegram.deliver(update, url=self.house.url("/webhooks/telegram"), attempts=1) == [200]
        return update

    def answers(self, person: Person) -> list[str]:
        return [sent["text"] for sent in self.telegram.sent() if sent["chat_id"] == person.number]


@pytest.fixture
async def line(telegram: FakeTelegram, sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Line]:
    async with serve(telegram, sqlite_database, tmp_path, public_url=PUBLIC) as house:
        await until(lambda: telegram.webhook)
        yield Line(telegram, house)


def serve(
    telegram: FakeTelegram, database: Database, folder: Path, **settings: Any
) -> AbstractAsyncContextManager[Running]:
    return running(store_on(database, folder), folder, telegram_token=TOKEN, telegram_api=telegram.base, **settings)


# ---- which door ----------------------------------------------------------------------------------------------------


async def test_with_a_public_address_telegram_is_told_to_post_there(line: Line, telegram: FakeTelegram) -> None:
    assert telegram.webhook["url"] == f"{PUBLIC}/webhooks/telegram"
    assert not [call for call in telegram.calls if call.method == "getUpdates"]


async def test_the_webhook_survives_a_telegram_that_is_away_at_the_start(
    telegram: FakeTelegram, sqlite_database: Database, tmp_path: Path
) -> None:
    telegram.fail("setWebhook", too_many(0), too_many(0))
    async with serve(telegram, sqlite_database, tmp_path, public_url=PUBLIC):
        await until(lambda: telegram.webhook)


async def test_the_webhooks_secret_is_the_same_after_a_restart_and_can_be_set(
    telegram: FakeTelegram, sqlite_database: Database, tmp_path: Path
) -> None:
    secrets = []
    for settings in ({}, {}, {"telegram_secret": "our-own"}):
        telegram.webhook = {}
        async with serve(telegram, sqlite_database, tmp_path, public_url=PUBLIC, **settings):
            await until(lambda: telegram.webhook)
            secrets.append(telegram.webhook["secret_token"])
    assert secrets[0] == secrets[1]
    assert len(secrets[0]) >= 32
    assert secrets[2] == "our-own"


async def test_who_does_not_know_the_secret_is_not_heard(line: Line, telegram: FakeTelegram, wang: Person) -> None:
    url = line.house.url("/webhooks/telegram")
    assert await telegram.deliver(wang.text("路灯坏了"), url=url, secret="wrong", attempts=1) == [401]
    assert line.house.log.inbox.latest("telegram:20001", limit=1) == ()


async def test_without_a_public_address_telegram_is_asked(
    telegram: FakeTelegram, sqlite_database: Database, tmp_path: Path, wang: Person
) -> None:
    async with serve(telegram, sqlite_database, tmp_path) as house:
        telegram.queue(wang.text("路灯坏了"))
        await until(telegram.sent)
        assert telegram.sent()[0]["text"] == "heard 路灯坏了"
        await telegram.confirmed.wait()
        assert (await house.client.post("/webhooks/telegram", json={})).status == 404
    assert "deleteWebhook" in {call.method for call in telegram.calls}
    assert telegram.webhook == {}


# ---- what a citizen does -------------------------------------------------------------------------------------------


async def test_a_text_is_answered(line: Line, wang: Person) -> None:
    await line.say(wang.text("路灯坏了"))
    await until(lambda: line.answers(wang))
    assert line.answers(wang) == ["heard 路灯坏了"]
    (view,) = line.house.log.transcript("telegram:20001")
    assert view.texts == ("路灯坏了",)
    await until(
        lambda: line.house.register.outbox.latest("telegram", "20001", limit=200)[0].state is MessageState.ACCEPTED
    )


async def test_a_burst_is_heard_as_one(
    telegram: FakeTelegram, sqlite_database: Database, tmp_path: Path, wang: Person
) -> None:
    async with serve(telegram, sqlite_database, tmp_path, public_url=PUBLIC, burst_seconds=0.6) as house:
        await until(lambda: telegram.webhook)
        line = Line(telegram, house)
        for words in ("我是老王", "楼下太吵", "天天吵到半夜"):
            await line.say(wang.text(words))
        await until(lambda: line.answers(wang))
        assert line.answers(wang) == ["heard 我是老王\n楼下太吵\n天天吵到半夜"]
        # While the citizen is typing the bot shows that it listens.
        assert telegram.sent("sendChatAction")


async def test_two_citizens_are_answered_apart(line: Line, wang: Person) -> None:
    li = Person(20002)
    await line.say(wang.text("路灯坏了"))
    await line.say(li.text("电线掉了"))
    await until(lambda: line.answers(wang) and line.answers(li))
    assert (line.answers(wang), line.answers(li)) == (["heard 路灯坏了"], ["heard 电线掉了"])


async def test_a_photo_is_kept_as_evidence(line: Line, telegram: FakeTelegram, wang: Person) -> None:
    telegram.files["P1280x960"] = b"a photo of a cracked wall"
    register = line.house.register

    def give_evidence(heard: Heard) -> str:
        # As the action of this name does.
        draft = register.drafts.open(heard.channel, heard.address)
        for file in heard.data["files"]:
            data, name, media_type, kind = register.evidence.held(file["ref"], owner=heard.conversation_id)
            register.evidence.keep(data, name=name, media_type=media_type, kind=kind, draft_id=draft.id)
        return "收到照片"

    line.house.dialogue.answer = give_evidence
    await line.say(wang.message(photo=photo(), caption="墙裂了"))
    await until(lambda: line.answers(wang))
    draft = register.drafts.current("telegram", "20001")
    assert draft is not None
    (evidence,) = draft.evidence
    assert (evidence.kind, evidence.media_type, evidence.size) == ("photo", "image/jpeg", 25)
    assert line.house.dialogue.heard[0].text == "墙裂了"


async def test_a_photo_that_telegram_does_not_hand_out_now_is_asked_for_again(
    line: Line, telegram: FakeTelegram, wang: Person
) -> None:
    telegram.files["P1280x960"] = b"a photo"
    telegram.fail("getFile", SERVER_ERROR)
    await line.say(wang.message(photo=photo()))
    await until(lambda: line.house.dialogue.heard)
    assert len(line.house.dialogue.heard[0].data["files"]) == 1
    await until(lambda: len(line.answers(wang)) == 2)
    sorry, answer = line.answers(wang)
    assert "一个字都不会丢" in sorry
    assert answer == "heard /give_evidence"


async def test_an_edited_message_corrects_the_one_it_was(line: Line, wang: Person) -> None:
    original = await line.say(wang.text("电话138"))
    await until(lambda: line.house.dialogue.heard)
    await line.say(wang.edit(original, text="电话139"))
    await until(lambda: len(line.house.dialogue.heard) == 2)
    first, edit = line.house.dialogue.heard
    assert (edit.text, edit.payload) == ("/edit_message", True)
    assert (edit.data["edits"], edit.data["edited"]) == (first.parts[0][0], "电话139")


async def test_an_update_that_comes_twice_is_answered_once(line: Line, wang: Person) -> None:
    update = await line.say(wang.text("路灯坏了"))
    await line.say(update)
    await until(lambda: line.answers(wang))
    await line.say(update)
    await line.say(wang.text("还有"))
    await until(lambda: len(line.answers(wang)) > 1)
    assert line.answers(wang) == ["heard 路灯坏了", "heard 还有"]


async def test_a_button_is_a_payload_and_its_waiting_sign_is_stopped(
    line: Line, telegram: FakeTelegram, wang: Person
) -> None:
    await line.say(wang.press("/skip"))
    await until(lambda: line.answers(wang) and telegram.sent("answerCallbackQuery"))
    (heard,) = line.house.dialogue.heard
    assert (heard.text, heard.payload) == ("/skip", True)


async def test_a_button_whose_payload_is_long_works_too(line: Line, telegram: FakeTelegram, wang: Person) -> None:
    payload = '/choose_region{"region": "江西省赣州市赣县区梅林镇章贡社区居民委员会"}'
    button = {"title": "梅林镇", "payload": payload}
    line.house.register.outbox.put([NewMessage(channel="telegram", address="20001", text="哪里？", buttons=(button,))])
    await until(telegram.sent)
    ((key,),) = telegram.sent()[0]["reply_markup"]["inline_keyboard"]
    await line.say(wang.press(key["callback_data"]))
    await until(lambda: line.house.dialogue.heard)
    (heard,) = line.house.dialogue.heard
    assert (heard.text, heard.payload) == (payload, True)


async def test_a_payload_that_is_typed_is_only_words(line: Line, wang: Person) -> None:
    await line.say(wang.text("/affirm"))
    await until(lambda: line.house.dialogue.heard)
    (heard,) = line.house.dialogue.heard
    assert (heard.text, heard.payload) == ("/affirm", False)


async def test_a_group_is_asked_to_write_in_private(line: Line, telegram: FakeTelegram) -> None:
    await line.say(Person(chat=group()).text("路灯坏了"))
    await until(telegram.sent)
    (word,) = telegram.sent()
    assert word["chat_id"] == -100123
    assert "隐私" in word["text"]
    assert line.house.dialogue.heard == []


# ---- when something is broken --------------------------------------------------------------------------------------


async def test_telegrams_wish_to_wait_is_obeyed_and_the_message_sent_once(
    line: Line, telegram: FakeTelegram, wang: Person
) -> None:
    telegram.fail("sendMessage", too_many(2))
    await line.say(wang.text("路灯坏了"))
    outbox = line.house.register.outbox
    await until(lambda: any(row.tries for row in outbox.queued("telegram", "20001")))
    (row,) = outbox.queued("telegram", "20001")
    assert row.next_try is not None
    # The turn was written after the message came; the wish counts from when it was heard, later still.
    assert row.next_try >= row.created_at + timedelta(seconds=2)
    await until(lambda: line.answers(wang))
    assert line.answers(wang) == ["heard 路灯坏了"]


async def test_when_understanding_fails_the_citizen_hears_so_and_is_answered_later(line: Line, wang: Person) -> None:
    line.house.dialogue.broken = RuntimeError("the model is gone")
    await line.say(wang.text("路灯坏了"))
    await until(lambda: line.answers(wang))
    assert "系统正出故障" in line.answers(wang)[0]
    line.house.dialogue.broken = None
    await until(lambda: len(line.answers(wang)) == 2)
    assert line.answers(wang)[1] == "heard 路灯坏了"


async def test_what_cannot_be_kept_at_all_is_left_with_telegram_and_answered_when_it_comes_again(
    line: Line, telegram: FakeTelegram, wang: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:

        def gone(*_: Any, **__: Any) -> None:
            raise OSError(28, "No space left on device")

        full.setattr(line.house.log.inbox, "keep", gone)
        full.setattr("bot.spool.Spool.keep", gone)
        update = wang.text("路灯坏了")
        assert await telegram.deliver(update, url=line.house.url("/webhooks/telegram"), attempts=2) == [503, 503]
        await until(lambda: line.answers(wang))
    await line.say(update)
    await until(lambda: len(line.answers(wang)) == 2)
    not_kept, answer = line.answers(wang)
    assert "没有存下来" in not_kept
    assert answer == "heard 路灯坏了"


# ---- citizens who go and come back ---------------------------------------------------------------------------------


def file_case(line: Line, wang: Person) -> str:
    """A petition filed in the citizen's chat; its number."""
    register = line.house.register
    draft = register.drafts.open("telegram", str(wang.number))
    draft = register.drafts.save(draft.id, dict(TOLD))
    return register.file(FilePetition(draft_id=draft.id, draft_version=draft.version)).case_number


async def test_who_blocked_the_bot_is_shown_as_unreachable_in_their_case_and_hears_of_it_when_they_are_back(
    line: Line, wang: Person
) -> None:
    number = file_case(line, wang)
    desk = line.house.register.for_official(OFFICIAL)
    await until(lambda: any(number in text for text in line.answers(wang)))
    await line.say(wang.membership("member", "kicked"))
    contact = desk.case(number).contact
    assert contact is not None
    assert (contact.reachable, contact.reason) == (False, "blocked the bot")

    before = len(line.answers(wang))
    take(line.house.register, number, "transfer", unit="赣县区农业农村局", text="请依法办理。")
    await until(lambda: desk.parked())
    assert [row.case_number for row in desk.parked()] == [number]
    assert len(line.answers(wang)) == before

    await line.say(wang.membership("kicked", "member"))
    await until(lambda: len(line.answers(wang)) > before)
    assert "赣县区农业农村局" in line.answers(wang)[-1]
    assert desk.case(number).contact.reachable  # type: ignore[union-attr]
    assert desk.parked() == []


async def test_a_block_that_shows_only_when_we_send_is_noted_too(
    line: Line, telegram: FakeTelegram, wang: Person
) -> None:
    telegram.fail("sendMessage", BLOCKED)
    number = file_case(line, wang)
    desk = line.house.register.for_official(OFFICIAL)
    await until(lambda: desk.parked())
    contact = desk.case(number).contact
    assert contact is not None
    assert not contact.reachable


async def test_who_writes_again_after_a_block_is_answered(line: Line, telegram: FakeTelegram, wang: Person) -> None:
    """Telegram need not have told us that they are back."""
    await line.say(wang.text("一"))
    await until(lambda: line.answers(wang))
    telegram.fail("sendMessage", BLOCKED)
    await line.say(wang.text("二"))
    contacts = line.house.register.contacts
    await until(lambda: not contacts.get("telegram", "20001").reachable)  # type: ignore[union-attr]
    await line.say(wang.text("三"))
    await until(lambda: len(line.answers(wang)) == 2)
    assert line.answers(wang)[-1] == "heard 三"


# ---- payloads ------------------------------------------------------------------------------------------------------


def test_a_payload_is_found_by_its_token_while_it_is_remembered() -> None:
    payloads = Payloads()
    tokens = [payloads.put(f"/x{{{number}}}") for number in range(REMEMBERED + 1)]
    assert payloads.get(tokens[-1]) == f"/x{{{REMEMBERED}}}"
    assert payloads.get(tokens[0]) is None
    assert payloads.get("unknown") is None
    assert payloads.put("/y") == payloads.put("/y")


def test_every_button_of_the_domain_fits_into_a_telegram_button() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    payloads = [
        button["payload"]
        for variations in domain["responses"].values()
        for variation in variations
        for button in variation.get("buttons") or ()
    ]
    assert payloads
    assert [payload for payload in payloads if len(payload.encode()) > MAX_DATA_BYTES or payload[0] != "/"] == []


async def test_the_product_stops_while_telegram_hangs(
    telegram: FakeTelegram, sqlite_database: Database, tmp_path: Path, wang: Person
) -> None:
    dialogue = ScriptedDialogue()
    folder = tmp_path
    async with running(
        store_on(sqlite_database, folder),
        folder,
        dialogue=dialogue,
        telegram_token=TOKEN,
        telegram_api=telegram.base,
    ):
        # It waits for updates that never come.
        await until(lambda: [call for call in telegram.calls if call.method == "getUpdates"])
    assert dialogue.heard == []
