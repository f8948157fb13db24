"""Days as the law counts them: in Beijing, with China's holidays and made-up working days."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

import chinese_calendar

# A fixed offset: China has had no summer time since 1991, and slim systems lack the time zone files.
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")

_SATURDAY = 5
_LAST_SECOND = time(23, 59, 59)


@lru_cache(maxsize=4096)
def is_working_day(day: date) -> bool:
    """Whether offices in China work on `day`; in years whose holidays are not announced yet, only weekends are free."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


class WorkingCalendar:
    """Counts days from a moment, the first day not counted (Civil Code Arts. 201, 203, by analogy)."""

    def __init__(
        self, is_working_day: Callable[[date], bool] = is_working_day, *, version: Callable[[], int] = lambda: 0
    ) -> None:
        self._is_working_day = is_working_day
        self._version = version

    @property
    def version(self) -> int:
        """The version of the local days that are counted by now; 0 for the national ones alone."""
        return self._version()

    def after_days(self, start: datetime, days: int) -> date:
        """The last day of a limit in calendar days."""
        return start.astimezone(BEIJING).date() + timedelta(days=days)

    def after_working_days(self, start: datetime, days: int) -> date:
        """The last day of a limit in working days."""
        day = start.astimezone(BEIJING).date()
        for _ in range(days):
            day = self.roll(day + timedelta(days=1))
        return day

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """Working days after the day of `start`, up to and with the day of `end`; none when it is past."""
        first, last = start.astimezone(BEIJING).date(), end.astimezone(BEIJING).date()
        days = (first + timedelta(days=ahead) for ahead in range(1, (last - first).days + 1))
        return sum(map(self._is_working_day, days))

    def roll(self, day: date) -> date:
        """`day`, or the next working day when it is a rest day."""
        while not self._is_working_day(day):
            day += timedelta(days=1)
        return day


def end_of(day: date) -> datetime:
    """The last moment of `day` in Beijing."""
    return datetime.combine(day, _LAST_SECOND, BEIJING)
