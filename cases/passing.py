"""Passing a case on: which unit a step means, which office answers for a case, and who may never have it."""

from collections.abc import Sequence

from sqlalchemy import update

from cases.assisting import take_from
from cases.errors import StepIncomplete, UnitError
from cases.numbers import NO_REGION
from cases.sealing import barred, note_accused
from cases.tables import ClaimRow, PetitionRow
from cases.unit_values import Unit, UnitKind, region_prefix
from cases.units import covers, find_unit, set_up, unit_of, units_around
from storage import Transaction


def named_unit(tx: Transaction, row: PetitionRow, named: str | None) -> Unit | None:
    """The unit that a step names by code or name; None where none is named, or where no tree is set up.

    Raises `StepIncomplete` when the tree has no such unit, when it does not work where the case is, or when a sealed
    case is about it or its line.
    """
    if named is None or not set_up(tx):
        return None
    unit = _in_tree(tx, row, named, "unit")
    if not covers(unit.region_code, row.region_code):
        # Its people see their own region only: the case would be lost to everybody it was passed to.
        raise StepIncomplete(f"unit: {unit.name} does not work in {row.region_name or row.region_code}")
    return unit


def assisting_units(tx: Transaction, row: PetitionRow, named: Sequence[str] | None) -> tuple[Unit, ...] | None:
    """The units that a step names to assist, which may be from elsewhere. None where it names none, or without a tree.

    Raises `StepIncomplete` when the tree has no such unit, or when a sealed case is about it or its line.
    """
    if named is None or not set_up(tx):
        return None
    return tuple(_in_tree(tx, row, one, "assisting") for one in named)


def _in_tree(tx: Transaction, row: PetitionRow, named: str, field: str) -> Unit:
    try:
        unit = find_unit(tx, named, region=row.region_code)
    except UnitError as error:
        raise StepIncomplete(f"{field}: {error.detail}") from error
    if unit is None:
        raise StepIncomplete(f"{field}: there is no unit {named!r} in the tree")
    if unit.id in barred(tx, row):
        raise StepIncomplete(f"{field}: the case is about {unit.name}, or about a unit over or under it (Art. 30)")
    return unit


def pass_to(row: PetitionRow, unit: Unit | None) -> None:
    """Give the case to a unit. A petition office that it is passed to answers for it from now on."""
    if unit is None:
        return
    row.unit, row.unit_id = unit.name, unit.id
    if unit.kind is _office_kind(row):
        row.office_id = unit.id


def file_with(tx: Transaction, row: PetitionRow, organ_id: int | None) -> bool:
    """Leave a new case with the organ at whose counter it was told; False where it is a petition office's to pass on.

    What an organ took in itself it answers, passes down or shows the road of (Art. 23). An accusation goes to those who
    look into such things, and what happened elsewhere to the office of that place.
    """
    organ = unit_of(tx, organ_id)
    if row.sealed or organ is None or organ.kind is not UnitKind.HANDLING or not _fits(organ, row, frozenset()):
        return False
    row.unit, row.unit_id, row.office_id = organ.name, organ.id, organ.id
    return True


def heard(tx: Transaction, row: PetitionRow, added: str) -> None:
    """The petitioner added words to a case: whom they accuse in them may not know of a sealed one from now on."""
    if row.sealed and added.strip():
        place(tx, row, added=added)


def place(tx: Transaction, row: PetitionRow, *, added: str = "") -> None:
    """Find the office that answers for a case, when it is filed, sealed, opened, or turns out to be elsewhere.

    A case that is sealed is taken from whoever it is about.
    """
    if not set_up(tx):
        return
    out = note_accused(tx, row, added=added)
    if row.unit_id in out:
        row.unit, row.unit_id = "", None
        tx.execute(update(ClaimRow).where(ClaimRow.case_id == row.id).values(unit=""))
    take_from(tx, row, out)
    office = unit_of(tx, row.office_id)
    if office is None or not _answers(office, row) or not _fits(office, row, out):
        found = nearest_office(tx, row.region_code, _office_kind(row), out)
        row.office_id = found.id if found else None


def nearest_office(tx: Transaction, region: str, kind: UnitKind, out: frozenset[int] = frozenset()) -> Unit | None:
    """The office of the smallest region around this one; the highest where the region is not known."""
    possible = (unit for unit in units_around(tx, region) if unit.active and unit.kind is kind)
    offices = [unit for unit in possible if unit.id not in out]
    if region == NO_REGION:
        return min(offices, key=lambda unit: (unit.depth, unit.id), default=None)
    return min(offices, key=lambda unit: (-len(region_prefix(unit.region_code)), unit.depth, unit.id), default=None)


def _office_kind(row: PetitionRow) -> UnitKind:
    return UnitKind.DISCIPLINE if row.sealed else UnitKind.PETITION_OFFICE


def _answers(office: Unit, row: PetitionRow) -> bool:
    """Whether it can be the one that answers for a case: an organ does for what was filed with it."""
    return office.kind is _office_kind(row) or (office.kind is UnitKind.HANDLING and not row.sealed)


def _fits(office: Unit, row: PetitionRow, out: frozenset[int]) -> bool:
    return office.active and covers(office.region_code, row.region_code) and office.id not in out
