"""Killed at random instants, the product loses nothing and does nothing twice: here on PostgreSQL."""

from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from tests.support.kills import ten_kills_lose_nothing


@pytest.fixture
def fresh_postgresql(postgresql_url: str) -> str:
    """The address of an empty database."""
    name = f"kill_{uuid4().hex[:12]}"
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    return make_url(postgresql_url).set(database=name).render_as_string(hide_password=False)


@pytest.mark.rasa
@pytest.mark.timeout(600)
async def test_ten_kills_lose_nothing_and_double_nothing(tmp_path: Path, fresh_postgresql: str) -> None:
    await ten_kills_lose_nothing(tmp_path / "data", fresh_postgresql)
