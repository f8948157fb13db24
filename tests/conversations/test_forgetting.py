"""What was said is deleted on its citizen's wish, with the turn that hears the wish."""

import pytest
from sqlalchemy import func, select

from conversations import Log, NewAlert
from conversations.tables import ConversationRecord, InboxRecord, TurnRecord
from storage import Database
from tests.support.clock import FakeClock
from tests.support.log import finish, keep


def said(database: Database, address: str = "7") -> list[str]:
    """The words that are still kept of a conversation."""
    with database.read() as tx:
        here = select(InboxRecord).where(InboxRecord.conversation_id == f"telegram:{address}").order_by(InboxRecord.id)
        return [row.body["text"] for row in tx.scalars(here)]


def test_everything_before_the_wish_goes_and_the_wish_stays(log: Log, database: Database) -> None:
    for words in ("路灯坏了", "在梅林镇"):
        finish(log, database, keep(log, words, owner="a").waiting, said=(words,))
    finish(log, database, keep(log, "别人的话", address="8", owner="a").waiting)
    finish(log, database, keep(log, "删除我的信息", owner="a").waiting, said=("删除我的信息",), forget=True)
    assert said(database) == ["删除我的信息"]
    assert [turn.texts for turn in log.transcript("telegram:7")] == [("删除我的信息",)]
    assert said(database, "8") == ["别人的话"]


def test_the_conversation_goes_on_after_it(log: Log, database: Database) -> None:
    finish(log, database, keep(log, owner="a").waiting, forget=True)
    finish(log, database, keep(log, "还有一件事", owner="a").waiting, said=("还有一件事",))
    assert len(log.transcript("telegram:7")) == 2
    assert len(log.turns.last("telegram:7", 5)) == 2


def test_that_a_person_was_called_stays_without_the_words(log: Log, database: Database) -> None:
    called = keep(log, "我不想活了", owner="a").waiting
    finish(log, database, called, alerts=(NewAlert(kind="self_harm", level="high"),))
    finish(log, database, keep(log, "删掉", owner="a").waiting, forget=True)
    assert said(database) == ["", "删掉"]
    (alert,) = log.alerts.list()
    assert alert.kind == "self_harm"


def test_that_there_was_a_conversation_stays(log: Log, database: Database) -> None:
    finish(log, database, keep(log, owner="a").waiting, forget=True)
    with database.read() as tx:
        assert tx.scalar(select(func.count()).select_from(ConversationRecord)) == 1
        assert tx.scalar(select(func.count()).select_from(TurnRecord)) == 1


@pytest.mark.parametrize("erased", [True, False])
def test_who_remembers_what_was_erased_knows_that_it_is_not_the_last_word(
    log: Log, database: Database, clock: FakeClock, erased: bool
) -> None:
    finish(log, database, keep(log, owner="a").waiting)
    clock.advance(seconds=1)
    with database.begin() as tx:
        if erased:
            log.forget_until(tx, "telegram:7", clock())
        else:
            assert log.forget("telegram:7", before=clock(), tx=tx)
    (row,) = keep(log, "还有一件事", owner="a").waiting
    assert row.turns == 2
    finish(log, database, [row])
    (row,) = keep(log, "再一件", owner="a").waiting
    assert row.turns == 3
