"""Several processes as one product: who leads, whose spool is whose, and what happens when one dies."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.measure.load import FILING, load, was_filed
from bot.measure.server import serving
from bot.spool import Spool
from bot.workers import Supervisor, Worker, gather_spools
from storage import KeyRing
from tests.support.real_product import fitting_model

NOTES_ITS_LIFE = "import sys, time, pathlib; pathlib.Path(sys.argv[1]).open('a').write(sys.argv[-1] + '\\n'); {}"


def test_a_worker_keeps_its_name_on_a_command_line() -> None:
    worker = Worker(3, "a1b2-3")

    assert Worker.parse(str(worker)) == worker
    with pytest.raises(ValueError, match="invalid literal"):
        Worker.parse("leader:a1b2")


def test_only_the_first_leads_and_no_two_share_a_spool() -> None:
    workers = [Worker(index, f"run-{index}") for index in range(3)]

    assert [worker.leads for worker in workers] == [True, False, False]
    assert [worker.spool for worker in workers] == ["spool", "spool-1", "spool-2"]


def test_what_a_worker_left_behind_goes_into_the_spool_that_is_always_drained(
    tmp_path: Path, key_ring: KeyRing
) -> None:
    def spool(name: str) -> Spool:
        return Spool(tmp_path / name, encrypt=key_ring.encrypt, decrypt=key_ring.decrypt)

    spool("spool").keep({"text": "一"})
    spool("spool-1").keep({"text": "二"})
    spool("spool-10").keep({"text": "三"})
    (tmp_path / "spool-1.unreadable").write_text("torn")

    gather_spools(tmp_path)

    taken: list[str] = []
    spool("spool").drain(lambda message: taken.append(message["text"]))
    assert taken == ["一", "二", "三"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["spool-1.unreadable"]


async def test_a_worker_that_dies_is_started_again_under_its_name(tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    command = [sys.executable, "-c", NOTES_ITS_LIFE.format("sys.exit(3)"), str(lives)]
    supervising = asyncio.create_task(Supervisor(command, [Worker(1, "run-1")]).run())

    await _until(lambda: lives.exists() and len(lives.read_text().split()) >= 2)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(supervising, 20)

    assert set(lives.read_text().split()) == {"1:run-1"}


async def test_told_to_stop_it_ends_every_worker(tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    command = [sys.executable, "-c", NOTES_ITS_LIFE.format("time.sleep(600)"), str(lives)]
    workers = [Worker(index, f"run-{index}") for index in range(2)]
    supervising = asyncio.create_task(Supervisor(command, workers).run())

    await _until(lambda: lives.exists() and len(lives.read_text().split()) == 2)
    os.kill(os.getpid(), signal.SIGTERM)

    await asyncio.wait_for(supervising, 20)
    assert sorted(lives.read_text().split()) == ["0:run-0", "1:run-1"]


@pytest.mark.rasa
@pytest.mark.timeout(300)
async def test_two_workers_file_petitions_and_outlive_one_of_them(tmp_path: Path) -> None:
    fitting_model()
    async with serving(tmp_path, {"FENGQIAO_WORKERS": "2"}) as (server, _token):
        both = await load(server.url, FILING, citizens=6, conversations=6, ended_well=was_filed)
        assert server.process is not None
        workers = await _workers_of(server.process.pid)
        os.kill(workers[1], signal.SIGKILL)
        alone = await _filed_in_spite_of_it(server.url)
        again = await _workers_of(server.process.pid, but=workers[1])

    assert both.finished == 6
    assert alone
    assert workers[0] in again


async def _filed_in_spite_of_it(url: str) -> bool:
    """One petition; what was lost with a broken connection is said again."""
    last = ""
    async with aiohttp.ClientSession() as client:
        for message in FILING:
            for _again in range(20):
                try:
                    body = {"sender": "after-a-death", "message": message}
                    async with client.post(f"{url}/webhooks/rest/webhook", json=body) as response:
                        last = "".join(str(reply.get("text")) for reply in await response.json())
                        break
                except aiohttp.ClientError:
                    await asyncio.sleep(0.5)
    return was_filed(last)


async def _workers_of(pid: int, *, but: int = 0) -> list[int]:
    def children() -> list[int]:
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split() if int(child) != but
        ]

    await _until(lambda: len(children()) == 2)
    return children()


async def _until(happened: object) -> None:
    assert callable(happened)
    async with asyncio.timeout(60):
        while not happened():
            await asyncio.sleep(0.05)
