"""Alerts: raised with their turn and once, one open of a kind, taken by one person, sealed ones hidden."""

import pytest
from sqlalchemy import text

from conversations import AlertGone, AnsweredAlready, Log, NewAlert, Turn
from storage import Database
from tests.support.clock import FakeClock
from tests.support.log import finish, keep, turn

HIGH = NewAlert(kind="self_harm", level="high")
MEDIUM = NewAlert(kind="self_harm", level="medium")
HUMAN = NewAlert(kind="human", level="medium")


def call(log: Log, database: Database, *alerts: NewAlert, said: str = "我不想活了", **changes: object) -> None:
    """A message that calls a person."""
    address = str(changes.pop("address", "7"))
    finish(log, database, keep(log, said, address=address, owner="a").waiting, said=(said,), alerts=alerts, **changes)


def test_an_alert_names_its_message_and_who_is_called_for(log: Log, database: Database, clock: FakeClock) -> None:
    call(log, database, HIGH)
    (alert,) = log.alerts.list()
    assert (alert.conversation_id, alert.kind, alert.level, alert.count) == ("telegram:7", "self_harm", "high", 1)
    assert (alert.raised_at, alert.words, alert.sealed) == (clock(), ("我不想活了",), False)
    assert (alert.taken_by, alert.closed_by) == (None, None)


def test_a_turn_without_danger_raises_none(log: Log, database: Database) -> None:
    call(log, database, said="路灯坏了")
    assert log.alerts.list() == ()


def test_more_of_the_same_raises_count_and_level_but_no_second_alert(
    log: Log, database: Database, clock: FakeClock
) -> None:
    call(log, database, MEDIUM, said="我走投无路")
    raised = clock()
    clock.advance(minutes=2)
    call(log, database, HIGH, said="我不想活了")
    call(log, database, MEDIUM, said="真的")
    (alert,) = log.alerts.list()
    assert (alert.count, alert.level, alert.raised_at, alert.last_at) == (3, "high", raised, clock())
    assert alert.words == ("我走投无路", "真的")


def test_kinds_are_alerts_of_their_own(log: Log, database: Database) -> None:
    call(log, database, HIGH, HUMAN)
    assert {alert.kind for alert in log.alerts.list()} == {"self_harm", "human"}


def test_the_same_kind_twice_in_one_message_counts_once_at_its_highest(log: Log, database: Database) -> None:
    call(log, database, MEDIUM, HIGH)
    (alert,) = log.alerts.list()
    assert (alert.count, alert.level) == (1, "high")


def test_a_message_that_is_answered_again_raises_nothing_twice(log: Log, database: Database) -> None:
    rows = keep(log, "我不想活了", owner="a").waiting
    finish(log, database, rows, alerts=(HIGH,))
    with pytest.raises(AnsweredAlready):
        finish(log, database, rows, alerts=(HIGH,))
    (alert,) = log.alerts.list()
    assert alert.count == 1


def test_a_turn_that_is_not_committed_raises_nothing(log: Log, database: Database) -> None:
    class Killed(Exception):
        """The process dies."""

    rows = keep(log, "我不想活了", owner="a").waiting
    unfinished: Turn = turn(inbox_ids=[row.id for row in rows], alerts=(HIGH,))

    def until_killed() -> None:
        with database.begin() as tx:
            log.finish(unfinished, tx=tx)
            raise Killed

    with pytest.raises(Killed):
        until_killed()
    assert log.alerts.list() == ()
    finish(log, database, rows, alerts=(HIGH,))
    assert [alert.count for alert in log.alerts.list()] == [1]


def test_open_before_closed_waiting_before_taken_urgent_before_less_and_long_before_short(
    log: Log, database: Database, clock: FakeClock
) -> None:
    for address, alert in (("1", HUMAN), ("2", HIGH), ("3", HIGH), ("4", HIGH), ("5", HIGH)):
        call(log, database, alert, address=address)
        clock.advance(minutes=1)
    numbers = {alert.conversation_id[-1]: alert.id for alert in log.alerts.list()}
    log.alerts.take(numbers["2"], by="王芳")
    log.alerts.close(numbers["3"], by="王芳", note="打过电话")
    assert [alert.conversation_id[-1] for alert in log.alerts.list()] == ["4", "5", "1", "2", "3"]
    assert [alert.conversation_id[-1] for alert in log.alerts.list(closed=0)] == ["4", "5", "1", "2"]


def test_one_person_takes_it(log: Log, database: Database, clock: FakeClock) -> None:
    call(log, database, HIGH)
    (alert,) = log.alerts.list()
    clock.advance(seconds=90)
    taken = log.alerts.take(alert.id, by="王芳")
    assert (taken.seconds, taken.told_before) == (90.0, False)
    assert (taken.alert.taken_by, taken.alert.taken_at) == ("王芳", clock())
    with pytest.raises(AlertGone):
        log.alerts.take(alert.id, by="李伟")


def test_the_second_alert_of_a_conversation_knows_that_somebody_reads_already(log: Log, database: Database) -> None:
    call(log, database, HIGH, HUMAN)
    first, second = log.alerts.list()
    assert log.alerts.take(first.id, by="王芳").told_before is False
    assert log.alerts.take(second.id, by="王芳").told_before is True


def test_what_is_closed_is_over_and_the_next_message_is_a_new_alert(log: Log, database: Database) -> None:
    call(log, database, HIGH)
    (alert,) = log.alerts.list()
    closed = log.alerts.close(alert.id, by="王芳", note="家人已陪着")
    assert (closed.closed_by, closed.taken_by, closed.note) == ("王芳", "王芳", "家人已陪着")
    with pytest.raises(AlertGone):
        log.alerts.close(alert.id, by="王芳", note="")
    with pytest.raises(AlertGone):
        log.alerts.take(alert.id, by="王芳")
    call(log, database, HIGH)
    assert [one.closed_at is None for one in log.alerts.list()] == [True, False]


def test_an_accusation_s_alert_exists_only_for_those_who_may_see_it(log: Log, database: Database) -> None:
    call(log, database, HIGH, sealed=True)
    assert log.alerts.list() == ()
    assert log.alerts.figures().waiting == 0
    (alert,) = log.alerts.list(sealed=True)
    assert alert.sealed
    for refused in (lambda: log.alerts.take(alert.id, by="x"), lambda: log.alerts.close(alert.id, by="x", note="")):
        with pytest.raises(AlertGone):
            refused()
    assert log.alerts.take(alert.id, by="赵敏", sealed=True).alert.taken_by == "赵敏"


def test_time_to_human(log: Log, database: Database, clock: FakeClock) -> None:
    assert log.alerts.figures().median is None
    for number, seconds in enumerate((10, 20, 30, 400)):
        call(log, database, HIGH, address=str(number))
        newest = log.alerts.list(closed=0)[0]
        clock.advance(seconds=seconds)
        log.alerts.take(newest.id, by="王芳")
    call(log, database, HIGH, address="9")
    clock.advance(seconds=5)
    call(log, database, HUMAN, address="10")
    figures = log.alerts.figures()
    assert (figures.median, figures.p95, figures.waiting, figures.waiting_high) == (20.0, 400.0, 2, 1)
    assert figures.longest == 5.0
    assert figures.newest_high == max(alert.id for alert in log.alerts.list() if alert.level == "high")


def test_how_many_are_open_of_each_kind(log: Log, database: Database) -> None:
    call(log, database, HIGH, address="1")
    call(log, database, HIGH, HUMAN, address="2")
    human = next(alert for alert in log.alerts.list() if alert.kind == "human")
    log.alerts.close(human.id, by="x", note="")
    assert log.alerts.open_by_kind() == {("self_harm", "high"): 2}


def test_nothing_that_was_said_or_noted_is_readable_in_the_database(log: Log, database: Database) -> None:
    call(log, database, HIGH)
    log.alerts.close(log.alerts.list()[0].id, by="x", note="家人已陪着")
    with database.read() as tx:
        row = tx.execute(text("SELECT * FROM alerts")).one()
    told = "".join(str(value) for value in row)
    assert "不想活" not in told
    assert "家人" not in told
