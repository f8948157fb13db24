"""`fengqiao serve`, up to where it begins to import."""

import os
from types import SimpleNamespace

import pytest

from bot.__main__ import main


@pytest.mark.parametrize(("command", "threads"), [("serve", "1"), ("evaluate", None)])
def test_who_serves_has_one_thread_of_arithmetic_before_numpy_is_imported(
    command: str, threads: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    found = []

    def importing(name: str) -> SimpleNamespace:
        found.append((name, os.getenv("OPENBLAS_NUM_THREADS")))
        return SimpleNamespace(add_arguments=lambda parser: None, run=lambda options, settings: 0)

    monkeypatch.setattr("bot.__main__.importlib.import_module", importing)
    assert main([command]) == 0
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    assert found == [(f"bot.commands.{command}", threads)]
