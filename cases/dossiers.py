"""A case with what belongs to it, read once and handed on: to the rules of a step, and to whoever is shown the case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, select

from cases.clocks import Limit
from cases.sealing import named_handlers
from cases.tables import ClaimRow, ClockRow, HistoryRow, PetitionRow
from storage import Transaction

_HISTORY = cast(Table, HistoryRow.__table__)

# Built once: building a statement takes longer than running it.
_SAID = (
    select(*(_HISTORY.c[name] for name in ("at", "by", "step", "actor", "version", "text", "told")))
    .where(_HISTORY.c.case_id == bindparam("case"))
    .order_by(_HISTORY.c.id)
)
_DONE = _SAID.with_only_columns(*list(_SAID.selected_columns)[:5])
_CLOCKS = select(ClockRow).where(ClockRow.case_id == bindparam("case")).order_by(ClockRow.id)
_LIMITS = _CLOCKS.with_only_columns(ClockRow.clock, ClockRow.state, ClockRow.rolled)
_CLAIMS = select(ClaimRow).where(ClaimRow.case_id == bindparam("case")).order_by(ClaimRow.position)
_LAST = (
    select(_HISTORY.c.text, _HISTORY.c.carried)
    .where(_HISTORY.c.case_id == bindparam("case"), _HISTORY.c.step == bindparam("step"))
    .order_by(_HISTORY.c.id.desc())
    .limit(1)
)
_WRITE = _HISTORY.insert()


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated event of a case. Its words are empty where only what was done is asked for."""

    at: datetime
    by: str
    step: str
    actor: str | None
    version: int | None
    text: str = ""
    told: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a step carried: in the words of the file, and as data where that was kept already."""

    text: str
    carried: Mapping[str, Any] | None


@dataclass(frozen=True)
class Dossier:
    """A case, its history, its limits and its claims, each in their order."""

    row: PetitionRow
    history: Sequence[Entry]
    clocks: Sequence[ClockRow]
    claims: Sequence[ClaimRow]
    named: frozenset[int] = frozenset()
    """The staff who were named to handle it, for a sealed case."""


def dossier(tx: Transaction, row: PetitionRow) -> Dossier:
    """Read what belongs to a case."""
    return Dossier(row, history_of(tx, row.id), clock_rows(tx, row.id), claim_rows(tx, row.id), named_handlers(tx, row))


def history_of(tx: Transaction, case_id: int) -> list[Entry]:
    """What has happened to a case, oldest first."""
    tx.flush()
    return [Entry(*row) for row in tx.connection().execute(_SAID, {"case": case_id})]


def done_in(tx: Transaction, case_id: int) -> list[Entry]:
    """The same without its words."""
    tx.flush()
    return [Entry(*row) for row in tx.connection().execute(_DONE, {"case": case_id})]


def limits_of(tx: Transaction, case_id: int) -> list[Limit]:
    """The clocks of a case as far as steps depend on them, oldest first."""
    tx.flush()
    return [Limit(*row) for row in tx.connection().execute(_LIMITS, {"case": case_id})]


def clock_rows(tx: Transaction, case_id: int) -> list[ClockRow]:
    """The clocks of a case, oldest first."""
    return list(tx.scalars(_CLOCKS, {"case": case_id}))


def claim_rows(tx: Transaction, case_id: int) -> list[ClaimRow]:
    """The rows of a case's claims, in their order."""
    return list(tx.scalars(_CLAIMS, {"case": case_id}))


def last_said(tx: Transaction, case_id: int, step: str) -> Said:
    """What the newest step of this name carried, on a case on which it was taken."""
    tx.flush()
    return Said(*tx.connection().execute(_LAST, {"case": case_id, "step": step}).one())


def write_entry(
    tx: Transaction, case_id: int, entry: Entry, *, source: str | None, carried: Mapping[str, Any] | None = None
) -> None:
    """Add an event to the history of a case. Nothing there is ever changed or taken out."""
    values = {name: getattr(entry, name) for name in ("at", "by", "step", "actor", "version", "text", "told")}
    tx.connection().execute(_WRITE, {"case_id": case_id, "source": source, "carried": carried, **values})
