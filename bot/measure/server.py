"""The product as a process of its own, for a measurement or a test: started, watched, stopped or killed."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bot.bootstrap import open_store
from bot.settings import ROOT, Settings
from cases import Role

START_SECONDS = 600
"""A first start trains the model; a start that failed is seen at once, by the process that ended."""


class DidNotStart(Exception):
    """The server did not answer in time."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def issue_token(settings: Settings, label: str = "measure") -> str:
    """A token that may see everything, for the data folder that is about to be measured."""
    store = open_store(settings)
    try:
        return store.register.staff.issue_token(label, list(Role), days=1)
    finally:
        store.close()


@dataclass
class Server:
    """A product process on this machine."""

    data: Path
    environ: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def settings(self) -> Settings:
        """The settings it runs with."""
        return Settings.from_env({**self.environ}, data=self.data, port=self.port)

    async def start(self) -> float:
        """Start it, wait until it is ready, and say the seconds. Raises `DidNotStart`, with nothing left running."""
        started = time.perf_counter()
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / "server.log").open("ab") as log:
            command = [sys.executable, "-m", "bot", "serve", "--port", str(self.port), "--data", str(self.data)]
            self.process = subprocess.Popen(  # noqa: S603
                command,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environ},  # noqa: TID251  # whoever measures, and what is changed in it
                start_new_session=True,
            )
        try:
            await self._until_ready(started)
        except BaseException:
            self.kill()
            raise
        return time.perf_counter() - started

    async def _until_ready(self, started: float) -> None:
        async with aiohttp.ClientSession() as client:
            while time.perf_counter() - started < START_SECONDS:
                if self.process is None or self.process.poll() is not None:
                    break
                try:
                    async with client.get(f"{self.url}/readyz") as response:
                        if response.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.05)
        tail = (self.data / "server.log").read_text(encoding="utf-8", errors="replace")[-2000:]
        raise DidNotStart(f"the server did not start; its last words:\n{tail}")

    def kill(self) -> None:
        """SIGKILL: what a power cut or the kernel's memory guard does."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """Ask it to end, and insist after a while."""
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()
            self.process = None

    def resident_megabytes(self) -> float:
        """Its resident memory, that of its workers included."""
        if self.process is None:
            return 0.0
        own = self.process.pid
        children = Path(f"/proc/{own}/task/{own}/children").read_text(encoding="ascii").split()
        return sum(_resident(pid) for pid in (own, *map(int, children))) / 1024


def _resident(pid: int) -> int:
    """Kilobytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


@asynccontextmanager
async def serving(data: Path, environ: Mapping[str, str] | None = None) -> AsyncIterator[tuple[Server, str]]:
    """A running server on a data folder, and a token for it."""
    server = Server(data, environ or {})
    token = issue_token(server.settings())
    await server.start()
    try:
        yield server, token
    finally:
        server.stop()
