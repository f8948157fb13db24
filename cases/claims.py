"""A case's claims: written when it is filed, moved with it, shown with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Table

from cases.errors import StepIncomplete
from cases.step_fields import StepFields
from cases.tables import ClaimRow, PetitionRow
from cases.values import Claim, ClaimProposal
from storage import Transaction

_ADD = cast(Table, ClaimRow.__table__).insert()


def add_claims(tx: Transaction, row: PetitionRow, proposed: Sequence[ClaimProposal]) -> None:
    """Write the claims of a new case; one that was not split is one claim."""
    alone = ClaimProposal(
        request=row.request,
        nature=row.nature,
        matter=levels(row.matter),
        matter_confidence=row.matter_confidence,
    )
    rows = [
        {
            "case_id": row.id,
            "position": position,
            "request": claim.request,
            "nature": claim.nature,
            "matter": joined(claim.matter),
            "matter_confidence": claim.matter_confidence,
            "proposed_route": claim.route.route if claim.route else row.proposed_route,
            "unit": "",
            "state": row.state,
        }
        for position, claim in enumerate(proposed or (alone,), start=1)
    ]
    tx.connection().execute(_ADD, rows)


def check_named(claims: Sequence[ClaimRow], fields: StepFields) -> None:
    """Raise `StepIncomplete` for a claim that is not there. To be called while the case still has all of them."""
    named = {*fields.claims, *fields.solved, *([fields.claim] if fields.claim else [])} - {0}
    if named - {claim.position for claim in claims}:
        raise StepIncomplete(f"claim: there is no claim {', '.join(map(str, sorted(named)))}")


def move_claims(row: PetitionRow, claims: Sequence[ClaimRow], fields: StepFields, now: datetime) -> None:
    """Take the claims along with a step on their case.

    A step that names a claim says nothing of the others. A case of one claim and that claim say the same.
    """
    for claim in claims:
        claim.state = row.state
        if fields.claim in (None, claim.position):
            _assign(claim, fields)
        _answer(claim, fields, now)
        if len(claims) == 1:
            _mirror(claim, row, own=fields.claim is not None)


def _assign(claim: ClaimRow, fields: StepFields) -> None:
    claim.unit = fields.unit if fields.unit is not None else claim.unit
    claim.assisting = list(fields.assisting) if fields.assisting is not None else claim.assisting
    if fields.claim is None:
        # What was decided for one claim stays; the others go the way of their case.
        claim.route = claim.route or fields.route
    else:
        claim.route = fields.route or claim.route
        claim.nature = fields.nature or claim.nature
        if fields.matter is not None:
            claim.matter, claim.matter_confidence = joined(fields.matter), 1.0


def _answer(claim: ClaimRow, fields: StepFields, now: datetime) -> None:
    claim.outcome = fields.outcome or claim.outcome
    claim.disposition = fields.disposition or claim.disposition
    if own := fields.claims.get(claim.position):
        claim.outcome, claim.disposition = own.outcome, own.disposition or claim.disposition
        claim.opinion, claim.legal_basis = own.opinion or None, own.legal_basis or fields.legal_basis or None
    elif fields.outcome and fields.legal_basis:
        claim.legal_basis = fields.legal_basis
    if solved := fields.solved.get(claim.position, fields.solved.get(0)):
        claim.solved, claim.solved_at = solved, now


def _mirror(claim: ClaimRow, row: PetitionRow, *, own: bool) -> None:
    """Keep a case and its only claim alike."""
    if own:
        row.nature, row.route = claim.nature, claim.route
        row.matter, row.matter_confidence = claim.matter, claim.matter_confidence
        return
    claim.nature, claim.route = row.nature, row.route
    claim.matter, claim.matter_confidence = row.matter, row.matter_confidence


def claims_of(row: PetitionRow, claims: Sequence[ClaimRow]) -> tuple[Claim, ...]:
    """The claims of a case in their order; a case from before they were kept apart is one claim."""
    if claims:
        return tuple(_view(claim, row) for claim in claims)
    if not row.request:
        return ()
    return (
        Claim(
            position=1,
            request=row.request,
            nature=row.nature,
            matter=levels(row.matter),
            matter_confidence=row.matter_confidence,
            proposed_route=None,
            route=row.route,
            unit=row.unit,
            state=row.state,
            outcome=None,
        ),
    )


def levels(matter: str) -> tuple[str, ...]:
    """A matter's levels, from how they are kept."""
    return tuple(matter.split("/")) if matter else ()


def joined(matter: Sequence[str]) -> str:
    """A matter's levels, as they are kept."""
    return "/".join(level.replace("/", "／") for level in matter)


def _view(claim: ClaimRow, row: PetitionRow) -> Claim:
    return Claim(
        position=claim.position,
        request=claim.request,
        nature=claim.nature,
        matter=levels(claim.matter),
        matter_confidence=claim.matter_confidence,
        proposed_route=claim.proposed_route,
        route=claim.route,
        unit=claim.unit or row.unit,
        state=claim.state,
        outcome=claim.outcome,
        assisting=tuple(claim.assisting or ()),
        disposition=claim.disposition,
        opinion=claim.opinion or "",
        legal_basis=claim.legal_basis or "",
        solved=claim.solved,
    )
