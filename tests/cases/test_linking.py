"""Cases that belong together: what the other one has to be, and who hears of it."""

import pytest

from cases import ClaimProposal, Nature, NotFound, Register, Role, State, StepIncomplete
from tests.support.register import DISCIPLINE, OPINION, file, filed, in_state, notices, send_all, take, told
from tests.support.units import county, member

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


# ---- split -----------------------------------------------------------------------------------------------------------

TWO = (
    ClaimProposal(request="请求发放补偿款", nature=Nature.CLAIM, matter=("农村农业", "征地补偿")),
    ClaimProposal(request="建议修一条水渠", nature=Nature.SUGGESTION, matter=("农村农业", "水利水电")),
)


@pytest.mark.parametrize(("claim", "left"), [(1, 1), (2, 0)])
def test_a_claim_becomes_a_case_of_its_own(register: Register, claim: int, left: int) -> None:
    number = file(register, told(register), claims=TWO).case_number
    take(register, number, "transfer", unit="县水利局")
    send_all(register)
    after = take(register, number, "split", claim=claim, text="分别办理")
    assert [one.request for one in after.claims] == [TWO[left].request]
    assert (after.state, after.nature, after.matter) == (State.TRANSFERRED, TWO[left].nature, TWO[left].matter)
    [link] = after.links
    new = register.for_official(DISCIPLINE).case(link.number)
    assert [(one.position, one.request) for one in new.claims] == [(1, TWO[claim - 1].request)]
    assert (new.state, new.nature, new.matter) == (State.REGISTERED, TWO[claim - 1].nature, TWO[claim - 1].matter)
    assert [(one.id, one.started) for one in new.clocks] == [("C1", new.received_at)]
    assert [message.case_number for message in notices(register)] == [new.number]
    with pytest.raises(StepIncomplete, match="only one of several"):
        take(register, number, "split", claim=after.claims[0].position, text="再分")


def test_a_claim_that_is_not_there_is_not_split_off(register: Register) -> None:
    number = file(register, told(register), claims=TWO).case_number
    with pytest.raises(StepIncomplete, match="claim"):
        take(register, number, "split", claim=3, text="分别办理")


def test_what_is_split_off_from_a_sealed_case_is_as_secret(register: Register) -> None:
    county(register)
    claims = (ClaimProposal(request="请求查处", nature=Nature.ACCUSATION), ClaimProposal(request="请求补发"))
    draft = told(register, respondent="国土局刘德海")
    number = file(register, draft, nature=Nature.ACCUSATION, claims=claims).case_number
    words = "赣县区纪委监委的人也收了钱"
    register.supplement(number, words, source="m7", channel="web", address="citizen")
    [link] = take(register, number, "split", by=DISCIPLINE, claim=2, text="分别办理").links
    accused = member(register, Role.DISCIPLINE, "disc")
    for hidden in (number, link.number):
        with pytest.raises(NotFound):
            register.for_official(accused).case(hidden)
    with pytest.raises(StepIncomplete, match="Art. 30"):
        take(register, link.number, "transfer", by=DISCIPLINE, unit="disc")
