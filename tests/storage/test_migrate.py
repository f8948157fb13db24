from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, event, inspect
from sqlalchemy.engine import make_url

from cases.tables import Base as CasesBase
from conversations.tables import Base as LogBase
from storage import Database, KeyRing
from storage.migrate import MIGRATIONS, migrate, newest_revision


@pytest.fixture
def empty_database(tmp_path: Path, key_ring: KeyRing) -> Database:
    return Database(f"sqlite:///{tmp_path / 'new.db'}", key_ring=key_ring)


def test_migrations_make_exactly_the_tables_the_code_knows(database: Database) -> None:
    known: list[MetaData] = [CasesBase.metadata, LogBase.metadata]
    with database.engine.connect() as connection:
        # The index of words is a kind of table that neither SQLAlchemy nor Alembic can describe (cases/words.py).
        opts = {"target_metadata": known, "include_name": lambda name, *_: not str(name).startswith("case_words")}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, known) == []  # type: ignore[arg-type]  # it takes several, as env.py gives them


def test_checks_and_partial_indexes_are_there_too(database: Database) -> None:
    """What `compare_metadata` does not look at."""
    found = inspect(database.engine)
    for table in CasesBase.metadata.sorted_tables:
        named = {str(check.name) for check in table.constraints if type(check).__name__ == "CheckConstraint"}
        assert named <= {str(check["name"]) for check in found.get_check_constraints(table.name)}
    wheres = {
        str(index["name"]): str(where)
        for table in ("drafts", "outbox")
        for index in found.get_indexes(table)
        for option, where in index.get("dialect_options", {}).items()
        if option.endswith("_where")
    }
    assert "open" in wheres["uq_drafts_open"]
    assert "queued" in wheres["ix_outbox_queued"]
    assert "failed" in wheres["ix_outbox_failed"]


def test_revisions_are_one_line_in_the_order_of_their_names() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert script.get_heads() == [newest_revision()]
    for revision in script.walk_revisions():
        assert Path(revision.path).name.startswith(f"{revision.revision}_")


def test_migrating_again_only_asks(empty_database: Database) -> None:
    migrate(empty_database)
    statements: list[str] = []

    @event.listens_for(empty_database.engine, "before_cursor_execute")
    def _note(_c: object, _d: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    migrate(empty_database)
    assert not any(word in " ".join(statements) for word in ("BEGIN", "CREATE", "UPDATE", "INSERT"))
    assert "SELECT version_num FROM alembic_version" in statements


def test_replicas_that_start_together_migrate_once(postgresql_url: str, key_ring: KeyRing) -> None:
    server = Database(postgresql_url, key_ring=key_ring)
    with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CREATE DATABASE replicas")
    url = make_url(postgresql_url).set(database="replicas").render_as_string(hide_password=False)
    replicas = [Database(url, key_ring=key_ring) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(migrate, replicas))
    assert inspect(replicas[0].engine).has_table("cases")
    for database in (server, *replicas):
        database.close()


def test_a_migration_that_fails_leaves_nothing(empty_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (id INTEGER)")
        raise RuntimeError

    monkeypatch.setattr("storage.migrate._upgrade", half)
    with pytest.raises(RuntimeError):
        migrate(empty_database)
    assert inspect(empty_database.engine).get_table_names() == []
