"""Fills a database with made-up cases in bulk: real encryption, digests and clocks, without a transaction for each.

The first cases are made one by one; the others are copies of them that the database makes by itself, under numbers,
codes and phones of their own. So a million takes minutes, and each word occurs as often as in the first ones.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Table, insert, text

from bot.measure.register_figures import add_up, count_originals
from bot.measure.register_province import OFFICES, Province, contact_of, look_at, notices_of
from bot.measure.register_stories import Story, Storyteller
from cases import DraftState, Nature, State
from cases.calendar import BEIJING
from cases.figure_tables import FACTS
from cases.filing import BY_PETITIONER, set_next_due
from cases.likeness_keys import keys_of_row
from cases.likeness_tables import KeyRow
from cases.numbers import new_code, normalise_code
from cases.rules import Rules, load_rules
from cases.search import set_search_columns
from cases.tables import Base, ClaimRow, ClockRow, ContactRow, DraftRow, HistoryRow, OutboxRow, PetitionRow
from cases.unit_tables import CasePassageRow, UnitChangeRow, UnitRow
from cases.urgency import place
from cases.words import put, terms
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
        connection.execute(insert(_table(UnitRow)), filler.province.units)
        connection.execute(insert(_table(UnitChangeRow)), filler.province.changes())
        for first in range(1, originals + 1, BATCH):
            size = min(BATCH, originals + 1 - first)
            for table, rows in filler.batch(first, size):
                connection.execute(insert(table), _complete(table, rows))
            _index_words(connection, filler.words)
            count_originals(connection, range(first, first + size), now)
            connection.commit()
            progress(size)
        for copy in range(1, -(-count // originals)):
            size = min(originals, count - copy * originals)
            _copy(connection, copy, originals, size)
            connection.commit()
            progress(size)
        connection.execute(text(_SEQUENCES))
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
        rows: dict[Table, list[Values]] = {_table(each): [] for each in _MADE}
        clocks: list[Values] = []
        self.words = []
        for case_id in range(first, first + size):
            self._one(case_id, rows, clocks)
        yield from rows.items()
        yield _table(ClockRow), clocks

    def _one(self, case_id: int, rows: Mapping[Table, list[Values]], clocks: list[Values]) -> None:
        story = self._teller.tell()
        row, taken = self._case(case_id, story)
        started = self._clocks(row, taken)
        set_next_due(row, started, self._rules.clocks)
        place(row)
        draft = _draft(row, story)
        for table, values in ((_table(DraftRow), draft), (_table(PetitionRow), _values(row))):
            rows[table].append(values)
        rows[_table(ClaimRow)].append(_claim(row))
        rows[_table(KeyRow)] += [{"key": key, "case_id": row.id} for key in keys_of_row(row, self._ring)]
        self.words.append({"id": row.id, "terms": terms(row.search_text, row.region_code)})
        rows[_table(HistoryRow)] += _history(row, taken)
        if row.unit_id:
            rows[_table(CasePassageRow)].append(_passage(row, taken[0][1]))
        told = [("registered", row.received_at), *taken]
        rows[_table(OutboxRow)] += map(dict, notices_of(row, told, self._chance))
        if row.address not in self._known:
            self._known.add(row.address)
            rows[_table(ContactRow)].append(dict(contact_of(row, self._chance)))
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
        "form_version": 1,
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


def _table(row: type[Base]) -> Table:
    return cast(Table, row.__table__)


def _values(row: Base) -> Values:
    return {name: value for name, value in vars(row).items() if name != "_sa_instance_state"}


def _copy(connection: Connection, copy: int, originals: int, size: int) -> None:
    """Copy the first `size` originals within the database, parents first."""
    values = {"copy": copy, "mark": str(100_000 + copy), "step": copy * originals, "size": size}
    for table, changes in _COPIED.items():
        names = [column.name for column in table.columns if column.name != "id" or "id" in changes]
        cells = ", ".join(changes.get(name, f'"{name}"') for name in names)
        named = ", ".join(f'"{name}"' for name in names)
        wanted = _ORIGINALS_OF.get(table, "case_id <= :size")
        # Nothing in it comes from outside: names of columns, and the expressions below.
        copied = f"INSERT INTO {table.name} ({named}) SELECT {cells} FROM {table.name} WHERE {wanted}"  # noqa: S608
        connection.execute(text(copied), values)

    words = _COPY_WORDS if connection.dialect.name == "sqlite" else _COPY_VECTORS
    connection.execute(text(words), values)


def _index_words(connection: Connection, words: Sequence[Values]) -> None:
    for one in words:
        put(connection, one["id"], one["terms"])
    if connection.dialect.name == "sqlite":
        # Its index can be asked, but gives nothing back that could be copied.
        connection.execute(text("CREATE TEMPORARY TABLE IF NOT EXISTS said (id INTEGER PRIMARY KEY, terms TEXT)"))
        rows = [{"id": one["id"], "terms": " ".join(one["terms"])} for one in words if one["terms"]]
        connection.execute(text("INSERT INTO said (id, terms) VALUES (:id, :terms)"), rows)


_COPY_WORDS = "INSERT INTO case_words (rowid, terms) SELECT id + :step, terms FROM said WHERE id <= :size ORDER BY id"
_COPY_VECTORS = """
    INSERT INTO case_words (case_id, terms) SELECT case_id + :step, terms FROM case_words WHERE case_id <= :size
"""
_NUMBER = "substr({0}, 1, 16) || CAST(CAST(substr({0}, 17) AS INTEGER) + 1000 * :copy AS VARCHAR)"
_DRAFT = "substr({0}, 1, 26) || :mark"
_DIGEST = "substr({0}, 1, 58) || :mark"
_ADDRESS = {"address": "address || '-' || :mark"}
_OF_CASE = {"case_id": "case_id + :step"}
_COPIED: Mapping[Table, Mapping[str, str]] = {
    _table(ContactRow): _ADDRESS,
    _table(DraftRow): {
        **_ADDRESS,
        "id": _DRAFT.format("id"),
        "code_index": _DIGEST.format("code_index"),
        "case_number": _NUMBER.format("case_number"),
    },
    _table(PetitionRow): {
        **_ADDRESS,
        "id": "id + :step",
        "number": _NUMBER.format("number"),
        "draft_id": _DRAFT.format("draft_id"),
        "code_index": _DIGEST.format("code_index"),
        "phone_index": _DIGEST.format("phone_index"),
    },
    _table(ClaimRow): _OF_CASE,
    _table(HistoryRow): _OF_CASE,
    _table(ClockRow): _OF_CASE,
    _table(KeyRow): _OF_CASE,
    _table(CasePassageRow): _OF_CASE,
    FACTS: _OF_CASE,
    _table(OutboxRow): {
        **_ADDRESS,
        "key": f"'notice:' || {_NUMBER.format('case_number')} || substr(key, 8 + length(case_number))",
        "case_number": _NUMBER.format("case_number"),
    },
}
_ORIGINALS_OF: Mapping[Table, str] = {
    _table(ContactRow): "address IN (SELECT address FROM cases WHERE id <= :size)",
    _table(OutboxRow): "case_number IN (SELECT number FROM cases WHERE id <= :size)",
    _table(DraftRow): "id IN (SELECT draft_id FROM cases WHERE id <= :size)",
    _table(PetitionRow): "id <= :size",
}
_SEQUENCES = """
    INSERT INTO number_sequences (region, day, last)
    SELECT substr(number, 1, 6), substr(number, 8, 8), max(CAST(substr(number, 17) AS INTEGER)) FROM cases GROUP BY 1, 2
"""


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
        for pragma in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000", "wal_autocheckpoint=20000"):
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
    connection.commit()
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
        alone.exec_driver_sql("SET statement_timeout = 0")
        alone.exec_driver_sql("VACUUM ANALYZE")
