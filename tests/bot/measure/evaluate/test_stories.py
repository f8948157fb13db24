"""The story reader's figures."""

import pytest

from bot.measure.evaluate.report import Report
from bot.measure.evaluate.stories import figures_of, is_right, measure_stories


@pytest.mark.parametrize(
    ("name", "meant", "read", "right"),
    [
        ("petitioner_phone", "13800001111", "13800001111", True),
        ("affected_count", 12, 12, True),
        ("affected_count", 12, 120, False),
        ("occurred_at", "2023-05", "2023", False),
        ("respondent", "红星物业公司", "红星物业公司的人", True),
        ("respondent", "县红星物业公司", "红星物业公司。", True),
        ("respondent", "县红星物业公司", "公司", False),
        ("request", "退还押金", None, False),
    ],
)
def test_what_counts_as_right(name: str, meant: object, read: object, right: bool) -> None:
    assert is_right(name, meant, read) is right


def test_precision_is_of_what_was_read_and_recall_of_what_was_stated() -> None:
    precision, recall = figures_of("affected_count", [(3, 3), (4, 5), (6, None), (7, None)])
    assert (precision.value, precision.count) == (0.5, 2)
    assert (recall.value, recall.count) == (0.25, 4)


def test_only_stated_fields_are_measured() -> None:
    report = Report(lambda line: None)
    row = {
        "text": "我叫王小满，电话13800001111，2025年5月3日江西省赣州市赣县区工地老板拖欠工资。",
        "today": "2025-06-01",
        "fields": {"petitioner_phone": "13800001111", "region_code": "360704"},
    }
    measure_stories(report, [row])
    names = {figure.name: figure.value for figure in report.figures["fields"]}
    assert names == {
        "petitioner_phone: precision": 1.0,
        "petitioner_phone: recall": 1.0,
        "region_code: precision": 1.0,
        "region_code: recall": 1.0,
    }
