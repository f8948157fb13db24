"""A case's claims: written when it is filed, moved with it, shown with it."""

from collections.abc import Sequence

from sqlalchemy import select

from cases.step_fields import StepFields
from cases.tables import ClaimRow, PetitionRow
from cases.values import Claim, ClaimProposal
from storage import Transaction


def add_claims(tx: Transaction, row: PetitionRow, proposed: Sequence[ClaimProposal]) -> None:
    """Write the claims of a new case; one that was not split is one claim."""
    alone = ClaimProposal(
        request=row.request,
        nature=row.nature,
        matter=levels(row.matter),
        matter_confidence=row.matter_confidence,
    )
    tx.add_all(
        ClaimRow(
            case_id=row.id,
            position=position,
            request=claim.request,
            nature=claim.nature,
            matter=joined(claim.matter),
            matter_confidence=claim.matter_confidence,
            proposed_route=claim.route.route if claim.route else row.proposed_route,
            route=None,
            unit="",
            state=row.state,
            outcome=None,
        )
        for position, claim in enumerate(proposed or (alone,), start=1)
    )


def move_claims(tx: Transaction, row: PetitionRow, fields: StepFields) -> None:
    """Take the claims along with a step on their case. What only a case of one claim can say is said of that one."""
    claims = claim_rows(tx, row.id)
    for claim in claims:
        claim.state = row.state
        claim.unit = fields.unit if fields.unit is not None else claim.unit
        claim.outcome = fields.outcome if fields.outcome is not None else claim.outcome
        if len(claims) == 1:
            claim.nature, claim.route = row.nature, row.route
            claim.matter, claim.matter_confidence = row.matter, row.matter_confidence


def claims_of(tx: Transaction, row: PetitionRow) -> tuple[Claim, ...]:
    """The claims of a case in their order; a case from before they were kept apart is one claim."""
    rows = claim_rows(tx, row.id)
    if rows:
        return tuple(_view(claim, row) for claim in rows)
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


def claim_rows(tx: Transaction, case_id: int) -> list[ClaimRow]:
    """The rows of a case's claims, in their order."""
    return list(tx.scalars(select(ClaimRow).where(ClaimRow.case_id == case_id).order_by(ClaimRow.position)))


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
    )
