"""The hottest questions must find their index: with one bound parameter too many they would read whole tables."""

import pytest
from sqlalchemy import event

from cases import NewMessage, Register
from storage import Database
from tests.support.clock import FakeClock


def plans(database: Database, *, of: str) -> list[str]:
    """Note how SQLite answers every SELECT on a table from now on."""
    found: list[str] = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def _explain(_c: object, cursor: object, statement: str, parameters: object, *_more: object) -> None:
        if statement.startswith("SELECT") and f"FROM {of}" in statement:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[attr-defined]
            found.extend(row[3] for row in cursor.fetchall())  # type: ignore[attr-defined]

    return found


@pytest.fixture
def register(sqlite_database: Database, clock: FakeClock, tmp_path_factory: pytest.TempPathFactory) -> Register:
    return Register(sqlite_database, files_dir=tmp_path_factory.mktemp("files"), clock=clock)


def test_the_open_draft_is_found_by_its_index(register: Register, sqlite_database: Database) -> None:
    register.drafts.open("web", "a")
    asked = plans(sqlite_database, of="drafts")
    register.drafts.open("web", "a")
    assert asked == ["SEARCH drafts USING INDEX uq_drafts_open (channel=? AND address=?)"]


def test_due_messages_are_found_by_their_index(register: Register, sqlite_database: Database) -> None:
    register.outbox.put([NewMessage(channel="web", address="a", text="x")])
    asked = plans(sqlite_database, of="outbox")
    register.outbox.due(["web"], limit=1, owner="one")
    searched = [step for step in asked if step.startswith(("SEARCH", "SCAN"))]
    assert searched
    assert all("ix_outbox_queued" in step for step in searched)
