"""What was never filed goes at once, with its files; what was filed waits for a person, and the citizen is told."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from cases import Nature, NewMessage, NotAllowed, NotFound, Register, StepIncomplete, WrongState, deletions
from cases.tables import DraftRow, EvidenceRow, HeldFileRow, OutboxRow
from storage import Database
from tests.support.register import ADMINISTRATOR, DISCIPLINE, OFFICIAL, filed, notices, send_all, told


def count(database: Database, table: type) -> int:
    """How many rows a table has."""
    with database.read() as tx:
        return tx.scalar(select(func.count()).select_from(table)) or 0


def files(folder: Path) -> int:
    """How many files are on disk."""
    return sum(path.is_file() for path in folder.rglob("*"))


def test_a_draft_goes_with_its_files(register: Register, database: Database, files_dir: Path) -> None:
    draft = told(register)
    register.evidence.keep(b"photo", name="1.jpg", media_type="image/jpeg", kind="photo", draft_id=draft.id)
    register.evidence.hold(b"else", name="2.jpg", media_type="image/jpeg", kind="photo", owner="web:citizen")
    told(register, address="other")
    wish = register.deletions.ask("web", "citizen", source="m1")
    assert (wish.drafts, wish.numbers, wish.state) == (1, (), "done")
    assert [count(database, table) for table in (DraftRow, EvidenceRow, HeldFileRow)] == [1, 0, 0]
    assert files(files_dir) == 0
    assert register.drafts.current("web", "citizen") is None


def test_a_file_that_somebody_else_sent_too_stays(register: Register, files_dir: Path) -> None:
    for address in ("citizen", "other"):
        draft = told(register, address=address)
        register.evidence.keep(b"photo", name="1.jpg", media_type="image/jpeg", kind="photo", draft_id=draft.id)
    register.deletions.ask("web", "citizen", source="m1")
    assert files(files_dir) == 1


def test_what_was_answered_goes_and_notices_stay(register: Register, database: Database) -> None:
    filed(register)
    register.outbox.put([NewMessage(channel="web", address="citizen", text="请问在哪里？")])
    send_all(register)
    register.deletions.ask("web", "citizen", source="m1")
    with database.read() as tx:
        assert [row.key is None for row in tx.scalars(select(OutboxRow))] == [False]


def test_a_filed_case_waits_for_a_person(register: Register) -> None:
    number = filed(register).case_number
    wish = register.deletions.ask("web", "citizen", source="m1")
    assert register.deletions.ask("web", "citizen", source="m1") == wish
    assert (wish.numbers, wish.state) == ((number,), "waiting")
    assert register.for_official(OFFICIAL).case(number).petitioner_name
    with pytest.raises(NotAllowed):
        register.deletions.waiting(OFFICIAL)
    assert register.deletions.waiting(ADMINISTRATOR) == [wish]


def test_the_citizen_is_told_what_was_decided(register: Register) -> None:
    filed(register)
    send_all(register)
    wish = register.deletions.ask("web", "citizen", source="m1")
    with pytest.raises(StepIncomplete):
        register.deletions.decide(ADMINISTRATOR, wish.id, grant=False, answer=" ")
    register.deletions.decide(ADMINISTRATOR, wish.id, grant=False, answer="办件档案要保存十年。")
    (message,) = notices(register)
    assert "办件档案要保存十年。" in message.text
    assert register.deletions.waiting(ADMINISTRATOR) == []
    with pytest.raises(WrongState):
        register.deletions.decide(ADMINISTRATOR, wish.id, grant=True, answer="好")
    with pytest.raises(NotFound):
        register.deletions.decide(ADMINISTRATOR, 999, grant=True, answer="好")


def test_what_others_decide_hides_nothing_of_what_is_mine(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deletions, "READ_AT_ONCE", 1)
    monkeypatch.setattr(deletions, "MOST_WAITING", 1)
    for at, address in enumerate("abc"):
        filed(register, address=address, nature=Nature.CLAIM if address == "c" else Nature.ACCUSATION)
        register.deletions.ask("web", address, source=f"m{at}")
    assert [wish.address for wish in register.deletions.waiting(ADMINISTRATOR)] == ["c"]
    assert [wish.address for wish in register.deletions.waiting(DISCIPLINE)] == ["a"]
