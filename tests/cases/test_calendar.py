from datetime import UTC, date, datetime

import pytest

from cases.calendar import BEIJING, WorkingCalendar, end_of, is_working_day


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 3, 2), True),  # Monday
        (date(2026, 5, 16), False),  # Saturday
        (date(2026, 5, 9), True),  # Saturday made up for the May holiday
        (date(2026, 5, 5), False),  # Tuesday of the May holiday
        (date(2026, 2, 17), False),  # Chinese New Year
        (date(2031, 5, 1), True),  # no holidays known yet: an ordinary Thursday
        (date(2031, 5, 3), False),  # and a Saturday
        (date(1990, 1, 6), False),
    ],
)
def test_working_days(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_the_first_day_is_not_counted() -> None:
    assert WorkingCalendar().after_days(datetime(2026, 3, 2, 1, tzinfo=UTC), 15) == date(2026, 3, 17)


def test_days_are_those_of_beijing() -> None:
    evening_in_utc = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    assert WorkingCalendar().after_days(evening_in_utc, 15) == date(2026, 3, 18)


def test_working_days_skip_rest_days() -> None:
    assert WorkingCalendar().after_working_days(datetime(2026, 3, 2, 1, tzinfo=UTC), 5) == date(2026, 3, 9)


def test_a_made_up_working_day_counts() -> None:
    thursday = datetime(2026, 5, 7, 1, tzinfo=UTC)
    assert WorkingCalendar().after_working_days(thursday, 2) == date(2026, 5, 9)


def test_rolling_stops_at_a_working_day() -> None:
    assert WorkingCalendar().roll(date(2026, 5, 16)) == date(2026, 5, 18)
    assert WorkingCalendar().roll(date(2026, 5, 18)) == date(2026, 5, 18)


def test_a_day_ends_at_midnight_in_beijing() -> None:
    assert end_of(date(2026, 3, 17)) == datetime(2026, 3, 17, 15, 59, 59, tzinfo=UTC)
    assert end_of(date(2026, 3, 17)).tzinfo is BEIJING
