"""Telephone numbers in a text and as an answer."""

import pytest

from nlu.text.phones import find_phones, valid_phone


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("我电话13800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("138 0013 8000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("1380 013 8000", "13800138000"),
        ("+86 13800138000", "13800138000"),
        ("幺三八零零幺三八零零零", "13800138000"),
        ("一三八零零一三八零零零", "13800138000"),
        ("0797-8123456", "0797-8123456"),
        ("(0797)8123456转12", "0797-8123456-12"),
        ("010-65123456", "010-65123456"),
        ("07978123456", "0797-8123456"),
        ("4001234567", "4001234567"),
        ("手機：13912345678，謝謝", "13912345678"),
        ("我的号码是 8123456", "8123456"),
    ],
)
def test_valid(text: str, number: str) -> None:
    assert valid_phone(text) == number


@pytest.mark.parametrize(
    "text", ["138001380", "12345678901", "没有电话", "12345", "0000-00000000", "360721198001011234", "不想留", ""]
)
def test_invalid(text: str) -> None:
    assert valid_phone(text) is None


def test_two_numbers_are_no_answer() -> None:
    assert valid_phone("13800138000或者13900139000") is None


@pytest.mark.parametrize(
    "text", ["打过12345没用", "身份证360721198001011234", "卡号6222021380013800012", "工资13800元", "拨打110报警"]
)
def test_other_digits_are_no_telephone(text: str) -> None:
    assert find_phones(text) == []


def test_finds_each_where_it_stands() -> None:
    text = "老板１３９１２３４５６７８，我13800138000"
    assert [(text[m.start : m.end], m.value) for m in find_phones(text)] == [
        ("１３９１２３４５６７８", "13912345678"),
        ("13800138000", "13800138000"),
    ]
