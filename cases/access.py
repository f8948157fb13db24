"""Who may see what. The only functions that decide it: who (the reporting line) and where (the region), in one place.

Whoever has no unit sees all that their role is for: a small office needs no tree.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Self, cast

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, exists, false, func, or_, select, true

from cases.errors import NotAllowed, NotFound
from cases.numbers import normalise_number
from cases.regions_seen import in_region, regions_within
from cases.rows import on_postgresql
from cases.tables import PetitionRow
from cases.unit_tables import CaseAccusedRow, CaseHandlerRow, CaseUnitRow, UnitRow
from cases.unit_values import Unit, UnitKind, region_prefix
from cases.units import set_up, unit_of
from cases.values import Official, Role, State
from storage import Transaction

UNMASKING_ROLES = frozenset({Role.OFFICIAL, Role.HANDLER, Role.APPROVER, Role.DISCIPLINE, Role.ADMINISTRATOR})
_OFFICES = frozenset({Role.OFFICIAL, Role.LEADER, Role.SUPERVISOR, Role.ADMINISTRATOR})
_HANDLING = frozenset({Role.HANDLER, Role.APPROVER})
_MOST_LISTED = 200
"""More unit ids than this are asked for inside the statement."""
_MOST_HELPED = 200
"""The same of cases that a line's units assist in."""

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
    """All cases this person may know of, those included that their units only assist in."""
    # Said, because a condition that is always true would leave no table to count from.
    return select(PetitionRow).select_from(PetitionRow).where(sight(tx, official, helping=True))


def sight(tx: Transaction, official: Official, *, helping: bool = False) -> ColumnElement[bool]:
    """Which cases this person may know of, as a condition on `PetitionRow`.

    `helping`: also those that are another unit's, and that theirs only assists in. What is to be done is not theirs.
    """
    view = _view(tx, official)
    ways = list(view.ways(regions_within(tx, view.region) if isinstance(view, _Line) else None))
    if helping and isinstance(view, _Line) and view.helps:
        ways += _helped(tx, view, ways)
    # Asked first, because for nearly everybody there is none, and one way less to see cases is one index less to read.
    if _may_be_named(official) and (named := list(tx.scalars(_NAMED, {"staff": official.id}))):
        ways.append(and_(PetitionRow.id.in_(named), view.of_named()))
    return or_(false(), *ways)


def sight_of_sums(tx: Transaction, official: Official, kept_by: "Stand") -> ColumnElement[bool]:
    """Which sums this person may know of, by where the cases stand that are in them. No sealed case is in any."""
    view = _view(tx, official)
    if isinstance(view, _Everywhere):
        return true() if view.open or view.sealed else false()
    return or_(false(), *view.ways_of_open(regions_within(tx, view.region, kept_by.region), kept_by))


def _helped(tx: Transaction, view: "_Line", own: Iterable[ColumnElement[bool]]) -> Iterator[ColumnElement[bool]]:
    """The cases that a line knows only because a unit of it assists. For nearly everybody they are few, or none."""
    found = _assisted(view, own)
    ids = tx.scalars(found.limit(_MOST_HELPED + 1)).all()
    if not ids:
        return
    if len(ids) <= _MOST_HELPED:
        condition: ColumnElement[bool] = PetitionRow.id.in_(ids)
    elif on_postgresql(tx):
        # Of "in" beside other ways it would read every case; an array it finds by the index.
        condition = PetitionRow.id == func.any(func.array(found.correlate(None).scalar_subquery()))
    else:
        condition = PetitionRow.id.in_(found.correlate(None))
    yield and_(_open, condition)


def _assisted(view: "_Line", own: Iterable[ColumnElement[bool]]) -> Select[int]:
    # Where no office has a case yet, "not their office's" is neither true nor false.
    others = ~func.coalesce(or_(false(), *own), false())
    found = select(CaseUnitRow.case_id).join(PetitionRow, PetitionRow.id == CaseUnitRow.case_id)
    return found.where(view.mine.holds(_BESIDE), _open, others).distinct()


def regions_assisted(tx: Transaction, official: Official) -> tuple[str, ...]:
    """The regions of cases that a unit of their line assists in: they may lie outside the line's own."""
    view = _view(tx, official)
    if not isinstance(view, _Line) or not view.helps:
        return ()
    ids = _assisted(view, view.ways()).correlate(None)
    return tuple(tx.scalars(select(PetitionRow.region_code).where(PetitionRow.id.in_(ids)).distinct()))


def only_assisted(tx: Transaction, official: Official, cases: "Iterable[PetitionRow | Standing]") -> frozenset[int]:
    """The ids of those among the cases that this person sees which they see only because their unit assists."""
    mine = official.unit_id
    unsure = [one.id for one in cases if mine not in (None, one.unit_id, one.office_id) and not one.sealed]
    if not unsure:
        return frozenset()
    own = select(PetitionRow.id).where(PetitionRow.id.in_(unsure), or_(false(), *_view(tx, official).ways()))
    return frozenset(unsure) - frozenset(tx.scalars(own))


_NAMED = select(CaseHandlerRow.case_id).where(CaseHandlerRow.staff_id == bindparam("staff"))
"""The sealed cases that somebody was named to handle."""


def _may_be_named(official: Official) -> bool:
    return official.id > 0 and bool(official.roles - {Role.OPERATOR, Role.AUDITOR})


def _view(tx: Transaction, official: Official) -> "_Everywhere | _Line":
    if not official.roles:
        raise NotAllowed("no role")
    unit = unit_of(tx, official.unit_id)
    if unit is None:
        if sees_sealed(official):
            return _Everywhere(sealed=True, open=True)
        roles = official.roles
        return _Everywhere(sealed=False, open=bool(roles & _OFFICES or (roles & _HANDLING and not set_up(tx))))
    return _line(tx, official, unit)


@dataclass(frozen=True)
class Stand:
    """The columns that say where a case stands."""

    region: ColumnElement[str]
    office_id: ColumnElement[int | None]
    unit_id: ColumnElement[int | None]


_CASES = cast(Table, PetitionRow.__table__).c
_BESIDE = cast(Table, CaseUnitRow.__table__).c.unit_id
_OF_CASES = Stand(_CASES.region_code, _CASES.office_id, _CASES.unit_id)


@dataclass(frozen=True)
class _Everywhere:
    """What somebody sees who stands in no tree."""

    sealed: bool
    open: bool

    def ways(self, _where: ColumnElement[bool] | None = None) -> Iterator[ColumnElement[bool]]:
        if self.sealed:
            yield true()
        elif self.open:
            yield _open

    def of_named(self) -> ColumnElement[bool]:
        """Which of the cases they were named to handle they see: they stand in nobody's line."""
        return and_(PetitionRow.sealed)


@dataclass(frozen=True)
class _Branch:
    """A unit and all under it."""

    path: str
    ids: tuple[int, ...] | None
    """None where there are too many to be listed."""

    @classmethod
    def of(cls, tx: Transaction, top: Unit) -> Self:
        ids = tuple(tx.scalars(_under(top.path).limit(_MOST_LISTED + 1)))
        return cls(top.path, ids if len(ids) <= _MOST_LISTED else None)

    def holds(self, unit_id: ColumnElement[int | None]) -> ColumnElement[bool]:
        return unit_id.in_(self.ids if self.ids is not None else _under(self.path).scalar_subquery())


def _under(path: str) -> Select[int]:
    return select(UnitRow.id).where(UnitRow.path.startswith(path))


def _line(tx: Transaction, official: Official, unit: Unit) -> "_Line":
    roles, top = official.roles, unit
    if unit.kind is UnitKind.PETITION_OFFICE:
        # It stands beside the offices of lower places: its line begins with the body it belongs to.
        top = unit_of(tx, unit.parent_id) or unit
    mine = _Branch.of(tx, unit)
    return _Line(
        path=unit.path,
        region=unit.region_code,
        mine=mine,
        office=(mine if top is unit else _Branch.of(tx, top)) if roles & _OFFICES else None,
        # From before there was a tree, or where no office has the place.
        unplaced=unit.kind in (UnitKind.PETITION_OFFICE, UnitKind.GOVERNMENT),
        handles=bool(roles & _HANDLING) or sees_sealed(official),
        helps=bool(roles - {Role.OPERATOR, Role.AUDITOR}),
        sealed=sees_sealed(official),
    )


@dataclass(frozen=True)
class _Line:
    """What somebody sees from where they stand in the tree."""

    path: str
    region: str
    mine: _Branch
    office: _Branch | None
    unplaced: bool
    handles: bool
    helps: bool
    sealed: bool

    def ways(self, where: ColumnElement[bool] | None = None) -> Iterator[ColumnElement[bool]]:
        where, mine = in_region(self.region) if where is None else where, self.mine.holds(_CASES.unit_id)
        for way in self.ways_of_open(where, _OF_CASES):
            yield and_(_open, way)
        if self.sealed:
            office = self.mine.holds(_CASES.office_id)
            unplaced = and_(PetitionRow.office_id.is_(None), PetitionRow.unit_id.is_(None))
            yield and_(PetitionRow.sealed, where, or_(mine, office, unplaced), ~self._accused())

    def of_named(self) -> ColumnElement[bool]:
        """Which of the cases they were named to handle they see: none about their own line, wherever it is by now."""
        return and_(PetitionRow.sealed, ~self._accused())

    def ways_of_open(self, where: ColumnElement[bool], stand: Stand) -> Iterator[ColumnElement[bool]]:
        if self.office is not None:
            placed = or_(self.office.holds(stand.office_id), self.office.holds(stand.unit_id))
            yield and_(where, or_(stand.office_id.is_(None), placed) if self.unplaced else placed)
        if self.handles:
            # What a unit has is found by the unit: no index of places is offered.
            yield and_(in_region(self.region, stand.region), self.mine.holds(stand.unit_id))

    def of_assisted(self) -> ColumnElement[bool]:
        """The cases that a unit of theirs assists in, or leads a claim of. A sealed one is opened to nobody by that."""
        named = CaseUnitRow.case_id == PetitionRow.id, self.mine.holds(_BESIDE)
        return and_(_open, exists().where(*named))

    def _accused(self) -> ColumnElement[bool]:
        above = [int(part) for part in self.path.split("/") if part]
        lined = select(UnitRow.id).where(or_(UnitRow.id.in_(above), UnitRow.path.startswith(self.path)))
        mine = CaseAccusedRow.case_id == PetitionRow.id, CaseAccusedRow.unit_id.in_(lined)
        return exists().where(*mine)


def region_of_line(tx: Transaction, official: Official) -> str | None:
    """The digits that every region of an open case this person sees begins with; None where no line limits them."""
    unit = unit_of(tx, official.unit_id)
    return region_prefix(unit.region_code) if unit else None


def case_row(
    tx: Transaction, official: Official, number: str, *, lock: bool = False, helping: bool = False
) -> PetitionRow:
    """One case. One that is not theirs to see raises the same `NotFound` as one that does not exist.

    `helping`: to be read, or for a step that asks again whose it is. Else `NotAllowed` where theirs only assists in it.
    """
    view, named = _view(tx, official), _may_be_named(official)
    asked = {"number": normalise_number(number), "staff": official.id}
    row = tx.scalars(_whole(view, named=named, lock=lock, helping=helping), asked).one_or_none()
    if row is not None:
        return row
    if not helping and tx.scalars(_whole(view, named=named, lock=False, helping=True), asked).one_or_none():
        raise NotAllowed(f"their unit only assists in {number}")
    raise NotFound(number)


@dataclass(frozen=True)
class Standing:
    """Where a case stands: enough to know what can be done with it."""

    id: int
    state: State
    sealed: bool
    unit_id: int | None
    office_id: int | None
    erased: bool = False
    """Nobody can say any more whose it was: nothing is done with it."""

    @classmethod
    def of(cls, row: PetitionRow) -> Self:
        """Where a case stands that was read whole."""
        return cls(row.id, row.state, row.sealed, row.unit_id, row.office_id, row.erased_at is not None)


def standing(tx: Transaction, official: Official, number: str) -> Standing:
    """Where one case they may read stands, without reading what it says. Raises `NotFound` as `case_row` does."""
    query = _standing(_view(tx, official), named=_may_be_named(official))
    row = tx.connection().execute(query, {"number": normalise_number(number), "staff": official.id}).one_or_none()
    if row is None:
        raise NotFound(number)
    return Standing(*row)


# Built once for each place in the tree, whoever looks from there and whichever case is asked for.
@lru_cache(maxsize=128)
def _whole(view: _Everywhere | _Line, *, named: bool, lock: bool, helping: bool) -> Select[PetitionRow]:
    query = select(PetitionRow).where(*_by_number(view, named=named, helping=helping))
    if not lock:
        return query
    return query.with_for_update(of=PetitionRow).execution_options(populate_existing=True)


@lru_cache(maxsize=128)
def _standing(view: _Everywhere | _Line, *, named: bool) -> Select[int, State, bool, int | None, int | None, bool]:
    row = PetitionRow
    stands = select(row.id, row.state, row.sealed, row.unit_id, row.office_id, row.erased_at.is_not(None))
    return stands.where(*_by_number(view, named=named, helping=True))


def _by_number(view: _Everywhere | _Line, *, named: bool, helping: bool) -> tuple[ColumnElement[bool], ...]:
    ways = list(view.ways())
    if helping and isinstance(view, _Line) and view.helps:
        ways.append(view.of_assisted())
    if named:
        # Here one more way costs nothing: the number leads to one case at most.
        ways.append(and_(PetitionRow.id.in_(_NAMED), view.of_named()))
    return PetitionRow.number == bindparam("number"), or_(false(), *ways)


def require(official: Official, *roles: Role) -> None:
    """Refuse whoever has none of `roles`."""
    if not official.roles & set(roles):
        raise NotAllowed(f"needs {' or '.join(roles)}")


def who(official: Official) -> str:
    """How a person is named in history and audit."""
    return official.display_name or official.name
