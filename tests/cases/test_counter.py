"""Letters, visits and calls."""

from datetime import date

import pytest

from cases import (
    DraftIncomplete,
    DraftState,
    Earlier,
    MessageState,
    Nature,
    NotAllowed,
    NotFound,
    Official,
    Proof,
    Register,
    Role,
    StepIncomplete,
    Way,
)
from cases.outbox import COUNTER
from tests.support.register import ADMINISTRATOR, DISCIPLINE, OFFICIAL, OPERATOR, TOLD, filed, take
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
