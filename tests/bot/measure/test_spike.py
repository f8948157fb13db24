"""What the spike's measure counts, against a server that behaves as it is told."""

import asyncio
from collections.abc import Callable

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.commands.bench import print_spike
from bot.measure import spike as measure
from bot.measure.kill import Losses
from bot.measure.load import FILING, Timed
from bot.measure.spike import Crowd, Sent, Spike, recovered_after


def answers(*seconds: float) -> list[Sent]:
    """One answer a second after the spike, which ended at 100."""
    return [Sent(at=100.0 + at, seconds=took) for at, took in enumerate(seconds)]


@pytest.mark.parametrize(
    ("seconds", "after"),
    [
        ((0.1,) * 12, 0.0),
        ((3.0, 2.0, 1.0, *(0.1,) * 10), 2.0),
        ((3.0, 3.0, *(0.1,) * 5, 3.0, *(0.1,) * 9), 2.0),
        ((3.0,) * 30, None),
        ((0.1,) * 9, None),
    ],
    ids=["at once", "one slow among ten is none", "in the middle", "never", "too few to tell"],
)
def test_it_is_as_before_when_nine_of_ten_come_as_quickly(seconds: tuple[float, ...], after: float | None) -> None:
    before = [Sent(at=10.0, seconds=9.0)]
    assert recovered_after([*before, *answers(*seconds)], 100.0, as_before=0.5) == after


def test_an_error_a_loss_or_no_recovery_is_told() -> None:
    timed = [Timed(1), Timed(1), Timed(1), Timed(1)]
    assert Spike(*timed, recovered=1.0, asked_to_wait=9).holds
    assert not Spike(*timed, recovered=None).holds
    assert not Spike(*timed, recovered=1.0, errors=1).holds
    assert not Spike(*timed, recovered=1.0, losses=Losses(lost_cases=1)).holds
    print_spike(Spike(*timed))


async def crowd_at(answer: Callable[[dict[str, str]], web.Response], monkeypatch: pytest.MonkeyPatch) -> Crowd:
    """One citizen who writes one petition to a server of ours."""
    monkeypatch.setattr(measure, "PAUSE_SECONDS", 0.0)

    async def hear(request: web.Request) -> web.Response:
        return answer(await request.json())

    app = web.Application()
    app.router.add_post("/webhooks/rest/webhook", hear)
    server, stop = TestServer(app), asyncio.Event()
    await server.start_server()
    try:
        async with aiohttp.ClientSession() as client:
            base = str(server.make_url("")).rstrip("/")
            crowd = Crowd(base, client, wait=["请等"], not_kept=["没记下"])
            task = asyncio.create_task(crowd.citizen(stop, pause=0))
            while not crowd.told.stories:
                await asyncio.sleep(0.001)
            stop.set()
            await task
    finally:
        await server.close()
    return crowd


async def test_whoever_is_asked_to_wait_sends_it_again_and_that_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    bad = [
        web.json_response({"error": "later"}, status=503, headers={"Retry-After": "1"}),
        web.json_response([{"text": "没记下"}]),
        web.json_response([{"text": "请等"}]),
        web.json_response({"error": "broken"}, status=500),
    ]

    def answer(body: dict[str, str]) -> web.Response:
        heard.append(body["message_id"])
        if bad:
            return bad.pop(0)
        last = body["message"] == FILING[-1]
        return web.json_response([{"text": "好", "custom": {"case": {"number": heard[-1]}} if last else None}])

    crowd = await crowd_at(answer, monkeypatch)
    assert (crowd.asked_to_wait, crowd.errors) == (3, 1)
    assert heard[0] == heard[1] == heard[2]
    assert heard[3] == heard[4] != heard[2]
    assert len(crowd.told.answered) >= len(FILING)
    assert sum(crowd.told.receipts.values()) >= 1
