"""The closing gate refuses what the law does not let stand, and says why."""

from typing import Any

import pytest

from cases import ClaimProposal, NotClosable, Register, State
from tests.support.register import OPINION, REVIEW, accepted, file, filed, in_state, take, told

GOOD = dict(OPINION)


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({"text": "同意。"}, ("facts",)),
        ({"legal_basis": ""}, ("legal_basis",)),
        ({"text": "经查，补偿款应当发放。本答复为最终答复。"}, ("remedy",)),
        ({"text": "经查，此事已办，您不得申请复查。"}, ("remedy",)),
        ({"text": "请您到区自然资源局反映。"}, ("elsewhere",)),
        ({"text": "此事不属于我局职责范围，请向法院起诉。"}, ("elsewhere",)),
        ({"text": "…", "legal_basis": ""}, ("facts", "legal_basis")),
        ({"text": "经查，您的诉求已转交区自然资源局办理，请耐心等待。"}, ("passed_on",)),
        ({"text": "我们已经把您反映的事情转送给住建部门处理。"}, ("passed_on",)),
    ],
)
def test_a_reply_that_cannot_stand_is_refused_with_every_reason(
    register: Register, change: dict[str, Any], reasons: tuple[str, ...]
) -> None:
    number = accepted(register)
    with pytest.raises(NotClosable) as refused:
        take(register, number, "reply", **GOOD | change)
    assert refused.value.reasons == reasons
    assert refused.value.sentence("zh").count("。") >= len(reasons)
    assert refused.value.sentence("en-GB") != refused.value.sentence("zh")


def test_sending_elsewhere_beside_an_answer_is_no_evasion(register: Register) -> None:
    number = accepted(register)
    text = "经查，补偿款已于三月一日发放到您的账户。对数额有疑问，可以到区自然资源局窗口咨询。"
    assert take(register, number, "reply", **GOOD | {"text": text}).state is State.REPLIED


def test_other_routes_need_no_written_opinion(register: Register) -> None:
    number = accepted(register, route="咨询")
    assert take(register, number, "reply", text="带身份证即可。", outcome="explained").state is State.REPLIED


def test_a_reply_that_misses_a_claim_is_refused(register: Register) -> None:
    claims = (ClaimProposal(request="把工资发了"), ClaimProposal(request="把路修好"))
    number = file(register, told(register), claims=claims).case_number
    take(register, number, "accept", route="六")
    first = {"1": {"outcome": "supported", "opinion": "工资已经补发。"}}
    for given in ({"claims": first}, {"outcome": "supported"}):
        with pytest.raises(NotClosable) as refused:
            take(register, number, "reply", text=GOOD["text"], legal_basis=GOOD["legal_basis"], **given)
        assert refused.value.reasons == ("claims",)
    assert "第1、2项" in refused.value.sentence("zh")


@pytest.mark.parametrize("text", ["经查，您的诉求已转交区自然资源局办理。", "经查，补偿款已转交到您手中，数额无误。"])
def test_what_was_passed_on_may_be_said(register: Register, text: str) -> None:
    number = filed(register).case_number
    if "局" in text:
        take(register, number, "transfer", unit="区自然资源局")
    take(register, number, "accept", route="六")
    assert take(register, number, "reply", **GOOD | {"text": text}).state is State.REPLIED


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({"text": "维持", "facts": "", "legal_basis": ""}, ("facts", "legal_basis")),
        ({"facts": ""}, ("facts",)),
        ({"legal_basis": ""}, ("legal_basis",)),
        ({"result": "changed"}, ("claims",)),
        ({"text": "经复查，维持原意见，您无权再申请复核。"}, ("remedy",)),
    ],
)
@pytest.mark.parametrize("state", [State.REVIEWING, State.RE_REVIEWING])
def test_the_opinion_of_a_review_is_an_opinion_too(
    register: Register, state: State, change: dict[str, Any], reasons: tuple[str, ...]
) -> None:
    number = in_state(register, state)
    step = "review_reply" if state is State.REVIEWING else "re_review_reply"
    with pytest.raises(NotClosable) as refused:
        take(register, number, step, **REVIEW | change)
    assert refused.value.reasons == reasons
    case = take(register, number, step, **REVIEW | {"result": "changed", "outcome": "explained"})
    assert (case.state, case.claims[0].outcome) == (State.REPLIED, "explained")


PASSED_ON = "经查，您的诉求已转交区自然资源局办理。"


@pytest.mark.parametrize(
    "before",
    [
        (("assist", {"assisting": "区自然资源局"}),),
        (("split", {"claim": 2, "text": "分别办理"}),),
        (("transfer", {"unit": "区自然资源局"}), ("object", {"text": "不属于本局"}), ("agree_return", {})),
    ],
    ids=["assisted", "split", "given back"],
)
def test_only_who_was_given_the_case_has_it(register: Register, before: tuple[tuple[str, dict[str, Any]], ...]) -> None:
    claims = (ClaimProposal(request="把工资发了"), ClaimProposal(request="把路修好"))
    number = file(register, told(register), claims=claims).case_number
    for step, carried in before:
        take(register, number, step, **carried)
    case = take(register, number, "accept", route="六")
    said = {str(one.position): {"outcome": "supported", "opinion": "查实，予以支持。"} for one in case.claims}
    opinion = {"legal_basis": GOOD["legal_basis"], "claims": said}
    with pytest.raises(NotClosable) as refused:
        take(register, number, "reply", text=PASSED_ON, **opinion)
    assert refused.value.reasons == ("passed_on",)
    assert take(register, number, "reply", text=GOOD["text"], **opinion).state is State.REPLIED


def test_what_a_higher_unit_took_over_was_passed_on(register: Register) -> None:
    number = accepted(register)
    take(register, number, "escalate", unit="市自然资源局", text="县里长期没有解决")
    take(register, number, "accept", route="六")
    text = "经查，此事已转交市自然资源局办理，补偿款应当发放。"
    assert take(register, number, "reply", **GOOD | {"text": text}).state is State.REPLIED
