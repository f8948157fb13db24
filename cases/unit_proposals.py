"""Proposals for a case, and what became of them: passages are counted by rule, unit and matter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case as when
from sqlalchemy import func, select, update

from cases.access import case_row, sees_all_sealed
from cases.claims import levels
from cases.routing import Precedent, Question, UnitProposal, load_routing, propose, rule_of
from cases.sealing import barred
from cases.tables import PetitionRow
from cases.unit_tables import CasePassageRow, UnitRow
from cases.unit_values import Unit, UnitKind
from cases.units import set_up, units_around
from cases.values import Official
from storage import Database, Transaction


@dataclass(frozen=True, kw_only=True)
class RoutingCount:
    """How cases of one matter fared at one unit under one rule."""

    unit: str
    matter: str
    rule: str
    passed: int
    given_back: int


class Routing:
    """The door to proposals and their figures."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def proposals(self, number: str, *, by: Official) -> tuple[UnitProposal, ...]:
        """The units that a case could go to, the likeliest first. Raises `NotFound`."""
        with self._database.read() as tx:
            return proposals_for(tx, case_row(tx, by, number))

    def counts(self, *, by: Official) -> Sequence[RoutingCount]:
        """Passages by rule, unit and matter, those most often given back first."""
        back = func.sum(when((CasePassageRow.given_back_at.is_(None), 0), else_=1))
        groups = UnitRow.name, CasePassageRow.matter, CasePassageRow.rule
        query = select(*groups, func.count(), back).join(UnitRow, UnitRow.id == CasePassageRow.unit_id)
        if not sees_all_sealed(by):
            query = query.where(CasePassageRow.sealed.is_(False))
        with self._database.read() as tx:
            rows = tx.execute(query.group_by(*groups).order_by(back.desc(), func.count().desc()))
            return [
                RoutingCount(unit=unit, matter=matter, rule=rule, passed=passed, given_back=int(given))
                for unit, matter, rule, passed, given in rows
            ]


def proposals_for(tx: Transaction, row: PetitionRow) -> tuple[UnitProposal, ...]:
    """The proposals for a case as it is now."""
    if not set_up(tx):
        return ()
    question = Question(
        matter=levels(row.matter),
        region=row.region_code,
        respondent=row.respondent,
        sealed=row.sealed,
        words=tuple(row.matter_words),
    )
    out = set(barred(tx, row)) | ({row.unit_id} if row.unit_id else set())
    return propose(question, units_around(tx, row.region_code), precedents=_precedents(tx, row), out=out)


def note_passage(tx: Transaction, row: PetitionRow, unit: Unit | None, now: datetime) -> None:
    """Write down that a case is being passed to a unit. To be called before it has it."""
    if unit is None or unit.id == row.unit_id:
        return
    ranks = {one.unit.id: place for place, one in enumerate(proposals_for(tx, row), start=1)}
    handles = unit.kind in (UnitKind.HANDLING, UnitKind.DISCIPLINE)
    before = select(func.count()).select_from(CasePassageRow).join(UnitRow, UnitRow.id == CasePassageRow.unit_id)
    before = before.where(CasePassageRow.case_id == row.id, UnitRow.kind == unit.kind)
    tx.add(
        CasePassageRow(
            case_id=row.id,
            unit_id=unit.id,
            matter=row.matter,
            rule=rule_of(unit, levels(row.matter)),
            rank=ranks.get(unit.id),
            first=handles and not tx.scalar(before),
            sealed=row.sealed,
            at=now,
            given_back_at=None,
        )
    )


def give_back(tx: Transaction, row: PetitionRow, now: datetime) -> None:
    """The unit's objection was agreed to: its passage counts against the rule, and nobody has the case now."""
    last = select(func.max(CasePassageRow.id)).where(CasePassageRow.case_id == row.id).scalar_subquery()
    tx.execute(update(CasePassageRow).where(CasePassageRow.id == last).values(given_back_at=now))
    row.unit, row.unit_id = "", None


def _precedents(tx: Transaction, row: PetitionRow) -> Mapping[int, Precedent]:
    if not row.matter:
        return {}
    same = CasePassageRow.matter == row.matter, CasePassageRow.sealed.is_(row.sealed), CasePassageRow.case_id != row.id
    newest = select(CasePassageRow.unit_id, CasePassageRow.given_back_at).where(*same)
    seen = newest.order_by(CasePassageRow.id.desc()).limit(load_routing().like_cases).subquery()
    back = func.count(seen.c.given_back_at)
    rows = tx.execute(select(seen.c.unit_id, func.count(), back).group_by(seen.c.unit_id))
    return {unit: Precedent(ended=count - given, objected=given) for unit, count, given in rows}
