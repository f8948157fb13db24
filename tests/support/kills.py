"""The product killed ten times while petitions are filed: what must hold whatever database stands behind it."""

from pathlib import Path

from bot.measure.kill import kill_and_count
from bot.measure.server import Server, issue_token
from tests.support.real_product import fitting_model

KILLS = 10


async def ten_kills_lose_nothing(data: Path, database_url: str = "") -> None:
    """Kill at random instants, start again, and count what is lost or doubled."""
    fitting_model()
    server = Server(data, {"FENGQIAO_DATABASE_URL": database_url} if database_url else {})
    issue_token(server.settings())
    lives: list[int] = []
    try:
        losses = await kill_and_count(server, times=KILLS, progress=lambda: lives.append(1))
    finally:
        server.kill()
    assert losses.none, losses
    assert losses.kills == len(lives) == KILLS
    assert losses.petitions > 0
    assert losses.messages >= 12 * losses.petitions
