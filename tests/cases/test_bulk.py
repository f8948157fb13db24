"""One step on many cases."""

from cases import BulkStep, NotFound, Register, StepIncomplete, VersionConflict
from tests.support.register import OFFICIAL, filed, take


def test_each_case_goes_by_its_own_version_and_one_refusal_stops_no_other(register: Register) -> None:
    first, changed, last = (filed(register, address=one).case_number for one in "abc")
    take(register, changed, "note", text="已阅")
    cases = [(first, 1), (changed, 1), ("360721-20200101-0001", 1), (last, 1)]
    desk = register.for_official(OFFICIAL)
    results = desk.bulk.take(BulkStep(step="transfer", cases=cases, fields={"unit": "赣县区自然资源局"}))
    assert [type(one.error) for one in results] == [type(None), VersionConflict, NotFound, type(None)]
    assert {desk.case(number).state.value for number in (first, last)} == {"transferred"}
    assert desk.case(changed).state.value == "registered"


def test_what_a_step_must_carry_is_asked_of_each(register: Register) -> None:
    number = filed(register).case_number
    (result,) = register.for_official(OFFICIAL).bulk.take(BulkStep(step="transfer", cases=[(number, 1)]))
    assert isinstance(result.error, StepIncomplete)


def test_the_steps_offered_are_those_that_can_be_taken_somewhere(register: Register) -> None:
    first, second = (filed(register, address=one).case_number for one in "ab")
    take(register, second, "transfer", unit="赣县区自然资源局")
    forms = register.for_official(OFFICIAL).bulk.forms([first, second])
    assert (forms["note"][1], forms["transfer"][1]) == (2, 1)
    assert "conclude" not in forms
