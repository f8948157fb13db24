"""`fengqiao serve`: everything in one process, or in several that share the port."""

import argparse
import asyncio
import contextlib
import errno
import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

from aiohttp import web

from bot import bootstrap
from bot.commands.output import say
from bot.garbage import search_from_now
from bot.matters import matters_path
from bot.model import model_path
from bot.settings import ROOT, Settings, quiet_rasa
from bot.unused import TRAINERS, leave_out
from bot.workers import Supervisor, Worker, command_of_this_process, gather_spools

PARENT_SECONDS = 1.0
"""A worker whose supervisor died must not go on beside the next one's."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--port`, `--host`, `--data`."""
    parser.add_argument("--port", type=int, help="port to listen on (8080)")
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--data", type=Path, help="folder that everything is written under")
    parser.add_argument("--workers", type=int, help="processes that share the work (1)")
    # Said by a supervisor to the processes it starts.
    parser.add_argument("--worker", type=Worker.parse, help=argparse.SUPPRESS)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Serve until told to stop."""
    quiet_rasa()
    model = _model(settings)
    if model is None:
        return 1
    if settings.workers > 1 and options.worker is None:
        return _supervise(settings)
    store = bootstrap.open_store(settings)
    leave_out(TRAINERS)
    dialogue = bootstrap.load_dialogue(store, model)
    try:
        asyncio.run(_serve(settings, store, dialogue, options.worker))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        say(f"Port {settings.port} of {settings.host} is taken. Choose another with --port or FENGQIAO_PORT.")
        return 1
    finally:
        dialogue.stop()
        store.close()
    return 0


def _supervise(settings: Settings) -> int:
    """What is done once is done here: tables, first login, what a dead process held. The workers do the rest."""
    store = bootstrap.open_store(settings)
    if store.database.is_sqlite:
        store.log.inbox.release_all()
        store.register.outbox.release_all()
    gather_spools(settings.data)
    _greet(settings, bootstrap.first_login(store.register))
    store.close()
    run = secrets.token_hex(6)
    search_from_now()
    workers = [Worker(index, f"{run}-{index}") for index in range(settings.workers)]
    asyncio.run(Supervisor(command_of_this_process(), workers).run())
    return 0


def _model(settings: Settings) -> Path | None:
    """The model that fits, trained if there is none: in a process of its own, whose memory ends with it."""
    path = model_path(settings.models)
    if not (path.exists() and matters_path(settings.models).exists()):
        command = [sys.executable, "-m", "bot", "train"]
        subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603
    return path if path.exists() else None


async def _serve(settings: Settings, store: bootstrap.Store, dialogue: object, worker: Worker | None) -> None:
    product = bootstrap.build(settings, store, dialogue, worker=worker)  # type: ignore[arg-type]
    runner = web.AppRunner(product.app, access_log=None, shutdown_timeout=5)
    await runner.setup()
    await web.TCPSite(runner, settings.host, settings.port, reuse_port=worker is not None).start()
    await product.start()
    search_from_now()
    if worker is None:
        # Made where it is shown: a start that fails before leaves no account whose password nobody saw.
        _greet(settings, bootstrap.first_login(store.register))
    await _until_told_to_stop(with_parent=worker is not None)
    await runner.cleanup()
    await product.stop()


def _greet(settings: Settings, password: str | None) -> None:
    base = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    say("")
    say(f"  Web chat (网上信访)     {base}/")
    say(f"  Console (办理工作台)    {base}/console/")
    if password:
        say(f"  First login, shown once: {bootstrap.FIRST_LOGIN} / {password}")
    say(f"  Telegram: {'on' if settings.telegram_token else 'off (set FENGQIAO_TELEGRAM_TOKEN)'}")
    say("")


async def _until_told_to_stop(*, with_parent: bool) -> None:
    stop = asyncio.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
    parent = os.getppid()
    while not stop.is_set() and (not with_parent or os.getppid() == parent):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PARENT_SECONDS):
                await stop.wait()
