"""Killed at random instants, the product loses nothing and does nothing twice: here on SQLite.

On PostgreSQL it is a file of its own, so that both can run at the same time.
"""

import dataclasses
from pathlib import Path

import pytest

from bot.measure.kill import Losses
from tests.support.kills import ten_kills_lose_nothing

MUST_BE_ZERO = [
    field.name for field in dataclasses.fields(Losses) if field.name not in ("kills", "messages", "petitions")
]


@pytest.mark.parametrize("loss", MUST_BE_ZERO)
def test_any_loss_is_one(loss: str) -> None:
    assert Losses(kills=1, messages=2, petitions=3).none
    assert not Losses(**{loss: 1}).none
    assert not Losses(**{loss: -1}).none


@pytest.mark.rasa
@pytest.mark.timeout(600)
async def test_ten_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    await ten_kills_lose_nothing(tmp_path / "data")
