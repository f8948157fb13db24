"""One database: transactions whole or not at all, two writers in line, and no words in an error."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from storage import Database, KeyRing, Transaction

ADD = text(
    "INSERT INTO contacts (channel, address, language, reachable, since, reason)"
    " VALUES ('web', :address, 'zh', :reachable, :since, '')"
)


def add(tx: Transaction, address: str) -> None:
    tx.execute(ADD, {"address": address, "reachable": True, "since": "2026-03-02 00:00:00"})


def addresses(database: Database) -> list[str]:
    with database.read() as tx:
        return sorted(tx.scalars(text("SELECT address FROM contacts")))


@pytest.fixture
def other_process(sqlite_database: Database, key_ring: KeyRing) -> Database:
    """The same SQLite file, opened a second time: its lock is the file's, not ours."""
    return Database(str(sqlite_database.url), key_ring=key_ring)


def test_a_transaction_is_kept_at_its_end(database: Database) -> None:
    with database.begin() as tx:
        add(tx, "a")
    assert addresses(database) == ["a"]


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    with contextlib.suppress(RuntimeError), database.begin() as tx:
        add(tx, "a")
        raise RuntimeError
    assert addresses(database) == []


def test_a_transaction_that_is_handed_in_is_the_callers(database: Database) -> None:
    with contextlib.suppress(RuntimeError), database.begin() as tx:
        with database.begin(tx) as inner:
            assert inner is tx
            add(inner, "a")
        with database.read(tx) as inner:
            assert inner.scalar(text("SELECT count(*) FROM contacts")) == 1
        raise RuntimeError
    assert addresses(database) == []


def test_what_is_asked_of_the_connection_needs_no_session_and_one_is_there_when_it_is_used(database: Database) -> None:
    with database.begin() as tx:
        asked = text("SELECT count(*) FROM contacts")
        assert tx.connection().execute(asked).scalar_one() == 0
        assert not tx._is_session
        add(tx, "a")
        assert tx.scalar(asked) == 1
        assert tx._is_session
    with database.read() as tx, pytest.raises(AttributeError, match="nothing_of_a_session"):
        tx.nothing_of_a_session  # noqa: B018
    assert addresses(database) == ["a"]


def test_after_a_failure_the_next_transaction_goes_through(database: Database) -> None:
    with contextlib.suppress(IntegrityError), database.begin() as tx:
        add(tx, "a")
        add(tx, "a")
    with database.begin() as tx:
        add(tx, "b")
    assert addresses(database) == ["b"]


def test_an_error_of_ours_quotes_nothing_that_was_written(sqlite_database: Database) -> None:
    with sqlite_database.begin() as tx:
        add(tx, "王建国")
    with pytest.raises(IntegrityError) as error, sqlite_database.begin() as tx:
        add(tx, "王建国")
    assert "王建国" not in str(error.value)


def test_threads_that_write_at_once_all_get_through(database: Database) -> None:
    def write(number: int) -> None:
        with database.begin() as tx:
            add(tx, str(number))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert len(addresses(database)) == 40


def test_two_processes_that_read_and_then_write_lose_nothing(
    sqlite_database: Database, other_process: Database
) -> None:
    """A transaction that began by reading would fail at its first write when another wrote meanwhile."""
    with sqlite_database.begin() as tx:
        tx.execute(text("CREATE TABLE counted (n INTEGER)"))
        tx.execute(text("INSERT INTO counted VALUES (0)"))

    def count(database: Database) -> None:
        for _ in range(25):
            with database.begin() as tx:
                n = tx.scalar(text("SELECT n FROM counted"))
                tx.execute(text("UPDATE counted SET n = :n"), {"n": n + 1})

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(count, [sqlite_database, other_process]))
    with other_process.read() as tx:
        assert tx.scalar(text("SELECT n FROM counted")) == 50
    other_process.close()


def test_readers_do_not_wait_for_a_writer_and_see_what_is_committed(database: Database) -> None:
    with database.begin() as tx:
        add(tx, "a")
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(addresses, database).result(10) == []
    assert addresses(database) == ["a"]


def test_a_writer_that_waits_too_long_gives_up_in_time_to_say_so(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.LOCK_TIMEOUT_SECONDS", 0.05)

    def write() -> None:
        with sqlite_database.begin() as tx:
            add(tx, "b")

    with ThreadPoolExecutor(1) as pool:
        with sqlite_database.begin(), pytest.raises(TimeoutError, match="busy"):
            pool.submit(write).result(10)
        pool.submit(write).result(10)
    assert addresses(sqlite_database) == ["b"]


def test_a_writer_that_waits_too_long_for_another_process_gives_up_and_can_go_on_later(
    sqlite_database: Database, key_ring: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.LOCK_TIMEOUT_SECONDS", 0.05)
    impatient = Database(str(sqlite_database.url), key_ring=key_ring)
    with sqlite_database.begin(), pytest.raises(OperationalError, match="locked"), impatient.begin():
        pytest.fail("two writers at once")
    with impatient.begin() as tx:
        add(tx, "b")
    impatient.close()
    assert addresses(sqlite_database) == ["b"]


def test_what_is_promised_survives_a_power_cut_and_what_can_be_replayed_need_not(sqlite_database: Database) -> None:
    full, normal = 2, 1
    for durable, wanted in ((True, full), (False, normal), (True, full)):
        with sqlite_database.begin(durable=durable) as tx:
            assert tx.scalar(text("PRAGMA synchronous")) == wanted


def test_sqlite_keeps_foreign_keys_and_lets_readers_read(sqlite_database: Database) -> None:
    with sqlite_database.read() as tx:
        assert tx.scalar(text("PRAGMA foreign_keys")) == 1
        assert tx.scalar(text("PRAGMA journal_mode")) == "wal"


def test_postgresql_gives_up_before_the_citizen_does(postgresql_database: Database) -> None:
    with postgresql_database.read() as tx:
        assert tx.scalar(text("SHOW statement_timeout")) == "5s"
        assert tx.scalar(text("SHOW lock_timeout")) == "4s"


def test_a_postgresql_host_that_vanishes_is_noticed(postgresql_database: Database) -> None:
    """The server's own limits strike only while there is a server."""
    with postgresql_database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        asked = driver.info.get_parameters()
    assert int(asked["keepalives_idle"]) + int(asked["keepalives_interval"]) * int(asked["keepalives_count"]) <= 10
    assert int(asked["tcp_user_timeout"]) <= 5000


def test_a_database_in_memory_is_one_for_all_threads(key_ring: KeyRing) -> None:
    database = Database("sqlite://", key_ring=key_ring)
    with database.begin() as tx:
        tx.execute(text("CREATE TABLE kept (n INTEGER)"))
    found: list[object] = []

    def look() -> None:
        with database.read() as tx:
            found.append(tx.scalar(text("SELECT count(*) FROM kept")))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join(10)
    assert found == [0]
    database.close()


def test_a_database_that_cannot_be_opened_says_so_and_not_with_what_password(tmp_path: Path, key_ring: KeyRing) -> None:
    for url in (f"sqlite:///{tmp_path / 'missing' / 'x.db'}", "postgresql://bob:geheim@127.0.0.1:1/x"):
        database = Database(url, key_ring=key_ring)
        with pytest.raises(OperationalError) as error, database.begin():
            pytest.fail("it was opened")
        assert "geheim" not in str(error.value)
        database.close()
