"""Sums of money."""

import pytest

from nlu.text.amounts import find_amounts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("欠我3000元", "3000"),
        ("1.8万元", "18000"),
        ("三万五千块", "35000"),
        ("20多万元工资", "200000"),
        ("欠了我们二十多万", "200000"),
        ("两百五十块钱", "250"),
        ("2,500.50元", "2500.5"),
        ("投资了300万", "3000000"),
        ("３０００元", "3000"),
        ("三千多塊錢", "3000"),
    ],
)
def test_found(text: str, value: str) -> None:
    assert [mention.value for mention in find_amounts(text)] == [value]


@pytest.mark.parametrize("text", ["10万人", "一块地", "3个月", "100万户", "一块砖", "2019年"])
def test_no_money(text: str) -> None:
    assert find_amounts(text) == []
