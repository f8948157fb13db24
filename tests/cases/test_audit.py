"""The audit is a chain: what is changed, taken out or cut off is seen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, func, select, update

from cases import Register, Role
from cases.audit import GENESIS
from cases.tables import AuditRow
from storage import Database, Transaction
from tests.support.register import ADMINISTRATOR, OFFICIAL
from tests.support.units import member

LOOKS = 5


def look(register: Register, times: int = LOOKS) -> None:
    """Write entries."""
    for number in range(times):
        register.for_official(OFFICIAL).note("conversation", f"web:{number}", reason="核对")


def test_an_empty_chain_holds(register: Register) -> None:
    found = register.audit_chain.verify()
    assert (found.holds, found.entries, found.head) == (True, 0, GENESIS)


def test_a_chain_that_nobody_touched_holds(register: Register) -> None:
    look(register)
    found = register.audit_chain.verify()
    assert (found.holds, found.entries, found.head) == (True, LOOKS, register.audit_chain.head())


@pytest.mark.parametrize(
    ("tamper", "broken_at"),
    [
        (lambda tx: tx.execute(update(AuditRow).where(AuditRow.id == 3).values(who="别人")), 3),
        (lambda tx: tx.execute(update(AuditRow).where(AuditRow.id == 2).values(reason="")), 2),
        (lambda tx: tx.execute(delete(AuditRow).where(AuditRow.id == 1)), 2),
        (lambda tx: tx.execute(delete(AuditRow).where(AuditRow.id == 4)), 5),
    ],
)
def test_what_was_changed_is_found(
    register: Register, database: Database, tamper: Callable[[Transaction], object], broken_at: int
) -> None:
    look(register)
    with database.begin() as tx:
        tamper(tx)
    found = register.audit_chain.verify()
    assert (found.holds, found.broken_at) == (False, broken_at)


def test_an_end_that_was_cut_off_is_found_by_a_head_kept_elsewhere(register: Register, database: Database) -> None:
    look(register)
    head = register.audit_chain.head()
    look(register, 1)
    assert register.audit_chain.verify(expect=head).holds
    with database.begin() as tx:
        tx.execute(delete(AuditRow).where(AuditRow.id >= LOOKS))
    assert register.audit_chain.verify().holds
    assert not register.audit_chain.verify(expect=head).holds


def test_entries_written_at_once_make_one_chain(register_on_postgresql: Register) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: look(register_on_postgresql, 3), range(4)))
    found = register_on_postgresql.audit_chain.verify()
    assert (found.holds, found.entries) == (True, 12)


def test_signing_in_and_changed_roles_are_written_down(register: Register, database: Database) -> None:
    member(register, Role.OFFICIAL, None, name="li.wei")
    register.staff.set_roles("li.wei", [Role.AUDITOR], by="陈静")
    told = [(one.who, one.action, one.subject) for one in register.for_official(ADMINISTRATOR).audit()]
    assert told == [("陈静", "roles", "li.wei"), ("li.wei", "sign_in", "li.wei")]
    with database.read() as tx:
        assert tx.scalar(select(func.count()).select_from(AuditRow)) == 2


def test_auditors_read_the_audit(register: Register) -> None:
    look(register, 1)
    auditor = member(register, Role.AUDITOR, None)
    assert "conversation" in [entry.action for entry in register.for_official(auditor).audit()]
