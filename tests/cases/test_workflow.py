"""Walks every state and every step, so that no pair is left to chance."""

import copy
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from pydantic import ValidationError

from cases import Register, Role, State, WrongState
from cases.data import load_yaml
from cases.workflow import Workflow, load_workflow
from storage import Database
from tests.support.register import OFFICIAL, accepted, filed, notices, replied, send_all, take

STEPS = ("transfer", "accept", "reply", "conclude", "note", "correct")

LEGAL: dict[tuple[State, str], State] = {
    (State.REGISTERED, "transfer"): State.TRANSFERRED,
    (State.REGISTERED, "accept"): State.ACCEPTED,
    (State.TRANSFERRED, "accept"): State.ACCEPTED,
    (State.ACCEPTED, "reply"): State.REPLIED,
    (State.REPLIED, "conclude"): State.CONCLUDED,
    **{(state, "note"): state for state in State},
    **{(state, "correct"): state for state in State if state is not State.CONCLUDED},
}

CARRIED: dict[str, dict[str, Any]] = {
    "transfer": {"unit": "赣县区自然资源局"},
    "accept": {"route": "六"},
    "reply": {"text": "经查，补偿款应当发放。", "outcome": "supported"},
    "conclude": {},
    "note": {"text": "已电话核实"},
    "correct": {"nature": "claim"},
}


def transferred(register: Register) -> str:
    number = filed(register).case_number
    take(register, number, "transfer", unit="赣县区自然资源局")
    return number


def concluded(register: Register) -> str:
    number = replied(register)
    take(register, number, "conclude")
    return number


IN_STATE: dict[State, Callable[[Register], str]] = {
    State.REGISTERED: lambda register: filed(register).case_number,
    State.TRANSFERRED: transferred,
    State.ACCEPTED: accepted,
    State.REPLIED: replied,
    State.CONCLUDED: concluded,
}


@pytest.mark.parametrize(("state", "step"), list(product(State, STEPS)))
def test_every_state_and_step(register: Register, state: State, step: str) -> None:
    number = IN_STATE[state](register)
    send_all(register)
    before = register.for_official(OFFICIAL).case(number)
    if (state, step) not in LEGAL:
        with pytest.raises(WrongState):
            take(register, number, step, **CARRIED[step])
        assert register.for_official(OFFICIAL).case(number) == before
        assert notices(register) == []
        return
    after = take(register, number, step, **CARRIED[step])
    assert after == register.for_official(OFFICIAL).case(number)
    assert (after.state, after.version) == (LEGAL[state, step], before.version + 1)
    assert [entry.step for entry in after.history] == [*(entry.step for entry in before.history), step]
    assert len(notices(register)) == (step not in ("note", "correct"))


@pytest.mark.parametrize("state", list(State))
def test_screens_are_offered_exactly_the_legal_steps(register: Register, state: State) -> None:
    number = IN_STATE[state](register)
    offered = [form.step for form in register.for_official(OFFICIAL).steps(number)]
    assert offered == [step for step in STEPS if (state, step) in LEGAL]


def test_the_steps_are_those_that_are_walked() -> None:
    assert tuple(load_workflow().steps) == STEPS


def test_no_step_refuses_a_petition() -> None:
    assert {state.value for state in load_workflow().states} == {
        "registered",
        "transferred",
        "accepted",
        "replied",
        "concluded",
    }
    assert not any(word in step for step in load_workflow().steps for word in ("reject", "refuse", "close"))


def test_forms_tell_screens_what_to_ask(register: Register, database: Database) -> None:
    forms = {form.step: form for form in register.for_official(OFFICIAL).steps(filed(register).case_number)}
    assert forms["transfer"].required == ("unit",)
    assert forms["transfer"].tells_citizen
    assert forms["accept"].fields == ("route", "nature", "matter", "unit", "text")
    assert (forms["accept"].label, forms["accept"].label_en, forms["accept"].article) == ("受理", "Accept", "23")
    assert not forms["note"].tells_citizen


def test_forms_depend_on_the_role() -> None:
    workflow = load_workflow()
    assert workflow.forms(State.REGISTERED, frozenset({Role.OPERATOR})) == []
    assert [form.step for form in workflow.forms(State.REGISTERED, frozenset({Role.ADMINISTRATOR}))] == ["note"]


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
    ],
)
def test_a_workflow_that_contradicts_itself_is_refused(
    change: Callable[[dict[str, Any]], object], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        Workflow.model_validate(broken(change))
