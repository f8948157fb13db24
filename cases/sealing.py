"""Sealed cases: whom they are about, who is therefore kept out, and who was named to handle them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from cases import audit
from cases.access import Standing, case_row, require, who
from cases.accused import accused_units, in_line
from cases.assignments import WORKING_ROLES
from cases.errors import NotFound, StepIncomplete
from cases.rows import insert_if_new
from cases.tables import PetitionRow, StaffRow
from cases.unit_tables import CaseAccusedRow, CaseHandlerRow, UnitRow
from cases.unit_values import Unit
from cases.units import unit_view
from cases.values import Official, Role
from storage import Database, Transaction


@dataclass(frozen=True, kw_only=True)
class NamedHandler:
    """Somebody who handles a sealed case, or could be named to."""

    name: str
    display_name: str
    unit: str
    """The name of their unit; empty where they have none."""
    named_by: str = ""
    named_at: datetime | None = None


class Handlers:
    """The door to the named handlers of sealed cases. Only discipline staff name them."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def named(self, number: str, *, by: Official) -> list[NamedHandler]:
        """Who handles a case, and who named them. Raises `NotFound`."""
        with self._database.read() as tx:
            row = case_row(tx, by, number, helping=True)
            query = select(CaseHandlerRow, StaffRow, UnitRow.name).join(
                StaffRow, CaseHandlerRow.staff_id == StaffRow.id
            )
            query = query.outerjoin(UnitRow, UnitRow.id == StaffRow.unit_id).where(CaseHandlerRow.case_id == row.id)
            return [
                _handler(member, unit, named_by=named.named_by, named_at=named.named_at)
                for named, member, unit in tx.execute(query.order_by(CaseHandlerRow.named_at, StaffRow.name))
            ]

    def candidates(self, number: str, *, by: Official) -> list[NamedHandler]:
        """Who can be named: not yet, and not of the line of those the case is about. Raises as `name` does."""
        require(by, Role.DISCIPLINE)
        with self._database.read() as tx:
            row = self._sealed(tx, number, by)
            out, taken = barred(tx, row), named_handlers(tx, row)
            query = select(StaffRow, UnitRow.name).outerjoin(UnitRow, UnitRow.id == StaffRow.unit_id)
            query = query.where(StaffRow.disabled.is_(False)).order_by(StaffRow.display_name, StaffRow.name)
            return [
                _handler(member, unit)
                for member, unit in tx.execute(query)
                if member.id not in taken and member.unit_id not in out and _works(member)
            ]

    def name(self, number: str, staff: str, *, by: Official) -> None:
        """Let somebody handle a sealed case. Raises `NotFound`, `NotAllowed`, `StepIncomplete` (the accused's own)."""
        require(by, Role.DISCIPLINE)
        with self._database.begin() as tx:
            row, member = self._both(tx, number, staff, by)
            if member.disabled:
                raise NotFound(staff)
            if not _works(member):
                raise StepIncomplete(f"handler: {staff} has no role that handles cases")
            if member.unit_id is not None and member.unit_id in barred(tx, row):
                raise StepIncomplete(f"handler: {staff} belongs to the line of the unit that the case is about")
            values = {"named_by": who(by), "named_at": self._clock()}
            if insert_if_new(tx, CaseHandlerRow, {"staff_id": member.id, "case_id": row.id, **values}):
                self._note(tx, row, "handler_named", staff, by)

    def remove(self, number: str, staff: str, *, by: Official) -> None:
        """Take a case from somebody, also as their work. Raises `NotFound`, `NotAllowed`."""
        require(by, Role.DISCIPLINE)
        with self._database.begin() as tx:
            row, member = self._both(tx, number, staff, by)
            mine = CaseHandlerRow.staff_id == member.id, CaseHandlerRow.case_id == row.id
            if not tx.execute(delete(CaseHandlerRow).where(*mine).returning(CaseHandlerRow.staff_id)).all():
                return
            if row.assigned_to == member.name:
                row.assigned_to = None
            self._note(tx, row, "handler_removed", staff, by)

    def _both(self, tx: Transaction, number: str, staff: str, by: Official) -> tuple[PetitionRow, StaffRow]:
        row = self._sealed(tx, number, by, lock=True)
        member = tx.scalars(select(StaffRow).where(StaffRow.name == staff)).one_or_none()
        if member is None:
            raise NotFound(staff)
        return row, member

    def _sealed(self, tx: Transaction, number: str, by: Official, *, lock: bool = False) -> PetitionRow:
        row = case_row(tx, by, number, lock=lock)
        if not row.sealed:
            raise NotFound(number)
        return row

    def _note(self, tx: Transaction, row: PetitionRow, action: str, staff: str, by: Official) -> None:
        at = self._clock()
        audit.write(tx, at=at, who=who(by), action=action, subject=row.number, reason=staff, sealed=True)


def named_handlers(tx: Transaction, row: PetitionRow | Standing) -> frozenset[int]:
    """The staff who were named to handle a sealed case; nobody for one that is not sealed."""
    if not row.sealed:
        return frozenset()
    return frozenset(tx.scalars(select(CaseHandlerRow.staff_id).where(CaseHandlerRow.case_id == row.id)))


def all_units(tx: Transaction) -> list[Unit]:
    """Every unit, closed ones too: who left a closed office may still be accused."""
    return [unit_view(row) for row in tx.scalars(select(UnitRow))]


def accused_of(tx: Transaction, row: PetitionRow, units: Sequence[Unit], *, added: str = "") -> list[Unit]:
    """The units a case is about: as the petitioner named the respondent, or as the story does where nobody is named;
    and those that words `added` later name.
    """
    staff: dict[int, list[str]] = defaultdict(list)
    query = select(StaffRow.unit_id, StaffRow.display_name).where(StaffRow.unit_id.is_not(None))
    for unit_id, name in tx.execute(query):
        staff[unit_id or 0].append(name)
    return accused_units(units, f"{row.respondent or row.facts}\n{added}", staff)


def barred(tx: Transaction, row: PetitionRow) -> frozenset[int]:
    """The units that a sealed case may not go to; none for a case that is not sealed."""
    if not row.sealed:
        return frozenset()
    units = all_units(tx)
    return _in_line_with(tx, row, units, accused_of(tx, row, units))


def _in_line_with(tx: Transaction, row: PetitionRow, units: Sequence[Unit], accused: Sequence[Unit]) -> frozenset[int]:
    """The lines of these units and of all that were ever noted: whom a supplement named stays kept out."""
    known = set(tx.scalars(select(CaseAccusedRow.unit_id).where(CaseAccusedRow.case_id == row.id)))
    return in_line(units, [*accused, *(unit for unit in units if unit.id in known)])


def note_accused(tx: Transaction, row: PetitionRow, *, added: str = "") -> frozenset[int]:
    """Write down whom a sealed case is about, for the gatekeeper; gives back the units that it may not go to."""
    if not row.sealed:
        tx.execute(delete(CaseAccusedRow).where(CaseAccusedRow.case_id == row.id))
        tx.execute(delete(CaseHandlerRow).where(CaseHandlerRow.case_id == row.id))
        return frozenset()
    units = all_units(tx)
    accused = accused_of(tx, row, units, added=added)
    for unit in accused:
        insert_if_new(tx, CaseAccusedRow, {"case_id": row.id, "unit_id": unit.id})
    return _in_line_with(tx, row, units, accused)


def as_secret_as(tx: Transaction, row: PetitionRow, new: PetitionRow) -> None:
    """Keep from a case that came out of another whoever is kept from that one: later words may have named them."""
    for unit in tx.scalars(select(CaseAccusedRow.unit_id).where(CaseAccusedRow.case_id == row.id)).all():
        insert_if_new(tx, CaseAccusedRow, {"case_id": new.id, "unit_id": unit})


def _works(member: StaffRow) -> bool:
    return bool(set(member.roles) & set(WORKING_ROLES))


def _handler(
    member: StaffRow, unit: str | None, *, named_by: str = "", named_at: datetime | None = None
) -> NamedHandler:
    name = member.display_name or member.name
    return NamedHandler(name=member.name, display_name=name, unit=unit or "", named_by=named_by, named_at=named_at)
