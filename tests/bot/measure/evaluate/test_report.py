"""What is printed, and what is written."""

import json

from bot.measure.evaluate.report import Figure, Report
from bot.measure.evaluate.scores import Bin


def test_a_figure_is_printed_with_its_interval_and_kept() -> None:
    lines: list[str] = []
    report = Report(lines.append)
    report.add("places", [Figure("right", 0.8431, (0.8049, 0.875), 415)])
    report.add_reliability("intents", [Bin(0.8, 0.9, 4, 0.85, 0.5)])
    report.add_times("places", 0.5, 2.25)
    report.say_times()
    report.missing("routes", "nothing proposes them")
    text = "\n".join(lines)
    assert "0.843   [0.805, 0.875]     415" in text
    assert "intents: expected calibration error 0.350" in text
    assert "2.25" in text
    assert "routes: not measured, nothing proposes them" in text
    kept = json.loads(json.dumps(report.as_json()))
    assert kept["figures"]["places"][0]["value"] == 0.8431
    assert kept["reliability"]["intents"]["error"] == 0.35
    assert kept["milliseconds"] == {"places": {"p50": 0.5, "p95": 2.25}}
