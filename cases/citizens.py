"""What a citizen can see of their cases, and add to them."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from operator import itemgetter

from sqlalchemy import select

from cases.calendar import BEIJING
from cases.dossiers import Dossier, dossier
from cases.errors import NotFound
from cases.filing import BY_PETITIONER
from cases.following import REVIEWS, due, followed, lines, situation
from cases.numbers import normalise_code, normalise_number
from cases.passing import heard
from cases.permits import Situation
from cases.rules import Rules
from cases.steps import Steps
from cases.tables import ContactRow, HistoryRow, PetitionRow
from cases.urgency import written_to
from cases.values import Case, CaseRow, Clock, ClockState, PetitionerStep, State
from cases.views import Views
from storage import Database, Transaction

SUPPLEMENT = "supplement"


@dataclass(frozen=True, kw_only=True)
class CitizenStatus:
    """What a citizen may see of their case: only what they were told, and their own words."""

    number: str
    state: State
    since: datetime
    unit: str
    next_due: datetime | None
    next_clock: str
    """The clock that `next_due` belongs to; after a reply it is the citizen's own limit to ask for a review."""
    history: tuple[tuple[datetime, str, str], ...]
    """When, which step, in which words; oldest first."""
    steps: tuple[str, ...] = ()
    """What the citizen can do now: supplement, urge, withdraw, answer, ask_review, ask_re_review, confirm_solved."""
    days_left: int | None = None
    """Until `next_due`, in calendar days; negative when it is over."""
    step_days: Mapping[str, int] = field(default_factory=dict)
    """The days left for a step of theirs that has a limit."""


class Citizens:
    """The citizens' side of filed cases."""

    def __init__(
        self, database: Database, *, views: Views, steps: Steps, rules: Rules, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._rules = rules
        self._views = views
        self._steps = steps
        self._clock = clock

    def find(self, number: str, code: str) -> Case | None:
        """The case of this number, masked, when the code is its own."""
        given = self._database.key_ring.index(normalise_code(code))
        with self._database.read() as tx:
            row = _by_number(tx, number)
            # Compared in any case, so that the answer takes no longer for a number that exists.
            if not hmac.compare_digest(row.code_index if row else "0" * len(given), given) or row is None:
                return None
            return self._views.for_citizen(tx, dossier(tx, row))

    def cases_of(self, channel: str, address: str) -> list[CaseRow]:
        """The cases told in this conversation, newest first. A sealed one shows no word of what it is about."""
        query = (
            select(PetitionRow)
            .where(PetitionRow.channel == channel, PetitionRow.address == address)
            .order_by(PetitionRow.id.desc())
        )
        with self._database.read() as tx:
            contact = tx.get(ContactRow, (channel, address))
            reachable = contact is None or contact.reachable
            return [
                self._views.line(row, reachable=reachable, with_summary=not row.sealed) for row in tx.scalars(query)
            ]

    def status_of(self, number: str) -> CitizenStatus:
        """Where a case stands, in what its petitioner was told. Raises `NotFound`."""
        with self._database.read() as tx:
            row = _by_number(tx, number)
            if row is None:
                raise NotFound(number)
            return self._status(tx, dossier(tx, row))

    def _status(self, tx: Transaction, whole: Dossier) -> CitizenStatus:
        row, case = whole.row, Situation.of(whole, self._clock())
        told = [entry for entry in case.history if entry.told is not None]
        clocks = self._views.clocks(tx, whole)
        waited = [one for one in clocks if one.state in _OPEN and one.holder != "unit" and one.due > one.started]
        nearest: Clock | None = min(waited, key=lambda clock: clock.due, default=None)
        own = {one.id: one for one in clocks if one.state is ClockState.RUNNING and one.holder == "petitioner"}
        steps = self._steps.permits.for_petitioner(case)
        limits = {step: own[clock].due for step, clock in _LIMITED.items() if step in steps and clock in own}
        history = [(entry.at, entry.step, entry.told or "") for entry in told]
        unit, lead = row.unit, followed(tx, row)
        if lead is not None:
            unit, case_of_all = lead.unit, dossier(tx, lead)
            reviews = self._reviews(case_of_all, case.now)
            steps, limits = (*steps, *reviews), {**limits, **reviews}
            known = {(at, step) for at, step, _ in history}
            others = lines(case_of_all, row.state_since, self._rules, row.language)
            history = sorted([*(one for one in others if one[:2] not in known), *history], key=itemgetter(0))
        return CitizenStatus(
            number=row.number,
            state=row.state,
            since=row.state_since,
            unit=unit,
            next_due=nearest.due if nearest else None,
            next_clock=nearest.id if nearest else "",
            history=tuple(history),
            steps=steps,
            days_left=_days(case.now, nearest.due) if nearest else None,
            step_days={step: _days(case.now, due) for step, due in limits.items()},
        )

    def _reviews(self, lead: Dossier, now: datetime) -> Mapping[str, datetime]:
        """What they whose case was merged into another can ask for now, and until when."""
        open_to = self._steps.permits.for_petitioner(situation(lead, self._rules, now))
        ends = {step: due(lead, _LIMITED[step], self._rules) for step in REVIEWS if step in open_to}
        return {step: end for step, end in ends.items() if end is not None}

    def step(self, command: PetitionerStep) -> CitizenStatus:
        """Take one step of the petitioner; the same message again takes it once."""
        if command.step == SUPPLEMENT:
            where = partial(self.supplement, channel=command.channel, address=command.address, code=command.code)
            where(command.number, command.text, source=command.source)
            return self.status_of(command.number)
        with self._database.begin() as tx:
            row = self._own(tx, command.number, command.channel, command.address, command.code)
            taken = select(HistoryRow.id).where(HistoryRow.case_id == row.id, HistoryRow.source == command.source)
            whole = dossier(tx, row)
            if tx.scalar(taken) is not None:
                return self._status(tx, whole)
            lead = followed(tx, row, lock=True) if command.step in REVIEWS else None
            if lead is not None:
                self._ask(tx, row, lead, command)
                whole = dossier(tx, row)
            else:
                whole = self._steps.take_for_petitioner(tx, whole, command, self._clock())
                heard(tx, row, command.text)
            return self._status(tx, whole)

    def _ask(self, tx: Transaction, row: PetitionRow, lead: PetitionRow, command: PetitionerStep) -> None:
        """Ask for a review of the answer that was given to all of those handled together."""
        now = self._clock()
        told = self._steps.take_for_follower(tx, dossier(tx, lead), command, now, asker=row)
        heard(tx, lead, command.text)
        row.version += 1
        values = {"at": now, "by": BY_PETITIONER, "step": command.step, "source": command.source}
        tx.add(HistoryRow(case_id=row.id, text=command.text, told=told, version=row.version, **values))
        tx.flush()

    def supplement(
        self, number: str, text: str, *, source: str, channel: str, address: str, code: str | None = None
    ) -> None:
        """Add the petitioner's words to a case. The same message again replaces what it said before.

        The case must have been told in this conversation, or its code be given. Raises `NotFound`.
        """
        with self._database.begin() as tx:
            row = self._own(tx, number, channel, address, code)
            entry = tx.scalars(
                select(HistoryRow).where(HistoryRow.case_id == row.id, HistoryRow.source == source)
            ).one_or_none()
            if entry is None:
                values = {"at": self._clock(), "by": BY_PETITIONER, "step": SUPPLEMENT, "source": source}
                tx.add(HistoryRow(case_id=row.id, text=text, told=text, version=row.version + 1, **values))
            elif entry.text == text:
                return
            else:
                entry.text = entry.told = text
            # An official who has not read these words must not take a step past them.
            row.version += 1
            written_to(row, self._clock())
            heard(tx, row, text)

    def _own(self, tx: Transaction, number: str, channel: str, address: str, code: str | None) -> PetitionRow:
        """A case that was told in this conversation, or whose code is given, locked. Raises `NotFound`."""
        query = select(PetitionRow).where(PetitionRow.number == normalise_number(number)).with_for_update()
        row = tx.scalars(query, execution_options={"populate_existing": True}).one_or_none()
        if row is None or not ((row.channel, row.address) == (channel, address) or self._is_code_of(row, code)):
            raise NotFound(number)
        return row

    def _is_code_of(self, row: PetitionRow, code: str | None) -> bool:
        given = self._database.key_ring.index(normalise_code(code or ""))
        return hmac.compare_digest(row.code_index, given)


# A limit that the office missed is still the one the citizen waits for.
_OPEN = frozenset({ClockState.RUNNING, ClockState.PAUSED, ClockState.MISSED})
_LIMITED = {"ask_review": "C8", "ask_re_review": "C10", "answer": "M1"}


def _days(now: datetime, due: datetime) -> int:
    return (due.astimezone(BEIJING).date() - now.astimezone(BEIJING).date()).days


def _by_number(tx: Transaction, number: str) -> PetitionRow | None:
    query = select(PetitionRow).where(PetitionRow.number == normalise_number(number))
    return tx.scalars(query).one_or_none()
