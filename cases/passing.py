"""Passing a case to a unit: which unit is meant by the words of a step, and what the case then carries."""

from cases.errors import StepIncomplete, UnitError
from cases.tables import PetitionRow
from cases.unit_values import Unit, UnitKind
from cases.units import covers, find_unit, set_up
from storage import Transaction


def named_unit(tx: Transaction, row: PetitionRow, named: str | None) -> Unit | None:
    """The unit that a step names by code or name; None where none is named, or where no tree is set up.

    Raises `StepIncomplete` when the tree has no such unit, or one that does not work where the case is.
    """
    if named is None or not set_up(tx):
        return None
    try:
        unit = find_unit(tx, named, region=row.region_code)
    except UnitError as error:
        raise StepIncomplete(f"unit: {error.detail}") from error
    if unit is None:
        raise StepIncomplete(f"unit: there is no unit {named!r} in the tree")
    if not covers(unit.region_code, row.region_code):
        # Its people see their own region only: the case would be lost to everybody it was passed to.
        raise StepIncomplete(f"unit: {unit.name} does not work in {row.region_name or row.region_code}")
    return unit


def pass_to(row: PetitionRow, unit: Unit | None) -> None:
    """Give the case to a unit. A petition office that it is passed to answers for it from now on."""
    if unit is None:
        return
    row.unit, row.unit_id = unit.name, unit.id
    office = UnitKind.DISCIPLINE if row.sealed else UnitKind.PETITION_OFFICE
    if unit.kind is office:
        row.office_id = unit.id
