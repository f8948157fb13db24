"""The inbox: every message kept once, every conversation owned by one, nothing stranded."""

import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from conversations import AnsweredAlready, Log
from storage import Database
from tests.support.clock import FakeClock
from tests.support.log import finish, keep, turn, words
from tests.support.statements import asked_of


def test_a_message_that_is_kept_is_handed_to_its_owner(log: Log) -> None:
    kept = keep(log, "路灯坏了", owner="a")
    (row,) = kept.waiting
    assert (kept.new, kept.done, kept.listening) == (True, False, True)
    assert (row.id, row.conversation_id, row.channel, row.address) == (kept.inbox_id, "telegram:7", "telegram", "7")
    assert (row.body, row.tries) == ({"text": "路灯坏了"}, 0)
    assert kept.waiting == log.inbox.more("telegram:7")


def test_words_are_not_readable_in_the_database(log: Log, database: Database) -> None:
    keep(log, "路灯坏了")
    with database.read() as tx:
        (body,) = tx.scalars(text("SELECT body FROM inbox"))
    assert body.startswith("test:")
    assert "路灯" not in body


def test_a_message_that_comes_twice_is_kept_once(log: Log) -> None:
    first = keep(log, message_id="m1", owner="a")
    again = keep(log, message_id="m1", owner="a")
    assert (again.inbox_id, again.new, again.done, again.waiting) == (first.inbox_id, False, False, ())
    assert len(log.inbox.latest("telegram:7", limit=9)) == 1


def test_a_double_of_an_answered_message_is_known_as_answered(log: Log, database: Database) -> None:
    finish(log, database, keep(log, message_id="m1", owner="a").waiting)
    assert keep(log, message_id="m1", owner="a").done


def test_the_same_message_from_several_threads_is_kept_once(log: Log) -> None:
    with ThreadPoolExecutor(6) as pool:
        kept = list(pool.map(lambda _: keep(log, message_id="m1", owner="a"), range(6)))
    assert [each.new for each in kept].count(True) == 1
    assert [bool(each.waiting) for each in kept].count(True) == 1
    assert len({each.inbox_id for each in kept}) == 1


def test_a_conversation_has_one_owner(log: Log) -> None:
    assert keep(log, owner="a").waiting
    assert keep(log, owner="b").waiting == ()
    assert log.inbox.claim_next(owner="b") == ()


def test_conversations_are_owned_apart(log: Log) -> None:
    assert keep(log, address="7", owner="a").waiting
    assert keep(log, address="8", owner="b").waiting


def test_a_message_without_an_owner_waits_to_be_claimed(log: Log) -> None:
    assert keep(log, "一").waiting == ()
    assert keep(log, "二").waiting == ()
    assert words(log.inbox.claim_next(owner="a")) == ["一", "二"]
    assert log.inbox.claim_next(owner="b") == ()


def test_what_came_meanwhile_is_handed_to_the_owner_at_the_end_of_its_turn(log: Log, database: Database) -> None:
    rows = keep(log, "一", owner="a").waiting
    keep(log, "二", owner="b")
    assert words(log.inbox.more("telegram:7")) == ["一", "二"]
    rows = finish(log, database, rows)
    assert words(rows) == ["二"]
    assert finish(log, database, rows) == ()


def test_a_conversation_that_was_answered_is_free_again(log: Log, database: Database) -> None:
    finish(log, database, keep(log, owner="a").waiting)
    assert words(keep(log, "二", owner="b").waiting) == ["二"]


def test_an_owner_that_is_not_heard_of_is_taken_for_dead(log: Log, clock: FakeClock) -> None:
    keep(log, "一", owner="a")
    clock.advance(seconds=29)
    assert log.inbox.claim_next(owner="b") == ()
    clock.advance(seconds=2)
    assert words(log.inbox.claim_next(owner="b")) == ["一"]


def test_an_owner_that_renews_its_claim_keeps_it(log: Log, clock: FakeClock) -> None:
    keep(log, owner="a")
    clock.advance(seconds=29)
    log.inbox.renew(["telegram:7"], owner="a")
    clock.advance(seconds=29)
    assert log.inbox.claim_next(owner="b") == ()


def test_nobody_can_renew_the_claim_of_another(log: Log, clock: FakeClock) -> None:
    keep(log, owner="a")
    clock.advance(seconds=29)
    log.inbox.renew(["telegram:7"], owner="b")
    clock.advance(seconds=2)
    assert log.inbox.claim_next(owner="b")


def test_at_the_start_of_the_only_process_nothing_is_owned(log: Log) -> None:
    keep(log, owner="dead")
    log.inbox.release_all()
    assert log.inbox.claim_next(owner="a")


def test_a_worker_that_starts_again_takes_back_only_its_own(log: Log) -> None:
    keep(log, address="1", owner="w0")
    keep(log, address="2", owner="w1")

    log.inbox.release_all("w1")

    (row,) = log.inbox.claim_next(owner="w1")
    assert row.address == "2"
    assert log.inbox.claim_next(owner="w1") == ()


def test_two_owners_never_claim_the_same_conversation(log: Log) -> None:
    for address in range(8):
        keep(log, address=str(address))
    claimed: dict[str, list[str]] = defaultdict(list)

    def claim(owner: str) -> None:
        while rows := log.inbox.claim_next(owner=owner):
            claimed[rows[0].conversation_id].append(owner)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(claim, ["a", "b", "c"]))
    # Each skips what the others hold at that moment; a last look finds what all of them skipped.
    claim("d")
    assert len(claimed) == 8
    assert all(len(owners) == 1 for owners in claimed.values())


def test_a_message_kept_while_a_turn_ends_is_not_stranded(log: Log, database: Database) -> None:
    """It waits for the turn's end and then finds the conversation free, whether that end looked for it or not."""
    rows = keep(log, "一", owner="a").waiting
    started = threading.Event()

    def late() -> list[str]:
        started.set()
        return words(keep(log, "二", owner="b").waiting)

    with ThreadPoolExecutor(1) as pool:
        with database.begin() as tx:
            ended = log.finish(turn(inbox_ids=[row.id for row in rows]), tx=tx)
            kept = pool.submit(late)
            assert started.wait(5)
        assert ended == ()
        assert kept.result(10) == ["二"]


def test_many_messages_at_once_are_all_answered_once_and_in_order_without_a_scan(log: Log, database: Database) -> None:
    answered: list[str] = []

    def serve(message: int) -> None:
        rows = keep(log, str(message), owner=f"owner {message % 3}").waiting
        while rows:
            answered.append(words(rows)[0])
            rows = finish(log, database, rows[:1])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(serve, range(40)))
    kept = words(log.inbox.latest("telegram:7", limit=100))
    assert answered == kept
    assert len(kept) == 40


def test_two_owners_cannot_both_answer_a_message(log: Log, database: Database, clock: FakeClock) -> None:
    """The first was away for longer than its claim lasts, and the second took over."""
    rows = keep(log, "一", owner="a").waiting
    clock.advance(seconds=31)
    taken_over = log.inbox.claim_next(owner="b")
    finish(log, database, taken_over)
    with pytest.raises(AnsweredAlready):
        finish(log, database, rows)
    assert len(log.transcript("telegram:7")) == 1


def test_an_answered_message_cannot_be_put_back(log: Log, database: Database, clock: FakeClock) -> None:
    rows = keep(log, "一", owner="a").waiting
    clock.advance(seconds=31)
    finish(log, database, log.inbox.claim_next(owner="b"))
    held = keep(log, "二", owner="b").waiting
    log.inbox.put_back("telegram:7", [rows[0].id], error="TimeoutError", retry_at=clock())
    assert log.waiting() == ()
    assert log.inbox.claim_next(owner="c") == ()
    assert words(held) == ["二"]


def test_a_message_that_waits_for_its_next_try_holds_up_those_behind_it(log: Log, clock: FakeClock) -> None:
    (row,) = keep(log, "一", owner="a").waiting
    log.inbox.put_back("telegram:7", [row.id], error="RuntimeError", retry_at=clock() + timedelta(seconds=5))
    assert keep(log, "二", owner="a").waiting == ()
    assert log.inbox.claim_next(owner="a") == ()
    clock.advance(seconds=5)
    rows = log.inbox.claim_next(owner="b")
    assert words(rows) == ["一", "二"]
    assert [row.tries for row in rows] == [1, 0]


def test_a_message_that_cannot_be_served_yet_claims_nothing(log: Log, clock: FakeClock) -> None:
    (row,) = keep(log, "一", owner="a").waiting
    log.inbox.put_back("telegram:7", [row.id], error="RuntimeError", retry_at=clock() + timedelta(seconds=5))
    keep(log, "二", owner="dying")
    clock.advance(seconds=6)
    # Sooner than any claim would have run out.
    assert words(keep(log, "三", owner="b").waiting) == ["一", "二", "三"]


def test_a_turn_that_ends_before_one_that_must_wait_gives_the_conversation_back(
    log: Log, database: Database, clock: FakeClock
) -> None:
    first, second = (keep(log, "一").waiting or log.inbox.claim_next(owner="a")), keep(log, "二")
    log.inbox.put_back("telegram:7", [second.inbox_id], error="E", retry_at=clock() + timedelta(seconds=5))
    assert finish(log, database, first) == ()
    clock.advance(seconds=5)
    assert words(log.inbox.claim_next(owner="b")) == ["二"]


def test_one_who_waits_with_many_messages_hides_nobody_else(log: Log, clock: FakeClock) -> None:
    (row,) = keep(log, "一", owner="a").waiting
    log.inbox.put_back("telegram:7", [row.id], error="RuntimeError", retry_at=clock() + timedelta(minutes=15))
    for _ in range(25):
        keep(log)
    keep(log, "电线掉了", address="8")
    assert words(log.inbox.claim_next(owner="a")) == ["电线掉了"]


def test_a_parked_message_holds_nobody_up_and_waits_for_a_person(log: Log) -> None:
    (row,) = keep(log, "毒", owner="a").waiting
    keep(log, "二", owner="b")
    log.inbox.put_back("telegram:7", [row.id], error="RuntimeError", retry_at=None)
    assert words(log.inbox.claim_next(owner="a")) == ["二"]
    (parked,) = log.waiting()
    assert (parked.id, parked.state, parked.tries, parked.next_try) == (row.id, "parked", 1, None)
    assert (parked.conversation_id, parked.error) == ("telegram:7", "RuntimeError")


def test_a_person_can_have_a_parked_message_tried_again(log: Log) -> None:
    (row,) = keep(log, "毒", owner="a").waiting
    log.inbox.put_back("telegram:7", [row.id], error="RuntimeError", retry_at=None)
    assert log.inbox.claim_next(owner="a") == ()
    log.unstick(row.id)
    assert words(log.inbox.claim_next(owner="a")) == ["毒"]


def test_a_person_need_not_wait_for_the_next_try(log: Log, clock: FakeClock) -> None:
    (row,) = keep(log, owner="a").waiting
    log.inbox.put_back("telegram:7", [row.id], error="RuntimeError", retry_at=clock() + timedelta(minutes=15))
    log.inbox.retry_now(row.id)
    assert log.inbox.claim_next(owner="a")


def test_an_answered_message_is_not_tried_again(log: Log, database: Database) -> None:
    rows = keep(log, owner="a").waiting
    finish(log, database, rows)
    log.inbox.retry_now(rows[0].id)
    assert log.inbox.claim_next(owner="a") == ()


def test_the_next_try_is_known(log: Log, clock: FakeClock) -> None:
    assert log.inbox.next_due_at() is None
    for address, seconds in (("7", 60), ("8", 5)):
        (row,) = keep(log, address=address, owner="a").waiting
        at = clock() + timedelta(seconds=seconds)
        log.inbox.put_back(row.conversation_id, [row.id], error="E", retry_at=at)
    assert log.inbox.next_due_at() == clock() + timedelta(seconds=5)


def test_a_message_that_was_answered_after_trouble_is_no_trouble_any_more(
    log: Log, database: Database, clock: FakeClock
) -> None:
    (row,) = keep(log, owner="a").waiting
    log.inbox.put_back("telegram:7", [row.id], error="E", retry_at=clock())
    assert [view.state for view in log.waiting()] == ["waiting"]
    finish(log, database, log.inbox.claim_next(owner="a"))
    assert log.waiting() == ()


def test_the_latest_messages_are_shown_oldest_first_answered_or_not(log: Log, database: Database) -> None:
    finish(log, database, keep(log, "一", owner="a").waiting)
    for said in ("二", "三"):
        keep(log, said)
    keep(log, "别人", address="8")
    assert words(log.inbox.latest("telegram:7", limit=9)) == ["一", "二", "三"]
    assert words(log.inbox.latest("telegram:7", limit=2)) == ["二", "三"]


@pytest.mark.parametrize(
    "look",
    [
        lambda inbox: inbox.more("telegram:7"),
        lambda inbox: inbox.claim_next(owner="a"),
        lambda inbox: inbox.next_due_at(),
        lambda inbox: inbox.troubled(),
    ],
    ids=["more", "claim_next", "next_due_at", "troubled"],
)
def test_what_is_undone_is_found_without_reading_the_history(
    sqlite_database: Database, clock: FakeClock, look: Callable[[object], object]
) -> None:
    log = Log(sqlite_database, clock=clock)
    asked = asked_of(sqlite_database)
    look(log.inbox)
    (statement,) = [each for each in asked if "FROM inbox" in each or "JOIN inbox" in each]
    with sqlite_database.engine.connect() as connection:
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
    readings = [step for step in plan if step.startswith(("SCAN inbox", "SEARCH inbox"))]
    assert any("ix_inbox_undone" in step for step in readings)
    assert all("ix_inbox_undone" in step or "PRIMARY KEY" in step for step in readings)
