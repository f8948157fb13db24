"""Columns that keep secrets and moments, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from storage import Database, Encrypted, EncryptedJson, KeyRing, KeyRingError, UtcDateTime, new_key

TABLE = Table(
    "kept",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("words", Encrypted),
    Column("data", EncryptedJson),
    Column("at", UtcDateTime),
)
MIDNIGHT_IN_BEIJING = datetime(2026, 3, 2, 0, 0, 0, 123456, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def kept(database: Database) -> Iterator[Database]:
    """A database with a table of every column type."""
    TABLE.create(database.engine)
    yield database
    TABLE.drop(database.engine)


def put(database: Database, **values: Any) -> None:
    with database.begin() as tx:
        tx.execute(insert(TABLE).values(**values))


def get(database: Database, column: str) -> Any:
    with database.read() as tx:
        return tx.execute(select(TABLE.c[column])).scalar_one()


def raw(database: Database, column: str) -> Any:
    with database.read() as tx:
        return tx.execute(text(f"SELECT {column} FROM kept")).scalar_one()  # noqa: S608


@pytest.mark.parametrize("words", ["", "路灯坏了", "a\x00b", "👩🏽‍🌾𠮷" * 3000, 'it\'s "quoted" %s :x'])
def test_words_come_back(kept: Database, words: str) -> None:
    put(kept, words=words)
    assert get(kept, "words") == words
    assert raw(kept, "words").startswith("test:")


@pytest.mark.parametrize("data", [{}, [], {"路": ["灯", None, 1.5, True, {"x": "\x00"}]}, "words", 0, False])
def test_json_comes_back(kept: Database, data: Any) -> None:
    put(kept, data=data)
    assert get(kept, "data") == data
    assert raw(kept, "data").startswith("test:")


def test_nothing_is_kept_as_nothing(kept: Database) -> None:
    put(kept, words=None, data=None, at=None)
    assert [raw(kept, column) for column in ("words", "data", "at")] == [None, None, None]
    assert [get(kept, column) for column in ("words", "data", "at")] == [None, None, None]


@pytest.mark.parametrize("column", ["words", "data"])
def test_a_value_that_was_changed_in_the_database_is_refused(kept: Database, column: str) -> None:
    put(kept, **{column: "路灯坏了"})
    value = raw(kept, column)
    swapped = value[:-6] + ("A" if value[-6] != "A" else "B") + value[-5:]
    with kept.begin() as tx:
        tx.execute(text(f"UPDATE kept SET {column} = :value"), {"value": swapped})  # noqa: S608
    with pytest.raises(KeyRingError):
        get(kept, column)


def test_an_error_quotes_no_secret(kept: Database) -> None:
    """PostgreSQL's own words quote the row as it holds it."""
    put(kept, id=1)
    with pytest.raises(IntegrityError) as error:
        put(kept, id=1, words="王建国", data={"phone": "13800000001"})
    assert "王建国" not in str(error.value)
    assert "13800000001" not in str(error.value)


def test_a_database_is_read_with_its_own_keys(sqlite_database: Database) -> None:
    TABLE.create(sqlite_database.engine)
    put(sqlite_database, words="王建国")
    other = Database(str(sqlite_database.url), key_ring=KeyRing.parse(new_key("other")))
    with pytest.raises(KeyRingError, match="'test'"):
        get(other, "words")
    assert get(sqlite_database, "words") == "王建国"
    other.close()


def test_after_a_rotation_old_rows_are_read_and_new_ones_written_with_the_new_key(tmp_path: Any) -> None:
    old, new = new_key("old"), new_key("new")
    before = Database(f"sqlite:///{tmp_path / 'rotated.db'}", key_ring=KeyRing.parse(old))
    TABLE.create(before.engine)
    put(before, words="王建国", data={"phone": "13800000001"})
    before.close()
    after = Database(str(before.url), key_ring=KeyRing.parse(f"{new},{old}"))
    assert (get(after, "words"), get(after, "data")) == ("王建国", {"phone": "13800000001"})
    with after.begin() as tx:
        tx.execute(TABLE.update().values(words="李秀英"))
    assert raw(after, "words").startswith("new:")
    after.close()


@pytest.mark.parametrize(
    "moment",
    [
        MIDNIGHT_IN_BEIJING,
        MIDNIGHT_IN_BEIJING.astimezone(UTC),
        MIDNIGHT_IN_BEIJING.astimezone(timezone(timedelta(hours=-3, minutes=-30))),
    ],
)
def test_a_moment_is_the_same_whatever_zone_it_was_told_in(kept: Database, moment: datetime) -> None:
    put(kept, at=moment)
    found = get(kept, "at")
    assert found == MIDNIGHT_IN_BEIJING
    assert found.tzinfo is UTC
    with kept.read() as tx:
        assert tx.execute(select(TABLE.c.id).where(TABLE.c.at == moment)).all()


def test_a_moment_without_a_zone_is_refused(kept: Database) -> None:
    with pytest.raises(StatementError, match="without a time zone"):
        put(kept, at=datetime(2026, 3, 2))  # noqa: DTZ001  # what is refused
    with kept.read() as tx, pytest.raises(StatementError, match="without a time zone"):
        tx.execute(select(TABLE).where(TABLE.c.at > datetime(2026, 3, 2)))  # noqa: DTZ001


def test_moments_are_in_order_in_the_database(kept: Database) -> None:
    later = MIDNIGHT_IN_BEIJING + timedelta(microseconds=1)
    earlier = (MIDNIGHT_IN_BEIJING - timedelta(hours=1)).astimezone(UTC)
    for moment in (later, MIDNIGHT_IN_BEIJING, earlier):
        put(kept, at=moment)
    with kept.read() as tx:
        assert list(tx.scalars(select(TABLE.c.at).order_by(TABLE.c.at))) == [earlier, MIDNIGHT_IN_BEIJING, later]
