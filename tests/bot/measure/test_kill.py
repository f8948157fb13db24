"""Killed at random instants, the product loses nothing and does nothing twice, on either database."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from bot.measure.kill import Losses, kill_and_count
from bot.measure.server import Server, issue_token
from tests.support.real_product import fitting_model

MUST_BE_ZERO = [
    field.name for field in dataclasses.fields(Losses) if field.name not in ("kills", "messages", "petitions")
]
KILLS = 10


@pytest.mark.parametrize("loss", MUST_BE_ZERO)
def test_any_loss_is_one(loss: str) -> None:
    assert Losses(kills=1, messages=2, petitions=3).none
    assert not Losses(**{loss: 1}).none
    assert not Losses(**{loss: -1}).none


@pytest.fixture
def fresh_postgresql(postgresql_url: str) -> str:
    """The address of an empty database."""
    name = f"kill_{uuid4().hex[:12]}"
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    return make_url(postgresql_url).set(database=name).render_as_string(hide_password=False)


@pytest.mark.rasa
@pytest.mark.timeout(600)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_ten_kills_lose_nothing_and_double_nothing(
    tmp_path: Path, request: pytest.FixtureRequest, database: str
) -> None:
    fitting_model()
    url = request.getfixturevalue("fresh_postgresql") if database == "postgresql" else ""
    server = Server(tmp_path / "data", {"FENGQIAO_DATABASE_URL": url} if url else {})
    issue_token(server.settings())
    lives: list[int] = []
    try:
        losses = await kill_and_count(server, times=KILLS, progress=_one_more(lives))
    finally:
        server.kill()
    assert losses.none, losses
    assert losses.kills == len(lives) == KILLS
    assert losses.petitions > 0
    assert losses.messages >= 12 * losses.petitions


def _one_more(lives: list[int]) -> Callable[[], None]:
    return lambda: lives.append(1)
