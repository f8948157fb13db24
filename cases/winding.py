"""What a step does to the legal limits of its case. Each change is an event with its article."""

from collections.abc import Iterable
from datetime import date, datetime

from cases.calendar import BEIJING
from cases.clock_events import Happened
from cases.clocks import Clocks, cancel, on_day, pause, revive
from cases.dossiers import Entry
from cases.errors import StepIncomplete
from cases.filing import set_next_due
from cases.rules import Rules
from cases.step_fields import StepFields
from cases.tables import ClockRow, PetitionRow
from cases.values import ClockState
from cases.workflow import Step
from storage import Transaction

OPEN = (ClockState.RUNNING, ClockState.PAUSED)


def day_of(moment: datetime) -> str:
    """A day as events name it."""
    return moment.astimezone(BEIJING).date().isoformat()


class Winding:
    """Winds the clocks of one case for one step."""

    def __init__(self, tx: Transaction, row: PetitionRow, rules: Rules, clocks: list[ClockRow], now: datetime) -> None:
        self._tx = tx
        self._row = row
        self._rules = rules
        self._clocks: Clocks = rules.clocks
        self.all = clocks
        self.happened: list[Happened] = []
        """What is to be written down when the step is written."""
        self._now = now

    def wind(self, step: Step, fields: StepFields, history: Iterable[Entry]) -> list[ClockRow]:
        """End, move, pause and start clocks; gives back those that this step started."""
        self._end(step)
        self._move(step, fields)
        self._pause(step)
        self._extend(step, fields)
        started = [self._start(name, self._now, fields) for name in (*step.starts, *step.renews)]
        if fields.route is not None:
            started += self._reroute(history)
        new = [clock for clock in started if clock is not None]
        self.all += new
        set_next_due(self._row, self.all, self._clocks)
        return new

    def correct(self, which: str, old: datetime | None, new: datetime) -> None:
        """Count the limits that hang on a date of the case from the corrected one."""
        newest = {clock.clock: clock for clock in self.all if self._clocks.rules[clock.clock].kept_in == which}
        for clock in newest.values():
            # A petition that came back to the office has a second C1, which counts from its return.
            if which != "received_at" or old is None or day_of(clock.started) == day_of(old):
                self._count_from(clock, new)
        set_next_due(self._row, self.all, self._clocks)

    def to_ordinary(self) -> None:
        """Leave the simple procedure; the day of acceptance stays."""
        for clock in self.open():
            rule = self._clocks.rules[clock.clock]
            if rule.simple is None:
                continue
            if rule.applies(self._row.route):
                self._clocks.to_ordinary(clock, region=self._row.region_code)
                self._note(clock, "moved", detail=day_of(clock.due))
            else:
                self._cancel(clock)
        set_next_due(self._row, self.all, self._clocks)

    def open(self) -> list[ClockRow]:
        """The limits that run or are paused."""
        return [clock for clock in self.all if clock.state in OPEN]

    def _note(self, clock: ClockRow, kind: str, *, article: str = "", detail: str = "") -> None:
        self.happened.append(Happened(clock, kind, self._now, article, detail))

    def _end(self, step: Step) -> None:
        if step.revives:
            for clock in self.all:
                if clock.state is ClockState.STOPPED and clock.ended == self._row.state_since:
                    revive(clock)
                    self._note(clock, "revived", article=step.article)
        for clock in self.open():
            late = clock.clock in step.renews and self._clocks.lapsed(clock, self._now)
            if clock.clock in step.stops or late:
                self._clocks.end(clock, self._now)
                self._note(clock, clock.state.value)
            elif step.closes or clock.clock in step.renews:
                self._cancel(clock, article=step.article)

    def _cancel(self, clock: ClockRow, *, article: str = "") -> None:
        cancel(clock, self._now)
        self._note(clock, "stopped", article=article)

    def _move(self, step: Step, fields: StepFields) -> None:
        for clock in self.open():
            day = getattr(fields, step.counts_from[clock.clock]) if clock.clock in step.counts_from else None
            if isinstance(day, date):
                self._count_from(clock, on_day(day, self._now))
            elif fields.region is not None:
                before = clock.due
                self._clocks.move(clock, region=self._row.region_code)
                if clock.due != before:
                    self._note(clock, "moved", detail=f"{day_of(before)} → {day_of(clock.due)}")

    def _count_from(self, clock: ClockRow, started: datetime) -> None:
        before = clock.due
        self._clocks.count_from(clock, started)
        self._note(clock, "moved", detail=f"{day_of(before)} → {day_of(clock.due)}")

    def _pause(self, step: Step) -> None:
        for clock in self.open():
            if clock.clock in step.pauses and clock.state is ClockState.RUNNING:
                pause(clock, self._now)
                self._note(clock, "paused", article=step.article)
            elif clock.clock in step.resumes and clock.state is ClockState.PAUSED:
                days = self._clocks.resume(clock, self._now)
                self._note(clock, "resumed", article=step.article, detail=str(days))

    def _extend(self, step: Step, fields: StepFields) -> None:
        for clock in self.open():
            if clock.clock in step.extends:
                most = self._clocks.rules[step.extends[clock.clock]].days_in(self._row.region_code)
                days = fields.days or most
                if clock.extended_days + days > most:
                    raise StepIncomplete(f"days: {clock.extended_days + days} in all, at most {most}")
                self._clocks.lengthen(clock, days)
                self._note(clock, "extended", article=step.article, detail=str(days))

    def _start(self, clock: str, now: datetime, fields: StepFields | None = None) -> ClockRow | None:
        row, given = self._row, vars(fields) if fields else {}
        set_by = self._clocks.rules[clock].set_by
        if set_by and given.get(set_by) is None:
            return None
        for one in self.open():
            if one.clock == clock:
                if set_by:
                    self._set_anew(one, given[set_by])
                return None
        if self._clocks.rules[clock].kept_in == "accepted_at" and row.accepted_at is not None:
            # Once accepted stays accepted: a second acceptance gives no second sixty days.
            now = row.accepted_at
        started = self._clocks.start(
            clock,
            self._clocks.start_of(clock, now, given),
            case_id=row.id,
            route=row.route,
            region=row.region_code,
            simple=row.simple,
            last_day=given.get(set_by) if set_by else None,
        )
        if started is not None:
            self._tx.add(started)
            self._note(started, "started")
        return started

    def _set_anew(self, clock: ClockRow, last_day: date) -> None:
        before = clock.due
        self._clocks.set_anew(clock, last_day)
        self._note(clock, "moved", detail=f"{day_of(before)} → {day_of(clock.due)}")

    def _reroute(self, history: Iterable[Entry]) -> list[ClockRow | None]:
        """Only some routes have a limit: after a change of route, end what no longer applies, start what now does."""
        row, rules, steps = self._row, self._clocks.rules, self._rules.workflow.steps
        for clock in self.open():
            if not rules[clock.clock].applies(row.route, simple=row.simple):
                self._cancel(clock)
        kept = {clock.clock for clock in self.all if clock.state is not ClockState.STOPPED}
        taken = {entry.step: entry.at for entry in history if entry.step in steps}
        stopped = {clock for name in taken for clock in steps[name].stops}
        return [
            self._start(clock, (getattr(row, rules[clock].kept_in or "", None) or at))
            for name, at in taken.items()
            for clock in steps[name].starts
            if rules[clock].routes and clock not in kept | stopped
        ]
