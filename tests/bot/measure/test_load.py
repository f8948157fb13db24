"""The load's figures."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.measure.load import FILING, STARTER, Timed, load, was_filed


def test_percentiles_of_many_answers() -> None:
    timed = Timed(1, latencies=[number / 1000 for number in range(1, 102)])
    assert timed.percentile(50) == pytest.approx(51)
    assert timed.percentile(95) == pytest.approx(96)
    assert timed.percentile(99) == pytest.approx(100)


@pytest.mark.parametrize(("latencies", "milliseconds"), [([], 0), ([0.025], 25)])
def test_percentiles_of_hardly_any(latencies: list[float], milliseconds: float) -> None:
    assert Timed(1, latencies=latencies).percentile(95) == pytest.approx(milliseconds)


def test_turns_a_second() -> None:
    assert Timed(1, seconds=2.0, latencies=[0.1] * 10).turns_per_second == 5
    assert Timed(1).turns_per_second == 0


def test_both_conversations_have_as_many_messages() -> None:
    assert len(FILING) == len(STARTER)


async def test_every_conversation_is_told_to_its_end_and_every_answer_counted() -> None:
    heard: dict[str, list[str]] = {}

    async def hear(request: web.Request) -> web.Response:
        body = await request.json()
        heard.setdefault(body["sender"], []).append(body["message"])
        done = body["message"] == "对" and len(heard) % 2 == 0
        return web.json_response([{"text": "查询码：X" if done else "?"}, {"image": "x"}])

    app = web.Application()
    app.router.add_post("/webhooks/rest/webhook", hear)
    server = TestServer(app)
    await server.start_server()
    try:
        base = str(server.make_url("")).rstrip("/")
        timed = await load(base, ("a", "对"), citizens=1, conversations=4, ended_well=was_filed)
    finally:
        await server.close()
    assert list(heard.values()) == [["a", "对"]] * 4
    assert (len(timed.latencies), timed.finished, timed.conversations, timed.errors) == (8, 2, 4, 0)
    assert timed.turns_per_second > 0


async def test_answers_that_never_come_are_counted_as_errors() -> None:
    timed = await load("http://127.0.0.1:1", ("a", "b"), citizens=1, conversations=1, ended_well=bool)
    assert (timed.errors, timed.latencies, timed.finished) == (2, [], 0)
