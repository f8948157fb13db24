"""Asking something of every message."""

from bot.measure.evaluate.report import Report
from bot.measure.evaluate.timed import ask_all


def test_every_item_is_answered_in_order_and_timed() -> None:
    asked: list[int] = []
    report = Report(lambda line: None)
    assert ask_all(report, "squares", lambda n: asked.append(n) or n * n, [1, 2, 3]) == [1, 4, 9]  # type: ignore[func-returns-value]
    assert asked == [1, 1, 2, 3]
    assert 0 <= report.milliseconds["squares"]["p50"] <= report.milliseconds["squares"]["p95"]


def test_of_nothing_nothing_is_asked() -> None:
    assert ask_all(Report(lambda line: None), "none", lambda n: n, []) == []
