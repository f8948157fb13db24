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
from cases.tables import PetitionRow
from cases.workflow import Kind, Workflow, load_workflow
from tests.support.register import OFFICIAL, OTHER, in_state, notices, send_all, take

S = State
UNTAKEN = (S.REGISTERED, S.TRANSFERRED, S.RECEIVED)
HANDLING = (S.ACCEPTED, S.AWAITING_MATERIAL, S.DRAFTED, S.APPROVED)
OPEN = (*UNTAKEN, S.OBJECTED, *HANDLING)
ANSWERED = (S.REPLIED, S.CONCLUDED)
REVIEWS = (S.REVIEWING, S.RE_REVIEWING)
OFFICE = frozenset({Role.OFFICIAL, Role.DISCIPLINE})
UNIT = OFFICE | {Role.HANDLER}
APPROVAL = OFFICE | {Role.APPROVER}
BLIND = frozenset({Role.OPERATOR, Role.AUDITOR})

# What the law says, written down a second time: from where, to where (None: it stays; ...: back), who, and whether the
# petitioner takes it too.
LAW: dict[str, tuple[tuple[State, ...], Any, frozenset[Role], bool]] = {
    "transfer": ((S.REGISTERED,), S.TRANSFERRED, OFFICE, False),
    "assign": ((S.REGISTERED,), S.TRANSFERRED, OFFICE, False),
    "sign": ((S.TRANSFERRED,), S.RECEIVED, UNIT, False),
    "object": ((S.TRANSFERRED, S.RECEIVED), S.OBJECTED, UNIT, False),
    "agree_return": ((S.OBJECTED,), S.REGISTERED, OFFICE, False),
    "keep_with_unit": ((S.OBJECTED,), S.RECEIVED, OFFICE, False),
    "escalate": ((S.TRANSFERRED, S.RECEIVED, *HANDLING), S.RECEIVED, OFFICE | {Role.SUPERVISOR, Role.LEADER}, False),
    "assist": ((*UNTAKEN, *HANDLING), None, UNIT, False),
    "accept": (UNTAKEN, S.ACCEPTED, UNIT, False),
    "ordinary": (HANDLING, None, UNIT, False),
    "ask_material": ((S.REGISTERED, S.RECEIVED, S.ACCEPTED, *REVIEWS), S.AWAITING_MATERIAL, UNIT, False),
    "answer": ((S.AWAITING_MATERIAL,), ..., UNIT, True),
    "resume": ((S.AWAITING_MATERIAL,), ..., UNIT, False),
    "redirect": ((*UNTAKEN, S.ACCEPTED), S.REDIRECTED, UNIT, False),
    "not_accept": (UNTAKEN, S.NOT_ACCEPTED, OFFICE, False),
    "ask_extension": (HANDLING, None, UNIT, False),
    "extend": (HANDLING, None, APPROVAL, False),
    "decline_extension": (HANDLING, None, APPROVAL, False),
    "start_hearing": ((S.ACCEPTED, *REVIEWS), None, UNIT, False),
    "end_hearing": ((S.ACCEPTED, *REVIEWS), None, UNIT, False),
    "draft": ((S.ACCEPTED,), S.DRAFTED, UNIT, False),
    "approve": ((S.DRAFTED,), S.APPROVED, APPROVAL, False),
    "send_back": ((S.DRAFTED, S.APPROVED), S.ACCEPTED, APPROVAL, False),
    "reply": ((S.ACCEPTED, S.APPROVED), S.REPLIED, UNIT, False),
    "serve": (ANSWERED, None, UNIT, False),
    "conclude": ((S.REPLIED,), S.CONCLUDED, UNIT, False),
    "ask_review": (ANSWERED, S.REVIEWING, UNIT, True),
    "review_reply": ((S.REVIEWING,), S.REPLIED, UNIT, False),
    "ask_re_review": (ANSWERED, S.RE_REVIEWING, UNIT, True),
    "re_review_reply": ((S.RE_REVIEWING,), S.REPLIED, UNIT, False),
    "terminate": (ANSWERED, S.TERMINATED, OFFICE, False),
    "urge": ((*OPEN, *REVIEWS), None, OFFICE | {Role.SUPERVISOR, Role.LEADER}, True),
    "supervise": ((*OPEN, *ANSWERED, *REVIEWS), None, OFFICE | {Role.SUPERVISOR}, False),
    "lead_official": ((*OPEN, *ANSWERED, *REVIEWS), None, OFFICE | {Role.LEADER}, False),
    "mark_urgent": ((*OPEN, *ANSWERED, *REVIEWS), None, UNIT | {Role.LEADER, Role.SUPERVISOR}, False),
    "report_urgent": ((*OPEN, *ANSWERED, *REVIEWS), None, UNIT | {Role.LEADER}, False),
    "merge": ((*UNTAKEN, *HANDLING), S.MERGED, OFFICE, False),
    "unmerge": ((S.MERGED,), ..., OFFICE, False),
    "split": ((*UNTAKEN, *HANDLING), None, OFFICE, False),
    "withdraw": (OPEN, S.WITHDRAWN, UNIT, True),
    "reopen": ((S.REDIRECTED, S.NOT_ACCEPTED, S.WITHDRAWN), ..., OFFICE, False),
    "take_back": ((S.WITHDRAWN,), ..., OFFICE, True),
    "supplement": (tuple(State), None, UNIT, True),
    "confirm_solved": ((*ANSWERED, S.TERMINATED), None, UNIT, True),
    "note": (
        tuple(State),
        None,
        UNIT | {Role.ADMINISTRATOR, Role.APPROVER, Role.SUPERVISOR, Role.LEADER},
        False,
    ),
    "correct": ((*OPEN, S.REPLIED, *REVIEWS), None, UNIT, False),
    "correct_date": ((*OPEN, *ANSWERED, *REVIEWS), None, UNIT, False),
}
# Steps that something must have happened before; in the cases walked it has where it says so.
WAITING = {
    "extend": (),
    "decline_extension": (),
    "end_hearing": (),
    "report_urgent": (),
    "approve": (S.DRAFTED,),
    "ordinary": HANDLING,
    "ask_extension": HANDLING,
    "object": (S.TRANSFERRED, S.RECEIVED),
    "ask_review": ANSWERED,
    "ask_re_review": (),
    "terminate": (),
}
QUIET = {
    *("sign", "object", "keep_with_unit", "assist", "ask_extension", "decline_extension", "draft", "approve"),
    *("send_back", "urge", "supervise", "lead_official", "mark_urgent", "report_urgent", "note", "correct"),
    *("correct_date", "split"),
}
"""What is between offices, or told in another way."""
CARRIED: dict[str, dict[str, Any]] = {
    "transfer": {"unit": "赣县区自然资源局"},
    "assign": {"unit": "赣县区自然资源局", "due_on": "2026-04-01"},
    "object": {"text": "不属于本局职权范围"},
    "keep_with_unit": {"text": "属于你局职权范围"},
    "escalate": {"unit": "赣州市自然资源局", "text": "县里长期没有解决"},
    "assist": {"assisting": "梅林镇政府、区财政局"},
    "accept": {"route": "六"},
    "ordinary": {"text": "情况比想的复杂"},
    "ask_material": {"text": "请提供土地证照片", "due_on": "2026-04-01"},
    "answer": {"text": "土地证在这里"},
    "resume": {"text": "现有材料已经够了"},
    "redirect": {"road": "向区劳动仲裁委申请仲裁", "article": "第31条第二项"},
    "not_accept": {"ground": "pending_below", "case": "360721-20260302-0009", "text": "和那一件是同一件事"},
    "ask_extension": {"days": 20, "text": "需要鉴定"},
    "start_hearing": {"text": "四月一日上午九点在区政府"},
    "draft": {"text": "经查，补偿款应当发放。", "outcome": "supported", "legal_basis": "《土地管理法》第四十八条"},
    "send_back": {"text": "请补上事实"},
    "reply": {"text": "经查，补偿款应当发放。", "outcome": "supported", "legal_basis": "《土地管理法》第四十八条"},
    "serve": {"served_at": "2026-03-02", "delivery": "in_person"},
    "review_reply": {"text": "经复查，原处理意见正确。", "result": "upheld"},
    "re_review_reply": {"text": "经复核，原处理意见正确。", "result": "upheld"},
    "supervise": {"text": "请加快办理"},
    "lead_official": {"leader": "区长刘强"},
    "mark_urgent": {"text": "可能有多人聚集"},
    "withdraw": {"text": "事情已经解决"},
    "unmerge": {"text": "不是同一件事"},
    "reopen": {"text": "信访人说不是本意"},
    "take_back": {"text": "撤错了"},
    "supplement": {"text": "昨天又来人了"},
    "confirm_solved": {"solved": "partly"},
    "note": {"text": "已电话核实"},
    "correct": {"nature": "claim"},
    "correct_date": {"which": "received_at", "day": "2026-03-01", "text": "信封上的邮戳"},
}


def with_role(role: Role) -> Official:
    return Official(id=9, name="somebody", display_name="某人", roles=frozenset({role}))


def legal(state: State, step: str) -> bool:
    return state in LAW[step][0] and (step not in WAITING or state in WAITING[step])


def attempt(register: Register, number: str, step: str, by: Official) -> type[CaseError] | None:
    """What taking an empty step is refused for; incomplete means that only its content was missing."""
    version = register.for_official(OFFICIAL).case(number).version
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
        case = register._steps.situation(tx, row, register._clock())
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
    for step, (_, _, roles, _) in LAW.items():
        for role in set(Role) - roles:
            # Who may know of no case is not told that there is this one.
            refusal = NotFound if role in BLIND else NotAllowed
            assert attempt(register, number, step, with_role(role)) is refusal, (step, role)


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
