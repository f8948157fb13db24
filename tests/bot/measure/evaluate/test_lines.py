"""Lines said at the form's questions."""

from bot.measure.evaluate.lines import TITLE, measure_lines
from bot.measure.evaluate.report import Report

ROWS = [
    {"asked": "confirm", "text": "对的，提交吧", "kind": "yes"},
    {"asked": "confirm", "text": "不对", "kind": "no"},
    {"asked": "place", "text": "你是真人吗", "kind": "question"},
    {"asked": "place", "text": "赣州市赣县区梅林镇", "kind": "answer"},
]


def test_what_each_line_is_and_that_nobody_is_alarmed() -> None:
    report = Report(lambda line: None)
    measure_lines(report, ROWS)
    assert [(figure.name, figure.value, figure.count) for figure in report.figures[TITLE]] == [
        ("sounds like what it is", 1.0, 3),
        ("a yes and a no told apart", 1.0, 2),
        ("false alarms", 0.0, 4),
    ]
