"""Every measurement in turn."""

import json
from pathlib import Path

from bot.measure.evaluate.report import Report
from bot.measure.evaluate.run import measure_board, measure_held_back
from nlu.text.matter_model import MatterModel
from tests.support.matters import small_common

ROWS = {
    "places": {"text": "江西省赣州市赣县区", "code": "360704"},
    "times": {"text": "昨天", "today": "2026-03-02", "value": "2026-03-01"},
    "matters": {"text": "老板欠我工钱不给", "matter": ["劳动和社会保障", "工资福利"]},
    "natures": {"text": "我举报村支书贪污低保款", "nature": "accusation"},
    "danger": {"text": "我不想活了", "kinds": ["self_harm"]},
    "fields": {"text": "电话13800001111", "today": "2026-03-02", "fields": {"petitioner_phone": "13800001111"}},
    "intents": {"text": "你好", "intent": "greet"},
}


def test_what_is_there_is_measured_and_the_rest_is_said(tmp_path: Path) -> None:
    for name, row in ROWS.items():
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    lines: list[str] = []
    report = Report(lines.append)
    measure_held_back(report, tmp_path, tmp_path / "models", MatterModel(small_common()))
    assert set(report.figures) == {"places", "times", "matters", "natures", "danger", "fields"}
    assert all(figure.value == 1.0 for figures in report.figures.values() for figure in figures)
    text = "\n".join(lines)
    assert "intents: not measured, no model fits the data" in text
    assert "routes: not measured, there is no" in text


def test_real_messages_may_be_missing(tmp_path: Path) -> None:
    lines: list[str] = []
    measure_board(Report(lines.append), tmp_path, MatterModel(small_common()), history=1, show=False)
    assert lines[-1] == f"real messages: not measured, they are not in {tmp_path}"
