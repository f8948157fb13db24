"""Units beside the one that has a case: those that assist in it, and those that lead one claim of it.

The claims keep their names, as they were when they were named; here they are kept by id, for the gatekeeper.
"""

from collections.abc import Sequence, Set

from sqlalchemy import delete, select, update

from cases.step_fields import StepFields
from cases.tables import ClaimRow, PetitionRow
from cases.unit_tables import CaseUnitRow, UnitRow
from cases.unit_values import Unit
from storage import Transaction


def keep_units(
    tx: Transaction, claims: Sequence[ClaimRow], fields: StepFields, lead: Unit | None, assisting: Sequence[Unit] | None
) -> None:
    """Write down whom a step names beside the unit that has the case; they stand in the place of those before."""
    theirs = [claim for claim in claims if fields.claim in (None, claim.position)]
    if lead is not None:
        # What a step on the whole case names has the case itself, and each claim of it.
        _put(tx, theirs, [] if fields.claim is None else [lead], leads=True)
    if assisting is not None:
        _put(tx, theirs, assisting, leads=False)


def _put(tx: Transaction, claims: Sequence[ClaimRow], units: Sequence[Unit], *, leads: bool) -> None:
    before = CaseUnitRow.claim_id.in_([claim.id for claim in claims]), CaseUnitRow.leads.is_(leads)
    tx.execute(delete(CaseUnitRow).where(*before))
    tx.add_all(
        CaseUnitRow(claim_id=claim.id, case_id=claim.case_id, unit_id=unit, leads=leads)
        for claim in claims
        for unit in {unit.id for unit in units}
    )


def go_along(tx: Transaction, claim: ClaimRow, case: PetitionRow) -> None:
    """A claim became a case of its own."""
    tx.execute(update(CaseUnitRow).where(CaseUnitRow.claim_id == claim.id).values(case_id=case.id))


def take_from(tx: Transaction, row: PetitionRow, out: Set[int]) -> None:
    """Take a sealed case from those beside its unit who are in the line of whom it is about (Art. 30)."""
    if not out:
        return
    theirs = CaseUnitRow.case_id == row.id, CaseUnitRow.unit_id.in_(out)
    named = select(CaseUnitRow.claim_id, UnitRow.name, CaseUnitRow.leads)
    named = named.join(UnitRow, UnitRow.id == CaseUnitRow.unit_id).where(*theirs)
    for claim_id, name, leads in tx.execute(named).all():
        claim = tx.get_one(ClaimRow, claim_id)
        if leads:
            claim.unit = ""
        else:
            claim.assisting = [one for one in claim.assisting or () if one != name]
    tx.execute(delete(CaseUnitRow).where(*theirs))
