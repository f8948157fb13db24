"""Turns: written once, read back in small bounded pieces, sealed ones shown to nobody who may not see them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from conversations import ConversationFilter, DialogueState, Log
from storage import Database, KeyRing
from tests.support.clock import FakeClock
from tests.support.log import finish, keep
from tests.support.statements import asked_of


def talk(log: Log, database: Database, *, address: str = "7", said: str = "路灯坏了", **changes: object) -> None:
    """One message and its answer."""
    finish(log, database, keep(log, said, address=address, owner="a").waiting, said=(said,), **changes)


def ids(log: Log, **criteria: object) -> list[str]:
    return [row.id for row in log.conversations(ConversationFilter(**criteria)).rows]  # type: ignore[arg-type]


def test_a_turn_is_read_back_as_it_was(log: Log, database: Database, clock: FakeClock) -> None:
    entity = {"entity": "place", "value": "梅林镇", "start": 0, "end": 3}
    button = {"title": "跳过", "payload": "/skip"}
    talk(
        log, database, said="梅林镇", intent="answer", confidence=0.75, entities=(entity,),
        replies=({"text": "什么时候？", "buttons": [button]},), requested_slot="occurred_at", duration_ms=31,
        model_id="m9",
    )  # fmt: skip
    (view,) = log.transcript("telegram:7")
    assert (view.seq, view.at, view.texts) == (1, clock(), ("梅林镇",))
    assert view.replies == ({"text": "什么时候？", "buttons": [button]},)
    assert (view.intent, view.confidence, view.entities) == ("answer", 0.75, (entity,))
    assert (view.requested_slot, view.duration_ms, view.model_id) == ("occurred_at", 31, "m9")


def test_what_was_said_is_not_readable_in_the_database(log: Log, database: Database) -> None:
    talk(log, database)
    with database.read() as tx:
        row = tx.execute(text("SELECT * FROM turns")).one()
    told = [str(value) for value in row]
    assert sum(value.startswith("test:") for value in told) == 2
    assert "路灯" not in "".join(told)


def test_the_last_turns_come_oldest_first(log: Log, database: Database) -> None:
    for number in range(1, 6):
        talk(log, database, events=({"event": "user", "text": str(number)},), state=DialogueState(slots={"n": number}))
    stored = log.turns.last("telegram:7", 2)
    assert [(each.seq, each.state.slots) for each in stored] == [(4, {"n": 4}), (5, {"n": 5})]
    assert stored[1].events == ({"event": "user", "text": "5"},)
    assert stored[1].state.active_loop is None


def test_the_last_turns_of_one_conversation_are_its_own(log: Log, database: Database) -> None:
    talk(log, database, address="7")
    assert log.turns.last("telegram:8", 2) == ()


def test_reading_the_last_turns_reads_only_those(
    sqlite_database: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long the conversation is: each one that is read is decrypted, so what is decrypted is what was read."""
    log = Log(sqlite_database, clock=clock)
    for _ in range(30):
        talk(log, sqlite_database)
    decrypted: list[str] = []
    decrypt = KeyRing.decrypt
    monkeypatch.setattr(KeyRing, "decrypt", lambda ring, value: decrypted.append(value) or decrypt(ring, value))
    asked = asked_of(sqlite_database)
    log.turns.last("telegram:7", 2)
    assert len(decrypted) == 2
    assert len(asked) == 1


@settings(max_examples=25, deadline=None)
@given(
    confidences=st.lists(
        st.floats(min_value=0, max_value=1, allow_subnormal=False).map(lambda x: round(x, 4)), min_size=1, max_size=4
    )
)
def test_the_least_sure_turn_marks_the_conversation(key_ring: KeyRing, confidences: list[float]) -> None:
    from conversations.tables import Base

    database = Database("sqlite://", key_ring=key_ring)
    Base.metadata.create_all(database.engine)
    log = Log(database, clock=FakeClock())
    for confidence in confidences:
        talk(log, database, confidence=confidence)
    (row,) = log.conversations(ConversationFilter()).rows
    assert row.min_confidence == min(confidences)
    assert row.turns == len(confidences)
    database.close()


def test_a_line_of_the_list_tells_how_it_went(log: Log, database: Database, clock: FakeClock) -> None:
    talk(log, database, intent="tell_story", misunderstood=True)
    clock.advance(minutes=1)
    talk(log, database, intent="nlu_fallback", confidence=0.2, misunderstood=True)
    keep(log, "还在吗")
    (row,) = log.conversations(ConversationFilter()).rows
    assert (row.id, row.channel, row.turns, row.last_intent) == ("telegram:7", "telegram", 2, "nlu_fallback")
    assert (row.misunderstood, row.waiting, row.min_confidence) == (2, 1, 0.2)
    assert row.last_at == clock()


def test_a_parked_message_counts_as_waiting(log: Log) -> None:
    (row,) = keep(log, owner="a").waiting
    log.inbox.put_back("telegram:7", [row.id], error="E", retry_at=None)
    assert log.conversations(ConversationFilter()).rows[0].waiting == 1


def test_the_list_is_filtered(log: Log, database: Database) -> None:
    talk(log, database, address="7", intent="tell_story")
    talk(log, database, address="8", intent="ask_status", misunderstood=True)
    log.inbox.keep(channel="web", address="s", message_id="w", kind="text", body={}, owner=None)
    assert ids(log, channel="web") == ["web:s"]
    assert ids(log, intent="ask_status") == ["telegram:8"]
    assert ids(log, misunderstood=True) == ["telegram:8"]
    assert set(ids(log, misunderstood=False)) == {"telegram:7", "web:s"}
    assert ids(log, channel="web", intent="ask_status") == []


def test_the_latest_conversation_comes_first(log: Log, database: Database, clock: FakeClock) -> None:
    for address in ("7", "8", "9"):
        talk(log, database, address=address)
        clock.advance(seconds=1)
    talk(log, database, address="8")
    assert ids(log) == ["telegram:8", "telegram:9", "telegram:7"]


def test_pages_hold_every_conversation_once_even_of_the_same_moment(log: Log, database: Database) -> None:
    for address in range(7):
        talk(log, database, address=str(address))
    pages = [log.conversations(ConversationFilter(page=number, page_size=3)) for number in (1, 2, 3, 4)]
    assert [len(page.rows) for page in pages] == [3, 3, 1, 0]
    assert {row.id for page in pages for row in page.rows} == {f"telegram:{n}" for n in range(7)}
    assert {page.total for page in pages} == {7}
    assert (pages[1].page, pages[1].page_size) == (2, 3)


def test_a_sealed_conversation_is_nowhere_for_those_who_may_not_see_it(log: Log, database: Database) -> None:
    talk(log, database, address="7")
    talk(log, database, address="8", said="举报张局长", sealed=True)
    page = log.conversations(ConversationFilter())
    assert ([row.id for row in page.rows], page.total) == (["telegram:7"], 1)
    assert log.transcript("telegram:8") == ()
    allowed = log.conversations(ConversationFilter(sealed=True))
    assert ({row.id: row.sealed for row in allowed.rows}, allowed.total) == (
        {"telegram:7": False, "telegram:8": True},
        2,
    )
    assert log.transcript("telegram:8", sealed=True)[0].texts == ("举报张局长",)


def test_what_was_sealed_once_stays_sealed(log: Log, database: Database) -> None:
    talk(log, database, sealed=True)
    talk(log, database, sealed=False)
    assert ids(log) == []
    assert log.transcript("telegram:7") == ()


def test_a_transcript_is_read_in_pieces_from_its_end(log: Log, database: Database) -> None:
    for number in range(1, 8):
        talk(log, database, said=str(number))
    last = log.transcript("telegram:7", limit=3)
    before = log.transcript("telegram:7", limit=3, before=last[0].seq)
    assert [view.texts[0] for view in (*before, *last)] == ["2", "3", "4", "5", "6", "7"]


@pytest.mark.parametrize(("asked", "listening"), [(None, True), ("facts", True), ("place", False)])
def test_bursts_are_listened_to_until_a_question_is_asked(
    log: Log, database: Database, asked: str | None, listening: bool
) -> None:
    assert keep(log, message_id="first").listening
    finish(log, database, log.inbox.claim_next(owner="a"), requested_slot=asked)
    assert keep(log).listening is listening
