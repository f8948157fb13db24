"""`fengqiao serve`: everything in one process."""

import argparse
import asyncio
import signal
import subprocess
import sys
from pathlib import Path

from aiohttp import web

from bot import bootstrap
from bot.commands.output import say
from bot.model import model_path
from bot.settings import ROOT, Settings, quiet_rasa


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--port`, `--host`, `--data`."""
    parser.add_argument("--port", type=int, help="port to listen on (8080)")
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--data", type=Path, help="folder that everything is written under")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Serve until told to stop."""
    quiet_rasa()
    model = _model(settings)
    if model is None:
        return 1
    store = bootstrap.open_store(settings)
    password = bootstrap.first_login(store.register)
    dialogue = bootstrap.load_dialogue(store, model)
    try:
        asyncio.run(_serve(settings, store, dialogue, password))
    finally:
        dialogue.stop()
        store.close()
    return 0


def _model(settings: Settings) -> Path | None:
    """The model that fits, trained if there is none: in a process of its own, whose memory ends with it."""
    path = model_path(settings.models)
    if not path.exists():
        command = [sys.executable, "-m", "bot", "train"]
        subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603
    return path if path.exists() else None


async def _serve(settings: Settings, store: bootstrap.Store, dialogue: object, password: str | None) -> None:
    product = bootstrap.build(settings, store, dialogue)  # type: ignore[arg-type]
    runner = web.AppRunner(product.app, access_log=None, shutdown_timeout=5)
    await runner.setup()
    await web.TCPSite(runner, settings.host, settings.port).start()
    await product.start()
    _greet(settings, password)
    await _until_told_to_stop()
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


async def _until_told_to_stop() -> None:
    stop = asyncio.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
    await stop.wait()
