"""Statements handed straight to the driver write and read what SQLAlchemy itself would."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Integer, MetaData, String, Table, bindparam, select, update
from sqlalchemy.exc import IntegrityError

from storage import Database, Encrypted, EncryptedJson, Prepared, UtcDateTime

TABLE = Table(
    "said",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String(20), unique=True),
    Column("words", Encrypted),
    Column("data", EncryptedJson),
    Column("at", UtcDateTime),
    Column("open", Boolean, default=True),
    Column("tries", Integer, default=0),
)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ROW = {"name": "甲", "words": "路灯坏了", "data": {"路": ["灯", None]}, "at": NOON}

PUT = Prepared(TABLE.insert().returning(TABLE.c.id))
OF_NAME = Prepared(select(TABLE).where(TABLE.c.name == bindparam("called"), TABLE.c.open).limit(bindparam("most")))
TRIED = Prepared(
    update(TABLE).where(TABLE.c.tries < 2, TABLE.c.name == bindparam("called")).values(tries=TABLE.c.tries + 1)
)


@pytest.fixture
def said(database: Database) -> Iterator[Database]:
    TABLE.create(database.engine)
    yield database
    TABLE.drop(database.engine)


def test_rows_are_written_and_read_as_sqlalchemy_does(said: Database) -> None:
    with said.begin() as tx:
        number = PUT.one(tx, ROW).id
    with said.read() as tx:
        (row,) = OF_NAME.rows(tx, {"called": "甲", "most": 5})
        assert row._asdict() == dict(tx.connection().execute(select(TABLE)).one()._mapping)
    # With what the columns hold when nothing is said.
    assert row._asdict() == {**ROW, "id": number, "open": True, "tries": 0}


def test_whoever_waits_for_a_row_hears_that_there_is_none(said: Database) -> None:
    with said.begin() as tx:
        assert OF_NAME.one(tx, {"called": "乙", "most": 5}) is None
        PUT.one(tx, ROW)
        assert [TRIED.changed(tx, {"called": "甲"}) for _ in range(3)] == [1, 1, 0]


def test_it_is_undone_with_its_transaction(said: Database) -> None:
    with contextlib.suppress(RuntimeError), said.begin() as tx:
        PUT.one(tx, ROW)
        raise RuntimeError
    with said.read() as tx:
        assert OF_NAME.rows(tx, {"called": "甲", "most": 5}) == []


def test_what_the_driver_refuses_is_told_as_sqlalchemy_does_without_the_words(said: Database) -> None:
    with said.begin() as tx:
        PUT.one(tx, ROW)
    with said.begin() as tx, pytest.raises(IntegrityError) as error:
        PUT.one(tx, ROW)
    assert "路灯" not in str(error.value)
    with said.begin() as tx:
        PUT.one(tx, {**ROW, "name": "乙"})


def test_a_statement_that_differs_each_time_cannot_be_prepared(said: Database) -> None:
    some: Any = Prepared(select(TABLE.c.id).where(TABLE.c.id.in_(bindparam("ids", expanding=True))))
    with said.read() as tx, pytest.raises(ValueError, match="same each time"):
        some.rows(tx, {"ids": [1, 2]})
