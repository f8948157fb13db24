"""Figures of address parts, on invented addresses."""

from pathlib import Path

from bot.measure.evaluate.addresses import ADDRESSES, TITLE, f1, is_held_back, measure_addresses
from bot.measure.evaluate.report import Report
from tests.support.addresses import write_addresses

ROADS = ("柳荫路", "桂花路", "荷塘路", "青竹路", "银杏路", "白鹭路", "松林路", "梅园路", "竹园路", "芙蓉路")


def test_a_fifth_is_held_back_and_measured(tmp_path: Path) -> None:
    lines = tuple(f"赣县区/district {road}/road {number}号/roadno" for road in ROADS for number in (3, 15, 128))
    write_addresses(tmp_path / ADDRESSES, lines)
    report = Report(lambda line: None)
    measure_addresses(report, tmp_path)
    figures = {figure.name: figure.value for figure in report.figures[TITLE]}
    assert set(figures) == {"precision", "recall", "F1"}
    assert figures["F1"] > 0.9
    assert TITLE in report.milliseconds


def test_without_addresses_nothing_is_measured(tmp_path: Path) -> None:
    said: list[str] = []
    measure_addresses(Report(said.append), tmp_path)
    assert "not measured" in said[-1]


def test_addresses_that_differ_in_numbers_are_on_one_side() -> None:
    assert len({is_held_back(f"柳荫路{number}号") for number in range(50)}) == 1


def test_f1_is_over_all_parts() -> None:
    assert f1([(1, 2, 2), (1, 1, 2)]) == 4 / 7
