"""`fengqiao train --matters`."""

from pathlib import Path

import pytest

import bot.addresses
import bot.matters
from bot.__main__ import main
from tests.support.addresses import INVENTED, write_addresses


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("FENGQIAO_MODELS", str(tmp_path))
    return tmp_path


def test_an_unreadable_table_is_an_error_with_a_reason(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--matters", str(models / "none.csv")]) == 1
    assert "cannot be read" in capsys.readouterr().out


def test_the_table_is_trained_on_and_the_model_named(
    models: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[Path, Path]] = []

    def train(folder: Path, table: Path) -> Path:
        asked.append((folder, table))
        return folder / bot.matters.OFFICE

    monkeypatch.setattr(bot.matters, "train_office_matters", train)
    assert main(["train", "--matters", "history.csv"]) == 0
    assert asked == [(models, Path("history.csv"))]
    assert str(models / bot.matters.OFFICE) in capsys.readouterr().out


def test_addresses_are_trained_on(models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_addresses(tmp_path / "addresses.jsonl", INVENTED[:2])
    assert main(["train", "--addresses", str(file)]) == 0
    assert str(models / bot.addresses.OFFICE) in capsys.readouterr().out


def test_unreadable_addresses_are_an_error_with_a_reason(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--addresses", str(models / "none.jsonl")]) == 1
    assert "cannot be read" in capsys.readouterr().out
