"""Whose work a case is."""

import pytest

from cases import CaseFilter, Nature, NotAllowed, NotFound, Register, Role, VersionConflict
from cases.staff import Staff
from storage import Database
from tests.support.clock import FakeClock
from tests.support.register import DISCIPLINE, OFFICIAL, OPERATOR, filed


@pytest.fixture(autouse=True)
def _staff(register: Register, database: Database, clock: FakeClock) -> None:
    from argon2 import PasswordHasher

    register.staff = Staff(database, clock=clock, hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    people = [
        ("li.wei", "李伟", Role.OFFICIAL),
        ("zhao.min", "赵敏", Role.DISCIPLINE),
        ("wang.fang", "王芳", Role.OPERATOR),
    ]
    for name, display_name, role in people:
        register.staff.create(name, "correct horse", display_name=display_name, roles={role})


def test_a_claimed_case_is_in_ones_own_list_and_says_whose_it_is(register: Register) -> None:
    number = filed(register).case_number
    desk = register.for_official(OFFICIAL)
    before = desk.case(number).version
    desk.assignments.claim(number)
    desk.assignments.claim(number)
    case = desk.case(number)
    assert (case.assigned_to, case.assigned_name, case.version) == ("li.wei", "李伟", before)
    assert [entry.step for entry in case.history] == ["registered", "claimed"]
    assert [row.assigned_name for row in desk.inbox(CaseFilter(assigned="li.wei")).rows] == ["李伟"]
    assert desk.inbox(CaseFilter(assigned="")).total == 0


def test_who_is_slower_is_told(register: Register) -> None:
    number = filed(register).case_number
    register.for_official(OFFICIAL).assignments.claim(number)
    with pytest.raises(VersionConflict):
        register.for_official(DISCIPLINE).assignments.claim(number)


def test_a_case_is_handed_over_and_given_back(register: Register) -> None:
    number = filed(register).case_number
    mine = register.for_official(OFFICIAL).assignments
    mine.hand_over(number, "zhao.min", "请接着办")
    mine.hand_over(number, "zhao.min")
    mine.hand_over(number, "")
    history = register.for_official(OFFICIAL).case(number).history
    assert [(entry.step, entry.text) for entry in history[1:]] == [("handed_over", "赵敏\n请接着办"), ("released", "")]


@pytest.mark.parametrize("to", ["wang.fang", "nobody.there"])
def test_only_who_handles_cases_can_be_given_one(register: Register, to: str) -> None:
    number = filed(register).case_number
    with pytest.raises(NotFound):
        register.for_official(OFFICIAL).assignments.hand_over(number, to)


def test_a_sealed_case_is_given_to_nobody_who_may_not_see_it(register: Register) -> None:
    number = filed(register, nature=Nature.ACCUSATION).case_number
    with pytest.raises(NotFound):
        register.for_official(DISCIPLINE).assignments.hand_over(number, "li.wei")
    with pytest.raises(NotFound):
        register.for_official(OFFICIAL).assignments.claim(number)


def test_who_handles_no_cases_claims_none(register: Register) -> None:
    number = filed(register).case_number
    with pytest.raises(NotAllowed):
        register.for_official(OPERATOR).assignments.claim(number)


def test_colleagues_are_those_who_handle_cases(register: Register) -> None:
    register.staff.disable("zhao.min")
    assert [one.name for one in register.for_official(OFFICIAL).assignments.colleagues()] == ["li.wei"]
