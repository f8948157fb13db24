"""Copies the first made-up cases within the database, under numbers, codes and phones of their own.

Indexes, and on PostgreSQL rules, are put away meanwhile and made anew at the end: written row by row, in an order that
is not theirs, they take many times as long as the rows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import Connection, Table, UniqueConstraint, text
from sqlalchemy.schema import AddConstraint, Constraint, DropConstraint

from cases.figure_tables import FACTS
from cases.likeness_tables import KeyRow
from cases.tables import Base, ClaimRow, ClockRow, ContactRow, DraftRow, HistoryRow, OutboxRow, PetitionRow
from cases.unit_tables import CasePassageRow
from cases.words import put

COPIES_AT_ONCE = 20
Values = dict[str, Any]


def table_of(row: type[Base]) -> Table:
    """The table of these rows."""
    return cast(Table, row.__table__)


def copy(connection: Connection, count: int, originals: int, progress: Callable[[int], object]) -> None:
    """Copy the first `originals` cases until there are `count`."""
    if count <= originals:
        _number_on(connection)
        return
    copies = [
        {"copy": number, "step": number * originals, "size": min(originals, count - number * originals)}
        for number in range(1, -(-count // originals))
    ]
    sources = (*_COPIED, table_of(KeyRow), *(("case_words",) if connection.dialect.name == "postgresql" else ()))
    for table in sources:
        connection.execute(text(f"CREATE TEMPORARY TABLE first_{table} AS SELECT * FROM {table}"))  # noqa: S608
    with _bare(connection):
        for at, values in enumerate(copies, start=1):
            _copy(connection, values)
            progress(values["size"])
            if at % COPIES_AT_ONCE == 0:
                connection.commit()
        _copy_keys(connection, copies)
        connection.commit()
    for table in sources:
        connection.execute(text(f"DROP TABLE first_{table}"))
    connection.execute(text("DROP TABLE IF EXISTS said"))
    _number_on(connection)


def _number_on(connection: Connection) -> None:
    connection.execute(text(_SEQUENCES))
    connection.commit()


def index_words(connection: Connection, words: Sequence[Values]) -> None:
    """Index the first cases under their words."""
    for one in words:
        put(connection, one["id"], one["terms"])
    if connection.dialect.name == "sqlite":
        # Its index can be asked, but gives nothing back that could be copied.
        connection.execute(text("CREATE TEMPORARY TABLE IF NOT EXISTS said (id INTEGER PRIMARY KEY, terms TEXT)"))
        rows = [{"id": one["id"], "terms": " ".join(one["terms"])} for one in words if one["terms"]]
        connection.execute(text("INSERT INTO said (id, terms) VALUES (:id, :terms)"), rows)


@contextmanager
def _bare(connection: Connection) -> Iterator[None]:
    """The tables without what slows writing down; SQLite cannot put rules away."""
    tables = [*_COPIED, table_of(KeyRow)]
    indexes = [index for table in tables for index in table.indexes]
    sqlite = connection.dialect.name == "sqlite"
    rules = [] if sqlite else [rule for table in tables for rule in _rules(table)]
    for index in indexes:
        index.drop(connection)
    # Those that lead elsewhere first: others may stand on them.
    for rule in reversed(rules):
        connection.execute(DropConstraint(rule))
    connection.execute(text(_MUCH_AT_ONCE if sqlite else _WORDS_BARE))
    connection.commit()
    yield
    connection.execute(text(_AS_ALWAYS if sqlite else _WORDS_INDEXED))
    for rule in rules:
        connection.execute(AddConstraint(rule))
    for index in indexes:
        index.create(connection)
        connection.commit()


def _rules(table: Table) -> list[Constraint]:
    unique = [rule for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    return [*unique, *table.foreign_key_constraints]


def _copy(connection: Connection, values: Mapping[str, int]) -> None:
    known = {**values, "mark": str(100_000 + values["copy"])}
    for table, changes in _COPIED.items():
        names = [column.name for column in table.columns if column.name != "id" or "id" in changes]
        cells = ", ".join(changes.get(name, f'"{name}"') for name in names)
        named = ", ".join(f'"{name}"' for name in names)
        wanted = _ORIGINALS_OF.get(table, "case_id <= :size")
        # Nothing in it comes from outside: names of columns, and the expressions below.
        copied = f"INSERT INTO {table} ({named}) SELECT {cells} FROM first_{table} WHERE {wanted}"  # noqa: S608
        connection.execute(text(copied), known)
    words = _COPY_WORDS if connection.dialect.name == "sqlite" else _COPY_VECTORS
    connection.execute(text(words), known)


def _copy_keys(connection: Connection, copies: Sequence[Mapping[str, int]]) -> None:
    """All at once and in their order: the table is an index itself."""
    connection.execute(text("CREATE TEMPORARY TABLE copies (step INTEGER, size INTEGER)"))
    connection.execute(text("INSERT INTO copies VALUES (:step, :size)"), list(copies))
    connection.execute(text(_COPY_KEYS))
    connection.execute(text("DROP TABLE copies"))


_COPY_KEYS = """
    INSERT INTO case_keys (key, case_id) SELECT key, case_id + step AS copied FROM first_case_keys, copies
    WHERE case_id <= size ORDER BY key, copied
"""
_MUCH_AT_ONCE, _AS_ALWAYS = (
    f"INSERT INTO case_words (case_words, rank) VALUES ('hashsize', {size})"  # noqa: S608
    for size in (256 * 1024 * 1024, 1024 * 1024)
)
_WORDS_BARE = "DROP INDEX ix_case_words_terms"
_WORDS_INDEXED = "CREATE INDEX ix_case_words_terms ON case_words USING gin (terms)"
_COPY_WORDS = "INSERT INTO case_words (rowid, terms) SELECT id + :step, terms FROM said WHERE id <= :size ORDER BY id"
_COPY_VECTORS = """
    INSERT INTO case_words (case_id, terms) SELECT case_id + :step, terms FROM first_case_words WHERE case_id <= :size
"""
_NUMBER = "substr({0}, 1, 16) || CAST(CAST(substr({0}, 17) AS INTEGER) + 1000 * :copy AS VARCHAR)"
_DRAFT = "substr({0}, 1, 26) || :mark"
_DIGEST = "substr({0}, 1, 58) || :mark"
_ADDRESS = {"address": "address || '-' || :mark"}
_OF_CASE = {"case_id": "case_id + :step"}
_COPIED: Mapping[Table, Mapping[str, str]] = {
    table_of(ContactRow): _ADDRESS,
    table_of(DraftRow): {
        **_ADDRESS,
        "id": _DRAFT.format("id"),
        "code_index": _DIGEST.format("code_index"),
        "case_number": _NUMBER.format("case_number"),
    },
    table_of(PetitionRow): {
        **_ADDRESS,
        "id": "id + :step",
        "number": _NUMBER.format("number"),
        "draft_id": _DRAFT.format("draft_id"),
        "code_index": _DIGEST.format("code_index"),
        "phone_index": _DIGEST.format("phone_index"),
    },
    table_of(ClaimRow): _OF_CASE,
    table_of(HistoryRow): _OF_CASE,
    table_of(ClockRow): _OF_CASE,
    table_of(CasePassageRow): _OF_CASE,
    FACTS: _OF_CASE,
    table_of(OutboxRow): {
        **_ADDRESS,
        "key": f"'notice:' || {_NUMBER.format('case_number')} || substr(key, 8 + length(case_number))",
        "case_number": _NUMBER.format("case_number"),
    },
}
_ORIGINALS_OF: Mapping[Table, str] = {
    table_of(ContactRow): "address IN (SELECT address FROM first_cases WHERE id <= :size)",
    table_of(OutboxRow): "case_number IN (SELECT number FROM first_cases WHERE id <= :size)",
    table_of(DraftRow): "id IN (SELECT draft_id FROM first_cases WHERE id <= :size)",
    table_of(PetitionRow): "id <= :size",
}
_SEQUENCES = """
    INSERT INTO number_sequences (region, day, last)
    SELECT substr(number, 1, 6), substr(number, 8, 8), max(CAST(substr(number, 17) AS INTEGER)) FROM cases GROUP BY 1, 2
"""
