"""Rasa's own starter bot (`rasa init`) with its default pipeline, in a temporary folder, to be measured beside ours."""

import asyncio
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import aiohttp

from bot.commands.output import say
from bot.measure.server import free_port
from bot.settings import ROOT

OVERRIDES = """\
matplotlib>=3.6,<3.9
scikit-learn==1.1.3
scipy>=1.10,<1.11
numpy==1.23.5
dask==2022.10.2
sqlalchemy>=1.4,<1.5
pydantic<2
jax ; sys_platform == 'never'
ml-dtypes<0.3
"""
START_SECONDS = 240


class Starter:
    """The starter bot as a process. It needs the real TensorFlow, so it gets an environment of its own (2.3 GB)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environment = folder / "environment"
        self._bot = folder / "bot"
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._port}"

    def prepare(self) -> None:
        """Install Rasa, make the starter bot and train it: minutes the first time, nothing when the folder has it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        if not (self._environment / "bin" / "rasa").exists():
            say("Installing Rasa with TensorFlow for the starter bot ...")
            overrides = self._folder / "overrides.txt"
            overrides.write_text(OVERRIDES, encoding="ascii")
            uv = shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")
            python = str(self._environment / "bin" / "python")
            self._run(uv, "venv", "--quiet", "--python", "3.11", str(self._environment))
            packages = ("rasa==3.6.21", "setuptools<81")
            self._run(uv, "pip", "install", "--quiet", "--python", python, "--override", str(overrides), *packages)
        if not list(self._bot.glob("models/*.tar.gz")):
            say("Making and training the starter bot ...")
            self._bot.mkdir(exist_ok=True)
            self._rasa("init", "--no-prompt", "--init-dir", str(self._bot))
        if not list(self._bot.glob("models/*.tar.gz")):
            self._rasa("train")

    async def start(self) -> float:
        """Start it; the seconds until it is ready to answer."""
        started = time.perf_counter()
        command = [str(self._environment / "bin" / "rasa"), "run", "--port", str(self._port), "-i", "127.0.0.1"]
        with (self._folder / "starter.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603
                command, cwd=self._bot, stdout=log, stderr=log, env=self._environ(), start_new_session=True
            )
        async with aiohttp.ClientSession() as client:
            while time.perf_counter() - started < START_SECONDS:
                try:
                    body = {"sender": "first", "message": "hi"}
                    async with client.post(f"{self.url}/webhooks/rest/webhook", json=body) as response:
                        if response.status == 200 and await response.json():
                            return time.perf_counter() - started
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.1)
        raise RuntimeError("the starter bot did not start")

    def resident_megabytes(self) -> float:
        """Its resident memory."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024

    def stop(self) -> None:
        """End it."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _rasa(self, *arguments: str) -> None:
        self._run(str(self._environment / "bin" / "rasa"), *arguments)

    def _run(self, *command: str) -> None:
        with (self._folder / "starter.log").open("ab") as log:
            folder = self._bot if self._bot.exists() else self._folder
            subprocess.run(command, cwd=folder, stdout=log, stderr=log, env=self._environ(), check=True)  # noqa: S603

    def _environ(self) -> dict[str, str]:
        # The environment of whoever measures, which holds the path to everything.
        return {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}  # noqa: TID251
