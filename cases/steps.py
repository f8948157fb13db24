"""The one function that takes a case from one state to the next, with all that follows from it."""

from dataclasses import replace
from datetime import datetime

from cases.access import who
from cases.applying import apply, correct_date, for_the_file, move_state, refuse_wrong_days
from cases.assisting import keep_units
from cases.carrying import days_asked_for, with_what_was_approved
from cases.claims import check_named, move_claims
from cases.clock_events import write_events
from cases.closing import check_conclusion, check_reply, check_review
from cases.dossiers import Dossier, Entry, write_entry
from cases.errors import VersionConflict
from cases.figure_counting import take_out
from cases.filing import BY_PETITIONER
from cases.following import situation
from cases.linking import check_ground, merge, split, unmerge
from cases.outbox import Outbox
from cases.passing import assisting_units, named_unit, pass_to, place
from cases.permits import Permits, Situation
from cases.rules import Rules
from cases.search import set_search_columns
from cases.step_fields import StepFields, as_data, read_fields
from cases.tables import ClockRow, PetitionRow
from cases.telling import Telling
from cases.unit_proposals import give_back, note_passage
from cases.urgency import seen_to, written_to
from cases.values import Official, PetitionerStep, TakeStep
from cases.winding import Winding
from cases.workflow import Step
from storage import KeyRing, Transaction

OPINIONS = ("draft", "reply")
REVIEWS = ("review_reply", "re_review_reply")
"""Steps that must pass the closing gate."""


class Steps:
    """Takes steps on cases that are locked by the caller."""

    def __init__(self, rules: Rules, outbox: Outbox, key_ring: KeyRing) -> None:
        self._rules = rules
        self._key_ring = key_ring
        self._telling = Telling(rules, outbox)
        self.permits = Permits(rules)

    def take(
        self, tx: Transaction, case: Dossier, command: TakeStep, *, by: Official, now: datetime, assists: bool = False
    ) -> Dossier:
        """Take one step of an official: state, fields, clocks, history and notice, all or nothing.

        `assists`: they see the case only because their unit assists. Gives the case back as it is afterwards.
        """
        situation = Situation.of(case, now, assists=assists)
        if command.version != case.row.version:
            # The roles first: whoever may not take the step learns nothing of what changed.
            if command.step in self._rules.workflow.steps:
                self.permits.check_role(command.step, situation, by)
            raise VersionConflict(_changes(case, command.version))
        step = self.permits.check(command.step, situation, by)
        said = {"text": command.text, **command.fields}
        given = with_what_was_approved(tx, case.row, step, said, self._rules.workflow)
        fields = read_fields("", given, step, self._rules.workflow)
        return self._take(tx, case, command.step, step, fields, now, by=by, source=None, assists=assists)

    def take_for_follower(
        self, tx: Transaction, case: Dossier, command: PetitionerStep, now: datetime, *, asker: PetitionRow
    ) -> str:
        """Take a step for whoever's case was merged into this one; gives back the line of their own timeline."""
        step = self.permits.check(command.step, situation(case, self._rules, now), None)
        text = f"{asker.number}：{command.text}" if command.text else asker.number
        fields = read_fields(text, command.fields, step, self._rules.workflow, strictly=False)
        self._take(tx, case, command.step, step, fields, now, by=None, source=None, asker=asker)
        return self._telling.line(asker, command.step, command.text)

    def take_for_petitioner(self, tx: Transaction, case: Dossier, command: PetitionerStep, now: datetime) -> Dossier:
        """Take one step of the petitioner. They are not asked which version they saw: it is their case."""
        step = self.permits.check(command.step, Situation.of(case, now), None)
        fields = read_fields(command.text, command.fields, step, self._rules.workflow, strictly=False)
        return self._take(tx, case, command.step, step, fields, now, by=None, source=command.source)

    def _take(
        self,
        tx: Transaction,
        case: Dossier,
        name: str,
        step: Step,
        fields: StepFields,
        now: datetime,
        *,
        by: Official | None,
        source: str | None,
        assists: bool = False,
        asker: PetitionRow | None = None,
    ) -> Dossier:
        row = case.row
        if name == "extend" and fields.days is None:
            fields = replace(fields, days=days_asked_for(tx, row))
        refuse_wrong_days(fields, self._rules.workflow, now)
        check_named(case.claims, fields)
        was_sealed = row.sealed
        unit, assisting = named_unit(tx, row, fields.unit), assisting_units(tx, row, fields.assisting)
        fields = replace(
            fields,
            unit=unit.name if unit is not None else fields.unit,
            assisting=fields.assisting if assisting is None else tuple(one.name for one in assisting),
        )
        if fields.claim is None:
            note_passage(tx, row, unit, now)
        if name == "agree_return":
            give_back(tx, row, now)
        apply(row, name, fields, now)
        if fields.claim is None:
            pass_to(row, unit)
        if row.sealed != was_sealed or fields.region is not None:
            place(tx, row)
        self._link(tx, row, name, fields, by, now)
        if fields.nature is not None:
            set_search_columns(row, self._key_ring)
        winding = Winding(tx, row, self._rules, list(case.clocks), now)
        started = self._wind(winding, case, name, step, fields, now)
        move_state(row, step, now)
        # A claim that was split off is another case's now.
        claims = [claim for claim in case.claims if claim.case_id == row.id]
        move_claims(row, claims, fields, now)
        keep_units(tx, claims, fields, unit, assisting)
        if by is None:
            written_to(row, now)
        elif not assists:
            # The unit that has it has not looked yet.
            seen_to(row)
        if name in OPINIONS:
            check_reply(row, fields, claims, case.history)
        elif name in REVIEWS:
            check_review(row, fields, claims, case.history)
        elif name == "conclude":
            check_conclusion(claims)
        row.version += 1
        told = self._telling.tell(tx, row, name, fields, started, claims, now, by_petitioner=by is None, asker=asker)
        entry = Entry(
            at=now,
            by=who(by) if by else BY_PETITIONER,
            step=name,
            actor=by.name if by else None,
            version=row.version,
            text=for_the_file(fields, self._rules.workflow),
            told=told,
        )
        tx.flush()
        write_events(tx, winding.happened)
        write_entry(tx, row.id, entry, source=source, carried=as_data(fields))
        if row.sealed and not was_sealed:
            take_out(tx, row.id, now)
        return Dossier(row, [*case.history, entry], winding.all, claims, case.named)

    def _link(
        self, tx: Transaction, row: PetitionRow, name: str, fields: StepFields, by: Official | None, now: datetime
    ) -> None:
        """What the step does to other cases."""
        if by is None:
            return
        match name:
            case "merge":
                merge(tx, row, fields, by, now)
            case "not_accept":
                check_ground(tx, row, fields, by, frozenset(self._rules.workflow.groups["open"]))
            case "unmerge":
                unmerge(tx, row, by, now)
            case "split":
                new = split(tx, row, fields, by, now, clocks=self._rules.clocks, ring=self._key_ring)
                self._telling.tell_of_split(tx, row, new)

    def _wind(
        self, winding: Winding, case: Dossier, name: str, step: Step, fields: StepFields, now: datetime
    ) -> list[ClockRow]:
        """Wind the clocks; gives back those that the citizen is told of."""
        if name == "correct_date":
            winding.correct(*correct_date(case.row, fields, now))
        if name == "ordinary":
            winding.to_ordinary()
        started = winding.wind(step, fields, case.history)
        touched = {*step.extends, *step.counts_from, *step.starts}
        return started or [clock for clock in winding.open() if clock.clock in touched]


def _changes(case: Dossier, seen: int) -> str:
    since = [entry for entry in case.history if entry.version is not None and entry.version > seen]
    what = "; ".join(f"{entry.step} by {entry.by}" for entry in since)
    return f"version {case.row.version}, seen was {seen}" + (f", since then: {what}" if what else "")
