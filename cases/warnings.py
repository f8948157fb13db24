"""What officials are warned of: limits that end soon, and limits that have passed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select

from cases.clocks import Clocks, Holder
from cases.tables import ClockRow, PetitionRow
from cases.values import ClockState
from storage import Transaction

MOST_WARNINGS = 200


@dataclass(frozen=True, kw_only=True)
class ClockWarning:
    """A running limit that the sweep warned of."""

    number: str
    clock: str
    label: str
    article: str
    due: datetime
    rolled: datetime
    unit: str
    warned_at: datetime
    escalated_at: datetime | None
    """Since when it has passed; None while there is time."""


def warnings(tx: Transaction, cases: Select[PetitionRow], clocks: Clocks, now: datetime) -> list[ClockWarning]:
    """The warnings that stand about `cases`, the most pressing first."""
    query = (
        select(ClockRow, PetitionRow.number, PetitionRow.unit)
        .join(PetitionRow, PetitionRow.id == ClockRow.case_id)
        .where(*_standing(cases, clocks, now))
        .order_by(ClockRow.due, ClockRow.id)
        .limit(MOST_WARNINGS)
    )
    return [_warning(clock, number, unit) for clock, number, unit in tx.execute(query)]


def count_warnings(tx: Transaction, cases: Select[PetitionRow], clocks: Clocks, now: datetime) -> int:
    """How many warnings stand about `cases`, counted as far as they are listed."""
    listed = select(ClockRow.id).where(*_standing(cases, clocks, now)).limit(MOST_WARNINGS).subquery()
    return tx.scalar(select(func.count()).select_from(listed)) or 0


def _standing(cases: Select[PetitionRow], clocks: Clocks, now: datetime) -> tuple[ColumnElement[bool], ...]:
    offices = [name for name, rule in clocks.rules.items() if rule.holder is Holder.OFFICE]
    # Nothing later has been warned of, and the index of limits need not be read to its end.
    soon = now + timedelta(days=max(rule.warn_days for rule in clocks.rules.values()))
    return (
        ClockRow.state == ClockState.RUNNING,
        ClockRow.due <= soon,
        ClockRow.warned_at.is_not(None),
        ClockRow.clock.in_(offices),
        ClockRow.case_id.in_(cases.with_only_columns(PetitionRow.id)),
    )


def _warning(clock: ClockRow, number: str, unit: str) -> ClockWarning:
    return ClockWarning(
        number=number,
        clock=clock.clock,
        label=clock.label,
        article=clock.article,
        due=clock.due,
        rolled=clock.rolled,
        unit=unit,
        warned_at=clock.warned_at or clock.started,
        escalated_at=clock.escalated_at,
    )
