"""`fengqiao export`, as somebody types it."""

import csv
import zipfile
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.bootstrap import open_store
from bot.settings import Settings
from cases import Nature
from tests.support.register import ADMINISTRATOR, filed


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with two cases in it, one of them sealed."""
    store = open_store(Settings.from_env(data=tmp_path))
    filed(store.register)
    filed(store.register, nature=Nature.ACCUSATION, address="other")
    store.close()
    return tmp_path


def test_a_masked_table_that_is_written_down(data: Path) -> None:
    file = data / "cases.csv"
    assert main(["export", str(file), "--reason", "月度报表", "--data", str(data)]) == 0
    header, row = csv.reader(file.read_text(encoding="utf-8-sig").splitlines())
    assert dict(zip(header, row, strict=True))["姓名"] == "王**"
    store = open_store(Settings.from_env(data=data))
    entry = store.register.for_official(ADMINISTRATOR).audit()[0]
    store.close()
    assert (entry.who, entry.action, entry.reason) == ("fengqiao export", "export", "月度报表")


def test_a_sheet_and_a_filter(data: Path) -> None:
    file = data / "cases.xlsx"
    assert main(["export", str(file), "--reason", "报表", "--region", "44", "--data", str(data)]) == 0
    with zipfile.ZipFile(file) as book:
        assert book.read("xl/worksheets/sheet1.xml").decode().count("<row ") == 1


def test_another_kind_of_file_or_no_reason_writes_nothing(data: Path) -> None:
    assert main(["export", str(data / "cases.pdf"), "--reason", "报表", "--data", str(data)]) == 2
    assert main(["export", str(data / "cases.csv"), "--reason", " ", "--data", str(data)]) == 1
    assert not [one for one in data.iterdir() if one.name.startswith("cases.")]
