"""What officials are warned of: limits that end soon, and limits that have passed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from cases.clocks import Clocks, Holder
from cases.tables import ClockRow, PetitionRow
from cases.values import ClockState
from storage import Transaction

MOST = 200


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


def warnings(tx: Transaction, cases: Select[PetitionRow], clocks: Clocks) -> list[ClockWarning]:
    """The warnings that stand about `cases`, the most pressing first."""
    offices = [name for name, rule in clocks.rules.items() if rule.holder is Holder.OFFICE]
    query = (
        select(ClockRow, PetitionRow.number, PetitionRow.unit)
        .join(PetitionRow, PetitionRow.id == ClockRow.case_id)
        .where(
            ClockRow.state == ClockState.RUNNING,
            ClockRow.warned_at.is_not(None),
            ClockRow.clock.in_(offices),
            ClockRow.case_id.in_(cases.with_only_columns(PetitionRow.id)),
        )
        .order_by(ClockRow.due, ClockRow.id)
        .limit(MOST)
    )
    return [_warning(clock, number, unit) for clock, number, unit in tx.execute(query)]


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
