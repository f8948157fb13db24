"""Every duty to tell, how far it came, and what proves it."""

from datetime import timedelta

import pytest

from cases import (
    MessageState,
    NotAllowed,
    NotFound,
    Proof,
    Register,
    Role,
    Service,
    StepIncomplete,
    Way,
    WrongState,
    notice_register,
)
from cases.notice_register import load_duties
from cases.papers.kinds import load_templates
from cases.workflow import load_workflow
from tests.cases.papers.test_papers import issued
from tests.support.clock import FakeClock
from tests.support.register import DISCIPLINE, OFFICIAL, OPERATOR, filed, notices, send_all, take
from tests.support.units import member, prefecture


def proof(clock: FakeClock, **changed: object) -> Proof:
    given = {"way": Way.POST, "on": clock().date(), "by": "李伟", "receipt": "XA123", **changed}
    return Proof(**given)  # type: ignore[arg-type]


def test_duties_name_clocks_and_papers_that_there_are(register: Register) -> None:
    for step, duty in load_duties().items():
        assert duty.paper is None or duty.paper in load_templates(), step
        assert duty.form == "chat" or duty.paper, step


def test_duties_are_named_by_steps_that_tell_the_citizen() -> None:
    workflow = load_workflow()
    telling = {name for name, step in workflow.steps.items() if step.notice}
    assert load_duties().keys() - telling == {"registered"}


def test_a_step_makes_a_duty_that_the_channel_alone_does_not_prove(register: Register) -> None:
    number = filed(register).case_number
    take(register, number, "transfer", unit="赣县区自然资源局")
    desk = register.notices(OFFICIAL)
    transfer, receipt = desk.of(number)
    assert (receipt.step, transfer.step, transfer.article, transfer.form) == (
        "registered",
        "transfer",
        "23(1)",
        "written",
    )
    assert (transfer.state, transfer.proven) == (MessageState.QUEUED, False)
    assert transfer.due is not None
    send_all(register)
    assert {one.state for one in desk.unproven()} == {MessageState.ACCEPTED}
    register.outbox.mark(receipt.id, MessageState.DELIVERED)
    assert [one.step for one in desk.unproven()] == ["transfer"]
    register.outbox.opened("web", "citizen", transfer.id)
    assert desk.unproven() == []


def test_what_failed_comes_first_and_is_proven_by_other_means(register: Register, clock: FakeClock) -> None:
    fine = filed(register, address="fine").case_number
    number = filed(register).case_number
    register.contacts.unreachable("web", "citizen", "blocked")
    desk = register.notices(OFFICIAL)
    first, second = desk.unproven()
    assert (first.case_number, first.reachable, first.state) == (number, False, MessageState.FAILED)
    assert (second.case_number, second.reachable) == (fine, True)
    done = desk.prove(first.id, proof(clock))
    assert (done.state, done.proven, done.proof) == (MessageState.OTHER_MEANS, True, proof(clock))
    assert [one.case_number for one in desk.unproven()] == [fine]
    assert register.for_official(OFFICIAL).case(number).history[-1].step == "other_means"
    with pytest.raises(WrongState):
        desk.prove(first.id, proof(clock))


def test_a_proof_has_a_day_a_person_and_a_receipt(register: Register, clock: FakeClock) -> None:
    filed(register)
    desk = register.notices(OFFICIAL)
    (notice,) = desk.unproven()
    for wrong in ({"by": ""}, {"receipt": " "}, {"on": clock().date() + timedelta(days=2)}):
        with pytest.raises(StepIncomplete):
            desk.prove(notice.id, proof(clock, **wrong))
    with pytest.raises(NotAllowed):
        register.notices(OPERATOR).prove(notice.id, proof(clock))
    with pytest.raises(NotFound):
        desk.prove(99999, proof(clock))


def test_a_paper_that_was_served_proves_its_duty(register: Register, clock: FakeClock) -> None:
    number = filed(register).case_number
    take(register, number, "transfer", unit="赣县区自然资源局")
    paper = issued(register, number, "acceptance")
    desk = register.notices(OFFICIAL)
    notice = desk.of(number)[0]
    assert (notice.paper_kind, notice.paper_id, notice.proven) == ("acceptance", paper.line.id, False)
    service = Service(way=Way.IN_PERSON, on=clock().date(), by="李伟", proof="送达回证")
    register.papers.for_official(OFFICIAL).serve(paper.line.id, paper.version, service)
    assert desk.of(number)[0].proven
    assert [one.step for one in desk.unproven()] == ["registered"]


def test_notices_of_sealed_cases_do_not_exist_for_others(register: Register, clock: FakeClock) -> None:
    number = filed(register, nature=None, sealed=True).case_number
    assert register.notices(OFFICIAL).unproven() == []
    with pytest.raises(NotFound):
        register.notices(OFFICIAL).of(number)
    (notice,) = register.notices(DISCIPLINE).unproven()
    with pytest.raises(NotFound):
        register.notices(OFFICIAL).prove(notice.id, proof(clock))


def test_of_a_line_its_own_notices_are_found_wherever_their_cases_were_before(
    register: Register, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_register, "AT_ONCE", 2)
    prefecture(register)
    places = {"a": "360721", "b": "360726", "unknown": ""}
    numbers = {name: filed(register, place_code=code, address=name).case_number for name, code in places.items()}
    moved = filed(register, place_code="360721", address="moved").case_number
    take(register, moved, "correct", region="360726 乙县")
    for unit in ("office", "a.office", "b.office", "a.land"):
        official = member(register, Role.OFFICIAL if "office" in unit else Role.HANDLER, unit)
        seen = {row.number for row in register.for_official(official).inbox().rows}
        assert {one.case_number for one in register.notices(official).unproven()} == seen, unit
    sealed = filed(register, nature=None, sealed=True, address="sealed").case_number
    handler = member(register, Role.HANDLER, "b.land")
    assert not register.notices(handler).unproven()
    register.handlers.name(sealed, handler.name, by=DISCIPLINE)
    assert {one.case_number for one in register.notices(handler).unproven()} == {sealed}
    assert moved[:6] == numbers["a"][:6] != numbers["b"][:6]


def test_answers_in_a_chat_are_no_notices(register: Register) -> None:
    register.tell("person_reads", "web", "citizen", key="alert 1 taken")
    assert notices(register)
    assert register.notices(OFFICIAL).unproven() == []
