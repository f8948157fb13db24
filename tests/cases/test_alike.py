"""Which cases belong together: proposed with reasons, decided by people, taken back."""

import pytest

from cases import Grade, Nature, NotAllowed, NotFound, Official, Register, Role, StepIncomplete
from tests.support.clock import FakeClock
from tests.support.register import (
    ADMINISTRATOR,
    DISCIPLINE,
    OFFICIAL,
    OPERATOR,
    approve_unsealing,
    filed,
    replied,
    take,
    told,
)

AUDITOR_OF_ALL = Official(id=9, name="qian", display_name="", roles=frozenset({Role.AUDITOR, Role.DISCIPLINE}))
NEIGHBOUR = {
    "facts": "修路征了我们下坝村的田，征地补偿款一直拖着没有发。",
    "petitioner_name": "李秀英",
    "petitioner_phone": "13900000009",
    "place": "梅林镇下坝村",
}


def alike(register: Register, number: str, *, by: Official = OFFICIAL) -> list[tuple[str, Grade, str]]:
    return [(one.number, one.grade, one.decided) for one in register.for_official(by).alike(number).cases]


def test_the_same_person_again_is_a_repeat(register: Register, clock: FakeClock) -> None:
    first = filed(register).case_number
    clock.advance(days=100)
    again = filed(register, address="elsewhere", facts="村里修路占了我家两亩地，补偿款还是没有发。").case_number
    assert alike(register, again) == [(first, Grade.REPEAT, "")]
    seen = register.for_official(OFFICIAL).alike(again)
    assert seen.cases[0].reasons[0] == ("person", "")
    assert not seen.first_here
    assert register.for_official(OFFICIAL).alike(first).first_here


def test_another_matter_of_the_same_person_is_none(register: Register) -> None:
    filed(register)
    other = filed(
        register, address="b", place="城东实验中学", respondent="实验中学", place_code="360702",
        facts="孩子上学被强制买校服，八百块一套。", request="退钱",
    ).case_number  # fmt: skip
    seen = register.for_official(OFFICIAL).alike(other)
    # The builder gives both the same matter, which makes it worth asking; nothing in the words does.
    assert all(case.score < 0.5 for case in seen.cases)


def test_what_a_neighbour_told_is_the_same_incident(register: Register) -> None:
    first = filed(register).case_number
    second = filed(register, address="b", **NEIGHBOUR).case_number
    (case,) = register.for_official(OFFICIAL).alike(second).cases
    assert (case.number, case.grade) == (first, Grade.SAME_INCIDENT)
    kinds = dict(case.reasons)
    assert kinds["place"] == "下坝村"
    assert "补偿款" in kinds["words"]
    assert "王建国" not in str(case)
    assert register.for_official(OFFICIAL).alike(second).first_here


def test_an_old_one_elsewhere_tells_how_it_ended(register: Register, clock: FakeClock) -> None:
    old = replied(register)
    clock.advance(days=300)
    new = filed(register, address="b", **{**NEIGHBOUR, "place": "石桥村", "respondent": "石桥村村委会"}).case_number
    (case,) = register.for_official(OFFICIAL).alike(new).cases
    assert (case.number, case.grade, case.outcomes) == (old, Grade.ALIKE, ("supported",))


def test_sealed_cases_are_known_to_those_who_see_them_and_match_on_the_accused(register: Register) -> None:
    open_one = filed(register).case_number
    one = filed(register, nature=Nature.ACCUSATION, address="b", petitioner_name=None, petitioner_phone=None)
    two = filed(register, nature=Nature.ACCUSATION, address="c", petitioner_name=None, petitioner_phone=None)
    found = dict(alike(register, two.case_number, by=DISCIPLINE)[0:1] and [
        (number, grade) for number, grade, _ in alike(register, two.case_number, by=DISCIPLINE)
    ])  # fmt: skip
    assert found[one.case_number] is Grade.REPEAT
    assert alike(register, open_one) == []
    with pytest.raises(NotFound):
        register.for_official(OFFICIAL).alike(two.case_number)


def test_a_person_decides_and_may_take_it_back(register: Register) -> None:
    first = filed(register).case_number
    second = filed(register, address="b", **NEIGHBOUR).case_number
    likeness = register.for_official(OFFICIAL).likeness
    for state, kind in (("dismissed", "same_incident"), ("confirmed", "repeat")):
        likeness.decide(second, first, kind, state=state, reason="电话核实")
        assert alike(register, first) == [(second, Grade(kind), state)]
    assert not register.for_official(OFFICIAL).alike(second).first_here
    likeness.decide(first, second, "repeat", state="undone")
    assert alike(register, second) == [(first, Grade.SAME_INCIDENT, "")]
    history = register.for_official(OFFICIAL).case(first).history
    assert [entry.step for entry in history][-3:] == ["incident_dismissed", "repeat_confirmed", "repeat_undone"]
    assert [entry.text for entry in history][-3:] == [f"{second} 电话核实", f"{second} 电话核实", second]


@pytest.mark.parametrize("natures", [(Nature.CLAIM, Nature.ACCUSATION), (Nature.ACCUSATION, Nature.ACCUSATION)])
def test_what_is_decided_about_a_sealed_case_stands_in_no_other_history(
    register: Register, natures: tuple[Nature, Nature]
) -> None:
    one, sealed = (filed(register, nature=nature, address=str(at)).case_number for at, nature in enumerate(natures))
    desk = register.for_official(DISCIPLINE)
    desk.likeness.decide(one, sealed, "same_incident", reason="举报的是同一个人")
    told_of = str(desk.case(one).history)
    assert sealed not in told_of
    assert "举报的是同一个人" not in told_of
    assert alike(register, one, by=DISCIPLINE) == [(sealed, Grade.SAME_INCIDENT, "confirmed")]
    if natures[0] is Nature.CLAIM:
        assert one in desk.case(sealed).history[-1].text
        assert alike(register, one) == []
    auditors = [register.for_official(by).audit() for by in (AUDITOR_OF_ALL, ADMINISTRATOR)]
    assert sealed in {entry.subject for entry in auditors[0]}
    assert sealed not in str(auditors[1])


@pytest.mark.parametrize(("kind", "state"), [("merged", "confirmed"), ("repeat", "proposed")])
def test_there_are_no_other_decisions(register: Register, kind: str, state: str) -> None:
    first, second = filed(register).case_number, filed(register, address="b").case_number
    desk = register.for_official(OFFICIAL)
    with pytest.raises(StepIncomplete):
        desk.likeness.decide(first, second, kind, state=state)
    with pytest.raises(StepIncomplete):
        desk.likeness.decide(first, first, "repeat")
    with pytest.raises(NotAllowed):
        register.for_official(OPERATOR).likeness.decide(first, second, "repeat")


def test_the_first_in_the_country_is_only_what_somebody_says(register: Register) -> None:
    number = filed(register).case_number
    desk = register.for_official(OFFICIAL)
    assert desk.alike(number).first_nationally is None
    for first in (True, False):
        desk.likeness.set_first_nationally(number, first)
        assert desk.alike(number).first_nationally is first
        assert desk.alike(number).first_here


def test_a_draft_is_told_what_others_said(register: Register) -> None:
    first = filed(register).case_number
    filed(register, nature=Nature.ACCUSATION, address="z")
    draft = told(register, address="b", **NEIGHBOUR)
    (case,) = register.repeats.alike(draft, matter=("农村农业", "征地补偿"))
    assert (case.number, case.grade) == (first, Grade.SAME_INCIDENT)


def test_what_is_corrected_is_found_anew(register: Register) -> None:
    first = filed(register).case_number
    second = filed(register, address="b", **NEIGHBOUR).case_number
    take(register, first, "correct", by=DISCIPLINE, nature="accusation", text="是检举")
    assert alike(register, second) == []
    approve_unsealing(register, first)
    take(register, first, "correct", by=DISCIPLINE, nature="claim", text="不是")
    assert len(alike(register, second)) == 1
