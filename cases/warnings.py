"""What officials are warned of: limits that end soon, and limits that have passed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

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


@dataclass(frozen=True)
class Seen:
    """Whose warnings are asked for."""

    sight: ColumnElement[bool]
    """Which cases they may know of."""
    all: bool
    """Whether that is nearly every case, so that those whose limits end first are theirs; else their own are few."""


def warnings(tx: Transaction, seen: Seen, clocks: Clocks, now: datetime) -> list[ClockWarning]:
    """The warnings that stand about the cases that are seen, the most pressing first."""
    query = select(ClockRow).where(*_standing(seen, clocks, now)).order_by(ClockRow.due, ClockRow.id)
    rows = tx.scalars(query.limit(MOST_WARNINGS)).all()
    named = select(PetitionRow.id, PetitionRow.number, PetitionRow.unit)
    cases = tx.execute(named.where(PetitionRow.id.in_({row.case_id for row in rows})))
    known = {case_id: (number, unit) for case_id, number, unit in cases}
    return [_warning(row, *known[row.case_id]) for row in rows]


def count_warnings(tx: Transaction, seen: Seen, clocks: Clocks, now: datetime) -> int:
    """How many such warnings stand, counted as far as they are listed."""
    listed = select(ClockRow.id).where(*_standing(seen, clocks, now)).limit(MOST_WARNINGS).subquery()
    return tx.scalar(select(func.count()).select_from(listed)) or 0


def _standing(seen: Seen, clocks: Clocks, now: datetime) -> Iterator[ColumnElement[bool]]:
    # Nothing later has been warned of.
    soon = now + timedelta(days=max(rule.warn_days for rule in clocks.rules.values()))
    yield ClockRow.warned_at.is_not(None)
    yield ClockRow.clock.in_([name for name, rule in clocks.rules.items() if rule.holder is Holder.OFFICE])
    # From the pressing cases, each looked at for its own limits: an index of limits has those of all petitioners too,
    # which nobody ends when they have passed.
    pressing = select(PetitionRow.id).where(seen.sight, PetitionRow.next_due <= soon)
    if seen.all:
        # The nearest limit of each is warned of, or is about to be: so many hold all that are listed.
        pressing = pressing.order_by(PetitionRow.next_due).limit(2 * MOST_WARNINGS)
    else:
        # No case is further behind in the inbox than its nearest limit.
        pressing = pressing.where(PetitionRow.rank_at <= soon)
    yield from (func.coalesce(ClockRow.state, "") == ClockState.RUNNING, func.coalesce(ClockRow.due, now) <= soon)
    yield ClockRow.case_id.in_(pressing)


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
