"""What every test can ask for."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from storage import Database, KeyRing, new_key
from tests.support.clock import FakeClock
from tests.support.databases import empty, migrated_sqlite, postgresql_server, sqlite_copy

# Whatever imports Rasa bare imports sanic, which would make uvloop the loop of every test after it, and its loops do
# not close beside a browser. The product itself never gets there (bot/unused.py).
sys.modules["uvloop"] = None  # type: ignore[assignment]

LOOPBACK = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "")  # noqa: S104  # listening here is loopback too


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a third of the time tests wait, for a browser, a process, the end of a burst."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test wanted to connect to {address[0]}")

    def guarded(self: socket.socket, address: Any) -> None:
        check(address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        check(address)
        return connect_ex(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)


@pytest.fixture(scope="session")
def key_ring() -> KeyRing:
    return KeyRing.parse(new_key("test"))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def files_dir(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, key_ring: KeyRing) -> Path:
    return migrated_sqlite(tmp_path_factory.mktemp("template") / "template.db", key_ring)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL server of this test run."""
    # Not in pytest's own folder: a test run that starts beside this one shuts that to everybody else, and where root
    # runs the tests the server is somebody else.
    with (
        TemporaryDirectory(prefix="fengqiao-", ignore_cleanup_errors=True) as folder,
        postgresql_server(Path(folder) / "postgresql") as url,
    ):
        yield url


@pytest.fixture(scope="session")
def _postgresql(postgresql_url: str, key_ring: KeyRing) -> Iterator[Database]:
    from storage.migrate import migrate

    database = Database(postgresql_url, key_ring=key_ring)
    migrate(database)
    yield database
    database.close()


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path, key_ring: KeyRing) -> Iterator[Database]:
    with sqlite_copy(sqlite_template, tmp_path / "test.db", key_ring) as database:
        yield database


@pytest.fixture
def postgresql_database(_postgresql: Database) -> Iterator[Database]:
    yield _postgresql
    empty(_postgresql.engine)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """Each test that takes it runs on both databases."""
    found: Database = request.getfixturevalue(f"{request.param}_database")
    return found
