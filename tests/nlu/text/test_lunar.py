"""The lunar calendar's tables."""

from datetime import date

from nlu.text.lunar import lunar_day, lunar_month, solar_term


def test_new_years_days() -> None:
    assert [lunar_day(year, 1, 1) for year in (2023, 2024, 2026)] == [
        date(2023, 1, 22),
        date(2024, 2, 10),
        date(2026, 2, 17),
    ]


def test_a_leap_month_follows_its_own() -> None:
    assert lunar_month(2023, 2) == (date(2023, 2, 20), date(2023, 3, 21))
    assert lunar_month(2023, 2, leap=True) == (date(2023, 3, 22), date(2023, 4, 19))
    assert lunar_month(2024, 2, leap=True) is None


def test_a_short_month_has_no_thirtieth() -> None:
    assert lunar_day(2023, 2, 30) == date(2023, 3, 21)
    assert lunar_day(2024, 12, 30) is None
    assert lunar_day(1900, 1, 1) is None


def test_solar_terms() -> None:
    assert solar_term("清明", 2024) == date(2024, 4, 4)
    assert solar_term("冬至", 2023) == date(2023, 12, 22)
    assert solar_term("国庆", 2024) is None
