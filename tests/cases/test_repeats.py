"""Raised before? Who the same citizen is, and joining what was told again to the case that is open."""

import pytest

from cases import DraftState, Nature, NotFound, Register, State, WrongState
from cases.repeats import FROM_ELSEWHERE
from tests.support.register import DISCIPLINE, OFFICIAL, file, filed, replied, take, told

AGAIN = {"facts": "村里修路占了我家两亩地，补偿款还是没有发。", "request": "请发放补偿款"}


def test_open_cases_of_this_chat_and_region(register: Register) -> None:
    number = filed(register).case_number
    filed(register, place_code="110101", place_name="北京市东城区")
    (found,) = register.repeats.candidates(told(register, **AGAIN))
    assert (found.number, found.state, found.same_chat) == (number, State.REGISTERED, True)
    assert "补偿款" in found.facts


def test_what_is_concluded_is_not_open(register: Register) -> None:
    number = replied(register)
    draft = told(register, **AGAIN)
    assert len(register.repeats.candidates(draft)) == 1
    take(register, number, "conclude")
    assert register.repeats.candidates(draft) == []


def test_elsewhere_phone_and_name_must_both_be_the_same(register: Register) -> None:
    number = filed(register).case_number
    (found,) = register.repeats.candidates(told(register, address="elsewhere", petitioner_phone="13800000001"))
    assert (found.number, found.same_chat) == (number, False)
    assert register.repeats.candidates(told(register, address="other", petitioner_name="李秀英")) == []
    assert register.repeats.candidates(told(register, address="third", petitioner_phone="13900000009")) == []
    assert register.repeats.candidates(told(register, address="fourth", petitioner_name=None)) == []


def test_a_sealed_case_is_known_only_in_its_own_chat(register: Register) -> None:
    filed(register, nature=Nature.ACCUSATION)
    assert len(register.repeats.candidates(told(register, **AGAIN))) == 1
    assert register.repeats.candidates(told(register, address="elsewhere", **AGAIN)) == []


def test_joining_adds_the_words_and_closes_the_draft(register: Register) -> None:
    number = filed(register).case_number
    before = register.for_official(OFFICIAL).case(number)
    draft = told(register, **AGAIN)
    register.evidence.keep(b"photo", name="p.jpg", media_type="image/jpeg", kind="photo", draft_id=draft.id)
    register.repeats.join(draft.id, number, source="m9")
    case = register.for_official(OFFICIAL).case(number)
    assert (case.history[-1].step, case.history[-1].text) == ("supplement", f"{AGAIN['facts']}\n{AGAIN['request']}")
    assert case.version == before.version + 1
    assert len(case.evidence) == 1
    assert register.drafts.get(draft.id).state is DraftState.CANCELLED
    assert register.drafts.current("web", "citizen") is None


def test_joining_twice_adds_once(register: Register) -> None:
    number = filed(register).case_number
    draft = told(register, **AGAIN)
    for _ in range(2):
        register.repeats.join(draft.id, number, source="m9")
    history = register.for_official(OFFICIAL).case(number).history
    assert [entry.step for entry in history].count("supplement") == 1


def test_words_from_elsewhere_are_marked_as_such(register: Register) -> None:
    number = filed(register).case_number
    draft = told(register, address="elsewhere", **AGAIN)
    register.repeats.join(draft.id, number, source="m1")
    assert register.for_official(OFFICIAL).case(number).history[-1].text.startswith(FROM_ELSEWHERE)


def test_nobody_adds_to_the_case_of_another(register: Register) -> None:
    number = filed(register).case_number
    stranger = told(register, address="stranger", petitioner_name="李秀英", **AGAIN)
    with pytest.raises(NotFound):
        register.repeats.join(stranger.id, number, source="m1")
    assert register.drafts.get(stranger.id).state is DraftState.OPEN


def test_accusing_words_never_go_to_an_open_case(register: Register) -> None:
    number = filed(register).case_number
    draft = told(register, sealed=True, **AGAIN)
    assert register.repeats.candidates(draft) == []
    with pytest.raises(NotFound):
        register.repeats.join(draft.id, number, source="m1")
    sealed = filed(register, nature=Nature.ACCUSATION, address="citizen", sealed=True).case_number
    again = told(register, sealed=True, **AGAIN)
    register.repeats.join(again.id, sealed, source="m2")
    assert register.for_official(DISCIPLINE).case(sealed).history[-1].step == "supplement"


def test_what_is_filed_cannot_be_joined(register: Register) -> None:
    number = filed(register).case_number
    draft = told(register, **AGAIN)
    file(register, draft)
    with pytest.raises(WrongState):
        register.repeats.join(draft.id, number, source="m1")
