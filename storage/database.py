"""One database for everything that must not be lost: SQLite by default, PostgreSQL when it is outgrown."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from storage.keys import KeyRing
from storage.prepared import Prepared

_BEGIN = Prepared(text("BEGIN IMMEDIATE"))

# A person waits at the other end of every statement: give up in time to say so honestly.
LOCK_TIMEOUT_SECONDS = 4
STATEMENT_TIMEOUT_SECONDS = 5


class Transaction(Session):
    """An open transaction: hand it to another room's method to write in the same one.

    It stands on one connection, which begins and ends it: a statement costs none of a session's bookkeeping. A session
    it becomes only when it is used as one: what every turn asks does without.
    """

    def __init__(self, connection: Connection) -> None:
        self._standing_on = connection
        self._is_session = False

    def __getattr__(self, name: str) -> Any:
        # What a session keeps is not there yet.
        if self._is_session:
            raise AttributeError(name)
        self._is_session = True
        super().__init__(self._standing_on, expire_on_commit=False)
        return getattr(self, name)

    def connection(self, *_arguments: Any, **_options: Any) -> Connection:
        """The connection itself. What the session still holds back is not flushed."""
        return self._standing_on

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Write what the session holds back, if there is one."""
        if self._is_session:
            super().flush(objects)

    def close(self) -> None:
        """Let go of what the session read, if there is one."""
        if self._is_session:
            super().close()


class Database:
    """Opens transactions on one engine. Safe to use from several threads."""

    def __init__(self, url: str, *, key_ring: KeyRing) -> None:
        self.url = make_url(url)
        self.key_ring = key_ring
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(str(url)) if self.is_sqlite else _postgresql_engine(url)
        self.engine.dialect.key_ring = key_ring  # type: ignore[attr-defined]  # read by storage.columns
        # SQLite has one writer: queueing for it here is fair and instant, where its own waiting is a poll.
        self._writing = threading.Lock() if self.is_sqlite else None

    @contextmanager
    def begin(self, transaction: Transaction | None = None, *, durable: bool = True) -> Iterator[Transaction]:
        """A writing transaction: the caller's own when one is handed in, else a new one, committed at the end.

        With `durable=False` a power cut (not a crash of this process) may undo it, until a durable one is committed
        after it. That is for steps of a turn that is replayed whole unless its end was made durable.
        """
        if transaction is not None:
            yield transaction
            return
        if self._writing and not self._writing.acquire(timeout=LOCK_TIMEOUT_SECONDS):
            raise TimeoutError("the database is busy")
        try:
            with self.engine.connect() as connection, connection.begin(), Transaction(connection) as new:
                if self.is_sqlite:
                    _set_synchronous(connection, "FULL" if durable else "NORMAL")
                    _BEGIN.changed(new, {})
                elif not durable:
                    connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
                yield new
                new.flush()
        finally:
            if self._writing:
                self._writing.release()

    @contextmanager
    def read(self, transaction: Transaction | None = None) -> Iterator[Transaction]:
        """A transaction that only reads."""
        if transaction is not None:
            yield transaction
            return
        with self.engine.connect() as connection, Transaction(connection) as new:
            yield new

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _set_synchronous(connection: Connection, wanted: str) -> None:
    if connection.info.get("synchronous") != wanted:
        # Settable only outside a transaction; the driver's is not begun yet.
        connection.connection.cursor().execute(f"PRAGMA synchronous={wanted}")
        connection.info["synchronous"] = wanted


def _sqlite_engine(url: str) -> Engine:
    in_memory = make_url(url).database in (None, "", ":memory:")
    options: dict[str, Any] = {"connect_args": {"check_same_thread": False, "timeout": LOCK_TIMEOUT_SECONDS}}
    if in_memory:
        options["poolclass"] = StaticPool
    # Parameters are citizens' words: they must not appear in an error's text.
    engine = create_engine(url, hide_parameters=True, **options)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # We begin transactions ourselves (BEGIN IMMEDIATE), so the driver must not.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine


# The server's own limits strike only while there is one: of a host that vanished a client hears nothing for hours.
_NOTICES_A_LOST_HOST = {
    "keepalives_idle": STATEMENT_TIMEOUT_SECONDS,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": STATEMENT_TIMEOUT_SECONDS * 1000,
}


def _postgresql_engine(url: str) -> Engine:
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_size=10,
        max_overflow=20,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": LOCK_TIMEOUT_SECONDS,
            **_NOTICES_A_LOST_HOST,
            "options": f"-c statement_timeout={STATEMENT_TIMEOUT_SECONDS}s -c lock_timeout={LOCK_TIMEOUT_SECONDS}s",
        },
    )
