"""Days of the lunar calendar as they are said, counted from 15 June 2024."""

from datetime import date

import pytest

from nlu.text.dates import find_dates

TODAY = date(2024, 6, 15)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("农历二月初二", "2024-03-11"),
        ("阴历三月十五", "2024-04-23"),
        ("農曆三月初五", "2024-04-13"),
        ("腊月二十三", "2024-02-02"),
        ("去年腊月二十八", "2024-02-07"),
        ("正月十五", "2024-02-24"),
        ("正月初六", "2024-02-15"),
        ("三月初五", "2024-04-13"),
        ("大年三十", "2024-02-09"),
        ("大年初二", "2024-02-11"),
        ("2023年农历八月", "2023-09-15/2023-10-14"),
        ("腊八", "2024-01-18"),
        ("重阳节", "2023-10-23"),
        ("七夕", "2023-08-22"),
    ],
)
def test_found(text: str, value: str) -> None:
    assert [mention.value for mention in find_dates(text, TODAY)] == [value]


def test_the_days_of_a_month_that_is_not_the_moons() -> None:
    assert [m.value for m in find_dates("5月初三天没水", TODAY)] == ["2024-05"]
