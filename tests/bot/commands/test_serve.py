"""`fengqiao serve`, up to where it begins to import."""

import gc
import os
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from bot.__main__ import main


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
