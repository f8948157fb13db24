"""Brings a database's tables up to date. Asks first, with one query, because nearly always they are."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.database import Database

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

_LOCK = 0x66717869616F
"""Any number, the same in every replica: two that start together migrate one after the other."""


def migrate(database: Database) -> None:
    """Upgrade to the newest migration, all of it or nothing."""
    if _revision(database) == newest_revision():
        return
    with database.begin() as tx:
        connection = tx.connection()
        if not database.is_sqlite:
            # A migration may take longer than a person would wait for an answer.
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql("SET LOCAL lock_timeout = '60s'")
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        _upgrade(connection)


def newest_revision(migrations: Path = MIGRATIONS) -> str:
    """The newest migration, by its file's name: `0001_cases.py` is revision 0001."""
    return max(path.name for path in (migrations / "versions").glob("[0-9]*_*.py")).split("_")[0]


def _revision(database: Database) -> str | None:
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection) -> None:
    # Alembic is slow to import, and nearly no start needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    # Alembic reads its options with interpolation, in which a percent sign is special.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
