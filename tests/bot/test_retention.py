"""What was never filed goes when it is old enough, and nothing else does."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.offload import Offload
from bot.retention import Retention
from cases import MessageState, NewMessage, NotFound, PolicyKind, Register
from conversations import ConversationFilter, Log
from storage import Database
from tests.support.clock import FakeClock
from tests.support.register import ADMINISTRATOR, filed, take, told


@pytest.fixture
def register(database: Database, files_dir: Path, clock: FakeClock) -> Register:
    return Register(database, files_dir=files_dir, clock=clock)


@pytest.fixture
def log(database: Database, clock: FakeClock) -> Log:
    return Log(database, clock=clock)


@pytest.fixture
def retention(register: Register, log: Log, clock: FakeClock) -> Retention:
    return Retention(register=register, conversation_log=log, offload=Offload(), clock=clock)


def talk(log: Log, database: Database, address: str, words: str = "占地") -> None:
    from conversations import DialogueState, Turn

    message = f"m-{address}-{words}"
    kept = log.inbox.keep(
        channel="web", address=address, message_id=message, kind="text", body={"text": words}, owner="t"
    )
    turn = Turn(
        conversation_id=f"web:{address}",
        inbox_ids=(kept.inbox_id,),
        said=(words,),
        replies=(),
        intent="tell_story",
        confidence=0.9,
        entities=(),
        requested_slot=None,
        model_id="m",
        duration_ms=1,
        events=(),
        state=DialogueState(),
    )
    with database.begin() as tx:
        log.finish(turn, tx=tx)


def files(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if path.is_file())


def test_drafts_chats_and_uploads_go_in_time_and_files_with_them(
    register: Register, log: Log, retention: Retention, database: Database, clock: FakeClock, files_dir: Path
) -> None:
    draft, number = told(register, address="left"), filed(register, address="filed").case_number
    for address in ("left", "filed", "lurker"):
        talk(log, database, address)
    register.evidence.keep(b"left", name="a.jpg", media_type="image/jpeg", kind="photo", draft_id=draft.id)
    register.evidence.keep(b"filed", name="b.jpg", media_type="image/jpeg", kind="photo", case_number=number)
    register.evidence.hold(b"held", name="c.jpg", media_type="image/jpeg", kind="photo", owner="web:left")
    (answer,) = register.outbox.put([NewMessage(channel="web", address="lurker", text="您好")])
    register.outbox.mark(answer, MessageState.DELIVERED)
    assert retention.sweep() == {"drafts": 0, "uploads": 0, "conversations": 0, "erased": 0}
    clock.advance(days=8)
    assert retention.sweep() == {"drafts": 0, "uploads": 1, "conversations": 0, "erased": 0}
    clock.advance(days=177)
    assert retention.sweep() == {"drafts": 0, "uploads": 0, "conversations": 0, "erased": 0}
    clock.advance(days=2)
    assert retention.sweep() == {"drafts": 1, "uploads": 0, "conversations": 2, "erased": 0}
    assert retention.sweep() == {"drafts": 0, "uploads": 0, "conversations": 0, "erased": 0}
    with pytest.raises(NotFound):
        register.drafts.get(draft.id)
    assert [len(log.transcript(f"web:{who}")) for who in ("left", "filed", "lurker")] == [0, 1, 0]
    assert register.outbox.latest("web", "lurker", limit=200) == []
    assert register.find(number, register.drafts.get(filed_draft(register, number)).code) is not None
    assert files(files_dir) == 1


def filed_draft(register: Register, number: str) -> str:
    from sqlalchemy import select

    from cases.tables import PetitionRow

    with register.transaction() as tx:
        return tx.scalars(select(PetitionRow.draft_id).where(PetitionRow.number == number)).one()


def test_whoever_comes_back_keeps_what_they_wrote(
    register: Register, log: Log, retention: Retention, database: Database, clock: FakeClock
) -> None:
    draft = told(register, address="back")
    talk(log, database, "back")
    clock.advance(days=180)
    register.drafts.save(draft.id, {"request": "请求公开账目"}, source="m9")
    clock.advance(days=30)
    assert retention.sweep() == {"drafts": 0, "uploads": 0, "conversations": 0, "erased": 0}
    assert register.drafts.get(draft.id).values["request"] == "请求公开账目"


def test_what_was_granted_is_finished_though_whoever_granted_it_was_killed(
    register: Register, log: Log, retention: Retention, database: Database, clock: FakeClock
) -> None:
    number = filed(register, address="gone").case_number
    talk(log, database, "gone")
    take(register, number, "withdraw", text="不要了")
    clock.advance(minutes=1)
    register.deletions.ask("web", "gone", source="m2")
    (wish,) = register.deletions.waiting(ADMINISTRATOR)
    register.deletions.decide(ADMINISTRATOR, wish.id, grant=True, answer="同意。")
    clock.advance(minutes=1)
    talk(log, database, "gone", "再说一件")
    for message in register.outbox.queued("web", "gone"):
        register.outbox.mark(message.id, MessageState.DELIVERED)
    assert retention.sweep()["erased"] == 0
    # What was said after the decision is not part of it.
    assert len(log.transcript("web:gone")) == 1
    assert [row.body["text"] for row in log.inbox.latest("web:gone", limit=9)] == ["再说一件"]
    # Whoever remembers where its last turn led would not know of this one.
    assert [row.turns for row in log.conversations(ConversationFilter()).rows] == [3]
    clock.advance(days=31)
    assert [retention.sweep()["erased"] for _ in range(2)] == [1, 0]


def test_how_long_is_a_setting(register: Register, retention: Retention, clock: FakeClock) -> None:
    told(register, address="left")
    policies = register.policies
    policies.change(ADMINISTRATOR, PolicyKind.TIMERS, {"unfiled_months": 1}, seen=0, reason="本地规定")
    clock.advance(days=timedelta(days=32).days)
    assert retention.sweep()["drafts"] == 1
