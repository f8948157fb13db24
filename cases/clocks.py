"""Legal limits: when each starts, how long it runs, and what becomes of it when a step ends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from cases.calendar import BEIJING, WorkingCalendar, end_of
from cases.data import load_yaml
from cases.tables import ClockRow
from cases.values import ClockState

DIRECT = "C2"
"""The limit of what was filed directly with the organ that handles it (Art. 23(2))."""


class Unit(StrEnum):
    DAYS = "days"
    WORKING_DAYS = "working_days"


class Holder(StrEnum):
    """Whose limit it is: an office's duty, a unit's right, or the petitioner's own."""

    OFFICE = "office"
    UNIT = "unit"
    PETITIONER = "petitioner"


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    days: int | None = Field(default=None, gt=0)
    unit: Unit = Unit.DAYS
    routes: tuple[str, ...] = ()
    """The ways of handling it belongs to; empty means all."""
    regions: Mapping[str, int] = Field(default_factory=dict)
    """Region code or its first digits -> days."""

    def days_in(self, region: str) -> int:
        """The days of this limit in a region; 0 where the law gives no number."""
        known = [prefix for prefix in self.regions if region.startswith(prefix)]
        return self.regions[max(known, key=len)] if known else self.days or 0


class ClockRule(_Rule):
    """One limit as the law sets it. `clocks.yml` says what each part means."""

    zh: str
    en: str
    article: str
    holder: Holder = Holder.OFFICE
    starts_at: str = "now"
    kept_in: str | None = None
    set_by: str | None = None
    at_once: bool = False
    simple: _Rule | None = None
    extends: str | None = None
    warn_days: int = Field(default=3, ge=0)
    version: int = 0
    """The version of the limits that it belongs to; 0 as shipped."""

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if [self.days is not None, self.set_by is not None, self.at_once].count(True) != 1:
            raise ValueError("a limit has days, or is set by a person, or is at once")
        return self

    def length(self, *, simple: bool) -> _Rule:
        """The days and routes that hold: those of the simple procedure where it is taken and has its own."""
        return self.simple if simple and self.simple is not None else self

    def applies(self, route: str | None, *, simple: bool = False) -> bool:
        """Whether this limit belongs to a case handled in this way."""
        routes = self.length(simple=simple).routes
        return not routes or route in routes


@dataclass(frozen=True, slots=True)
class Limit:
    """A clock as far as steps depend on it."""

    clock: str
    state: ClockState
    rolled: datetime


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
        return self._ends(started, days=rule.days_in(region), unit=rule.unit)

    def start(
        self,
        clock: str,
        started: datetime,
        *,
        case_id: int | None,
        route: str | None,
        region: str,
        simple: bool = False,
        last_day: date | None = None,
    ) -> ClockRow | None:
        """A new running clock, or None when this limit does not belong to the route.

        A case that is only just being filed has no id yet.
        """
        rule = self.rules[clock]
        if not rule.applies(route, simple=simple):
            return None
        length = rule.length(simple=simple)
        row = ClockRow(
            case_id=case_id,
            clock=clock,
            article=rule.article,
            label=rule.zh,
            started=started,
            state=ClockState.RUNNING,
            ended=None,
            days=length.days_in(region),
            unit=length.unit.value,
            extended_days=0,
            paused_days=0,
            limits_version=rule.version,
        )
        self._set_end(row, last_day)
        return row

    def _set_end(self, row: ClockRow, last_day: date | None = None) -> None:
        row.calendar_version = self._calendar.version
        if last_day is not None:
            row.due, row.rolled = end_of(last_day), end_of(self._calendar.roll(last_day))
        elif row.days:
            extra = row.extended_days + row.paused_days
            row.due, row.rolled = self._ends(row.started, days=row.days, unit=Unit(row.unit), extra=extra)
        elif self.rules[row.clock].at_once:
            row.due = row.rolled = row.started

    def _ends(self, started: datetime, *, days: int, unit: Unit, extra: int = 0) -> tuple[datetime, datetime]:
        count = self._calendar.after_working_days if unit is Unit.WORKING_DAYS else self._calendar.after_days
        last_day = count(started, days) + timedelta(days=extra)
        return end_of(last_day), end_of(self._calendar.roll(last_day))

    def start_of(self, clock: str, now: datetime, fields: Mapping[str, Any]) -> datetime:
        """The moment a clock counts from: now, or the day that its field names."""
        day = fields.get(self.rules[clock].starts_at)
        return on_day(day, now) if isinstance(day, date) else now

    def move(self, row: ClockRow, *, region: str) -> None:
        """Set a running clock to the limits of another region."""
        rule = self.rules[row.clock]
        if rule.days is not None and row.unit == rule.unit:
            row.days, row.limits_version = rule.days_in(region), rule.version
            self._set_end(row)

    def count_from(self, row: ClockRow, started: datetime) -> None:
        """Count a clock from another moment, because the date was wrong or the paper reached them later."""
        row.started = started
        if row.days:
            self._set_end(row)
        if row.ended is not None and row.state in (ClockState.MET, ClockState.MISSED):
            row.state = ClockState.MET if row.ended <= row.rolled else ClockState.MISSED

    def lengthen(self, row: ClockRow, days: int) -> None:
        """Extend a running limit, from its raw end."""
        row.extended_days += days
        self._set_end(row)
        row.warned_at = row.escalated_at = None

    def set_anew(self, row: ClockRow, last_day: date) -> None:
        """Give a limit that a person set another last day."""
        self._set_end(row, last_day)
        row.warned_at = row.escalated_at = None

    def to_ordinary(self, row: ClockRow, *, region: str) -> None:
        """Give a limit of the simple procedure the ordinary length, from the same start."""
        rule = self.rules[row.clock]
        row.days, row.unit, row.limits_version = rule.days_in(region), rule.unit.value, rule.version
        self._set_end(row)
        row.warned_at = row.escalated_at = None

    def resume(self, row: ClockRow, now: datetime) -> int:
        """Go on with a paused limit; gives back the days that are not counted."""
        paused = (now.astimezone(BEIJING).date() - (row.paused_at or now).astimezone(BEIJING).date()).days
        row.state, row.paused_at = ClockState.RUNNING, None
        row.paused_days += paused
        self._set_end(row)
        return paused

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

    def lapsed(self, row: "ClockRow | Limit", now: datetime) -> bool:
        """Whether the time of a running limit is over."""
        return now > row.rolled and not self.rules[row.clock].at_once

    def state(self, row: ClockRow, now: datetime) -> ClockState:
        """Where a clock stands now: nobody needs to write down that time has passed."""
        if row.state is not ClockState.RUNNING or not self.lapsed(row, now):
            return row.state
        return ClockState.MISSED if self.is_office(row) else ClockState.STOPPED

    def end(self, row: ClockRow, now: datetime) -> None:
        """End an open clock because what it waits for was done: in time or not."""
        until = row.paused_at or now
        row.state = ClockState.MISSED if self.lapsed(row, until) else ClockState.MET
        row.ended, row.paused_at = now, None


def on_day(day: date, now: datetime) -> datetime:
    """A moment of `day`, at the hour it is now: only the day is counted."""
    return datetime.combine(day, now.astimezone(BEIJING).timetz())


def pause(row: ClockRow, now: datetime) -> None:
    """Stop counting for a while."""
    row.state, row.paused_at = ClockState.PAUSED, now


def cancel(row: ClockRow, now: datetime) -> None:
    """End an open clock that no longer belongs to the case."""
    row.state = ClockState.STOPPED
    row.ended, row.paused_at = now, None


def revive(row: ClockRow) -> None:
    """Take back that a clock was ended: it runs as if it had not been."""
    row.state, row.ended = ClockState.RUNNING, None
