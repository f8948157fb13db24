"""What a step takes over from the one it follows."""

from typing import Any

import pytest
from sqlalchemy import update

from cases import ClaimProposal, NotClosable, Register, State
from cases.step_fields import as_data, from_data, read_fields
from cases.tables import HistoryRow
from cases.workflow import load_workflow
from tests.support.law import CARRIED
from tests.support.register import OFFICIAL, OPINION, OTHER, accepted, file, in_state, notices, take, told


def forget_data(register: Register) -> None:
    """As it was before what a step carried was kept."""
    with register.transaction() as tx:
        tx.execute(update(HistoryRow).values(carried=None))


@pytest.mark.parametrize(
    "change",
    [{"outcome": "not_supported"}, {"text": "经查，不应当发放补偿。"}, {"legal_basis": "《民法典》第三条"}],
)
@pytest.mark.parametrize("kept", [True, False])
def test_what_was_approved_binds_the_reply(register: Register, change: dict[str, Any], kept: bool) -> None:
    number = in_state(register, State.APPROVED)
    if not kept:
        forget_data(register)
    with pytest.raises(NotClosable) as refused:
        take(register, number, "reply", **{**OPINION, **change})
    assert refused.value.reasons == ("approved",)
    assert "重新审核" in refused.value.sentence("zh")
    assert take(register, number, "reply", **OPINION).state is State.REPLIED


def test_a_reply_says_what_was_approved(register: Register) -> None:
    number = in_state(register, State.APPROVED)
    (form,) = [one for one in register.for_official(OFFICIAL).steps(number) if one.step == "reply"]
    assert (form.fields, form.required, form.one_of) == (("disposition", "document", "served_at"), (), ())
    case = take(register, number, "reply", served_at="2026-03-01")
    (claim,) = case.claims
    assert (case.state, claim.outcome, claim.legal_basis) == (State.REPLIED, "supported", OPINION["legal_basis"])
    assert OPINION["text"] in notices(register)[-1].text


def test_every_claim_is_answered_as_it_was_approved(register: Register) -> None:
    claims = (ClaimProposal(request="把工资发了"), ClaimProposal(request="把路修好"))
    number = file(register, told(register), claims=claims).case_number
    take(register, number, "accept", route="六")
    said = {
        "1": {"outcome": "supported", "opinion": "工资补发。"},
        "2": {"outcome": "explained", "opinion": "等规划。"},
    }
    take(register, number, "draft", text="经查属实。", legal_basis="《劳动法》第五十条", claims=said)
    take(register, number, "approve", by=OTHER)
    other = said | {"2": {"outcome": "supported", "opinion": "等规划。"}}
    with pytest.raises(NotClosable):
        take(register, number, "reply", claims=other)
    assert [one.outcome for one in take(register, number, "reply").claims] == ["supported", "explained"]


def test_another_opinion_is_drafted_and_approved_anew(register: Register) -> None:
    number = in_state(register, State.APPROVED)
    take(register, number, "send_back", text="数额不对")
    other = {**OPINION, "text": "经查，补偿款应当发放一半。"}
    take(register, number, "draft", **other)
    take(register, number, "approve", by=OTHER)
    take(register, number, "reply")
    assert other["text"] in notices(register)[-1].text


@pytest.mark.parametrize("kept", [True, False])
def test_an_extension_is_granted_as_it_was_asked_for(register: Register, kept: bool) -> None:
    number = accepted(register)
    take(register, number, "ask_extension", days=20, text="延长天数：说不准")
    if not kept:
        forget_data(register)
    (clock,) = [one for one in take(register, number, "extend", by=OTHER, text="同意").clocks if one.id == "C6"]
    assert (clock.due - clock.started).days == 80


def test_what_a_step_carries_is_read_back_as_it_was() -> None:
    workflow = load_workflow()
    more: dict[str, dict[str, Any]] = {
        "correct": {"region": "360721 赣县区", "nature": "claim", "matter": ["农村农业", "征地"], "claim": 1},
        "reply": {"claims": {"1": {"outcome": "supported", "opinion": "发"}}, "served_at": "2026-03-01", "text": "发"},
        "confirm_solved": {"solved": {"1": "yes"}},
    }
    for name, carried in {**CARRIED, **more}.items():
        fields = read_fields("", carried, workflow.steps[name], workflow)
        assert from_data(as_data(fields), workflow) == fields, name
