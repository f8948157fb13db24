"""Who may see what. The only functions that decide it: who (the reporting line) and where (the region), in one place.

Whoever has no unit sees all that their role is for: a small office needs no tree.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, false, or_, select, true

from cases.errors import NotAllowed, NotFound
from cases.numbers import NO_REGION, normalise_number
from cases.tables import PetitionRow
from cases.unit_tables import CaseAccusedRow, CaseHandlerRow, UnitRow
from cases.unit_values import Unit, UnitKind, region_prefix
from cases.units import set_up, unit_of
from cases.values import Official, Role
from storage import Transaction

UNMASKING_ROLES = frozenset({Role.OFFICIAL, Role.HANDLER, Role.APPROVER, Role.DISCIPLINE, Role.ADMINISTRATOR})
_OFFICES = frozenset({Role.OFFICIAL, Role.LEADER, Role.SUPERVISOR, Role.ADMINISTRATOR})
_HANDLING = frozenset({Role.HANDLER, Role.APPROVER})
_MOST_LISTED = 200
"""More unit ids than this are asked for inside the statement."""

_open = PetitionRow.sealed.is_(False)


def sees_sealed(official: Official) -> bool:
    """Whether sealed cases can exist at all for this person, named handlers apart."""
    return Role.DISCIPLINE in official.roles


def sees_all_sealed(official: Official) -> bool:
    """Whether no sealed case is hidden from this person."""
    return sees_sealed(official) and official.unit_id is None


def may_unmask(official: Official) -> bool:
    """Whether this person may see who a petitioner is."""
    return bool(official.roles & UNMASKING_ROLES)


def visible(tx: Transaction, official: Official) -> Select[PetitionRow]:
    """All cases this person may know of."""
    # Said, because a condition that is always true would leave no table to count from.
    return select(PetitionRow).select_from(PetitionRow).where(sight(tx, official))


def sight(tx: Transaction, official: Official) -> ColumnElement[bool]:
    """Which cases this person may know of, as a condition on `PetitionRow`."""
    if not official.roles:
        raise NotAllowed("no role")
    unit = unit_of(tx, official.unit_id)
    ways = list(_everywhere(tx, official) if unit is None else _Line(tx, official, unit).ways())
    # Asked first, because for nearly everybody there is none, and one way less to see cases is one index less to read.
    if official.roles - {Role.OPERATOR, Role.AUDITOR} and (named := _named(tx, official)):
        ways.append(and_(PetitionRow.sealed, PetitionRow.id.in_(named)))
    return or_(false(), *ways)


def _named(tx: Transaction, official: Official) -> list[int]:
    """The sealed cases that this person was named to handle."""
    query = select(CaseHandlerRow.case_id).where(CaseHandlerRow.staff_id == official.id)
    return list(tx.scalars(query)) if official.id > 0 else []


def _everywhere(tx: Transaction, official: Official) -> Iterator[ColumnElement[bool]]:
    if sees_sealed(official):
        yield true()
    elif official.roles & _OFFICES or (official.roles & _HANDLING and not set_up(tx)):
        yield _open


@dataclass(frozen=True)
class _Line:
    """What somebody sees from where they stand in the tree."""

    tx: Transaction
    official: Official
    unit: Unit

    def ways(self) -> Iterator[ColumnElement[bool]]:
        roles, where = self.official.roles, in_region(self.unit.region_code)
        mine = PetitionRow.unit_id.in_(self._under(self.unit))
        if roles & _OFFICES:
            yield and_(_open, where, self._of_office())
        if roles & _HANDLING or sees_sealed(self.official):
            yield and_(_open, where, mine)
        if sees_sealed(self.official):
            office = PetitionRow.office_id.in_(self._under(self.unit))
            unplaced = and_(PetitionRow.office_id.is_(None), PetitionRow.unit_id.is_(None))
            yield and_(PetitionRow.sealed, where, or_(mine, office, unplaced), ~self._accused())

    def _of_office(self) -> ColumnElement[bool]:
        """A petition office stands beside the offices of lower places: its line begins with the body it belongs to."""
        top = self.unit
        if self.unit.kind is UnitKind.PETITION_OFFICE:
            top = unit_of(self.tx, self.unit.parent_id) or self.unit
        under = self._under(top)
        placed = or_(PetitionRow.office_id.in_(under), PetitionRow.unit_id.in_(under))
        if self.unit.kind not in (UnitKind.PETITION_OFFICE, UnitKind.GOVERNMENT):
            return placed
        # From before there was a tree, or where no office has the place.
        return or_(PetitionRow.office_id.is_(None), placed)

    def _under(self, top: Unit) -> "list[int] | ScalarSelect[int]":
        query = select(UnitRow.id).where(UnitRow.path.startswith(top.path))
        ids = list(self.tx.scalars(query.limit(_MOST_LISTED + 1)))
        return ids if len(ids) <= _MOST_LISTED else query.scalar_subquery()

    def _accused(self) -> ColumnElement[bool]:
        above = [int(part) for part in self.unit.path.split("/") if part]
        lined = select(UnitRow.id).where(or_(UnitRow.id.in_(above), UnitRow.path.startswith(self.unit.path)))
        mine = CaseAccusedRow.case_id == PetitionRow.id, CaseAccusedRow.unit_id.in_(lined)
        return exists().where(*mine)


def in_region(code: str) -> ColumnElement[bool]:
    """Whether a case happened in this region, or nobody knows where it did."""
    prefix = region_prefix(code)
    if not prefix:
        return PetitionRow.id > 0
    within = PetitionRow.region_code.between(prefix.ljust(6, "0"), prefix.ljust(6, "9"))
    return or_(within, PetitionRow.region_code == NO_REGION)


def case_row(tx: Transaction, official: Official, number: str, *, lock: bool = False) -> PetitionRow:
    """One case. One that is not theirs to see raises the same `NotFound` as one that does not exist."""
    query = visible(tx, official).where(PetitionRow.number == normalise_number(number))
    if lock:
        query = query.with_for_update(of=PetitionRow).execution_options(populate_existing=True)
    row = tx.scalars(query).one_or_none()
    if row is None:
        raise NotFound(number)
    return row


def require(official: Official, *roles: Role) -> None:
    """Refuse whoever has none of `roles`."""
    if not official.roles & set(roles):
        raise NotAllowed(f"needs {' or '.join(roles)}")


def who(official: Official) -> str:
    """How a person is named in history and audit."""
    return official.display_name or official.name
