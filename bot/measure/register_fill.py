"""Fills a database with made-up cases in bulk: real encryption, digests and clocks, without a transaction for each.

The first cases are made one by one; the others are copies of them that the database makes by itself, under numbers,
codes and phones of their own. So a million takes minutes, and each word occurs as often as in the first ones.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, insert, text

from bot.measure.register_copy import copy, index_words, table_of
from bot.measure.register_figures import add_up, count_originals
from bot.measure.register_province import OFFICES, Province, contact_of, look_at, notices_of
from bot.measure.register_stories import Story, Storyteller
from cases import FORM_VERSION, DraftState, Nature, State
from cases.calendar import BEIJING
from cases.filing import BY_PETITIONER, set_next_due
from cases.likeness_keys import keys_of_row
from cases.likeness_tables import KeyRow
from cases.numbers import new_code, normalise_code
from cases.rules import Rules, load_rules
from cases.search import set_search_columns
from cases.tables import Base, ClaimRow, ClockRow, ContactRow, DraftRow, HistoryRow, OutboxRow, PetitionRow
from cases.unit_tables import CasePassageRow, UnitChangeRow, UnitRow
from cases.urgency import place
from cases.words import terms
from storage import Database, KeyRing

BATCH = 1000
ORIGINALS = 5_000
Values = dict[str, Any]
_PATH = ("transfer", "accept", "reply", "conclude")
"""The ordinary steps of a case, in order; how many of them are taken depends on its age."""
_REACHED = (State.REGISTERED, State.TRANSFERRED, State.ACCEPTED, State.REPLIED, State.CONCLUDED)
_AFTER_DAYS = (3, 12, 50, 95)
"""About how old a case is when each of those steps is taken."""


def fill(database: Database, count: int, *, now: datetime, progress: Callable[[int], object], seed: int = 1) -> None:
    """Put `count` cases into an empty, migrated database."""
    originals = min(count, ORIGINALS)
    filler = _Filler(database.key_ring, now, seed)
    with database.engine.connect() as connection:
        _hurry(connection, database)
        connection.execute(insert(table_of(UnitRow)), filler.province.units)
        connection.execute(insert(table_of(UnitChangeRow)), filler.province.changes())
        for first in range(1, originals + 1, BATCH):
            size = min(BATCH, originals + 1 - first)
            for table, rows in filler.batch(first, size):
                connection.execute(insert(table), _complete(table, rows))
            index_words(connection, filler.words)
            count_originals(connection, range(first, first + size), now)
            connection.commit()
            progress(size)
        copy(connection, count, originals, progress)
        add_up(connection, now)
        connection.commit()
        _settle(connection, database)


_MADE: tuple[type[Base], ...] = (
    ContactRow,
    DraftRow,
    PetitionRow,
    ClaimRow,
    HistoryRow,
    KeyRow,
    CasePassageRow,
    OutboxRow,
)


class _Filler:
    def __init__(self, ring: KeyRing, now: datetime, seed: int) -> None:
        self._ring, self._now, self._rules = ring, now, load_rules()
        self._chance = random.Random(seed + 1)
        self._teller = Storyteller(seed, now)
        self.province = Province(now)
        self._known: set[str] = set()
        self._numbers: Counter[tuple[str, str]] = Counter()
        self.words: list[Values] = []
        """What the cases of the last batch are indexed under."""

    def batch(self, first: int, size: int) -> Iterator[tuple[Table, list[Values]]]:
        """The rows of so many cases, by table, parents first."""
        rows: dict[Table, list[Values]] = {table_of(each): [] for each in _MADE}
        clocks: list[Values] = []
        self.words = []
        for case_id in range(first, first + size):
            self._one(case_id, rows, clocks)
        yield from rows.items()
        yield table_of(ClockRow), clocks

    def _one(self, case_id: int, rows: Mapping[Table, list[Values]], clocks: list[Values]) -> None:
        story = self._teller.tell()
        row, taken = self._case(case_id, story)
        started = self._clocks(row, taken)
        set_next_due(row, started, self._rules.clocks)
        place(row)
        draft = _draft(row, story)
        for table, values in ((table_of(DraftRow), draft), (table_of(PetitionRow), _values(row))):
            rows[table].append(values)
        rows[table_of(ClaimRow)].append(_claim(row))
        rows[table_of(KeyRow)] += [{"key": key, "case_id": row.id} for key in keys_of_row(row, self._ring)]
        self.words.append({"id": row.id, "terms": terms(row.search_text, row.region_code)})
        rows[table_of(HistoryRow)] += _history(row, taken)
        if row.unit_id:
            rows[table_of(CasePassageRow)].append(_passage(row, taken[0][1]))
        told = [("registered", row.received_at), *taken]
        rows[table_of(OutboxRow)] += map(dict, notices_of(row, told, self._chance))
        if row.address not in self._known:
            self._known.add(row.address)
            rows[table_of(ContactRow)].append(dict(contact_of(row, self._chance)))
        clocks += [_values(clock) for clock in started]

    def _case(self, case_id: int, story: Story) -> tuple[PetitionRow, list[tuple[str, datetime]]]:
        taken = self._taken(story)
        state, since = _REACHED[len(taken)], taken[-1][1] if taken else story.received_at
        code = new_code()
        nature = Nature.ACCUSATION if story.accuses else Nature.CLAIM
        row = PetitionRow(
            id=case_id,
            number=self._number(story),
            draft_id=UUID(int=self._chance.getrandbits(128)).hex,
            draft_version=1,
            code=code,
            code_index=self._ring.index(normalise_code(code)),
            channel="web",
            address=f"filled-{story.phone}",
            language="zh",
            state=state,
            nature=nature,
            route="检举" if story.accuses else "六" if len(taken) > 1 else None,
            matter="/".join(story.matter),
            matter_confidence=1.0 if len(taken) > 1 else round(self._chance.random(), 3),
            matter_words=[],
            region_code=story.region,
            region_name=story.region_name,
            place=story.place,
            occurred_at=story.occurred_at,
            respondent=story.respondent,
            facts=story.facts,
            request=story.request,
            prior_handling="",
            petitioner_name=story.name,
            petitioner_phone=story.phone,
            petitioner_address=f"{story.region_name}{story.place}",
            id_number="",
            anonymous=False,
            public_ok=False,
            sealed=story.accuses,
            risk=[],
            unit="",
            received_at=story.received_at,
            state_since=since,
            next_due=None,
            next_clock="",
            urgency=0,
            form="online",
            version=1 + len(taken),
        )
        self.province.stand(row, self._chance.choice(OFFICES[1:]) if taken else "")
        set_search_columns(row, self._ring)
        return row, taken

    def _taken(self, story: Story) -> list[tuple[str, datetime]]:
        taken = []
        for step, days in zip(_PATH, _AFTER_DAYS, strict=True):
            at = story.received_at + timedelta(days=days * self._chance.uniform(0.3, 1.4), minutes=1)
            if at > self._now:
                break
            taken.append((step, at))
        return taken

    def _number(self, story: Story) -> str:
        day = story.received_at.astimezone(BEIJING).strftime("%Y%m%d")
        self._numbers[story.region, day] += 1
        return f"{story.region}-{day}-{self._numbers[story.region, day]:04d}"

    def _clocks(self, row: PetitionRow, taken: Sequence[tuple[str, datetime]]) -> list[ClockRow]:
        started: list[ClockRow] = []
        filing = self._rules.workflow.filing
        for starts, stops, at in [(filing.starts, (), row.received_at), *_turns(self._rules, taken)]:
            for clock in started:
                if clock.clock in stops and clock.ended is None:
                    self._rules.clocks.end(clock, at)
            new = (
                self._rules.clocks.start(name, at, case_id=row.id, route=row.route, region=row.region_code)
                for name in starts
            )
            started += [clock for clock in new if clock is not None]
        for clock in started:
            look_at(clock, self._rules.clocks, self._now, self._chance)
        return started


def _turns(rules: Rules, taken: Sequence[tuple[str, datetime]]) -> Iterator[tuple[Any, Any, datetime]]:
    for name, at in taken:
        step = rules.workflow.steps[name]
        yield step.starts, step.stops, at


def _draft(row: PetitionRow, story: Story) -> Values:
    contents = {name: getattr(row, name) for name in ("facts", "place", "respondent", "request", "petitioner_name")}
    return {
        "id": row.draft_id,
        "code": row.code,
        "code_index": row.code_index,
        "channel": row.channel,
        "address": row.address,
        "attached": False,
        "state": DraftState.FILED,
        "form_version": FORM_VERSION,
        "version": 1,
        "language": "zh",
        "contents": {**contents, "petitioner_phone": story.phone, "place_code": story.region},
        "parts": {},
        "sources": {},
        "case_number": row.number,
        "created_at": row.received_at,
        "updated_at": row.received_at,
    }


def _claim(row: PetitionRow) -> Values:
    same = ("request", "nature", "matter", "matter_confidence", "route", "unit", "state")
    return {"case_id": row.id, "position": 1, "outcome": None, **{name: getattr(row, name) for name in same}}


def _passage(row: PetitionRow, at: datetime) -> Values:
    said = {"rule": row.matter.partition("/")[0], "rank": 1, "first": True, "given_back_at": None}
    return {"case_id": row.id, "unit_id": row.unit_id, "matter": row.matter, "sealed": row.sealed, "at": at, **said}


def _history(row: PetitionRow, taken: Sequence[tuple[str, datetime]]) -> Iterator[Values]:
    told = f"您的信访事项已经登记，编号{row.number}。"
    yield _entry(row, row.received_at, BY_PETITIONER, "registered", told)
    for name, at in taken:
        yield _entry(row, at, "李伟", name, f"{row.number}：{name}")


def _entry(row: PetitionRow, at: datetime, by: str, step: str, told: str) -> Values:
    return {"case_id": row.id, "at": at, "by": by, "step": step, "text": "", "told": told, "source": None}


def _values(row: Base) -> Values:
    return {name: value for name, value in vars(row).items() if name != "_sa_instance_state"}


def _complete(table: Table, rows: Sequence[Values]) -> list[Values]:
    """Every row with every column: what a row does not say is empty in the column's own way."""
    empty = {column.name: _empty(column) for column in table.columns if column.name != "id"}
    return [{**empty, **row} for row in rows]


def _empty(column: Any) -> Any:
    if column.nullable:
        return None
    if column.default is not None and column.default.is_scalar:
        return column.default.arg
    kind = column.type.python_type if hasattr(column.type, "impl") is False else str
    return {int: 0, bool: False, float: 0.0, dict: {}, list: []}.get(kind, "")


def _hurry(connection: Connection, database: Database) -> None:
    # The database is made for measuring: nobody needs it after a power cut.
    if database.is_sqlite:
        for pragma in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-2000000", "wal_autocheckpoint=100000"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        connection.commit()
        return
    connection.exec_driver_sql("SET synchronous_commit = off")
    connection.exec_driver_sql("SET statement_timeout = 0")
    connection.commit()


def _settle(connection: Connection, database: Database) -> None:
    """Let the database know what it holds, as it would by itself after a day of work."""
    if database.is_sqlite:
        connection.exec_driver_sql("PRAGMA analysis_limit=1000")
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-2000", "wal_autocheckpoint=1000"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        return
    for table in ("cases", "units"):
        newest = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
        connection.execute(text(newest))
    # The connection goes back to the pool, as it was.
    connection.exec_driver_sql("RESET statement_timeout")
    connection.exec_driver_sql("RESET synchronous_commit")
    connection.commit()
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
        alone.exec_driver_sql("SET statement_timeout = 0")
        alone.exec_driver_sql("VACUUM ANALYZE")
        alone.exec_driver_sql("RESET statement_timeout")
