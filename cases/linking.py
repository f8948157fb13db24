"""Cases that belong together: one merged into another, or a claim split off into a case of its own."""

import secrets
from collections.abc import Iterator, Set
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, inspect, or_, select

from cases.access import case_row, who
from cases.assisting import go_along
from cases.clock_events import Happened, write_events
from cases.clocks import DIRECT, Clocks
from cases.dossiers import claim_rows, clock_rows, done_in
from cases.errors import NotFound, StepIncomplete
from cases.filing import set_next_due
from cases.numbers import new_code, next_number, normalise_code
from cases.passing import place
from cases.sealing import as_secret_as
from cases.search import set_search_columns
from cases.step_fields import StepFields
from cases.tables import ClaimRow, DraftRow, HistoryRow, LinkRow, PetitionRow
from cases.values import DraftState, Link, Nature, Official, State
from storage import KeyRing, Transaction

PENDING, FINISHED = "pending_below", "review_finished"
MERGED, SPLIT = "merged", "split"
FOLLOWED = frozenset({State.MERGED, State.WITHDRAWN, State.REDIRECTED, State.NOT_ACCEPTED})
"""A case in one of these is no place to merge another into."""


def merge(tx: Transaction, row: PetitionRow, fields: StepFields, by: Official, now: datetime) -> None:
    """Link a case to the one it is handled with. Both stay; the link can be undone."""
    other = _other(tx, row, fields.case or "", by)
    if other.state in FOLLOWED:
        raise StepIncomplete(f"case: {other.number} is {other.state}")
    tx.add(LinkRow(case_id=row.id, other_id=other.id, kind=MERGED, at=now, ended_at=None))
    _note(tx, other, "merge", f"并入本件：{row.number}", by, now)


def check_ground(tx: Transaction, row: PetitionRow, fields: StepFields, by: Official, unfinished: Set[State]) -> None:
    """Raise `StepIncomplete` when the case that is named is no ground not to accept this one (Arts. 19(3), 36(3))."""
    other = _other(tx, row, fields.case or "", by, helping=True)
    if fields.ground == PENDING and not (other.accepted_at is not None and other.state in unfinished):
        raise StepIncomplete(f"case: {other.number} is not accepted and still being handled")
    if fields.ground == FINISHED and not any(entry.step == "re_review_reply" for entry in done_in(tx, other.id)):
        raise StepIncomplete(f"case: {other.number} has no opinion of a re-review")


def unmerge(tx: Transaction, row: PetitionRow, by: Official, now: datetime) -> None:
    """Undo a merge."""
    links = select(LinkRow).where(LinkRow.case_id == row.id, LinkRow.kind == MERGED, LinkRow.ended_at.is_(None))
    for link in tx.scalars(links):
        link.ended_at = now
        other = tx.get_one(PetitionRow, link.other_id)
        _note(tx, other, "unmerge", f"撤销并案：{row.number}", by, now)


def split(
    tx: Transaction, row: PetitionRow, fields: StepFields, by: Official, now: datetime, *, clocks: Clocks, ring: KeyRing
) -> PetitionRow:
    """Make a case of its own of one claim. The time since it was received has passed for it too."""
    claims = claim_rows(tx, row.id)
    claim = next((one for one in claims if one.position == fields.claim), None)
    if claim is None or len(claims) < 2:
        raise StepIncomplete("claim: only one of several claims can be split off")
    new = _copy(tx, row, claim, now, ring)
    claim.case_id, claim.position, claim.state = new.id, 1, new.state
    go_along(tx, claim, new)
    as_secret_as(tx, row, new)
    place(tx, new)
    direct = any(one.clock == DIRECT for one in clock_rows(tx, row.id))
    clock = clocks.start(
        DIRECT if direct else "C1", row.received_at, case_id=new.id, route=None, region=new.region_code
    )
    if clock is not None:
        tx.add(clock)
        write_events(tx, [Happened(clock, "started", now)])
        set_next_due(new, [clock], clocks)
    tx.add(LinkRow(case_id=new.id, other_id=row.id, kind=SPLIT, at=now, ended_at=None))
    _note(tx, new, "split", f"从 {row.number} 分出", by, now)
    return new


_TABLE = cast(Table, LinkRow.__table__)
# Built once: whoever is shown a case asks.
_LINKS = (
    select(_TABLE)
    .where(or_(_TABLE.c.case_id == bindparam("case"), _TABLE.c.other_id == bindparam("case")))
    .where(_TABLE.c.ended_at.is_(None))
    .order_by(_TABLE.c.id)
)


def links_of(tx: Transaction, row: PetitionRow) -> tuple[Link, ...]:
    """The cases this one belongs with. A sealed one is named on a sealed one only."""
    names = {MERGED: ("merged_into", "merged_here"), SPLIT: ("split_from", "split_to")}
    found = []
    for link in tx.connection().execute(_LINKS, {"case": row.id}):
        other = tx.get_one(PetitionRow, link.other_id if link.case_id == row.id else link.case_id)
        if row.sealed or not other.sealed:
            found.append(Link(number=other.number, kind=names[link.kind][link.case_id != row.id]))
    return tuple(found)


# Built once: every notice of a case asks.
_HERE = (
    select(PetitionRow)
    .join(LinkRow, LinkRow.case_id == PetitionRow.id)
    .where(LinkRow.other_id == bindparam("case"), LinkRow.kind == MERGED, LinkRow.ended_at.is_(None))
    .where(PetitionRow.state == State.MERGED, PetitionRow.erased_at.is_(None))
    .order_by(LinkRow.id)
)


def merged_here(tx: Transaction, row: PetitionRow) -> Iterator[PetitionRow]:
    """The cases that are handled with this one, those that were merged into them included."""
    for one in tx.scalars(_HERE, {"case": row.id}).all():
        yield one
        yield from merged_here(tx, one)


def _other(tx: Transaction, row: PetitionRow, number: str, by: Official, *, helping: bool = False) -> PetitionRow:
    try:
        other = case_row(tx, by, number, lock=True, helping=helping)
    except NotFound as error:
        raise StepIncomplete(f"case: there is no case {number}") from error
    if other.id == row.id or other.sealed != row.sealed:
        raise StepIncomplete(f"case: {number} is not one this can be put together with")
    return other


def _note(tx: Transaction, row: PetitionRow, step: str, text: str, by: Official, now: datetime) -> None:
    row.version += 1
    tx.add(
        HistoryRow(
            case_id=row.id, at=now, by=who(by), step=step, text=text, told=None, source=None,
            actor=by.name, version=row.version,
        )
    )  # fmt: skip


_OWN = frozenset({"id", "number", "draft_id", "code", "code_index"})


def _copy(tx: Transaction, row: PetitionRow, claim: ClaimRow, now: datetime, ring: KeyRing) -> PetitionRow:
    """The same petitioner and story, with one request."""
    code, number = new_code(), next_number(tx, region=row.region_code, now=now)
    draft = tx.get_one(DraftRow, row.draft_id)
    kept = {one.key: getattr(draft, one.key) for one in inspect(DraftRow).column_attrs}
    index = ring.index(normalise_code(code))
    kept |= {"id": secrets.token_hex(16), "code": code, "code_index": index, "attached": False}
    kept |= {"state": DraftState.FILED, "case_number": number}
    tx.add(DraftRow(**kept))
    tx.flush()
    values = {one.key: getattr(row, one.key) for one in inspect(PetitionRow).column_attrs if one.key not in _OWN}
    values |= {"number": number, "draft_id": kept["id"], "code": code, "code_index": index}
    values |= {"request": claim.request, "nature": claim.nature, "matter": claim.matter, "route": None, "unit": ""}
    values |= {"unit_id": None}
    values |= {"matter_confidence": claim.matter_confidence, "proposed_route": claim.proposed_route}
    values |= {"state": State.REGISTERED, "state_since": now, "state_before": None, "version": 1}
    values |= {"accepted_at": None, "served_at": None, "unit_received_at": None, "simple": False, "lead_official": ""}
    values |= {"next_due": None, "next_clock": "", "sealed": row.sealed or claim.nature is Nature.ACCUSATION}
    new = PetitionRow(**values)
    set_search_columns(new, ring)
    tx.add(new)
    tx.flush()
    return new
