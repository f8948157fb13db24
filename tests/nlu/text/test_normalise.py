"""Folding gives one spelling for matching and never moves an offset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.normalise import fold, fold_spoken


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("公司拖欠農民工工資", "公司拖欠农民工工资"),
        ("我們要求退還押金", "我们要求退还押金"),
        ("１３８００１３８０００", "13800138000"),
        ("ＡＢＣ（甲），好！", "ABC(甲),好!"),
        ("張\u3000三\u00a0丰", "张 三 丰"),
        ("乾县", "乾县"),
        ("這裡的瞭解於事無補", "这里的了解于事无补"),
        ("简体不变。", "简体不变。"),
    ],
)
def test_folds(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=60))
def test_keeps_the_length_of_any_text(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_written_cantonese_is_read_by_the_common_characters() -> None:
    assert fold_spoken("佢哋喺廣州嘅") == "他们在广州的"
    assert fold("唔知") == "唔知"
