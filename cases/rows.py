"""Small helpers for writing rows the same way on SQLite and on PostgreSQL."""

import zlib
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy import text as sql
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.attributes import get_history
from sqlalchemy.orm.base import PassiveFlag

from cases.tables import Base
from storage import Transaction


def on_postgresql(tx: Transaction) -> bool:
    """Whether this transaction is one of PostgreSQL."""
    return tx.connection().dialect.name == "postgresql"


def insert(tx: Transaction, table: type[Base] | Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, for whichever database this is."""
    return into(on_postgresql(tx), table)


def insert_if_new(tx: Transaction, table: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert one row; False when a unique key already holds it."""
    # What the session still holds back may be what the row refers to.
    tx.flush()
    return tx.connection().execute(new_row(on_postgresql(tx), table), values).rowcount == 1


@cache
def new_row(postgres: bool, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """The statement that inserts a row unless a unique key holds it already; built once for each table."""
    return into(postgres, table).on_conflict_do_nothing()


def into(postgres: bool, table: type[Base] | Table) -> sqlite.Insert | postgresql.Insert:
    """The same for one of the two, to be built once."""
    known = table if isinstance(table, Table) else cast(Table, table.__table__)
    return postgresql.insert(known) if postgres else sqlite.insert(known)


def has_changed(row: Base, name: str) -> bool:
    """Whether a column of a row is about to be written, or just was."""
    return get_history(row, name, PassiveFlag.PASSIVE_NO_INITIALIZE).has_changes()


def take_turns(tx: Transaction, *names: str) -> None:
    """Let transactions that name the same thing pass one after the other. SQLite has one writer anyway."""
    if not on_postgresql(tx):
        return
    # Sorted, so that two transactions that want the same two locks cannot wait for each other.
    for key in sorted({zlib.crc32(name.encode()) for name in names}):
        tx.execute(sql("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
