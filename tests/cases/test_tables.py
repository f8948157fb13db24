"""The hottest questions must find their index: with one bound parameter too many they would read whole tables."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from cases import CaseFilter, Desk, NewMessage, Official, Register, Role, State, UnitKind
from storage import Database, Transaction
from storage.prepared import Prepared
from tests.support.clock import FakeClock
from tests.support.register import OFFICIAL, filed


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


def test_the_open_draft_is_found_by_its_index(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    register.drafts.open("web", "a")
    asked: list[str] = []
    run = Prepared._run

    def explained(self: Prepared, tx: Transaction, values: Mapping[str, Any]) -> Any:
        ready, cursor = run(self, tx, values)
        if ready.sql.startswith("SELECT") and "FROM drafts" in ready.sql:
            plan = tx.connection().connection.cursor()
            plan.execute(f"EXPLAIN QUERY PLAN {ready.sql}", ready.parameters(values))
            asked.extend(row[3] for row in plan.fetchall())
        return ready, cursor

    # What every turn asks is handed straight to the driver: SQLAlchemy does not see it.
    monkeypatch.setattr(Prepared, "_run", explained)
    register.drafts.open("web", "a")
    drafts, files = looked_for(asked)
    assert drafts == "SEARCH drafts USING INDEX uq_drafts_open (channel=? AND address=?)"
    assert files.startswith("SEARCH evidence USING INDEX")
    assert files.endswith("(draft_id=?)")


def test_due_messages_are_found_by_their_index(register: Register, sqlite_database: Database) -> None:
    register.outbox.put([NewMessage(channel="web", address="a", text="x")])
    asked = plans(sqlite_database, of="outbox")
    register.outbox.due(["web"], limit=1, owner="one")
    searched = [step for step in asked if step.startswith(("SEARCH", "SCAN"))]
    assert searched
    assert all("ix_outbox_queued" in step for step in searched)


def looked_for(asked: list[str]) -> list[str]:
    """Where rows were looked for, without what was made of them."""
    return [step for step in asked if step.startswith(("SEARCH", "SCAN"))]


def test_what_is_done_every_minute_reads_only_what_is_left_to_do(
    register: Register, sqlite_database: Database, clock: FakeClock
) -> None:
    filed(register)
    clocks, drafts = plans(sqlite_database, of="clocks"), plans(sqlite_database, of="drafts")
    register.sweep()
    assert "ix_clocks_unescalated (state=? AND escalated_at=? AND due<?)" in clocks[0]
    clocks.clear()
    register.figure_counting.count()
    clock.advance(minutes=1)
    register.figure_counting.count()
    assert any("ix_clocks_state_due (state=? AND due>? AND due<?)" in step for step in clocks)
    assert not [step for step in clocks if step.startswith("SCAN")]
    register.unfinished_counting.count()
    register.retention.sweep(unfiled_before=clock() - timedelta(days=90), held_before=clock())
    assert any("SCAN drafts USING INDEX ix_drafts_unfiled" in step for step in drafts)
    assert any("ix_drafts_unfiled (updated_at<?)" in step for step in drafts)
    assert all("ix_" in step or "INDEX" in step for step in looked_for(drafts)), drafts


def test_notices_and_warnings_look_up_the_cases_they_are_about(register: Register, sqlite_database: Database) -> None:
    filed(register)
    notices, clocks = plans(sqlite_database, of="outbox"), plans(sqlite_database, of="clocks")
    register.notices(OFFICIAL).unproven()
    register.notices(OFFICIAL).unproven_pages()
    read = [step for step in looked_for(notices) if " outbox" in step]
    assert [step for step in read if "ix_outbox_" not in step and "PRIMARY" not in step] == []
    desk = register.for_official(OFFICIAL)
    assert (desk.warnings(), desk.warning_count()) == ([], 0)
    assert looked_for(clocks)[0] == "SEARCH clocks USING INDEX ix_clocks_case_id (case_id=?)"
    assert "SEARCH cases USING INDEX ix_cases_next_due (next_due<?)" in clocks
    assert not [step for step in [*notices, *clocks] if step.startswith("SCAN cases")]


@pytest.fixture
def of_a_line(register: Register) -> Desk:
    """The desk of somebody who sees one county."""
    register.units.create("a", "甲县信访局", kind=UnitKind.PETITION_OFFICE, region="360721", by="test")
    unit = register.units.get("a")
    filed(register)
    clerk = Official(id=7, name="clerk", display_name="", roles=frozenset({Role.OFFICIAL}), unit_id=unit.id)
    return register.for_official(clerk)


def test_the_cases_of_a_line_are_counted_within_an_index(of_a_line: Desk, sqlite_database: Database) -> None:
    asked = plans(sqlite_database, of="cases")
    of_a_line.counts()
    of_a_line.inbox(CaseFilter(states=(State.REGISTERED,)))
    read = [step for step in looked_for(asked) if " cases" in step]
    found = "SEARCH cases USING COVERING INDEX ix_cases_region_code_state (region_code=? AND sealed=? AND state=?)"
    assert read.count(found) == len(State) + 2, read
    assert "SCAN cases" not in read


def test_the_warnings_of_a_line_begin_at_its_pressing_cases(of_a_line: Desk, sqlite_database: Database) -> None:
    asked = plans(sqlite_database, of="clocks")
    of_a_line.warning_count()
    assert looked_for(asked)[0] == "SEARCH clocks USING INDEX ix_clocks_case_id (case_id=?)"
    assert not [step for step in asked if step.startswith("SCAN cases")]


def test_everything_is_counted_within_an_index(register: Register, sqlite_database: Database) -> None:
    asked = plans(sqlite_database, of="cases")
    register.for_official(OFFICIAL).counts()
    read = [step for step in looked_for(asked) if " cases" in step]
    assert read == ["SEARCH cases USING COVERING INDEX ix_cases_state_rank_at (state=?)"] * len(State)
