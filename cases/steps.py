"""The one function that takes a case from one state to the next, with all that follows from it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from cases.access import who
from cases.calendar import BEIJING
from cases.claims import move_claims
from cases.clocks import cancel, end
from cases.errors import NotAllowed, StepIncomplete, VersionConflict, WrongState
from cases.filing import set_next_due
from cases.notices import day_in_words
from cases.outbox import Outbox
from cases.passing import named_unit, pass_to, place
from cases.rules import Rules
from cases.search import set_search_columns
from cases.step_fields import StepFields, read_fields
from cases.tables import ClockRow, HistoryRow, PetitionRow
from cases.unit_proposals import note_passage
from cases.urgency import seen_to
from cases.values import ClockState, Nature, NewMessage, Official, TakeStep
from cases.views import clock_rows, history_of
from cases.workflow import Step
from storage import KeyRing, Transaction


class Steps:
    """Takes steps on cases that are locked by the caller."""

    def __init__(self, rules: Rules, outbox: Outbox, key_ring: KeyRing) -> None:
        self._rules = rules
        self._outbox = outbox
        self._key_ring = key_ring

    def take(self, tx: Transaction, row: PetitionRow, command: TakeStep, *, by: Official, now: datetime) -> None:
        """Take one step: state, fields, clocks, history and notice, all or nothing."""
        step = self._step(row, command, by)
        fields = read_fields(command, step, self._rules.workflow)
        self._refuse_future(fields, now)
        if unit := named_unit(tx, row, fields.unit):
            fields = replace(fields, unit=unit.name)
        note_passage(tx, row, unit, now)
        _apply(row, fields)
        pass_to(row, unit)
        if fields.nature is not None or fields.region is not None:
            place(tx, row)
        if fields.nature is not None:
            set_search_columns(row, self._key_ring)
        if step.to is not None and step.to is not row.state:
            row.state, row.state_since = step.to, now
        move_claims(tx, row, fields)
        seen_to(row)
        row.version += 1
        started = self._wind_clocks(tx, row, step, fields, now)
        told = self._tell(tx, row, command.step, step, fields, started, now)
        text = self._for_the_file(fields)
        tx.add(HistoryRow(case_id=row.id, at=now, by=who(by), step=command.step, text=text, told=told, source=None))

    def _step(self, row: PetitionRow, command: TakeStep, by: Official) -> Step:
        step = self._rules.workflow.steps.get(command.step)
        if step is None:
            raise WrongState(f"there is no step {command.step!r}")
        if not by.roles & step.roles:
            raise NotAllowed(f"{command.step} needs {' or '.join(sorted(step.roles))}")
        if command.version != row.version:
            raise VersionConflict(f"version {row.version}, seen was {command.version}")
        if row.state not in step.from_:
            raise WrongState(f"{command.step} cannot follow {row.state}")
        return step

    def _refuse_future(self, fields: StepFields, now: datetime) -> None:
        if fields.served_at is not None and fields.served_at > now.astimezone(BEIJING).date():
            raise StepIncomplete("served_at: a reply cannot have been served in the future")

    def _wind_clocks(
        self, tx: Transaction, row: PetitionRow, step: Step, fields: StepFields, now: datetime
    ) -> list[ClockRow]:
        """End, move and start clocks; gives back those that this step started."""
        clocks = clock_rows(tx, row.id)
        running = [clock for clock in clocks if clock.state is ClockState.RUNNING]
        for clock in running:
            if clock.clock in step.stops:
                end(clock, now)
            elif fields.region is not None:
                self._rules.clocks.move(clock, region=row.region_code)
        started = [self._start(row, name, now, fields) for name in step.starts]
        if fields.route is not None:
            started += self._reroute(tx, row, clocks, now)
        new = [clock for clock in started if clock is not None]
        tx.add_all(new)
        set_next_due(row, [*clocks, *new], self._rules.clocks)
        return new

    def _start(self, row: PetitionRow, clock: str, now: datetime, fields: StepFields | None = None) -> ClockRow | None:
        at = self._rules.clocks.start_of(clock, now, vars(fields) if fields else {})
        return self._rules.clocks.start(clock, at, case_id=row.id, route=row.route, region=row.region_code)

    def _reroute(
        self, tx: Transaction, row: PetitionRow, clocks: list[ClockRow], now: datetime
    ) -> list[ClockRow | None]:
        """Only some routes have a limit: after a change of route, end what no longer applies, start what now does."""
        for clock in clocks:
            if clock.state is ClockState.RUNNING and not self._rules.clocks.rules[clock.clock].applies(row.route):
                cancel(clock, now)
        kept = {clock.clock for clock in clocks if clock.state is not ClockState.STOPPED}
        taken = {entry.step: entry.at for entry in history_of(tx, row.id)}
        steps = {name: step for name, step in self._rules.workflow.steps.items() if name in taken}
        stopped = {clock for step in steps.values() for clock in step.stops}
        return [
            self._start(row, clock, taken[name])
            for name, step in steps.items()
            for clock in step.starts
            if clock not in kept | stopped
        ]

    def _tell(
        self,
        tx: Transaction,
        row: PetitionRow,
        name: str,
        step: Step,
        fields: StepFields,
        started: list[ClockRow],
        now: datetime,
    ) -> str | None:
        """Put the notice into the outbox; gives back the line of the citizen's own timeline."""
        if step.notice is None:
            return None
        facts = {"sealed": row.sealed, "route": row.route}
        values = self._values(row, fields, started, now)
        text = self._words(step.notice, row, facts, values)
        notice = NewMessage(
            channel=row.channel,
            address=row.address,
            text=text,
            key=f"notice:{row.number}:{name}:{row.version}",
            custom={"case": {"number": row.number, "state": row.state.value}},
            case_number=row.number,
        )
        self._outbox.put([notice], tx=tx)
        return self._words(f"timeline_{step.notice}", row, facts, values)

    def _values(self, row: PetitionRow, fields: StepFields, started: list[ClockRow], now: datetime) -> dict[str, str]:
        workflow, language = self._rules.workflow, row.language
        values = {
            "number": row.number,
            "unit": row.unit,
            "date": day_in_words(now, language),
            "due": day_in_words(started[0].due, language) if started else "",
            "route": workflow.routes[row.route].text(language) if row.route else "",
            "outcome": workflow.outcomes[fields.outcome].text(language) if fields.outcome else "",
            "text": fields.text,
            "legal_basis": fields.legal_basis,
        }
        # Parts of a sentence that are left out when there is nothing to say.
        parts = {"message": fields.text, "unit_by": row.unit, "basis": fields.legal_basis}
        return values | {name: self._words(name, row, {}, values) if said else "" for name, said in parts.items()}

    def _words(self, notice: str, row: PetitionRow, facts: dict[str, Any], values: dict[str, str]) -> str:
        return self._rules.notices.text(notice, language=row.language, facts=facts, values=values)

    def _for_the_file(self, fields: StepFields) -> str:
        workflow = self._rules.workflow
        said = [
            fields.unit,
            workflow.routes[fields.route].zh if fields.route else None,
            fields.nature,
            "/".join(fields.matter or ()),
            " ".join(fields.region or ()),
            workflow.outcomes[fields.outcome].zh if fields.outcome else None,
            fields.text,
            fields.legal_basis,
        ]
        return "\n".join(part for part in said if part)


def _apply(row: PetitionRow, fields: StepFields) -> None:
    if fields.unit is not None:
        row.unit = fields.unit
    if fields.route is not None:
        row.route = fields.route
    if fields.nature is not None:
        row.nature, row.sealed = fields.nature, fields.nature is Nature.ACCUSATION
    if fields.matter is not None:
        # A person has decided: nothing is left to guess.
        row.matter, row.matter_confidence = "/".join(fields.matter), 1.0
    if fields.region is not None:
        row.region_code, row.region_name = fields.region
