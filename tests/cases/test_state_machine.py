"""Whatever officials, petitioners and time do to cases in whatever order, the register keeps its promises."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cases import (
    Case,
    CaseError,
    ClockState,
    HistoryEntry,
    Nature,
    Official,
    PetitionerStep,
    Register,
    Role,
    SecondPersonNeeded,
    State,
    StepIncomplete,
    TakeStep,
    VersionConflict,
    WrongState,
)
from cases.tables import OutboxRow
from storage import KeyRing
from tests.support.clock import FakeClock
from tests.support.databases import sqlite_copy
from tests.support.law import CARRIED, LAW, QUIET
from tests.support.register import filed

EVERYTHING = frozenset(Role) - {Role.OPERATOR, Role.AUDITOR}
PEOPLE = tuple(
    Official(id=number, name=name, display_name=name, roles=EVERYTHING)
    for number, name in enumerate(("li.wei", "sun.li", "zhao.min"), 1)
)
"""More than one: some steps want a second person."""
OVER = {State.REDIRECTED, State.NOT_ACCEPTED, State.MERGED, State.WITHDRAWN, State.TERMINATED}
OWN = tuple(step for step, (*_, petitioner) in LAW.items() if petitioner)
OTHERS = ("merge", "not_accept")
"""Steps that name another case."""
STEPS = tuple(LAW)
MOST = 3
"""How many cases there are at once."""


@dataclass
class Known:
    """What was seen of a case the last time."""

    state: State
    version: int
    history: tuple[HistoryEntry, ...]
    before: list[State] = field(default_factory=list)
    """States it was in, so that a step back leads to one of them."""


class Registry(RuleBasedStateMachine):
    """Files, takes steps, lets time pass."""

    template: Path
    key_ring: KeyRing
    cases = Bundle("cases")

    @initialize()
    def open(self) -> None:
        self.folder = Path(mkdtemp())
        self.clock = FakeClock()
        self.opened = sqlite_copy(self.template, self.folder / "register.db", self.key_ring)
        self.database = self.opened.__enter__()
        self.register = Register(self.database, files_dir=self.folder / "files", clock=self.clock)
        self.known: dict[str, Known] = {}
        self.said = 0

    def teardown(self) -> None:
        assert self.register.audit_chain.verify().broken_at is None
        self.opened.__exit__(None, None, None)
        shutil.rmtree(self.folder)

    @precondition(lambda self: len(self.known) < MOST)
    @rule(target=cases, nature=st.sampled_from([Nature.CLAIM, Nature.SUGGESTION, Nature.ACCUSATION, None]))
    def file(self, nature: Nature | None) -> Any:
        """Somebody files a petition."""
        number = filed(self.register, nature=nature, address=f"citizen {len(self.known)}").case_number
        assert number not in self.known
        self._remember(number)
        assert self.known[number].state is State.REGISTERED
        return number

    @rule(number=cases, other=cases, by=st.sampled_from(PEOPLE), data=st.data())
    def step(self, number: str, other: str, by: Official, data: st.DataObject) -> None:
        """An official takes a step: most often one that the screen offers, sometimes one that it does not."""
        desk, before = self.register.for_official(by), self.known[number]
        offered, messages = {form.step for form in desk.steps(number)}, self._messages()
        choices = data.draw(st.sampled_from([offered, offered, offered, set(STEPS) - offered]))
        step = data.draw(st.sampled_from(sorted(choices)))
        try:
            after = desk.take(self._command(number, other, step, before.version))
        except (StepIncomplete, SecondPersonNeeded):
            # In its place, but without what this case wants of it: an accusation is opened by two.
            assert step in offered
            self._same(number)
        except WrongState:
            assert step not in offered
            self._same(number)
        else:
            assert step in offered
            self._moved(after, step)
            told = self._messages() - messages
            # Those whose cases were merged into this one hear of it too, each in their own chat.
            assert (told == 0) if step in QUIET else (1 <= told <= len(self.known))

    @rule(number=cases, other=cases, step=st.sampled_from(STEPS), by=st.sampled_from(PEOPLE))
    def step_on_what_is_no_more(self, number: str, other: str, step: str, by: Official) -> None:
        """Somebody looks at a page that is older than the case."""
        with pytest.raises(VersionConflict):
            self.register.for_official(by).take(self._command(number, other, step, self.known[number].version - 1))
        self._same(number)

    @rule(number=cases, step=st.sampled_from(OWN))
    def step_of_the_petitioner(self, number: str, step: str) -> None:
        """The petitioner takes a step, and the message arrives twice."""
        self.said += 1
        address = self._case(number).address
        command = PetitionerStep(
            number=number,
            step=step,
            text="再说一次",
            fields={"solved": "partly"} if step == "confirm_solved" else {},
            source=f"message {self.said}",
            channel="web",
            address=address,
        )
        try:
            self.register.petitioner_step(command)
        except CaseError:
            self._same(number)
            return
        messages = self._messages()
        self._moved(self._case(number), step)
        self.register.petitioner_step(command)
        self._same(number)
        assert self._messages() == messages

    @rule(days=st.sampled_from([0.1, 1, 5, 16, 40, 200]))
    def time_passes(self, days: float) -> None:
        """Time passes, and limits with it; the sweep says so once."""
        self.clock.advance(days=days)
        while self.register.sweep().total:
            pass
        waiting = self._messages()
        for _ in range(2):
            assert self.register.sweep().total == 0
        assert self._messages() == waiting
        for number in self.known:
            self._remember(number, swept=True)

    # ---- helpers ---------------------------------------------------------------------------------------------------

    def _command(self, number: str, other: str, step: str, version: int) -> TakeStep:
        fields = dict(CARRIED.get(step, {}))
        if step in OTHERS:
            fields |= {"case": other, "text": "同一件事"}
        if step == "split":
            fields |= {"claim": 1, "text": "分开办"}
        for name in ("due_on", "served_at", "day"):
            if name in fields:
                day = self.clock().date()
                fields[name] = day.isoformat()
        text = fields.pop("text", "")
        return TakeStep(number=number, step=step, version=version, text=text, fields=fields)

    def _case(self, number: str) -> Case:
        return self.register.for_official(PEOPLE[0]).case(number)

    def _messages(self) -> int:
        with self.register.transaction() as tx:
            return tx.query(OutboxRow).count()

    def _remember(self, number: str, *, swept: bool = False) -> None:
        case, before = self._case(number), self.known.get(number)
        if before is not None:
            assert case.history[: len(before.history)] == before.history
            assert not swept or (case.state, case.version) == (before.state, before.version)
        for clock in case.clocks:
            assert clock.started <= clock.due <= clock.rolled or clock.state is not ClockState.RUNNING, clock
            assert case.state not in OVER or clock.state not in (ClockState.RUNNING, ClockState.PAUSED), clock
        earlier = [*before.before, before.state] if before is not None else []
        self.known[number] = Known(case.state, case.version, case.history, earlier)

    def _same(self, number: str) -> None:
        case, before = self._case(number), self.known[number]
        assert (case.state, case.version, case.history) == (before.state, before.version, before.history)

    def _moved(self, after: Case, step: str) -> None:
        before, (from_, to, *_) = self.known[after.number], LAW[step]
        assert before.state in from_
        if to is ...:
            assert after.state in {*before.before, State.REGISTERED}
        else:
            assert after.state is (to or before.state)
        assert after.version == before.version + 1
        assert after.history[len(before.history)].step == step
        # A step may say something in the file of the other case too.
        for number in self.known:
            self._remember(number)


def test_whatever_happens(sqlite_template: Path, key_ring: KeyRing) -> None:
    machine = type("Register", (Registry,), {"template": sqlite_template, "key_ring": key_ring})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=10,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
