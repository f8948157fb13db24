"""One message from arrival to reply: in order, once, and with an honest word when something is broken."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.delivery import Delivery
from bot.hearing import to_body
from bot.messages import Inbound, Kind
from bot.metrics import Metrics
from bot.offload import Offload
from bot.spool import Spool
from bot.turns import TurnLimits, Turns
from cases import Register
from conversations import Log
from storage import Database
from tests.support.dialogue import ScriptedDialogue
from tests.support.sender import RecordingSender


def now() -> datetime:
    return datetime.now(UTC)


class House:
    """Turns and delivery on a real database, with a scripted dialogue and a recording channel."""

    def __init__(self, database: Database, folder: Path, **limits: Any) -> None:
        self.database = database
        self.register = Register(database, files_dir=folder / "files", clock=now)
        self.log = Log(database, clock=now)
        self.dialogue = ScriptedDialogue()
        self.sender = RecordingSender()
        self.offload = Offload()
        keys = database.key_ring
        self.spool = Spool(folder / "spool", encrypt=keys.encrypt, decrypt=keys.decrypt)
        senders = {"telegram": self.sender}
        shared = {"register": self.register, "senders": senders, "offload": self.offload, "clock": now}
        self.delivery = Delivery(owner="test", metrics=Metrics(), **shared)
        self.turns = Turns(
            conversation_log=self.log,
            dialogue=self.dialogue,
            fetchers={},
            spool=self.spool,
            owner="test",
            sentence=lambda name, language: name,
            wake_delivery=self.delivery.wake,
            metrics=Metrics(),
            limits=TurnLimits(**({"turn": 1.0, "burst": 0.05} | limits)),
            **shared,
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator["House"]:
        tasks = [asyncio.create_task(self.turns.run()), asyncio.create_task(self.delivery.run())]
        try:
            yield self
        finally:
            await self.turns.finish()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.offload.close()


def text(words: str, message_id: str = "m1", sender: str = "7", channel: str = "telegram") -> Inbound:
    return Inbound(channel=channel, sender=sender, message_id=message_id, kind=Kind.TEXT, text=words)


async def until(condition: Callable[[], Any]) -> None:
    for _ in range(400):
        if condition():
            return
        await asyncio.sleep(0.02)
    pytest.fail("it never came to that")


async def test_a_message_is_answered(database: Database, tmp_path: Path) -> None:
    async with House(database, tmp_path).running() as house:
        assert await house.turns.receive(text("路灯坏了"))
        await until(lambda: house.sender.sent)
        assert house.sender.texts() == ["heard 路灯坏了"]
        (turn,) = house.log.transcript("telegram:7")
        assert turn.texts == ("路灯坏了",)
        assert turn.replies == ({"text": "heard 路灯坏了"},)


async def test_the_same_message_twice_is_answered_once(database: Database, tmp_path: Path) -> None:
    async with House(database, tmp_path).running() as house:
        assert await house.turns.receive(text("路灯坏了"))
        assert not await house.turns.receive(text("路灯坏了"))
        await until(lambda: house.sender.sent)
        await asyncio.sleep(0.2)
        assert house.sender.texts() == ["heard 路灯坏了"]


async def test_a_burst_is_heard_as_one(database: Database, tmp_path: Path) -> None:
    async with House(database, tmp_path, burst=0.5).running() as house:
        for number, words in enumerate(["我是老王", "楼下太吵", "天天吵到半夜"]):
            await house.turns.receive(text(words, f"m{number}"))
        await until(lambda: house.sender.sent)
        assert [heard.text for heard in house.dialogue.heard] == ["我是老王\n楼下太吵\n天天吵到半夜"]
        assert [part[0] for part in house.dialogue.heard[0].parts] == ["m0", "m1", "m2"]


async def test_a_burst_that_an_earlier_process_left_is_heard_as_one(database: Database, tmp_path: Path) -> None:
    house = House(database, tmp_path, burst=0.5)
    for number, words in enumerate(["我是老王", "楼下太吵", "天天吵到半夜"]):
        house.turns._into_inbox(to_body(text(words, f"m{number}")), owner=None)
    async with house.running():
        await until(lambda: house.sender.sent)
        assert [heard.text for heard in house.dialogue.heard] == ["我是老王\n楼下太吵\n天天吵到半夜"]


async def test_answers_to_a_question_are_not_joined(database: Database, tmp_path: Path) -> None:
    async with House(database, tmp_path).running() as house:
        house.dialogue.requested_slot = "petitioner_name"
        await house.turns.receive(text("楼下太吵", "m0"))
        await until(lambda: len(house.sender.sent) == 1)
        await house.turns.receive(text("王建国", "m1"))
        await house.turns.receive(text("13812345678", "m2"))
        await until(lambda: len(house.sender.sent) == 3)
        assert [heard.text for heard in house.dialogue.heard] == ["楼下太吵", "王建国", "13812345678"]


async def test_messages_of_one_citizen_keep_their_order(database: Database, tmp_path: Path) -> None:
    async with House(database, tmp_path).running() as house:
        house.dialogue.requested_slot = "place"
        await asyncio.gather(*(house.turns.receive(text(f"第{n}句", f"m{n}")) for n in range(10)))
        await until(lambda: len(house.sender.sent) == len(house.dialogue.heard) > 0 and not house.turns._serving)
        said = "\n".join(heard.text for heard in house.dialogue.heard).split("\n")
        assert sorted(said) == sorted(f"第{n}句" for n in range(10))
        kept = [row.body["text"] for row in house.log.inbox.latest("telegram:7", limit=20)]
        assert said == kept


async def test_the_rest_door_answers_each_message_on_its_own(database: Database, tmp_path: Path) -> None:
    async with House(database, tmp_path).running() as house:
        first = await house.turns.reply_to(text("你好", "a", channel="rest"))
        second = await house.turns.reply_to(text("路灯坏了", "b", channel="rest"))
        assert [m.text for m in (*first, *second)] == ["heard 你好", "heard 路灯坏了"]


async def test_a_repeated_rest_message_gets_the_same_answer(database: Database, tmp_path: Path) -> None:
    async with House(database, tmp_path).running() as house:
        first = await house.turns.reply_to(text("你好", "a", channel="rest"))
        again = await house.turns.reply_to(text("你好", "a", channel="rest"))
        assert [m.id for m in again] == [m.id for m in first]
        assert len(house.dialogue.heard) == 1


@pytest.mark.parametrize("trouble", ["broken", "slow"])
async def test_when_understanding_fails_the_citizen_hears_so_and_is_answered_later(
    database: Database, tmp_path: Path, trouble: str
) -> None:
    async with House(database, tmp_path, turn=0.3).running() as house:
        if trouble == "broken":
            house.dialogue.broken = RuntimeError("the model is gone")
        else:
            house.dialogue.slow = 5
        await house.turns.receive(text("路灯坏了"))
        await until(lambda: house.sender.sent)
        assert house.sender.texts() == ["utter_trouble"]
        house.dialogue.broken, house.dialogue.slow = None, 0
        await until(lambda: len(house.sender.sent) == 2)
        assert house.sender.texts() == ["utter_trouble", "heard 路灯坏了"]


async def test_a_rest_client_hears_of_trouble_at_once_and_gets_the_answer_with_its_next_message(
    database: Database, tmp_path: Path
) -> None:
    async with House(database, tmp_path, turn=0.3).running() as house:
        house.dialogue.broken = RuntimeError("the model is gone")
        (sorry,) = await house.turns.reply_to(text("路灯坏了", "a", channel="rest"))
        assert sorry.text == "utter_trouble"
        house.dialogue.broken = None
        await until(lambda: house.dialogue.heard)
        answers = await house.turns.reply_to(text("还在吗", "b", channel="rest"))
        assert [m.text for m in answers] == ["heard 路灯坏了", "heard 还在吗"]


async def test_more_people_than_can_be_answered_are_asked_to_wait_and_answered_once(
    database: Database, tmp_path: Path
) -> None:
    async with House(database, tmp_path, turn=0.3).running() as house:
        house.dialogue.slow = 0.2
        for number in range(8):
            await house.turns.receive(text("路灯坏了", f"m{number}", sender=str(number), channel="telegram"))
        await until(lambda: house.sender.texts().count("heard 路灯坏了") == 8)
        asked = house.sender.texts().count("utter_busy")
        assert 1 <= asked <= 6
        assert house.sender.texts().count("utter_trouble") == 0
        assert sorted(heard.address for heard in house.dialogue.heard) == [str(number) for number in range(8)]


async def test_a_rest_client_that_is_asked_to_wait_gets_the_answer_with_its_next_message(
    database: Database, tmp_path: Path
) -> None:
    async with House(database, tmp_path, turn=0.3).running() as house:
        house.dialogue.slow = 0.25
        asked = [house.turns.reply_to(text("路灯坏了", f"m{n}", sender=str(n), channel="rest")) for n in range(10)]
        answers = [one.text for (one,) in await asyncio.gather(*asked)]
        last = str(answers.index("utter_busy"))
        await until(lambda: len(house.dialogue.heard) == 10)
        house.dialogue.slow = 0
        late = await house.turns.reply_to(text("还在吗", "next", sender=last, channel="rest"))
        assert [one.text for one in late] == ["heard 路灯坏了", "heard 还在吗"]


async def test_while_the_database_is_away_words_are_spooled_and_handled_when_it_is_back(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with House(database, tmp_path).running() as house:
        with monkeypatch.context() as broken:

            def gone(*args: Any, **kwargs: Any) -> None:
                raise TimeoutError("the database is busy")

            broken.setattr(house.database, "begin", gone)
            broken.setattr(house.database, "read", gone)
            assert await house.turns.receive(text("路灯坏了"))
            (sorry,) = await house.turns.reply_to(text("电线掉了", "a", channel="rest"))
            assert sorry.text == "utter_trouble"
            assert house.sender.texts() == ["utter_trouble"]
            assert house.spool
            assert "路灯" not in (tmp_path / "spool").read_text()
        await until(lambda: len(house.sender.sent) == 2)
        assert house.sender.texts() == ["utter_trouble", "heard 路灯坏了"]
        assert not house.spool


@pytest.mark.parametrize("at_last", ["takes it", "fails"])
async def test_while_the_database_hangs_words_are_spooled_and_answered_once(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_last: str
) -> None:
    mended = threading.Event()
    begin = database.begin

    def hangs(*args: Any, **kwargs: Any) -> Any:
        if not mended.wait(30) or at_last == "fails":
            raise TimeoutError("the database is busy")
        return begin(*args, **kwargs)

    async with House(database, tmp_path, turn=0.3).running() as house:
        try:
            with monkeypatch.context() as broken:
                broken.setattr(house.database, "begin", hangs)
                (sorry,) = await house.turns.reply_to(text("路灯坏了", "a", channel="rest"))
                assert sorry.text == "utter_trouble"
                # What comes behind it, with the spool full and every thread waiting.
                for number in range(10):
                    (sorry,) = await house.turns.reply_to(
                        text("还有", f"b{number}", sender=f"s{number}", channel="rest")
                    )
                    assert sorry.text == "utter_trouble"
                assert await house.turns.receive(text("电线掉了"))
                assert house.sender.texts() == ["utter_trouble"]
        finally:
            mended.set()
        await until(lambda: len(house.dialogue.heard) == 12)
        await until(lambda: not house.spool)
        answers = await house.turns.reply_to(text("还在吗", "c", channel="rest"))
        assert [one.text for one in answers] == ["heard 路灯坏了", "heard 还在吗"]
        assert len(house.dialogue.heard) == 13


async def test_when_even_the_spool_fails_the_channel_is_told(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with House(database, tmp_path).running() as house:

        def gone(*args: Any, **kwargs: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(house.log.inbox, "keep", gone)
        monkeypatch.setattr(house.spool, "keep", gone)
        with pytest.raises(OSError, match="No space left"):
            await house.turns.receive(text("路灯坏了"))
        (answer,) = await house.turns.reply_to(text("路灯坏了", "a", channel="rest"))
        assert answer.text == "utter_not_kept"


async def test_a_database_that_fails_while_a_turn_is_written_loses_and_doubles_nothing(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with House(database, tmp_path).running() as house:
        finish, tries = house.log.finish, []

        def fails_once(*args: Any, **kwargs: Any) -> Any:
            tries.append(1)
            if len(tries) == 1:
                raise TimeoutError("the database is busy")
            return finish(*args, **kwargs)

        monkeypatch.setattr(house.log, "finish", fails_once)
        await house.turns.receive(text("路灯坏了"))
        await until(lambda: len(house.sender.sent) == 2)
        assert house.sender.texts() == ["utter_trouble", "heard 路灯坏了"]
        assert len(house.log.transcript("telegram:7")) == 1


async def test_what_a_dead_process_left_is_answered_by_the_next(database: Database, tmp_path: Path) -> None:
    Log(database, clock=now).inbox.keep(
        channel="telegram", address="7", message_id="m1", kind="text", owner=None,
        body={
            "channel": "telegram", "sender": "7", "message_id": "m1", "kind": "text", "text": "路灯坏了",
            "attachments": [], "data": {}, "edits": "", "language": "zh", "sent_at": None,
        },
    )  # fmt: skip
    async with House(database, tmp_path).running() as house:
        await until(lambda: house.sender.sent)
        assert house.sender.texts() == ["heard 路灯坏了"]


async def test_a_message_that_never_works_is_parked_for_a_person_and_holds_nobody_up(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.turns.RETRY_SECONDS", (0, 0))
    async with House(database, tmp_path).running() as house:
        house.dialogue.requested_slot = "place"
        original = house.dialogue.handle

        async def fails_on_poison(heard: Any) -> Any:
            if "毒" in heard.text:
                raise RuntimeError("cannot")
            return await original(heard)

        monkeypatch.setattr(house.dialogue, "handle", fails_on_poison)
        await house.turns.receive(text("毒", "m1"))
        await until(lambda: "utter_person_will_look" in house.sender.texts())
        await house.turns.receive(text("路灯坏了", "m2"))
        await until(lambda: "heard 路灯坏了" in house.sender.texts())
        (parked,) = house.log.waiting()
        assert (parked.state, parked.error) == ("parked", "RuntimeError")
