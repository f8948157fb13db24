"""What a web page shows after a reload: both sides of the conversation, in order."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.webchat.messages import HistoryItem
from bot.hearing import to_body
from bot.history import WebHistory
from bot.messages import Attachment, Button, Inbound, Kind
from bot.offload import Offload
from cases import NewMessage, Register
from conversations import Log
from storage import Database
from tests.support.clock import FakeClock

SESSION = "s1"


class Talk:
    """A web conversation, written line by line into both registers."""

    def __init__(self, database: Database, files_dir: Path, clock: FakeClock, offload: Offload) -> None:
        self.clock = clock
        self.register = Register(database, files_dir=files_dir, clock=clock)
        self.log = Log(database, clock=clock)
        self.history = WebHistory(register=self.register, conversation_log=self.log, offload=offload)
        self.count = 0

    def they(self, text: str = "", *, session: str = SESSION, kind: Kind = Kind.TEXT, **fields: object) -> str:
        self.count += 1
        message_id = f"{session}:m{self.count}"
        message = Inbound(channel="web", sender=session, message_id=message_id, kind=kind, text=text, **fields)  # type: ignore[arg-type]
        self.log.inbox.keep(
            channel="web", address=session, message_id=message_id, kind=kind, body=to_body(message), owner=None
        )
        return message_id

    def we(self, text: str, *, session: str = SESSION, **fields: object) -> int:
        return self.register.outbox.put([NewMessage(channel="web", address=session, text=text, **fields)])[0]  # type: ignore[arg-type]

    async def shown(self, since: int = 0, *, session: str = SESSION) -> list[HistoryItem]:
        return await self.history(session, since)


@pytest.fixture
def talk(database: Database, files_dir: Path, clock: FakeClock) -> Iterator[Talk]:
    offload = Offload()
    yield Talk(database, files_dir, clock, offload)
    offload.close()


def texts(items: list[HistoryItem]) -> list[str]:
    return [item.text for item in items]


async def test_a_new_visitor_sees_nothing(talk: Talk) -> None:
    talk.they("别人", session="s2")
    talk.we("别人的", session="s2")
    assert await talk.shown() == []


async def test_both_sides_are_shown_in_the_order_they_spoke(talk: Talk, clock: FakeClock) -> None:
    talk.they("你好")
    clock.advance(seconds=1)
    talk.we("您好")
    clock.advance(seconds=1)
    talk.they("路灯坏了")
    clock.advance(seconds=1)
    talk.we("在哪里？")
    items = await talk.shown()
    assert texts(items) == ["你好", "您好", "路灯坏了", "在哪里？"]
    assert [item.from_bot for item in items] == [False, True, False, True]
    assert [item.at for item in items] == sorted(item.at for item in items)


async def test_of_the_same_moment_the_citizens_words_come_first(talk: Talk) -> None:
    talk.we("收到")
    talk.they("路灯坏了")
    talk.we("谢谢")
    assert texts(await talk.shown()) == ["路灯坏了", "收到", "谢谢"]


async def test_a_message_of_ours_is_shown_whole(talk: Talk, clock: FakeClock) -> None:
    button = {"title": "跳过", "payload": "/skip"}
    number = talk.we("在哪里？", buttons=(button,), image="https://example.org/a.png", custom={"kind": "region"})
    assert await talk.shown() == [
        HistoryItem(
            id=number,
            from_bot=True,
            text="在哪里？",
            buttons=(Button(title="跳过", payload="/skip"),),
            image="https://example.org/a.png",
            custom={"kind": "region"},
            at=clock(),
        )
    ]


async def test_what_the_citizen_did_is_shown_as_they_saw_it(talk: Talk) -> None:
    words = talk.they("路灯坏了")
    talk.they("/skip", kind=Kind.BUTTON, data={"title": "跳过"})
    talk.they("两张照片", kind=Kind.FILES, attachments=(Attachment(ref="r", kind="photo", name="墙.jpg"),))
    talk.they(kind=Kind.LOCATION, data={"latitude": 1.0, "longitude": 2.0})
    said, button, files, place = await talk.shown()
    assert (said.text, said.message_id) == ("路灯坏了", words)
    assert button.text == "跳过"
    assert (files.text, files.custom) == ("两张照片", {"files": [{"name": "墙.jpg", "kind": "photo"}]})
    assert place.custom == {"location": True}


async def test_of_a_very_long_conversation_the_end_is_shown(
    talk: Talk, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.history.SHOWN", 3)
    for number in range(8):
        talk.they(f"问{number}")
        clock.advance(seconds=1)
        talk.we(f"答{number}")
        clock.advance(seconds=1)
    assert texts(await talk.shown()) == ["问5", "答5", "问6", "答6", "问7", "答7"]


async def test_a_page_that_knows_the_beginning_is_shown_what_is_new(talk: Talk, clock: FakeClock) -> None:
    talk.they("你好")
    known = talk.we("您好")
    clock.advance(minutes=10)
    talk.they("路灯坏了")
    clock.advance(seconds=1)
    talk.we("在哪里？")
    assert texts(await talk.shown(known)) == ["路灯坏了", "在哪里？"]


async def test_a_page_that_knows_all_of_ours_still_gets_its_own_words(talk: Talk, clock: FakeClock) -> None:
    """Said on another device, and not answered yet."""
    known = talk.we("您好")
    clock.advance(minutes=1)
    talk.they("路灯坏了")
    assert "路灯坏了" in texts(await talk.shown(known))


async def test_words_that_were_said_shortly_before_an_answer_are_not_missed(talk: Talk, clock: FakeClock) -> None:
    known = talk.we("您好")
    clock.advance(minutes=10)
    talk.they("路灯坏了")
    clock.advance(seconds=90)
    talk.we("在哪里？")
    assert texts(await talk.shown(known)) == ["路灯坏了", "在哪里？"]
