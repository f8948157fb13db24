"""Several processes of this product on one machine: they share the port, the database and the data folder."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

SPOOL = "spool"
AGAIN_SECONDS = 1.0
STOP_SECONDS = 15.0


@dataclass(frozen=True)
class Worker:
    """One of the processes. Its name as an owner stays the same when it is started again after a death."""

    index: int
    owner: str

    @property
    def leads(self) -> bool:
        """Whether it does what only one of them may do."""
        return self.index == 0

    @property
    def spool(self) -> str:
        """Its own spool file: two processes must not drain one."""
        return SPOOL if self.leads else f"{SPOOL}-{self.index}"

    @classmethod
    def parse(cls, text: str) -> "Worker":
        """Undo `str`. Raises ValueError."""
        index, _, owner = text.partition(":")
        return cls(int(index), owner)

    def __str__(self) -> str:
        return f"{self.index}:{self.owner}"


def gather_spools(data: Path) -> None:
    """Put what workers that will not come back left in their spools into the one that is always drained."""
    for left in sorted(data.glob(f"{SPOOL}-*[0-9]")):
        with (data / SPOOL).open("ab") as spool:
            spool.write(b"\n" + left.read_bytes())
            spool.flush()
            os.fsync(spool.fileno())
        left.unlink()


class Supervisor:
    """Starts the workers, starts one again when it dies, and ends them all when told to stop."""

    def __init__(self, command: Sequence[str], workers: Sequence[Worker]) -> None:
        self._command = command
        self._workers = workers
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Runs until told to stop (SIGTERM, SIGINT)."""
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self._stop.set)
        await asyncio.gather(*(self._keep_alive(worker) for worker in self._workers))

    async def _keep_alive(self, worker: Worker) -> None:
        while not self._stop.is_set():
            command = [*self._command, "--worker", str(worker)]
            process = await asyncio.create_subprocess_exec(*command)
            ended = asyncio.create_task(process.wait())
            stopping = asyncio.create_task(self._stop.wait())
            await asyncio.wait({ended, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if self._stop.is_set():
                await _end(process)
                return
            log.error("worker died, starting it again", worker=worker.index, status=process.returncode)
            await self._rest()

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(AGAIN_SECONDS):
                await self._stop.wait()
        except TimeoutError:
            return


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def command_of_this_process() -> list[str]:
    """How to start this program once more with the same arguments."""
    return [sys.executable, "-m", "bot", *sys.argv[1:]]
