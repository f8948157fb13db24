"""Sealed cases: whom they are about, who is therefore kept out, and who was named to handle them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from cases import audit
from cases.access import case_row, require, who
from cases.accused import accused_units, in_line
from cases.errors import NotFound, StepIncomplete
from cases.rows import insert_if_new
from cases.tables import PetitionRow, StaffRow
from cases.unit_tables import CaseAccusedRow, CaseHandlerRow, UnitRow
from cases.unit_values import Unit
from cases.units import unit_view
from cases.values import Official, Role
from storage import Database, Transaction


class Handlers:
    """The door to the named handlers of sealed cases. Only discipline staff name them."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def of(self, number: str, *, by: Official) -> Sequence[str]:
        """The names of who handles a case. Raises `NotFound`."""
        with self._database.read() as tx:
            row = case_row(tx, by, number)
            query = select(StaffRow.name).join(CaseHandlerRow, CaseHandlerRow.staff_id == StaffRow.id)
            return tx.scalars(query.where(CaseHandlerRow.case_id == row.id).order_by(StaffRow.name)).all()

    def name(self, number: str, staff: str, *, by: Official) -> None:
        """Let somebody handle a sealed case. Raises `NotFound`, `NotAllowed`, `StepIncomplete` (the accused's own)."""
        require(by, Role.DISCIPLINE)
        with self._database.begin() as tx:
            row, member = self._both(tx, number, staff, by)
            if member.unit_id is not None and member.unit_id in barred(tx, row):
                raise StepIncomplete(f"handler: {staff} belongs to the line of the unit that the case is about")
            values = {"named_by": who(by), "named_at": self._clock()}
            insert_if_new(tx, CaseHandlerRow, {"staff_id": member.id, "case_id": row.id, **values})
            self._note(tx, row, "handler_named", staff, by)

    def remove(self, number: str, staff: str, *, by: Official) -> None:
        """Take a case from somebody. Raises `NotFound`, `NotAllowed`."""
        require(by, Role.DISCIPLINE)
        with self._database.begin() as tx:
            row, member = self._both(tx, number, staff, by)
            mine = CaseHandlerRow.staff_id == member.id, CaseHandlerRow.case_id == row.id
            tx.execute(delete(CaseHandlerRow).where(*mine))
            self._note(tx, row, "handler_removed", staff, by)

    def _both(self, tx: Transaction, number: str, staff: str, by: Official) -> tuple[PetitionRow, StaffRow]:
        row = case_row(tx, by, number)
        if not row.sealed:
            raise NotFound(number)
        member = tx.scalars(select(StaffRow).where(StaffRow.name == staff, StaffRow.disabled.is_(False))).one_or_none()
        if member is None:
            raise NotFound(staff)
        return row, member

    def _note(self, tx: Transaction, row: PetitionRow, action: str, staff: str, by: Official) -> None:
        at = self._clock()
        audit.write(tx, at=at, who=who(by), action=action, subject=row.number, reason=staff, sealed=True)


def all_units(tx: Transaction) -> list[Unit]:
    """Every unit, closed ones too: who left a closed office may still be accused."""
    return [unit_view(row) for row in tx.scalars(select(UnitRow))]


def accused_of(tx: Transaction, row: PetitionRow, units: Sequence[Unit]) -> list[Unit]:
    """The units a case is about: as the petitioner named the respondent, or as the story does where nobody is named."""
    staff: dict[int, list[str]] = defaultdict(list)
    query = select(StaffRow.unit_id, StaffRow.display_name).where(StaffRow.unit_id.is_not(None))
    for unit_id, name in tx.execute(query):
        staff[unit_id or 0].append(name)
    return accused_units(units, row.respondent or row.facts, staff)


def barred(tx: Transaction, row: PetitionRow) -> frozenset[int]:
    """The units that a sealed case may not go to; none for a case that is not sealed."""
    if not row.sealed:
        return frozenset()
    units = all_units(tx)
    known = set(tx.scalars(select(CaseAccusedRow.unit_id).where(CaseAccusedRow.case_id == row.id)))
    accused = {unit.id: unit for unit in accused_of(tx, row, units)}
    return in_line(units, [*accused.values(), *(unit for unit in units if unit.id in known)])


def note_accused(tx: Transaction, row: PetitionRow) -> frozenset[int]:
    """Write down whom a sealed case is about, for the gatekeeper; gives back the units that it may not go to."""
    if not row.sealed:
        tx.execute(delete(CaseAccusedRow).where(CaseAccusedRow.case_id == row.id))
        tx.execute(delete(CaseHandlerRow).where(CaseHandlerRow.case_id == row.id))
        return frozenset()
    units = all_units(tx)
    accused = accused_of(tx, row, units)
    for unit in accused:
        insert_if_new(tx, CaseAccusedRow, {"case_id": row.id, "unit_id": unit.id})
    return in_line(units, accused)
