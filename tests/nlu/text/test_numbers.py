"""Numbers in digits and in Chinese."""

import pytest

from nlu.text.numbers import parse_number, parse_whole, spelled_digits


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("十五", 15),
        ("二十三", 23),
        ("一百零五", 105),
        ("一百一十", 110),
        ("两百五", 250),
        ("三千零五", 3005),
        ("三万五", 35_000),
        ("三万五千", 35_000),
        ("一百二十万", 1_200_000),
        ("一亿二千万", 120_000_000),
        ("廿三", 23),
        ("〇", 0),
        ("3.5万", 35_000),
        ("12,300", 12_300),
        ("2百", 200),
        ("1.2亿", 120_000_000),
        ("三千", 3000),
        ("二〇一九", 2019),
    ],
)
def test_reads_numbers(words: str, value: float) -> None:
    assert parse_number(words) == value


@pytest.mark.parametrize("words", ["", "几", "好多", "三个", "3.5.1", "十几", "1" * 400, "九" * 400])
def test_what_is_no_whole_number_is_none(words: str) -> None:
    assert parse_number(words) is None


def test_a_fraction_is_not_a_whole_number() -> None:
    assert parse_whole("3.5") is None
    assert parse_whole("3.5万") == 35_000


def test_spelled_digits() -> None:
    assert spelled_digits("幺三八零") == "1380"
    assert spelled_digits("二〇一九") == "2019"
    assert spelled_digits("一百") is None
