"""The register, ready to be used."""

from pathlib import Path

import pytest

from cases import Register
from storage import Database
from tests.support.clock import FakeClock


@pytest.fixture
def register(database: Database, files_dir: Path, clock: FakeClock) -> Register:
    return Register(database, files_dir=files_dir, clock=clock)


@pytest.fixture
def register_on_postgresql(postgresql_database: Database, files_dir: Path, clock: FakeClock) -> Register:
    """For what only several writers at once can show."""
    return Register(postgresql_database, files_dir=files_dir, clock=clock)


@pytest.fixture
def in_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers without gaps, for tests that say them."""
    monkeypatch.setattr("cases.numbers.step", lambda: 1)
