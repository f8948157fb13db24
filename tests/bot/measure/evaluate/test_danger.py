"""Danger's figures."""

from bot.measure.evaluate.danger import kinds, measure_danger
from bot.measure.evaluate.report import Report


def test_kinds() -> None:
    assert kinds("我不想活了") == {"self_harm"}
    assert kinds("路灯坏了") == set()


def test_every_kind_is_counted_and_one_more_beside_it_is_no_fault() -> None:
    report = Report(lambda line: None)
    rows = [
        {"text": "我不想活了", "kinds": ["self_harm"]},
        {"text": "路灯坏了", "kinds": ["self_harm"]},
        {"text": "路灯又坏了", "kinds": []},
        {"text": "我不想活了，死了算了", "kinds": []},
    ]
    measure_danger(report, rows)
    assert [(figure.name, figure.value, figure.count) for figure in report.figures["danger"]] == [
        ("self_harm: recall", 0.5, 2),
        ("false alarms", 0.5, 2),
    ]
