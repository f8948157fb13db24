import asyncio
import json
from typing import Any

import pytest

from bot.channels.telegram import BotClient, Pacer, TelegramSender
from bot.channels.telegram.outgoing import MAX_FILE_BYTES
from bot.messages import (
    Attachment,
    Button,
    Delivered,
    Outbound,
    SendError,
    TryLater,
    Undeliverable,
    Unreachable,
)
from tests.bot.channels.telegram.conftest import MemoryPayloads
from tests.support.telegram import (
    BLOCKED,
    CONFLICT,
    DROP,
    GARBAGE,
    GATEWAY,
    HANG,
    NOT_FOUND,
    SERVER_ERROR,
    TOKEN,
    UNKNOWN_TOKEN,
    FakeTelegram,
    Trouble,
    bad_request,
    too_many,
)

CHAT = 20001
LONG = '/choose_region{"region": "江西省赣州市赣县区梅林镇章贡社区居民委员会"}'
THREE_PARTS = "一" * 4095 + "\n" + "二" * 4095 + "\n" + "三" * 10


async def no_wait(_: float) -> None:
    return


@pytest.fixture
def sender(client: BotClient, payloads: MemoryPayloads) -> TelegramSender:
    return TelegramSender(client, payloads=payloads, pacer=Pacer(sleep=no_wait))


def outbound(text: str = "您好", *, number: int = 1, **fields: Any) -> Outbound:
    values: dict[str, Any] = {"id": number, "recipient": str(CHAT), "text": text}
    return Outbound(**(values | fields))


def texts(telegram: FakeTelegram) -> list[str]:
    return [params["text"] for params in telegram.sent()]


async def test_text_is_sent_as_it_is(telegram: FakeTelegram, sender: TelegramSender) -> None:
    text = "<b>*_`[路](https://example.org)</b> & 𠮷 https://example.org"
    assert await sender.send(outbound(text)) is Delivered.ACCEPTED
    assert telegram.sent() == [{"chat_id": CHAT, "text": text, "link_preview_options": {"is_disabled": True}}]


async def test_long_text_goes_out_in_parts_with_the_buttons_under_the_last(
    telegram: FakeTelegram, sender: TelegramSender
) -> None:
    await sender.send(outbound(THREE_PARTS, buttons=(Button(title="好的", payload="/affirm"),)))
    assert "".join(texts(telegram)) == THREE_PARTS
    assert ["reply_markup" in params for params in telegram.sent()] == [False, False, True]


async def test_emoji_count_double(telegram: FakeTelegram, sender: TelegramSender) -> None:
    await sender.send(outbound("🏠" * 3000))
    assert "".join(texts(telegram)) == "🏠" * 3000
    assert len(telegram.sent()) == 2


async def test_part_of_blanks_alone_is_left_out(telegram: FakeTelegram, sender: TelegramSender) -> None:
    await sender.send(outbound("一" + "\n" * 9000 + "二"))
    assert [text.strip() for text in texts(telegram)] == ["一", "二"]


async def test_broken_characters_are_mended(telegram: FakeTelegram, sender: TelegramSender) -> None:
    await sender.send(outbound("半个\ud83d字\x00"))
    assert texts(telegram) == ["半个\ufffd字"]


async def test_buttons_carry_payloads_or_tokens_for_them(
    telegram: FakeTelegram, sender: TelegramSender, payloads: MemoryPayloads
) -> None:
    buttons = (Button(title="是", payload="/affirm"), Button(title="江西省赣州市赣县区", payload=LONG))
    await sender.send(outbound(buttons=buttons))
    rows = telegram.sent()[0]["reply_markup"]["inline_keyboard"]
    assert rows == [
        [{"text": "是", "callback_data": "/affirm"}],
        [{"text": "江西省赣州市赣县区", "callback_data": "~t0"}],
    ]
    assert payloads.kept == {"t0": LONG}


async def test_image_goes_first_and_the_buttons_under_the_text(telegram: FakeTelegram, sender: TelegramSender) -> None:
    url = "https://example.org/guide.png"
    await sender.send(outbound(image=url, buttons=(Button(title="好的", payload="/affirm"),)))
    assert [call.method for call in telegram.done] == ["sendPhoto", "sendMessage"]
    assert telegram.sent("sendPhoto") == [{"chat_id": CHAT, "photo": url}]
    assert "reply_markup" in telegram.sent()[0]


async def test_image_telegram_cannot_fetch_is_sent_as_its_address(
    telegram: FakeTelegram, sender: TelegramSender
) -> None:
    telegram.fail("sendPhoto", bad_request("failed to get HTTP URL content"))
    await sender.send(outbound("", image="https://example.org/guide.png"))
    assert texts(telegram) == ["https://example.org/guide.png"]


async def test_image_to_nobody_is_not_tried_as_text(telegram: FakeTelegram, sender: TelegramSender) -> None:
    telegram.fail("sendPhoto", NOT_FOUND)
    with pytest.raises(Unreachable):
        await sender.send(outbound(image="https://example.org/guide.png"))
    assert telegram.sent() == []


async def test_image_that_is_no_web_address_is_left_out(telegram: FakeTelegram, sender: TelegramSender) -> None:
    await sender.send(outbound(image="/static/guide.png"))
    assert [call.method for call in telegram.calls] == ["sendMessage"]


@pytest.mark.parametrize(
    "message", [outbound(""), outbound(" \n"), outbound(recipient="web-session"), outbound(recipient="")]
)
async def test_what_cannot_be_a_message_is_not_tried(
    telegram: FakeTelegram, sender: TelegramSender, message: Outbound
) -> None:
    with pytest.raises(Undeliverable):
        await sender.send(message)
    assert telegram.calls == []


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (BLOCKED, Unreachable),
        (Trouble(status=403, description="Forbidden: user is deactivated"), Unreachable),
        (Trouble(status=403, description="Forbidden: bot can't initiate conversation with a user"), Unreachable),
        (NOT_FOUND, Unreachable),
        (bad_request("PEER_ID_INVALID"), Unreachable),
        (Trouble(status=400, description="x", parameters={"migrate_to_chat_id": -1009}), Unreachable),
        (bad_request("message text is empty"), Undeliverable),
        (bad_request("BUTTON_DATA_INVALID"), Undeliverable),
        (SERVER_ERROR, TryLater),
        (GATEWAY, TryLater),
        (GARBAGE, TryLater),
        (DROP, TryLater),
        (CONFLICT, TryLater),
        (UNKNOWN_TOKEN, TryLater),
    ],
)
async def test_refusals_and_failures(
    telegram: FakeTelegram, sender: TelegramSender, trouble: Trouble, error: type[SendError]
) -> None:
    telegram.fail("sendMessage", trouble)
    with pytest.raises(error) as raised:
        await sender.send(outbound())
    assert TOKEN not in str(raised.value)
    if isinstance(raised.value, TryLater):
        assert raised.value.after is None
    # The next message is not harmed.
    assert await sender.send(outbound("第二条", number=2)) is Delivered.ACCEPTED


@pytest.mark.parametrize("result", ["true", "{}", '{"message_id": "changed", "chat": []}', "null"])
async def test_message_is_sent_however_telegram_describes_it(
    telegram: FakeTelegram, sender: TelegramSender, result: str
) -> None:
    answer = Trouble(status=200, body=f'{{"ok": true, "result": {result}}}', after_taking=True)
    telegram.fail("sendMessage", answer)
    assert await sender.send(outbound()) is Delivered.ACCEPTED
    assert len(telegram.sent()) == 1


@pytest.mark.parametrize("body", ["{}", '{"ok": true}', "[]", "null"])
async def test_answer_without_result_is_no_success(telegram: FakeTelegram, sender: TelegramSender, body: str) -> None:
    telegram.fail("sendMessage", Trouble(status=200, body=body))
    with pytest.raises(TryLater):
        await sender.send(outbound())


async def test_telegrams_wish_to_wait_is_told(telegram: FakeTelegram, sender: TelegramSender) -> None:
    telegram.fail("sendMessage", too_many(37))
    with pytest.raises(TryLater) as raised:
        await sender.send(outbound())
    assert raised.value.after == 37


async def test_server_that_is_not_there(telegram: FakeTelegram, sender: TelegramSender) -> None:
    await telegram.__aexit__()
    with pytest.raises(TryLater):
        await sender.send(outbound())


@pytest.mark.parametrize("trouble", [too_many(1), SERVER_ERROR, DROP])
async def test_retry_goes_on_with_the_part_that_failed(
    telegram: FakeTelegram, sender: TelegramSender, trouble: Trouble
) -> None:
    telegram.fail("sendMessage", None, trouble, trouble)
    for _ in range(2):
        with pytest.raises(TryLater):
            await sender.send(outbound(THREE_PARTS))
    await sender.send(outbound(THREE_PARTS))
    assert "".join(texts(telegram)) == THREE_PARTS
    assert [call.params["text"][0] for call in telegram.calls] == ["一", "二", "二", "二", "三"]


async def test_progress_belongs_to_its_message(telegram: FakeTelegram, sender: TelegramSender) -> None:
    telegram.fail("sendMessage", None, SERVER_ERROR)
    with pytest.raises(TryLater):
        await sender.send(outbound(THREE_PARTS, number=1))
    await sender.send(outbound(THREE_PARTS, number=2))
    assert [text[0] for text in texts(telegram)] == ["一", "一", "二", "三"]


@pytest.mark.parametrize("trouble", [None, BLOCKED, bad_request("message is too long")])
async def test_progress_ends_with_the_message(
    telegram: FakeTelegram, sender: TelegramSender, trouble: Trouble | None
) -> None:
    telegram.fail("sendMessage", None, trouble)
    if trouble:
        with pytest.raises(SendError):
            await sender.send(outbound(THREE_PARTS))
    else:
        await sender.send(outbound(THREE_PARTS))
    telegram.done.clear()
    # Sent once more from the console by a person, it is sent whole.
    await sender.send(outbound(THREE_PARTS))
    assert "".join(texts(telegram)) == THREE_PARTS


async def test_progress_is_bounded(
    telegram: FakeTelegram, sender: TelegramSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.outgoing.PROGRESS_KEPT", 2)
    for number in range(4):
        telegram.fail("sendMessage", None, SERVER_ERROR)
        with pytest.raises(TryLater):
            await sender.send(outbound(THREE_PARTS, number=number))
    assert list(sender._progress) == [2, 3]


async def test_each_part_waits_its_turn(client: BotClient, payloads: MemoryPayloads) -> None:
    class Turns(Pacer):
        asked: list[int] = []

        async def wait(self, chat: int) -> None:
            self.asked.append(chat)

    await TelegramSender(client, payloads=payloads, pacer=Turns()).send(outbound(THREE_PARTS))
    assert Turns.asked == [CHAT] * 3


async def test_payloads_that_cannot_be_kept_send_nothing(
    telegram: FakeTelegram, sender: TelegramSender, payloads: MemoryPayloads
) -> None:
    payloads.failure = OSError("database is down")
    with pytest.raises(TryLater):
        await sender.send(outbound(buttons=(Button(title="江西省", payload=LONG),)))
    assert telegram.calls == []


async def test_typing(telegram: FakeTelegram, sender: TelegramSender) -> None:
    await sender.typing(str(CHAT))
    assert telegram.sent("sendChatAction") == [{"chat_id": CHAT, "action": "typing"}]


@pytest.mark.parametrize("trouble", [BLOCKED, NOT_FOUND, too_many(5), SERVER_ERROR, GARBAGE, DROP])
async def test_typing_never_raises(telegram: FakeTelegram, sender: TelegramSender, trouble: Trouble) -> None:
    telegram.fail("sendChatAction", trouble)
    await sender.typing(str(CHAT))
    await sender.typing("web-session")
    assert len(telegram.calls) == 1


def photo(ref: str = "P1", *, size: int = 0) -> Attachment:
    return Attachment(ref=ref, kind="photo", size=size)


async def test_file_is_fetched(telegram: FakeTelegram, sender: TelegramSender) -> None:
    telegram.files["P1"] = bytes(range(256)) * 1000
    assert await sender.fetch(photo()) == telegram.files["P1"]


async def test_file_known_to_be_too_large_is_not_asked_for(telegram: FakeTelegram, sender: TelegramSender) -> None:
    with pytest.raises(Undeliverable, match="larger than 20 MB"):
        await sender.fetch(photo(size=MAX_FILE_BYTES + 1))
    assert telegram.calls == []


@pytest.mark.parametrize("declared", [MAX_FILE_BYTES + 1, None])
async def test_file_that_turns_out_too_large_is_refused(
    telegram: FakeTelegram, sender: TelegramSender, declared: int | None
) -> None:
    telegram.files["P1"] = b"x" * (MAX_FILE_BYTES + 1)
    telegram.declared["P1"] = declared
    with pytest.raises(Undeliverable, match="larger than 20 MB"):
        await sender.fetch(photo())
    assert [call.method for call in telegram.calls] == ["getFile", "file"][: 1 if declared else 2]


@pytest.mark.parametrize(
    ("method", "trouble", "error"),
    [
        ("getFile", bad_request("file is too big"), Undeliverable),
        ("getFile", bad_request("invalid file_id"), Undeliverable),
        ("getFile", bad_request("wrong file_id or the file is temporarily unavailable"), TryLater),
        ("getFile", too_many(9), TryLater),
        ("getFile", SERVER_ERROR, TryLater),
        ("getFile", DROP, TryLater),
        ("getFile", UNKNOWN_TOKEN, TryLater),
        ("file", SERVER_ERROR, TryLater),
        ("file", DROP, TryLater),
        ("file", Trouble(status=404, description="Not Found"), TryLater),
    ],
)
async def test_failures_of_fetching(
    telegram: FakeTelegram, sender: TelegramSender, method: str, trouble: Trouble, error: type[SendError]
) -> None:
    telegram.files["P1"] = b"x"
    telegram.fail(method, trouble)
    with pytest.raises(error) as raised:
        await sender.fetch(photo())
    assert TOKEN not in str(raised.value)
    assert await sender.fetch(photo()) == b"x"


@pytest.mark.parametrize("answer", ["true", "{}", '{"file_path": 5}', '{"file_size": 5}'])
async def test_file_without_a_place(telegram: FakeTelegram, sender: TelegramSender, answer: str) -> None:
    telegram.fail("getFile", Trouble(status=200, body=f'{{"ok": true, "result": {answer}}}'))
    with pytest.raises(Undeliverable, match="no place"):
        await sender.fetch(photo())


async def test_file_is_never_read_from_this_machine(telegram: FakeTelegram, sender: TelegramSender) -> None:
    answer = {"file_id": "P1", "file_unique_id": "u", "file_path": __file__}
    telegram.fail("getFile", Trouble(status=200, body=json.dumps({"ok": True, "result": answer})))
    with pytest.raises(TryLater):
        await sender.fetch(photo())
    assert telegram.calls[-1].method == "file"


async def test_wish_to_wait_before_fetching_is_told(telegram: FakeTelegram, sender: TelegramSender) -> None:
    telegram.fail("getFile", too_many(9))
    with pytest.raises(TryLater) as raised:
        await sender.fetch(photo())
    assert raised.value.after == 9


async def test_hanging_server(telegram: FakeTelegram, impatient: BotClient, payloads: MemoryPayloads) -> None:
    sender = TelegramSender(impatient, payloads=payloads)
    for method in ("sendMessage", "sendChatAction", "getFile"):
        telegram.fail(method, HANG)
    with pytest.raises(TryLater):
        await sender.send(outbound())
    with pytest.raises(TryLater):
        await sender.fetch(photo())
    await sender.typing(str(CHAT))
    assert telegram.done == []


async def test_many_at_once(telegram: FakeTelegram, sender: TelegramSender) -> None:
    messages = [outbound(f"第{number}条", number=number, recipient=str(CHAT + number)) for number in range(40)]
    await asyncio.gather(*map(sender.send, messages))
    assert sorted(texts(telegram)) == sorted(message.text for message in messages)
