"""Legal limits: when each starts, how long it runs, and what becomes of it when a step ends it."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from cases.calendar import BEIJING, WorkingCalendar, end_of
from cases.data import load_yaml
from cases.tables import ClockRow
from cases.values import ClockState


class Unit(StrEnum):
    DAYS = "days"
    WORKING_DAYS = "working_days"


class Holder(StrEnum):
    """Whose limit it is."""

    OFFICE = "office"
    PETITIONER = "petitioner"


class ClockRule(BaseModel):
    """One limit as the law sets it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str
    article: str
    days: int = Field(gt=0)
    unit: Unit = Unit.DAYS
    routes: tuple[str, ...] = ()
    """The ways of handling it belongs to; empty means all."""
    holder: Holder = Holder.OFFICE
    starts_at: str = "now"
    """The step's field that carries the day it counts from, or `now`."""
    regions: Mapping[str, int] = Field(default_factory=dict)
    """Region code or its first digits -> days."""

    def applies(self, route: str | None) -> bool:
        """Whether this limit belongs to a case handled in this way."""
        return not self.routes or route in self.routes

    def days_in(self, region: str) -> int:
        """The days of this limit in a region."""
        known = [prefix for prefix in self.regions if region.startswith(prefix)]
        return self.regions[max(known, key=len)] if known else self.days


@cache
def load_clocks() -> Mapping[str, ClockRule]:
    """The limits of `clocks.yml`."""
    return TypeAdapter(dict[str, ClockRule]).validate_python(load_yaml("clocks.yml"))


class Clocks:
    """Makes and ends the clocks of a case. Knows no database: it is handed the rows."""

    def __init__(self, rules: Mapping[str, ClockRule], calendar: WorkingCalendar) -> None:
        self.rules = rules
        self._calendar = calendar

    def limit(self, clock: str, started: datetime, *, region: str) -> tuple[datetime, datetime]:
        """The end of a limit that starts at `started`: the raw one, and the one rolled to a working day."""
        rule = self.rules[clock]
        count = self._calendar.after_working_days if rule.unit is Unit.WORKING_DAYS else self._calendar.after_days
        last_day = count(started, rule.days_in(region))
        return end_of(last_day), end_of(self._calendar.roll(last_day))

    def start(self, clock: str, started: datetime, *, case_id: int, route: str | None, region: str) -> ClockRow | None:
        """A new running clock, or None when this limit does not belong to the route."""
        rule = self.rules[clock]
        if not rule.applies(route):
            return None
        due, rolled = self.limit(clock, started, region=region)
        return ClockRow(
            case_id=case_id,
            clock=clock,
            article=rule.article,
            label=rule.zh,
            started=started,
            due=due,
            rolled=rolled,
            state=ClockState.RUNNING,
            ended=None,
        )

    def start_of(self, clock: str, now: datetime, fields: Mapping[str, Any]) -> datetime:
        """The moment a clock counts from: now, or the day that its field names."""
        day = fields.get(self.rules[clock].starts_at)
        return datetime.combine(day, now.astimezone(BEIJING).timetz()) if isinstance(day, date) else now

    def move(self, row: ClockRow, *, region: str) -> None:
        """Set a running clock to the limits of another region."""
        row.due, row.rolled = self.limit(row.clock, row.started, region=region)

    def is_office(self, row: ClockRow) -> bool:
        """Whether this limit binds an office."""
        return self.rules[row.clock].holder is Holder.OFFICE

    def article(self, clock: str) -> str:
        """The article a limit rests on; empty for one that is not known."""
        rule = self.rules.get(clock)
        return rule.article if rule else ""

    def working_days_left(self, now: datetime, due: datetime) -> int:
        """Working days from tomorrow until the day something is due."""
        return self._calendar.working_days_between(now, due)

    def state(self, row: ClockRow, now: datetime) -> ClockState:
        """Where a clock stands now: nobody needs to write down that time has passed."""
        if row.state is not ClockState.RUNNING or now <= row.rolled:
            return row.state
        return ClockState.MISSED if self.is_office(row) else ClockState.STOPPED


def end(row: ClockRow, now: datetime) -> None:
    """End a running clock because its duty was done: in time or not."""
    row.state = ClockState.MET if now <= row.rolled else ClockState.MISSED
    row.ended = now


def cancel(row: ClockRow, now: datetime) -> None:
    """End a running clock that no longer belongs to the case."""
    row.state = ClockState.STOPPED
    row.ended = now
