"""Reading held-back sets."""

from pathlib import Path

import pytest

from bot.measure.evaluate.held_back import UnreadableSet, read_set


def test_a_set_is_read_and_a_missing_one_is_none(tmp_path: Path) -> None:
    (tmp_path / "natures.jsonl").write_text('{"text": "甲", "nature": "claim"}\n\n', encoding="utf-8")
    assert read_set(tmp_path, "natures", "nature") == [{"text": "甲", "nature": "claim"}]
    assert read_set(tmp_path, "routes", "route") is None


@pytest.mark.parametrize(
    ("line", "said"), [('{"text": "甲"}', "lacks nature"), ("{", "is no JSON"), ('"甲"', "lacks text, nature")]
)
def test_what_is_wrong_is_named_with_file_and_line(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "natures.jsonl").write_text(f'{{"text": "甲", "nature": "claim"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(UnreadableSet, match=rf"natures\.jsonl:2 {said}"):
        read_set(tmp_path, "natures", "nature")
