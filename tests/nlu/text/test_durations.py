"""What has lasted until now, counted from 15 June 2024."""

from datetime import date

import pytest

from nlu.text.durations import find_durations

TODAY = date(2024, 6, 15)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("连续三个月停水", "2024-03-15/2024-06-15"),
        ("已经三个月没发工资了", "2024-03-15/2024-06-15"),
        ("3个月没发工资", "2024-03-15/2024-06-15"),
        ("拖了半年了", "2023-12-15/2024-06-15"),
        ("拖欠了两年多", "2022-06-15/2024-06-15"),
        ("停暖气五天了", "2024-06-10/2024-06-15"),
        ("for three months", "2024-03-15/2024-06-15"),
        ("for the past two weeks", "2024-06-01/2024-06-15"),
    ],
)
def test_found(text: str, value: str) -> None:
    assert [mention.value for mention in find_durations(text, TODAY)] == [value]


@pytest.mark.parametrize("text", ["干了13年", "三年前", "五年级", "2019年", "a contract for five floors"])
def test_a_life_and_a_past_have_not_lasted_until_now(text: str) -> None:
    assert find_durations(text, TODAY) == []


def test_a_month_that_has_no_such_day() -> None:
    assert [m.value for m in find_durations("连续一个月停水", date(2024, 3, 31))] == ["2024-02-28/2024-03-31"]
