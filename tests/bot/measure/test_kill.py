"""Killed at random instants, the product loses nothing and does nothing twice: here on SQLite.

On PostgreSQL it is a file of its own, so that both can run at the same time.
"""

import dataclasses
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.bootstrap import open_store
from bot.measure.kill import Losses, Told, count_losses
from bot.measure.server import Server
from tests.support.kills import ten_kills_lose_nothing
from tests.support.register import filed

MUST_BE_ZERO = [
    field.name for field in dataclasses.fields(Losses) if field.name not in ("kills", "messages", "petitions")
]


@pytest.mark.parametrize("loss", MUST_BE_ZERO)
def test_any_loss_is_one(loss: str) -> None:
    assert Losses(kills=1, messages=2, petitions=3).none
    assert not Losses(**{loss: 1}).none
    assert not Losses(**{loss: -1}).none


@pytest.mark.parametrize(
    ("spoil", "loss"),
    [
        ("UPDATE outbox SET id = id", ""),
        # Under another key, which is how a notice could really come twice.
        (
            "INSERT INTO outbox (channel, address, body, case_number, state, tries, detail, created_at) "
            "SELECT channel, address, body, case_number, state, tries, detail, created_at FROM outbox",
            "doubled_notices",
        ),
        ("DELETE FROM outbox", "lost_notices"),
    ],
)
def test_every_case_has_one_notice_whatever_its_key(tmp_path: Path, spoil: str, loss: str) -> None:
    server = Server(tmp_path / "data")
    server.data.mkdir()
    store = open_store(server.settings())
    try:
        number = filed(store.register, facts="路灯坏了（marker）").case_number
        with store.database.begin() as tx:
            tx.execute(text(spoil))
    finally:
        store.close()
    told = Told(stories={"marker"}, receipts=Counter([number]))
    losses = count_losses(server, told)
    assert {name: count for name, count in vars(losses).items() if count and name in MUST_BE_ZERO} == (
        {loss: 1} if loss else {}
    )


@pytest.mark.rasa
@pytest.mark.timeout(600)
async def test_ten_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    await ten_kills_lose_nothing(tmp_path / "data")
