"""Who may take which step on a case now: role, unit, state, and what has happened before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from cases.access import Standing
from cases.clocks import Limit
from cases.dossiers import Dossier, Entry
from cases.errors import NotAllowed, WrongState
from cases.rules import Rules
from cases.values import ClockState, Official, State, StepForm
from cases.workflow import Relation, Step


@dataclass(frozen=True)
class Situation:
    """What a step depends on: where a case stands, what was done, which limits it has."""

    standing: Standing
    history: Sequence[Entry]
    limits: Sequence[Limit]
    now: datetime
    named: frozenset[int] = frozenset()
    """The staff whom discipline officers named to handle it, for a sealed case."""
    assists: bool = False
    """Whoever asks sees it only because their unit assists in it."""

    @classmethod
    def of(cls, case: Dossier, now: datetime, *, assists: bool = False) -> Self:
        """The situation of a case that was read whole."""
        limits = [Limit(clock.clock, clock.state, clock.rolled) for clock in case.clocks]
        return cls(Standing.of(case.row), case.history, limits, now, case.named, assists)


class Permits:
    """Says who may take which step; the only place where it is decided."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        steps = rules.workflow.steps
        self._answers = {name: {other for other, step in steps.items() if step.answers == name} for name in steps}

    def check(self, name: str, case: Situation, by: Official | None) -> Step:
        """The step, when `by` (None: the petitioner) may take it. Raises `NotAllowed` or `WrongState`."""
        step = self._rules.workflow.steps.get(name)
        if step is None:
            raise WrongState(f"there is no step {name!r}")
        self.check_role(name, case, by)
        state = case.standing.state
        if case.standing.erased:
            raise WrongState(f"{name}: who it was about is erased")
        if state not in step.from_:
            raise WrongState(f"{name} cannot follow {state}")
        if by is not None and not by.roles & _roles(step, state):
            raise NotAllowed(f"{name} from {state} needs {_or(_roles(step, state))}")
        if refusal := self._before(name, step, case, by):
            raise WrongState(refusal)
        return step

    def check_role(self, name: str, case: Situation, by: Official | None) -> None:
        """Raise `NotAllowed` when the step is not for `by` in any state."""
        if refusal := self._role(name, self._rules.workflow.steps[name], case, by):
            raise NotAllowed(refusal)

    def forms(self, case: Situation, by: Official) -> list[StepForm]:
        """The steps that an official can take now, as screens draw them."""
        return [self._rules.workflow.form(name, case.standing.state) for name in self._open(case, by)]

    def for_petitioner(self, case: Situation) -> tuple[str, ...]:
        """The steps that the petitioner can take now."""
        return tuple(self._open(case, None))

    def _open(self, case: Situation, by: Official | None) -> Iterable[str]:
        for name, step in self._rules.workflow.steps.items():
            if case.standing.state not in step.from_:
                continue
            try:
                self.check(name, case, by)
            except (NotAllowed, WrongState):
                continue
            yield name

    def _role(self, name: str, step: Step, case: Situation, by: Official | None) -> str:
        if by is None:
            return "" if step.petitioner else f"{name} is not the petitioner's"
        if not by.roles & step.roles:
            return f"{name} needs {_or(step.roles)}"
        if case.assists and not step.assisting:
            return f"{name} is not for a unit that only assists"
        return "" if stands_to(by, case, step.of) else f"{name} is for the {step.of} of the case"

    def _before(self, name: str, step: Step, case: Situation, by: Official | None) -> str:
        if step.clock is not None and not self._runs(step.clock, case):
            return f"{name}: the limit {step.clock} does not run"
        if step.after is not None and not any(entry.step == step.after for entry in case.history):
            return f"{name} needs {step.after} before it"
        asked = self._unanswered(step.answers, case.history) if step.answers else None
        if step.answers and asked is None:
            return f"{name}: no {step.answers} waits for it"
        if asked is not None and step.second_person and by is not None and asked.actor == by.name:
            return f"{name} needs another person than {step.answers}"
        if step.to is None and self._answers[name] and self._unanswered(name, case.history) is not None:
            return f"{name} waits for its answer already"
        return ""

    def _runs(self, clock: str, case: Situation) -> bool:
        limits = [one for one in case.limits if one.clock == clock and one.state is ClockState.RUNNING]
        return any(not self._rules.clocks.lapsed(one, case.now) for one in limits)

    def _unanswered(self, name: str, history: Iterable[Entry]) -> Entry | None:
        """The newest `name` that none of its answers follows."""
        answers, found = self._answers[name], None
        for entry in history:
            if entry.step == name:
                found = entry
            elif entry.step in answers:
                found = None
        return found


def stands_to(by: Official, case: Situation, relation: Relation) -> bool:
    """Whether a person belongs to the office or the unit whose step it is. Without a unit, to all of them.

    Whoever was named to handle a sealed case stands where its unit would.
    """
    if by.unit_id is None or relation is Relation.ANY or (relation is Relation.LEAD and by.id in case.named):
        return True
    unit, office = case.standing.unit_id, case.standing.office_id
    # A case that no unit was named for is the office's own to handle.
    owner = unit if relation is Relation.LEAD and unit is not None else office
    return owner is None or owner == by.unit_id


def _roles(step: Step, state: State) -> frozenset[object]:
    return frozenset(step.roles_from.get(state, step.roles))


def _or(roles: Iterable[object]) -> str:
    return " or ".join(sorted(str(role) for role in roles))
