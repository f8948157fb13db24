"""Times and limits as they are written on the screen."""

from datetime import UTC, datetime

import pytest

from console.screen import day, iso, limit, moment, spent

DUE = datetime(2026, 3, 17, 15, 59, 59, tzinfo=UTC)  # the end of the 17th in Beijing


@pytest.mark.parametrize(
    ("now", "days", "tone"),
    [
        (datetime(2026, 3, 2, 1, tzinfo=UTC), 15, "calm"),
        (datetime(2026, 3, 13, 15, 59, tzinfo=UTC), 4, "calm"),
        (datetime(2026, 3, 13, 16, 0, tzinfo=UTC), 3, "soon"),
        (datetime(2026, 3, 16, 16, 0, tzinfo=UTC), 0, "soon"),
        (datetime(2026, 3, 17, 15, 59, 59, tzinfo=UTC), 0, "soon"),
        (datetime(2026, 3, 17, 16, 0, tzinfo=UTC), -1, "late"),
        (datetime(2026, 3, 20, 1, tzinfo=UTC), -3, "late"),
    ],
)
def test_days_are_those_of_beijing(now: datetime, days: int, tone: str) -> None:
    left = limit(DUE, now=now)
    assert (left.days, left.tone) == (days, tone)


def test_times_are_written_in_beijing_time() -> None:
    late_evening = datetime(2026, 3, 16, 16, 30, tzinfo=UTC)
    assert moment(late_evening) == "2026-03-17 00:30"
    assert day(late_evening) == "2026-03-17"
    assert iso(late_evening) == "2026-03-17T00:30:00+08:00"


@pytest.mark.parametrize(("now", "expected"), [(1, 0), (11, 50), (21, 100), (30, 100)])
def test_how_much_of_a_limit_is_used_up(now: int, expected: int) -> None:
    start, end = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 21, tzinfo=UTC)
    assert spent(start, end, now=datetime(2026, 3, now, tzinfo=UTC)) == expected


def test_a_limit_without_length_is_used_up() -> None:
    assert spent(DUE, DUE, now=DUE) == 100
