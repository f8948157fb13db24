"""Letters, visits and calls."""

from datetime import date

import pytest

from cases import (
    ClaimProposal,
    DraftIncomplete,
    DraftState,
    Earlier,
    FilePetition,
    MessageState,
    Nature,
    NotAllowed,
    NotFound,
    Official,
    Proof,
    Proposal,
    Register,
    Role,
    State,
    StepIncomplete,
    Way,
)
from cases.calendar import BEIJING
from cases.outbox import COUNTER
from tests.support.clock import FakeClock
from tests.support.register import ADMINISTRATOR, DISCIPLINE, OFFICIAL, OPERATOR, TOLD, filed, notices, take, told
from tests.support.units import member, prefecture


def test_a_visit_is_the_same_draft_and_the_same_filing(register: Register) -> None:
    counter = register.for_official(OFFICIAL).counter
    draft = counter.save(counter.start("visit").id, {**TOLD, "representatives": ["王建国", "李秀英"]})
    counter.keep_file(draft.id, b"\xff\xd8\xff photo", name="来信.jpg", media_type="image/jpeg")
    filed = counter.file(draft.id, draft.version, nature=Nature.CLAIM, matter=("农村农业", "土地承包经营"))
    case = register.for_official(OFFICIAL).case(filed.case_number)
    assert (case.form, case.channel, case.matter_confidence) == ("visit", COUNTER, 1.0)
    assert case.representatives == ("王**", "李**")
    assert [one.name for one in case.evidence] == ["来信.jpg"]
    assert [clock.id for clock in case.clocks] == ["C1"]
    slip = counter.slip(draft.id)
    assert (slip.number, slip.code, slip.form) == (filed.case_number, draft.code, "visit")
    assert register.find(slip.number, slip.code) is not None


def test_what_they_are_told_waits_for_a_person_and_the_receipt_does_not(register: Register) -> None:
    desk = register.for_official(OFFICIAL)
    draft = desk.counter.save(desk.counter.start("letter").id, TOLD)
    number = desk.counter.file(draft.id, draft.version, nature=None, matter=()).case_number
    assert desk.parked() == []
    take(register, number, "transfer", unit="赣县区自然资源局")
    (parked,) = desk.parked()
    assert (parked.state, parked.detail, parked.case_number) == (MessageState.FAILED, COUNTER, number)
    assert register.outbox.due([COUNTER], limit=9, owner="x") == []
    by_post = Proof(way=Way.POST, on=date(2026, 3, 2), by="李伟", receipt="XA123")
    register.notices(OFFICIAL).prove(parked.id, by_post)
    assert desk.parked() == []


def test_filing_twice_is_one_case_and_an_empty_one_none(register: Register) -> None:
    counter = register.for_official(OFFICIAL).counter
    draft = counter.start("call")
    with pytest.raises(DraftIncomplete):
        counter.file(draft.id, draft.version, nature=None, matter=())
    draft = counter.save(draft.id, TOLD)
    first, second = (counter.file(draft.id, draft.version, nature=None, matter=()) for _ in range(2))
    assert (first.created, second.created) == (True, False)
    assert first.case_number == second.case_number


def test_an_accusation_is_sealed_and_its_slip_is_printed_all_the_same(register: Register) -> None:
    desk = register.for_official(OFFICIAL)
    draft = desk.counter.save(desk.counter.start("visit").id, TOLD)
    number = desk.counter.file(draft.id, draft.version, nature=Nature.ACCUSATION, matter=()).case_number
    with pytest.raises(NotFound):
        desk.case(number)
    assert desk.counter.slip(draft.id).number == number


def test_a_counter_shows_and_adds_to_no_case_that_is_another_countys(register: Register) -> None:
    prefecture(register)
    number = filed(register, address="a").case_number
    here, there = member(register, Role.OFFICIAL, "a.office"), member(register, Role.OFFICIAL, "b.office")
    told = {"facts": "还是那件事", "petitioner_name": "王建国", "petitioner_phone": "13800000001"}
    found = {}
    for official in (here, there):
        counter = register.for_official(official).counter
        draft = counter.save(counter.start("visit").id, told)
        found[official.name] = counter.earlier(draft.id)
        if official is there:
            with pytest.raises(NotFound):
                counter.join(draft.id, number)
            assert len(register.for_official(here).case(number).history) == 1
        else:
            plain = counter.save(counter.start("visit").id, {**told, "petitioner_phone": "13700000007"})
            assert counter.earlier(plain.id) == Earlier()
    assert found[there.name] == Earlier(elsewhere=True)
    assert [one.number for one in found[here.name].cases] == [number]
    assert not found[here.name].elsewhere
    looks = [one for one in register.for_official(ADMINISTRATOR).audit() if one.action == "counter_match"]
    assert [(one.who, one.subject) for one in looks] == [(there.name, "elsewhere"), (here.name, number)]
    register.for_official(here).counter.join(draft_of(register, here), number)
    assert "还是那件事" in str(register.for_official(here).case(number).history)


def draft_of(register: Register, official: Official) -> str:
    """What an official began and named the petitioner in."""
    drafts = register.for_official(official).counter.open_drafts()
    return next(one.id for one in drafts if one.values["petitioner_phone"] == "13800000001")


def test_what_is_begun_is_its_writers_own(register: Register) -> None:
    mine, theirs = register.for_official(OFFICIAL).counter, register.for_official(DISCIPLINE).counter
    draft = mine.start("letter")
    chat = register.drafts.open("web", "a")
    assert [one.id for one in mine.open_drafts()] == [draft.id]
    assert theirs.open_drafts() == []
    for counter, wanted in ((theirs, draft.id), (mine, chat.id), (mine, "0" * 32)):
        with pytest.raises(NotFound):
            counter.draft(wanted)
    with pytest.raises(NotFound):
        mine.slip(draft.id)
    mine.give_up(draft.id)
    assert register.drafts.get(draft.id).state is DraftState.CANCELLED
    with pytest.raises(NotAllowed):
        register.for_official(OPERATOR).counter.start("letter")


def test_five_speak_for_many_and_an_emptied_field_is_gone(register: Register) -> None:
    counter = register.for_official(OFFICIAL).counter
    draft = counter.save(counter.start("visit").id, {"facts": "路灯不亮", "place": "东街"})
    assert "place" not in counter.save(draft.id, {"facts": "路灯不亮", "place": ""}).values
    with pytest.raises(StepIncomplete):
        counter.save(draft.id, {"representatives": ["甲", "乙", "丙", "丁", "戊", "己"]})
    with pytest.raises(StepIncomplete):
        counter.start("telegram")


# ---- filed directly with another organ than a petition office (Art. 23) ----------------------------------------------


def at_the_counter(register: Register, teller: Official, *, nature: Nature = Nature.CLAIM, **values: str) -> str:
    """The number of what was told at somebody's counter."""
    counter = register.for_official(teller).counter
    draft = counter.save(counter.start("visit").id, {**TOLD, **values})
    return counter.file(draft.id, draft.version, nature=nature, matter=()).case_number


def test_what_is_filed_with_the_organ_itself_is_its_own_with_its_own_limit(register: Register) -> None:
    prefecture(register)
    teller, handler = member(register, Role.OFFICIAL, "a.land"), member(register, Role.HANDLER, "a.land")
    number = at_the_counter(register, teller)
    case = register.for_official(teller).case(number)
    [clock] = case.clocks
    assert (clock.id, clock.article, clock.due.astimezone(BEIJING).date()) == ("C2", "23(2)", date(2026, 3, 17))
    assert (case.unit, case.state) == ("甲县自然资源局", State.REGISTERED)
    for other, sees in (("a.office", True), ("b.office", False)):
        found = register.for_official(member(register, Role.OFFICIAL, other)).inbox().total
        assert bool(found) is sees
    after = take(register, number, "accept", by=handler, route="六")
    assert [(one.id, one.state.value) for one in after.clocks] == [("C2", "met"), ("C6", "running")]


def test_an_organ_passes_on_what_is_a_lower_ones(register: Register) -> None:
    prefecture(register)
    teller = member(register, Role.OFFICIAL, "a.land")
    number = at_the_counter(register, teller)
    after = take(register, number, "transfer", by=teller, unit="a.land.ml")
    assert [(one.id, one.state.value) for one in after.clocks] == [("C2", "met"), ("C3", "running"), ("C4", "running")]
    take(register, number, "object", by=member(register, Role.HANDLER, "a.land.ml"), text="不属于本所职权")
    assert take(register, number, "agree_return", by=teller).state is State.REGISTERED


@pytest.mark.parametrize(("days", "state"), [(15, "met"), (16, "missed")])
def test_showing_the_road_is_the_answer_that_the_limit_asks_for(
    register: Register, clock: FakeClock, days: int, state: str
) -> None:
    prefecture(register)
    teller = member(register, Role.OFFICIAL, "a.land")
    number = at_the_counter(register, teller)
    clock.advance(days=days)
    after = take(register, number, "redirect", by=teller, road="向县住建局提出", article="第23条")
    assert [(one.id, one.state.value) for one in after.clocks] == [("C2", state)]


@pytest.mark.parametrize(
    ("role", "unit", "values"),
    [
        (Role.OFFICIAL, "a.office", {}),
        (Role.OFFICIAL, None, {}),
        (Role.DISCIPLINE, "a.disc", {}),
        (Role.OFFICIAL, "a.land", {"place_code": "360726", "place_name": "安远县"}),
    ],
    ids=["petition office", "no tree", "discipline", "another county's"],
)
def test_what_comes_to_a_petition_office_is_passed_on(
    register: Register, role: Role, unit: str | None, values: dict[str, str]
) -> None:
    prefecture(register)
    number = at_the_counter(register, member(register, role, unit), **values)
    case = register.for_official(OFFICIAL).case(number)
    assert ([clock.id for clock in case.clocks], case.unit) == (["C1"], "")


def test_an_accusation_told_to_an_organ_is_not_left_with_it(register: Register) -> None:
    prefecture(register)
    teller = member(register, Role.OFFICIAL, "a.land")
    number = at_the_counter(register, teller, nature=Nature.ACCUSATION)
    assert register.for_official(teller).inbox().total == 0
    case = register.for_official(DISCIPLINE).case(number)
    assert (case.unit, [clock.id for clock in case.clocks]) == ("", ["C1"])


def test_what_turns_out_to_be_elsewhere_leaves_the_organ_as_it_does_an_office(register: Register) -> None:
    prefecture(register)
    teller = member(register, Role.OFFICIAL, "a.land")
    number = at_the_counter(register, teller)
    take(register, number, "correct", by=teller, matter=["农村农业", "村务管理"])
    assert register.for_official(teller).inbox().total == 1
    take(register, number, "correct", by=teller, nature="accusation")
    assert register.for_official(teller).inbox().total == 0


def test_what_is_split_off_keeps_the_limit_of_a_direct_filing(register: Register) -> None:
    prefecture(register)
    teller = member(register, Role.OFFICIAL, "a.land")
    draft = told(register)
    claims = (ClaimProposal(request="请求发放补偿款"), ClaimProposal(request="请求修好水渠"))
    command = FilePetition(
        draft_id=draft.id, draft_version=draft.version, proposal=Proposal(claims=claims), organ_id=teller.unit_id
    )
    number = register.file(command).case_number
    assert "甲县自然资源局最迟2026年3月17日" in notices(register)[0].text
    [link] = take(register, number, "split", by=teller, claim=2, text="分别办理").links
    new = register.for_official(teller).case(link.number)
    assert [clock.id for clock in new.clocks] == ["C2"]
