"""`fengqiao converse`: what it prints, and when a run counts as good."""

import asyncio
import csv
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.commands import converse
from bot.measure.player import Outcome
from bot.measure.scripts import Script
from bot.settings import Settings

STORIES = ("路灯坏了三个月，\n没人修。", "物业不退押金，拖了半年。", "小区门口天天堵车，孩子上学迟到。")


class Office:
    """Files whatever it is told; a story in `deaf` never, and one in `careless` without its last word."""

    def __init__(self) -> None:
        self.cases: dict[str, str] = {}
        self.deaf: set[str] = set()
        self.careless: set[str] = set()

    async def hear(self, request: web.Request) -> web.Response:
        said = (await request.json())["message"]
        if said in self.deaf:
            return web.json_response([{"text": "?"}])
        number = f"n{len(self.cases)}"
        self.cases[number] = said[:-1] if said in self.careless else said
        return web.json_response([{"text": "filed", "custom": {"case": {"number": number}}}])

    async def tracker(self, request: web.Request) -> web.Response:
        return web.json_response({"slots": {"requested_slot": None}, "latest_message": {}})

    async def case(self, request: web.Request) -> web.Response:
        facts = self.cases[request.match_info["number"]]
        return web.json_response({"state": "registered", "facts": facts, "claims": []})


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def url(office: Office) -> Iterator[str]:
    """The office's doors, on a loop of their own: the command runs one itself."""
    app = web.Application()
    app.add_routes(
        [
            web.post("/webhooks/rest/webhook", office.hear),
            web.get("/conversations/{sender}/tracker", office.tracker),
            web.get("/api/cases/{number}", office.case),
        ]
    )
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = TestServer(app)
    asyncio.run_coroutine_threadsafe(server.start_server(), loop).result(10)
    yield str(server.make_url(""))
    asyncio.run_coroutine_threadsafe(server.close(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = tmp_path / "board.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, ["text"])
        rows.writeheader()
        rows.writerows({"text": story} for story in STORIES)
    return path


def played(url: str, board: Path) -> int:
    parser = ArgumentParser()
    converse.add_arguments(parser)
    options = parser.parse_args(["--petitions", str(board), "--count", "3", "--url", url, "--token", "t"])
    return converse.run(options, Settings())


def test_all_filed_with_every_word_is_good(url: str, board: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert played(url, board) == 0
    said = capsys.readouterr().out
    assert "filed 3 of 3, 1.0 turns per filing" in said
    assert "story word for word in the case: 3 of 3" in said


def test_one_that_is_not_filed_is_not_good(
    url: str, board: Path, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.deaf.add(STORIES[1])
    assert played(url, board) == 1
    said = capsys.readouterr().out
    assert "filed 2 of 3, 1.0 turns per filing" in said
    assert "story word for word in the case: 2 of 3" in said


def test_one_word_that_is_missing_is_not_good(
    url: str, board: Path, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.careless.add(STORIES[0])
    assert played(url, board) == 1
    said = capsys.readouterr().out
    assert "filed 3 of 3" in said
    assert "story word for word in the case: 2 of 3" in said


@pytest.mark.parametrize(("wrong", "status"), [(3, 0), (4, 1)])
def test_of_scripts_nearly_all_must_end_as_expected(wrong: int, status: int) -> None:
    scripts = [Script(id=f"plain-{n}", say=("x",), answers={}) for n in range(100)]
    outcomes = [Outcome(script, number=None if n < wrong else "n") for n, script in enumerate(scripts)]
    assert converse.report(outcomes) == status
