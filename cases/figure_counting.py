"""Keeps the figures in step with the cases: reads what happened since it last looked, and moves the sums.

A figure is wrong for a minute at most, and a step costs nothing for it. Counting a case twice changes nothing, so
whoever counts may be killed at any moment.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Table, and_, bindparam, select

from cases.figure_facts import NUMBERS, Fact, Key, facts_of, sums_of
from cases.figure_tables import FACTS, MONTHS, PLACES, FigureMarkRow
from cases.rows import insert, insert_if_new
from cases.tables import ClockRow, HistoryRow
from cases.values import ClockState
from storage import Database, Transaction

BATCH = 200
"""Cases in one transaction: on SQLite nobody else writes meanwhile."""
ENTRIES = 5 * BATCH
SETTLED = timedelta(seconds=30)
"""Entries younger than this are counted, and looked at again: one with a smaller number may still be on its way."""
ROLLED_AT_MOST = timedelta(days=30)
"""No holidays are longer than that, by which the end of a limit moves to the next working day."""

_THE_ONE = 1
_FACT_KEYS = ("case_id", "day", "region", "unit", "matter", "office_id", "unit_id")


class FigureCounting:
    """Counts what has changed."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._ahead = 0
        """How far this round has come beyond what is settled."""

    def count(self) -> bool:
        """Count a batch. True while there is more; not when another process is at it."""
        now = self._clock()
        with self._database.begin() as tx:
            mark = self._mark(tx)
            if mark is None:
                return False
            ids, more = self._changed(tx, mark, now)
            if not more:
                # Last of all: what became late by the mere passing of time. The next round begins at the mark again.
                ids |= self._late_since(tx, mark.counted_at, now)
                mark.counted_at, self._ahead = now, 0
            if ids:
                count_again(tx, ids, now)
            return more

    def _mark(self, tx: Transaction) -> FigureMarkRow | None:
        insert_if_new(tx, FigureMarkRow, {"id": _THE_ONE, "history_id": 0, "counted_at": None})
        # On PostgreSQL one replica counts while the others pass by.
        query = select(FigureMarkRow).where(FigureMarkRow.id == _THE_ONE).with_for_update(skip_locked=True)
        return tx.scalars(query).one_or_none()

    def _changed(self, tx: Transaction, mark: FigureMarkRow, now: datetime) -> tuple[set[int], bool]:
        entries = (
            select(HistoryRow.id, HistoryRow.case_id, HistoryRow.at)
            .where(HistoryRow.id > max(mark.history_id, self._ahead))
            .order_by(HistoryRow.id)
            .limit(ENTRIES)
        )
        ids: set[int] = set()
        settled = self._ahead <= mark.history_id
        rows = tx.execute(entries).all()
        for entry in rows:
            if len(ids) == BATCH and entry.case_id not in ids:
                return ids, True
            ids.add(entry.case_id)
            self._ahead = entry.id
            settled = settled and entry.at < now - SETTLED
            if settled:
                mark.history_id = entry.id
        return ids, len(rows) == ENTRIES

    def _late_since(self, tx: Transaction, since: datetime | None, now: datetime) -> set[int]:
        if since is None:
            return set()
        running = ClockRow.state == ClockState.RUNNING
        passed = ClockRow.rolled > since, ClockRow.rolled <= now
        # Said too, because the index is of the raw ends: those that passed long ago need not be looked at each time.
        raw = ClockRow.due > since - ROLLED_AT_MOST, ClockRow.due <= now
        return set(tx.scalars(select(ClockRow.case_id).where(running, *raw, *passed)))


def count_again(tx: Transaction, ids: Collection[int], now: datetime) -> None:
    """Count these cases as they are now, in place of how they counted before."""
    before = {row.case_id: _fact(row) for row in tx.execute(select(FACTS).where(FACTS.c.case_id.in_(ids)))}
    after = facts_of(tx, ids, now)
    gone = [fact for case_id, fact in before.items() if after.get(case_id) != fact]
    come = [fact for case_id, fact in after.items() if before.get(case_id) != fact]
    if gone:
        tx.execute(FACTS.delete().where(FACTS.c.case_id.in_([fact.case_id for fact in gone])))
    if come:
        tx.execute(FACTS.insert(), [_values(fact) for fact in come])
    moved = [*((fact, -1) for fact in gone), *((fact, 1) for fact in come)]
    _move(tx, _MONTHS, sums_of(moved, Fact.months))
    _move(tx, _PLACES, sums_of(moved, Fact.places))


def take_out(tx: Transaction, case_id: int, now: datetime) -> None:
    """Take a case that has just been sealed out of every figure at once, and not within the minute."""
    # Whoever is counting it as it was is waited for.
    tx.execute(select(FigureMarkRow.id).where(FigureMarkRow.id == _THE_ONE).with_for_update())
    count_again(tx, [case_id], now)


def _fact(row: object) -> Fact:
    keys = {key: getattr(row, key) for key in _FACT_KEYS}
    return Fact(**keys, numbers=tuple(getattr(row, name) for name in NUMBERS))


def _values(fact: Fact) -> dict[str, object]:
    keys = {key: getattr(fact, key) for key in _FACT_KEYS}
    return keys | dict(zip(NUMBERS, fact.numbers, strict=True))


class _Sums:
    """A table of sums, with what moves them. Built once: forty sums take longer to put together than to move."""

    def __init__(self, table: Table, *keys: str) -> None:
        self.keys = keys
        self.table = table
        self.named = [column.name for column in table.primary_key]
        named = and_(*(table.c[name] == bindparam(f"at_{name}") for name in self.named))
        added = {name: table.c[name] + bindparam(f"by_{name}") for name in NUMBERS}
        self.add = table.update().where(named).values(added)


_MONTHS = _Sums(MONTHS, "month", "dimension", "key")
_PLACES = _Sums(PLACES, "region", "dimension", "month", "office_id", "unit", "key", "unit_id")


def _move(tx: Transaction, sums: _Sums, moved: Mapping[Key, list[int]]) -> None:
    if not moved:
        return
    # Sorted, so that no two who count at once could wait for each other.
    lines = [(dict(zip(sums.keys, key, strict=True)), numbers) for key, numbers in sorted(moved.items())]
    blank = [{**key, **dict.fromkeys(NUMBERS, 0)} for key, _ in lines]
    tx.execute(insert(tx, sums.table).on_conflict_do_nothing(), blank)
    added = [
        {f"at_{name}": key[name] for name in sums.named}
        | {f"by_{name}": number for name, number in zip(NUMBERS, numbers, strict=True)}
        for key, numbers in lines
    ]
    tx.connection().execute(sums.add, added)
