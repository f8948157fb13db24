"""Walks every state, every step and every role, so that none of them is left to chance."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from cases import (
    CaseError,
    NotAllowed,
    NotFound,
    Official,
    PetitionerStep,
    Register,
    Role,
    State,
    StepIncomplete,
    TakeStep,
    WrongState,
)
from cases.data import load_yaml
from cases.dossiers import dossier
from cases.permits import Situation
from cases.tables import PetitionRow
from cases.workflow import Kind, Workflow, load_workflow
from tests.support.law import BLIND, CARRIED, LAW, QUIET, WAITING
from tests.support.law import State as S
from tests.support.register import OFFICIAL, OTHER, in_state, notices, send_all, take


def with_role(role: Role) -> Official:
    return Official(id=9, name="somebody", display_name="某人", roles=frozenset({role}))


def legal(state: State, step: str) -> bool:
    return state in LAW[step][0] and (step not in WAITING or state in WAITING[step])


def attempt(register: Register, number: str, version: int, step: str, by: Official) -> type[CaseError] | None:
    """What taking an empty step is refused for; incomplete means that only its content was missing."""
    try:
        register.for_official(by).take(TakeStep(number=number, step=step, version=version))
    except CaseError as refused:
        return type(refused)
    return None


def test_the_law_is_written_down_twice_and_alike() -> None:
    workflow = load_workflow()
    assert list(workflow.steps) == list(LAW)
    for name, step in workflow.steps.items():
        from_, to, roles, petitioner = LAW[name]
        assert set(step.from_) == set(from_), name
        assert step.to == ("back" if to is ... else to), name
        assert (step.roles, step.petitioner) == (roles, petitioner), name
        assert (step.notice is None) == (name in QUIET), name


@pytest.mark.parametrize("state", State)
def test_every_step_and_role_in_every_state(register: Register, state: State) -> None:
    number = in_state(register, state)
    permits = register._steps.permits
    with register.transaction() as tx:
        row = tx.query(PetitionRow).filter_by(number=number).one()
        case = Situation.of(dossier(tx, row), register._clock())
        offered = {role: {form.step for form in permits.forms(case, with_role(role))} for role in Role}
        own = set(permits.for_petitioner(case))
    for step, (_, _, roles, petitioner) in LAW.items():
        for role in Role:
            may = role in roles and not (step == "reply" and state is S.ACCEPTED and role is Role.HANDLER)
            assert (step in offered[role]) == (legal(state, step) and may), (step, role)
        assert (step in own) == (legal(state, step) and petitioner), step


@pytest.mark.parametrize("step", [step for step in LAW if step not in ("merge", "split", "not_accept")])
def test_every_step_leads_where_the_law_says(register: Register, step: str) -> None:
    """From the last state it may be taken in; that it may be taken in the others the walk above has shown."""
    states = [state for state in State if legal(state, step)]
    if not states:
        return
    number, to = in_state(register, states[-1]), LAW[step][1]
    send_all(register)
    before = register.for_official(OTHER).case(number)
    after = take(register, number, step, by=OTHER, **CARRIED.get(step, {}))
    assert after.version == before.version + 1
    assert to is ... or after.state is (to or before.state)
    assert [entry.step for entry in after.history] == [*(entry.step for entry in before.history), step]
    assert (len(notices(register)) == 1) is (step not in QUIET)


def test_a_step_that_cannot_be_taken_changes_nothing(register: Register) -> None:
    number = in_state(register, S.REGISTERED)
    send_all(register)
    before = register.for_official(OTHER).case(number)
    for step in LAW:
        if not legal(S.REGISTERED, step):
            with pytest.raises(WrongState):
                take(register, number, step, by=OTHER, **CARRIED.get(step, {}))
    assert register.for_official(OTHER).case(number) == before
    assert notices(register) == []


def test_the_wrong_role_is_told_so_in_any_state(register: Register) -> None:
    number = in_state(register, S.REGISTERED)
    version = register.for_official(OFFICIAL).case(number).version
    for step, (_, _, roles, _) in LAW.items():
        for role in set(Role) - roles:
            # Who may know of no case is not told that there is this one.
            refusal = NotFound if role in BLIND else NotAllowed
            assert attempt(register, number, version, step, with_role(role)) is refusal, (step, role)


def test_what_must_be_carried_is_asked_for(register: Register) -> None:
    for state in (S.REGISTERED, S.TRANSFERRED, S.OBJECTED, S.ACCEPTED, S.REPLIED):
        number = in_state(register, state)
        for step in LAW:
            rule = load_workflow().steps[step]
            needed = (*rule.required, *rule.one_of)
            if needed and legal(state, step):
                with pytest.raises(StepIncomplete, match=needed[0]):
                    take(register, number, step, by=OTHER)


def test_petitioners_take_only_their_own_steps(register: Register) -> None:
    number = in_state(register, S.REPLIED)
    for step, (*_, petitioner) in LAW.items():
        if not petitioner:
            command = PetitionerStep(number=number, step=step, source=f"m-{step}", channel="web", address="citizen")
            with pytest.raises(NotAllowed):
                register.petitioner_step(command)


def test_no_step_refuses_a_petition() -> None:
    steps = load_workflow().steps
    assert not any(word in step for step in steps for word in ("reject", "refuse", "close"))
    assert set(load_workflow().fields["ground"].choices) == {"pending_below", "review_finished"}
    assert steps["not_accept"].article == "19(3), 36(3)"
    assert {"ground", "case", "text"} <= set(steps["not_accept"].required)


def test_forms_tell_screens_what_to_ask(register: Register) -> None:
    number = in_state(register, S.REGISTERED)
    forms = {form.step: form for form in register.for_official(OFFICIAL).steps(number)}
    assert forms["transfer"].required == ("unit",)
    assert forms["transfer"].tells_citizen
    accept = forms["accept"]
    assert accept.fields == ("route", "nature", "matter", "unit", "simple", "text")
    assert (accept.label, accept.label_en, accept.article) == ("受理", "Accept", "23")
    assert not forms["note"].tells_citizen
    assert tuple(one.name for one in accept.inputs) == accept.fields
    route = accept.inputs[0]
    assert (route.kind, route.required, len(route.choices)) == ("route", True, 9)
    ground = forms["not_accept"].inputs[0]
    assert [choice.value for choice in ground.choices] == ["pending_below", "review_finished"]


def test_every_kind_of_field_is_used() -> None:
    assert {rule.kind for rule in load_workflow().fields.values()} == set(Kind)


def broken(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    data: dict[str, Any] = copy.deepcopy(load_yaml("workflow.yml"))
    change(data)
    return data


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data["states"].pop("replied"), "states without a label"),
        (lambda data: data["steps"].pop("conclude"), "no step leads to"),
        (lambda data: data["steps"]["note"]["fields"].append("colour"), "unknown fields"),
        (lambda data: data["steps"]["note"]["required"].append("unit"), "not among the fields"),
        (lambda data: data["steps"]["note"]["from"].append("limbo"), "from"),
        (lambda data: data["steps"]["note"].update({"roles": ["king"]}), "roles"),
        (lambda data: data["steps"]["note"].update({"roles": []}), "roles"),
        (lambda data: data["steps"]["note"].update({"typo": 1}), "typo"),
        (lambda data: data["steps"]["note"].update({"after": "dream"}), "follows a step"),
    ],
)
def test_a_workflow_that_contradicts_itself_is_refused(
    change: Callable[[dict[str, Any]], object], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        Workflow.model_validate(broken(change))
