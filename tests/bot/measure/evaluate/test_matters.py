"""The figures of matters, natures and routes."""

import pytest

from bot.measure.evaluate.matters import measure_accusations, measure_matters, measure_natures, measure_routes
from bot.measure.evaluate.report import Report
from nlu.text.matter_model import MatterModel
from tests.support.matters import small_common


@pytest.fixture
def report() -> Report:
    return Report(lambda line: None)


def test_both_levels_are_compared_by_former_names(report: Report) -> None:
    rows = [
        {"text": "老板欠我工钱不给", "matter": ["劳动和社会保障", "工资福利"]},
        {"text": "老板欠我工钱不给", "matter": ["劳动和社会保障", "劳动关系"]},
        {"text": "化工厂排臭气", "matter": ["环境保护", "环境污染"]},
        {"text": "化工厂排臭气", "matter": ["生态环境", "环境污染"]},
    ]
    measure_matters(report, rows, MatterModel(small_common()))
    figures = {figure.name: figure.value for figure in report.figures["matters"]}
    assert figures["level 1: accuracy"] == 1.0
    assert figures["level 2: accuracy"] == 0.75
    assert sum(each.count for each in report.tables["matters, level 1"]) == 4


def test_natures(report: Report) -> None:
    rows = [{"text": "我举报村支书贪污低保款", "nature": "accusation"}, {"text": "老板欠薪", "nature": "suggestion"}]
    measure_natures(report, rows)
    assert report.figures["natures"][0].value == 0.5


def test_accusations_that_are_sealed_and_what_else_is(report: Report) -> None:
    rows = [{"text": "我举报村支书贪污低保款", "sealed": True}, {"text": "老板欠薪", "sealed": False}]
    measure_accusations(report, rows)
    assert [(figure.name, figure.value) for figure in report.figures["accusations"]] == [
        ("recall", 1.0),
        ("false seals", 0.0),
    ]


def test_routes_are_measured_where_something_proposes_them(report: Report) -> None:
    rows = [{"text": "甲", "route": "六"}, {"text": "乙", "route": "一"}]
    measure_routes(report, rows, lambda text: "六")
    assert report.figures["routes"][0].value == 0.5


def test_routes_are_said_to_be_missing_else() -> None:
    lines: list[str] = []
    measure_routes(Report(lines.append), [{"text": "甲", "route": "六"}], None)
    assert any("routes: not measured" in line for line in lines)
