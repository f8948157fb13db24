"""What happened to legal limits: an event for each change, with its article. Only ever added to."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, select

from cases.tables import ClockEventRow, ClockRow
from cases.values import ClockEvent
from storage import Transaction

_EVENTS, _CLOCKS = cast(Table, ClockEventRow.__table__), cast(Table, ClockRow.__table__)

# Built once: building a statement takes longer than running it.
_WRITE = _EVENTS.insert()
_OF_CASE = (
    select(_EVENTS.c.clock_id, *(_EVENTS.c[name] for name in ("at", "kind", "article", "detail")))
    .join(_CLOCKS, _CLOCKS.c.id == _EVENTS.c.clock_id)
    .where(_CLOCKS.c.case_id == bindparam("case"))
    .order_by(_EVENTS.c.id)
)


@dataclass(frozen=True)
class Happened:
    """One event of a limit that is still to be written: a new limit has no id yet."""

    clock: ClockRow
    kind: str
    at: datetime
    article: str = ""
    """Empty: that of the limit itself."""
    detail: str = ""


def write_events(tx: Transaction, happened: Collection[Happened]) -> None:
    """Write down what happened, in its order."""
    if not happened:
        return
    # A limit that was only just begun has no id before.
    tx.flush()
    rows = [
        {"clock_id": one.clock.id, "at": one.at, "kind": one.kind, "article": _article(one), "detail": one.detail}
        for one in happened
    ]
    tx.connection().execute(_WRITE, rows)


def events_of(tx: Transaction, case_id: int) -> Mapping[int, list[ClockEvent]]:
    """The events of all limits of a case by the limit's id, oldest first."""
    found: dict[int, list[ClockEvent]] = defaultdict(list)
    for clock_id, at, kind, article, detail in tx.connection().execute(_OF_CASE, {"case": case_id}):
        found[clock_id].append(ClockEvent(at=at, kind=kind, article=article, detail=detail))
    return found


def _article(one: Happened) -> str:
    return (one.article or one.clock.article)[:20]
