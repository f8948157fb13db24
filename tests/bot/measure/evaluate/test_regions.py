"""Places' and times' figures."""

from bot.measure.evaluate.regions import measure_places, measure_times
from bot.measure.evaluate.report import Report
from nlu.text.regions import Gazetteer


def values(report: Report, title: str) -> list[tuple[float, int]]:
    return [(figure.value, figure.count) for figure in report.figures[title]]


def test_places() -> None:
    report = Report(lambda line: None)
    rows = [
        {"text": "江西省赣州市赣县区", "code": "360704"},
        {"text": "江西省赣州市", "code": "360704"},
        {"text": "路灯坏了", "code": None},
    ]
    measure_places(report, rows, Gazetteer.load())
    assert values(report, "places") == [(2 / 3, 3), (0.5, 2), (1.0, 1)]


def test_times() -> None:
    report = Report(lambda line: None)
    rows = [
        {"text": "昨天的事", "today": "2026-03-02", "value": "2026-03-01"},
        {"text": "2025年5月", "today": "2026-03-02", "value": "2025-05"},
        {"text": "昨天的事", "today": "2026-03-02", "value": "2026-02-01"},
    ]
    measure_times(report, rows)
    assert values(report, "times") == [(2 / 3, 3), (2 / 3, 3)]
