"""What was never filed goes at once, with its files; what was filed waits for a person, and the citizen is told."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from cases import (
    Deletion,
    Nature,
    NewMessage,
    NotAllowed,
    NotFound,
    Register,
    StepIncomplete,
    WrongState,
)
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
    assert (wish.drafts, wish.numbers) == (1, ())
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


def wished(register: Register) -> Deletion:
    """The citizen's wish, as whoever decides on it sees it."""
    register.deletions.ask("web", "citizen", source="m1")
    (wish,) = register.deletions.waiting(ADMINISTRATOR)
    return wish


def test_a_filed_case_waits_for_a_person(register: Register) -> None:
    number = filed(register).case_number
    asked = register.deletions.ask("web", "citizen", source="m1")
    assert register.deletions.ask("web", "citizen", source="m1") == asked
    assert register.deletions.ask("web", "citizen", source="m2").numbers == asked.numbers == (number,)
    assert register.for_official(OFFICIAL).case(number).petitioner_name
    with pytest.raises(NotAllowed):
        register.deletions.waiting(OFFICIAL)
    (wish,) = register.deletions.waiting(ADMINISTRATOR)
    assert (wish.number, register.deletions.count(ADMINISTRATOR)) == (number, 1)


def test_the_citizen_is_told_what_was_decided(register: Register) -> None:
    filed(register)
    send_all(register)
    wish = wished(register)
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


def test_each_case_is_decided_by_whoever_may_see_it(register: Register) -> None:
    """However many cases somebody filed, and wherever: no wish hides behind a case that others decide on."""
    open_one = filed(register).case_number
    sealed = filed(register, nature=Nature.ACCUSATION).case_number
    assert set(register.deletions.ask("web", "citizen", source="m1").numbers) == {open_one, sealed}
    assert [wish.number for wish in register.deletions.waiting(ADMINISTRATOR)] == [open_one]
    assert [wish.number for wish in register.deletions.waiting(DISCIPLINE)] == [sealed]


def test_what_is_still_handled_is_not_erased(register: Register) -> None:
    filed(register)
    wish = wished(register)
    assert wish.plan is not None
    assert wish.plan.open
    with pytest.raises(StepIncomplete):
        register.deletions.decide(ADMINISTRATOR, wish.id, grant=True, answer="同意")
    assert register.deletions.waiting(ADMINISTRATOR) == [wish]
