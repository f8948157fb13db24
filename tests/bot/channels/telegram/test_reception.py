import asyncio
import logging

import pytest

from bot.channels.telegram import SENTENCES, STALE, BotClient
from bot.channels.telegram.reception import Reception
from bot.messages import Kind
from tests.bot.channels.telegram.conftest import MemoryPayloads
from tests.support.clock import FakeClock
from tests.support.receiver import Reached, RecordingReceiver
from tests.support.telegram import BLOCKED, DROP, FakeTelegram
from tests.support.telegram_updates import Person, group


@pytest.fixture
def reception(
    receiver: RecordingReceiver,
    client: BotClient,
    payloads: MemoryPayloads,
    sentences: dict[str, str],
    clock: FakeClock,
) -> Reception:
    return Reception(receiver, client, payloads=payloads, sentences=sentences, clock=clock)


async def test_message_is_kept(reception: Reception, receiver: RecordingReceiver, wang: Person) -> None:
    await reception.take(wang.text("村里的路断了"))
    assert [message.text for message in receiver.kept] == ["村里的路断了"]


async def test_update_delivered_twice_is_kept_once(
    reception: Reception, receiver: RecordingReceiver, wang: Person
) -> None:
    update = wang.text("村里的路断了")
    await reception.take(update)
    await reception.take(update)
    assert (len(receiver.kept), len(receiver.doubles)) == (1, 1)


async def test_press_is_kept_and_answered_once(
    reception: Reception, receiver: RecordingReceiver, telegram: FakeTelegram, wang: Person
) -> None:
    press = wang.press("/affirm", query="42")
    telegram.open_callbacks.add("42")
    await reception.take(press)
    await reception.take(press)
    await reception.aclose()
    assert [(message.kind, message.text) for message in receiver.kept] == [(Kind.BUTTON, "/affirm")]
    assert [params["callback_query_id"] for params in telegram.sent("answerCallbackQuery")] == ["42"]
    assert len(telegram.calls) == 1


async def test_token_of_a_press_becomes_its_payload(
    reception: Reception, receiver: RecordingReceiver, payloads: MemoryPayloads, telegram: FakeTelegram, wang: Person
) -> None:
    token = payloads.put('/choose_region{"region": "赣县区"}')
    telegram.open_callbacks.update({"1", "2"})
    await reception.take(wang.press(f"~{token}", query="1"))
    await reception.take(wang.press("~forgotten", query="2"))
    await reception.aclose()
    assert [message.text for message in receiver.kept] == ['/choose_region{"region": "赣县区"}', STALE]


async def test_answer_that_comes_too_late_harms_nobody(
    reception: Reception, receiver: RecordingReceiver, telegram: FakeTelegram, wang: Person
) -> None:
    await reception.take(wang.press("/affirm"))
    await reception.aclose()
    assert len(receiver.kept) == 1
    assert telegram.mistakes == [
        "answerCallbackQuery: query is too old and response timeout expired or query ID is invalid"
    ]
    telegram.mistakes.clear()


async def test_press_whose_payload_cannot_be_looked_up_is_answered_in_words(
    reception: Reception,
    receiver: RecordingReceiver,
    payloads: MemoryPayloads,
    telegram: FakeTelegram,
    sentences: dict[str, str],
    wang: Person,
) -> None:
    telegram.open_callbacks.add("42")
    payloads.failure = OSError("database is down")
    await reception.take(wang.press("~t0", query="42"))
    await reception.aclose()
    assert receiver.kept == []
    answer = {"callback_query_id": "42", "text": sentences["not_kept"], "show_alert": True}
    assert telegram.sent("answerCallbackQuery") == [answer]


async def test_blocking_and_coming_back_are_noted(
    reception: Reception, receiver: RecordingReceiver, wang: Person
) -> None:
    await reception.take(wang.membership("member", "kicked"))
    await reception.take(wang.membership("kicked", "member"))
    assert receiver.reached == [
        Reached(channel="telegram", sender="20001", reachable=False, reason="blocked the bot"),
        Reached(channel="telegram", sender="20001", reachable=True, reason=""),
    ]


async def test_reachability_that_cannot_be_noted_does_not_stop_the_updates(
    reception: Reception, receiver: RecordingReceiver, wang: Person
) -> None:
    receiver.failures.append(OSError("database is down"))
    await reception.take(wang.membership("member", "kicked"))
    assert receiver.reached == []


async def test_group_hears_the_polite_word_once_an_hour(
    reception: Reception,
    receiver: RecordingReceiver,
    telegram: FakeTelegram,
    sentences: dict[str, str],
    clock: FakeClock,
) -> None:
    here, there = Person(chat=group(-1001)), Person(chat=group(-1002))
    for minutes in (0, 30, 29):
        clock.advance(minutes=minutes)
        await reception.take(here.text("大家好"))
    await reception.take(there.text("大家好"))
    clock.advance(minutes=1)
    await reception.take(here.text("还在吗"))
    await reception.aclose()
    assert receiver.kept == []
    assert sorted(params["chat_id"] for params in telegram.sent()) == [-1002, -1001, -1001]
    assert {params["text"] for params in telegram.sent()} == {sentences["group"]}


async def test_unreadable_message_is_answered(
    reception: Reception, telegram: FakeTelegram, sentences: dict[str, str], wang: Person
) -> None:
    await reception.take(wang.message(hologram={}))
    await reception.aclose()
    assert [(params["chat_id"], params["text"]) for params in telegram.sent()] == [(20001, sentences["unreadable"])]


@pytest.mark.parametrize("trouble", [BLOCKED, DROP])
async def test_polite_word_that_cannot_be_sent_is_let_be(
    reception: Reception, telegram: FakeTelegram, wang: Person, trouble: object
) -> None:
    telegram.fail("sendMessage", trouble)  # type: ignore[arg-type]
    await reception.take(wang.message(hologram={}))
    await reception.aclose()
    assert telegram.sent() == []


async def test_message_that_cannot_be_kept_is_raised_and_the_citizen_told_once(
    reception: Reception,
    receiver: RecordingReceiver,
    telegram: FakeTelegram,
    sentences: dict[str, str],
    wang: Person,
) -> None:
    receiver.failures += [OSError("disk is full"), OSError("disk is full")]
    update = wang.text("村里的路断了")
    for _ in range(2):
        with pytest.raises(OSError, match="disk is full"):
            await reception.take(update)
    await reception.take(update)
    await reception.aclose()
    assert [params["text"] for params in telegram.sent()] == [sentences["not_kept"]]
    assert len(receiver.kept) == 1


async def test_update_does_not_wait_for_telegram(
    reception: Reception, receiver: RecordingReceiver, telegram: FakeTelegram, wang: Person
) -> None:
    telegram.open_callbacks.add("42")
    await reception.take(wang.press("/affirm", query="42"))
    assert len(receiver.kept) == 1
    assert telegram.sent("answerCallbackQuery") == []
    await reception.aclose()
    assert len(telegram.sent("answerCallbackQuery")) == 1


async def test_nothing_said_is_logged(
    reception: Reception, receiver: RecordingReceiver, caplog: pytest.LogCaptureFixture, wang: Person
) -> None:
    caplog.set_level(logging.INFO)
    receiver.failures.append(OSError("could not write 村里的路断了"))
    with pytest.raises(OSError, match="could not write"):
        await reception.take(wang.text("村里的路断了"))
    await reception.take(wang.text("村里的路断了"))
    await reception.take({"update_id": 5, "inline_query": {"query": "村里的路断了"}})
    await reception.aclose()
    assert "路断" not in caplog.text


@pytest.mark.parametrize("key", SENTENCES)
def test_every_sentence_must_be_there(
    key: str,
    receiver: RecordingReceiver,
    client: BotClient,
    payloads: MemoryPayloads,
    sentences: dict[str, str],
    clock: FakeClock,
) -> None:
    del sentences[key]
    with pytest.raises(ValueError, match=key):
        Reception(receiver, client, payloads=payloads, sentences=sentences, clock=clock)


async def test_chats_are_forgotten_in_time(
    reception: Reception, telegram: FakeTelegram, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.reception.PRUNE_ABOVE", 1)
    for number in (-1001, -1002, -1003):
        await reception.take(Person(chat=group(number)).text("大家好"))
    clock.advance(hours=2)
    await reception.take(Person(chat=group(-1004)).text("大家好"))
    assert len(reception._said) == 1
    await asyncio.wait_for(reception.aclose(), 10)
    assert len(telegram.sent()) == 4
