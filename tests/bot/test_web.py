"""The doors for operators' tools, on the one HTTP application."""

import io
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.metrics import Metrics
from bot.web import MAX_BODY, from_this_machine, web_app

Client = TestClient[web.Request, web.Application]


class House:
    """The application, with a part, a door, and an answer to whether it is ready."""

    def __init__(self) -> None:
        self.is_ready = True
        self.metrics = Metrics()

        async def hello(request: web.Request) -> web.Response:
            return web.Response(text=str(len(await request.read())))

        part = web.Application()
        part.add_routes([web.get("/cases", hello)])
        self.app = web_app(
            routes=[web.post("/hello", hello)],
            parts={"/console/": part},
            ready=self.ready,
            metrics=self.metrics,
            metrics_allowed=from_this_machine,
        )

    async def ready(self) -> bool:
        return self.is_ready


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
async def client(house: House) -> AsyncIterator[Client]:
    async with TestClient(TestServer(house.app)) as made:
        yield made


async def test_a_process_that_runs_is_alive_whatever_else(house: House, client: Client) -> None:
    house.is_ready = False
    answer = await client.get("/healthz")
    assert (answer.status, await answer.json()) == (200, {"status": "alive"})


async def test_readiness_is_told_by_the_status(house: House, client: Client) -> None:
    answer = await client.get("/readyz")
    assert (answer.status, await answer.json()) == (200, {"status": "ready"})
    house.is_ready = False
    answer = await client.get("/readyz")
    assert (answer.status, await answer.json()) == (503, {"status": "starting"})


async def test_figures_are_for_this_machine(house: House, client: Client) -> None:
    house.metrics.turn("telegram", 0.2)
    answer = await client.get("/metrics")
    assert answer.status == 200
    assert answer.content_type == "text/plain"
    assert 'fengqiao_turn_seconds_count{channel="telegram"} 1.0' in await answer.text()


async def test_figures_are_not_for_whom_a_proxy_brings(client: Client) -> None:
    answer = await client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})
    assert answer.status == 403
    assert "fengqiao" not in await answer.text()


@pytest.mark.parametrize(
    ("remote", "allowed"),
    [("127.0.0.1", True), ("::1", True), ("203.0.113.9", False), ("10.0.0.8", False), (None, False)],
)
def test_only_the_machine_itself_is_this_machine(remote: str | None, allowed: bool) -> None:
    class Request:
        def __init__(self) -> None:
            self.remote, self.headers = remote, {}

    assert from_this_machine(Request()) is allowed  # type: ignore[arg-type]


async def test_doors_and_parts_are_where_they_belong(client: Client) -> None:
    assert (await client.get("/console/cases")).status == 200
    assert (await client.post("/hello", data=b"123")).status == 200
    assert (await client.get("/cases")).status == 404


async def test_a_body_larger_than_the_largest_upload_is_refused(client: Client) -> None:
    assert (await client.post("/hello", data=io.BytesIO(bytes(MAX_BODY + 1)))).status == 413
