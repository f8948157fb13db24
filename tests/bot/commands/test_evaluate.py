"""`fengqiao evaluate`."""

import json
from pathlib import Path

import pytest

import bot.commands.evaluate
from bot.__main__ import main
from nlu.text.matter_model import MatterModel
from tests.support.matters import small_common


@pytest.fixture(autouse=True)
def _small_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bot.commands.evaluate, "load_matters", lambda models: MatterModel(small_common()))
    monkeypatch.setenv("FENGQIAO_MODELS", str(tmp_path / "models"))


def evaluate(folder: Path, *more: str) -> int:
    return main(["evaluate", "--held-back", str(folder), "--data", str(folder / "none"), *more])


def test_figures_are_printed_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "natures.jsonl").write_text('{"text": "我举报村支书贪污", "nature": "accusation"}\n', encoding="utf-8")
    assert evaluate(tmp_path, "--json", str(tmp_path / "figures.json")) == 0
    printed = capsys.readouterr().out
    assert "nature: accuracy" in printed
    assert "real messages: not measured" in printed
    written = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert written["figures"]["natures"][0]["value"] == 1.0


def test_a_broken_set_is_an_error_with_a_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "natures.jsonl").write_text("nothing\n", encoding="utf-8")
    assert evaluate(tmp_path) == 1
    assert "natures.jsonl:1" in capsys.readouterr().out
