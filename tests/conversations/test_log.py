"""The log's one door: a turn and the end of its messages are one step."""

import contextlib
from datetime import timedelta

import pytest
from sqlalchemy import text

from conversations import AnsweredAlready, Log
from storage import Database
from tests.support.clock import FakeClock
from tests.support.log import finish, keep, turn, words


def test_finishing_a_turn_answers_its_messages_and_hands_over_the_next(log: Log, database: Database) -> None:
    keep(log, "一")
    keep(log, "二")
    rows = log.inbox.claim_next(owner="a")
    keep(log, "三", owner="b")
    assert words(finish(log, database, rows, said=("一", "二"))) == ["三"]
    assert [view.texts for view in log.transcript("telegram:7")] == [("一", "二")]


def test_a_turn_that_fails_halfway_leaves_its_messages_unanswered(
    log: Log, database: Database, clock: FakeClock
) -> None:
    rows = keep(log, "一", owner="a").waiting
    with contextlib.suppress(RuntimeError), database.begin() as tx:
        log.finish(turn(inbox_ids=[row.id for row in rows]), tx=tx)
        raise RuntimeError
    assert log.transcript("telegram:7") == ()
    assert log.turns.last("telegram:7", 2) == ()
    assert log.inbox.claim_next(owner="b") == ()
    clock.advance(seconds=31)
    assert words(log.inbox.claim_next(owner="b")) == ["一"]


def test_a_burst_of_which_one_part_is_answered_is_not_answered_again(log: Log, database: Database) -> None:
    rows = keep(log, "一", owner="a").waiting
    keep(log, "二", owner="a")
    finish(log, database, rows)
    with pytest.raises(AnsweredAlready):
        finish(log, database, log.inbox.latest("telegram:7", limit=2))
    assert len(log.transcript("telegram:7")) == 1
    assert words(log.inbox.more("telegram:7")) == ["二"]


def test_trouble_is_listed_oldest_first_until_somebody_mends_it(log: Log, clock: FakeClock) -> None:
    for address, retry_at in (("7", None), ("8", clock() + timedelta(seconds=5))):
        (row,) = keep(log, address=address, owner="a").waiting
        log.inbox.put_back(row.conversation_id, [row.id], error="TimeoutError", retry_at=retry_at)
    keep(log, address="9")
    assert [(view.conversation_id, view.state, view.error) for view in log.waiting()] == [
        ("telegram:7", "parked", "TimeoutError"),
        ("telegram:8", "waiting", "TimeoutError"),
    ]
    log.unstick(log.waiting()[0].id)
    assert [view.state for view in log.waiting()] == ["waiting", "waiting"]


def test_troubled_messages_of_sealed_conversations_are_not_for_everybody(log: Log, database: Database) -> None:
    kept = log.inbox.keep(channel="web", address="s", message_id="s1", kind="text", body={}, owner="me")
    log.inbox.put_back("web:s", [kept.inbox_id], error="RuntimeError", retry_at=None)
    assert len(log.waiting()) == 1
    with database.begin() as tx:
        tx.execute(text("UPDATE conversations SET sealed = true WHERE id = 'web:s'"))
    assert log.waiting() == ()
    assert len(log.waiting(sealed=True)) == 1
