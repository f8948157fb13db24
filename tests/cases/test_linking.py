"""Cases that belong together: what the other one has to be, and who hears of it."""

import pytest

from cases import ClaimProposal, Nature, Register, State, StepIncomplete
from tests.support.register import DISCIPLINE, OPINION, file, filed, in_state, notices, send_all, take, told

AGAIN = {"text": "和那一件是同一件事"}


@pytest.mark.parametrize(
    ("ground", "state", "stands"),
    [
        ("pending_below", State.REGISTERED, False),
        ("pending_below", State.TRANSFERRED, False),
        ("pending_below", State.ACCEPTED, True),
        ("pending_below", State.AWAITING_MATERIAL, True),
        ("pending_below", State.APPROVED, True),
        ("pending_below", State.REPLIED, False),
        ("pending_below", State.WITHDRAWN, False),
        ("review_finished", State.ACCEPTED, False),
        ("review_finished", State.RE_REVIEWING, False),
        ("review_finished", State.TERMINATED, True),
    ],
)
def test_not_accepting_rests_on_what_the_other_case_is(
    register: Register, ground: str, state: State, stands: bool
) -> None:
    number, other = filed(register).case_number, in_state(register, state, address="other")
    if stands:
        assert take(register, number, "not_accept", ground=ground, case=other, **AGAIN).state is State.NOT_ACCEPTED
        return
    with pytest.raises(StepIncomplete, match=f"case: {other}"):
        take(register, number, "not_accept", ground=ground, case=other, **AGAIN)


def test_a_case_that_is_not_there_to_see_is_no_ground(register: Register) -> None:
    number = filed(register).case_number
    sealed = filed(register, address="accuser", nature=Nature.ACCUSATION).case_number
    take(register, sealed, "accept", by=DISCIPLINE, route="检举")
    for other in (number, "360721-20260302-0099", sealed):
        with pytest.raises(StepIncomplete, match="case"):
            take(register, number, "not_accept", ground="pending_below", case=other, **AGAIN)


def merged(register: Register, into: str, address: str, **values: str) -> str:
    number = filed(register, address=address, **values).case_number
    take(register, number, "merge", case=into, text="同一件事")
    send_all(register, address)
    return number


def test_who_is_merged_hears_what_becomes_of_the_case(register: Register) -> None:
    main = filed(register, request="请求发放王家的补偿款").case_number
    number = merged(register, main, "other", petitioner_name="李秀英", petitioner_phone="13900000002", language="en")
    further = merged(register, main, "third", petitioner_name="周芳")
    take(register, main, "transfer", unit="赣县区自然资源局", text="请联系王建国（13800000001）和李秀英。")
    for address, mine in (("other", number), ("third", further)):
        (told,) = notices(register, address)
        assert mine in told.text
        assert "赣县区自然资源局" in told.text
        assert told.case_number == mine
        for word in (main, "王建国", "13800000001"):
            assert word not in str(told.text)
            assert word not in str(told.custom)
    assert "李秀英" in notices(register, "other")[0].text
    assert "李秀英" not in notices(register, "third")[0].text
    assert "王建国" in notices(register)[-1].text
    take(register, main, "accept", route="六")
    take(register, main, "reply", **OPINION)
    assert OPINION["text"] in notices(register, "other")[-1].text
    assert len(notices(register, "other")) == 3
    take(register, number, "unmerge", text="不是同一件事")
    before = len(notices(register, "other"))
    take(register, main, "conclude")
    assert (len(notices(register, "other")), len(notices(register, "third"))) == (before, 4)


def test_what_others_ask_for_is_theirs(register: Register) -> None:
    claims = (ClaimProposal(request="把工资发了"), ClaimProposal(request="把路修好"))
    main = file(register, told(register), claims=claims).case_number
    merged(register, main, "other")
    take(register, main, "accept", route="六")
    said = {"1": {"outcome": "supported", "opinion": "补发。"}, "2": {"outcome": "explained", "opinion": "等规划。"}}
    take(register, main, "reply", text="经查属实，分项答复如下。", legal_basis="《劳动法》第五十条", claims=said)
    text = notices(register, "other")[-1].text
    assert "补发。" in text
    assert "等规划。" in text
    assert "把工资发了" not in text
    assert "把路修好" not in text


def test_one_chat_hears_once_and_only_what_is_its_own(register: Register) -> None:
    main = filed(register).case_number
    again = merged(register, main, "citizen")
    send_all(register)
    take(register, main, "transfer", unit="区自然资源局")
    (once,) = notices(register)
    assert (once.case_number, again in once.text) == (main, False)
    merged(register, main, "other")
    take(register, main, "sign")
    take(register, main, "accept", route="六")
    send_all(register, "other")
    take(register, main, "ask_material", text="请提供土地证照片", due_on="2026-12-31")
    take(register, main, "supplement", text="昨天又来人了")
    assert notices(register, "other") == []


def test_those_merged_into_a_merged_case_hear_too(register: Register) -> None:
    first, main = filed(register, address="first").case_number, filed(register).case_number
    merged(register, first, "other")
    take(register, first, "merge", case=main, text="同一件事")
    take(register, main, "transfer", unit="区自然资源局")
    assert "区自然资源局" in notices(register, "other")[-1].text
