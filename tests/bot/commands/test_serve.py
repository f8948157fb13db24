"""`fengqiao serve`, up to where it begins to import, and where its port is taken."""

import gc
import os
import socket
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiohttp import web

from bot import bootstrap
from bot.__main__ import main
from bot.commands import serve
from bot.settings import Settings


@pytest.fixture(autouse=True)
def _searching() -> Iterator[None]:
    """A command that serves ends with its process: here it does not."""
    yield
    gc.enable()


@pytest.mark.parametrize(("command", "threads", "searched"), [("serve", "1", False), ("evaluate", None, True)])
def test_who_serves_has_one_thread_of_arithmetic_and_is_not_searched_for_garbage_before_anything_is_imported(
    command: str, threads: str | None, searched: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    found = []

    def importing(name: str) -> SimpleNamespace:
        found.append((name, os.getenv("OPENBLAS_NUM_THREADS"), gc.isenabled()))
        return SimpleNamespace(add_arguments=lambda parser: None, run=lambda options, settings: 0)

    monkeypatch.setattr("bot.__main__.importlib.import_module", importing)
    assert main([command]) == 0
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    assert found == [(f"bot.commands.{command}", threads, searched)]


def test_a_taken_port_is_said_plainly_and_leaves_no_account_whose_password_nobody_saw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "_model", lambda settings: tmp_path)
    monkeypatch.setattr(serve, "leave_out", lambda names: None)
    monkeypatch.setattr(bootstrap, "load_dialogue", lambda store, model: SimpleNamespace(stop=lambda: None))
    monkeypatch.setattr(bootstrap, "build", lambda *args, **more: SimpleNamespace(app=web.Application()))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = Settings(data=tmp_path / "data", port=taken.getsockname()[1])
        assert serve.run(Namespace(worker=None), settings) == 1
    assert f"Port {settings.port} of 127.0.0.1 is taken" in capsys.readouterr().out
    store = bootstrap.open_store(settings)
    assert bootstrap.first_login(store.register)
    store.close()
