"""Who a petitioner is can be put right by them, visibly, and they are found under the new data."""

from typing import Any

import pytest

from cases import CaseFilter, CorrectContact, NotFound, Register
from tests.support.register import OFFICIAL, filed


def correct(register: Register, number: str, **changes: Any) -> bool:
    """Correct as the citizen of the chat."""
    given = {"source": "m9", "channel": "web", "address": "citizen", **changes}
    return register.contact_data.correct(CorrectContact(number=number, **given))


def found(register: Register, text: str) -> int:
    """How many cases the inbox finds."""
    return register.for_official(OFFICIAL).inbox(CaseFilter(text=text)).total


def test_a_new_number_is_written_found_and_seen_in_the_file(register: Register) -> None:
    number = filed(register).case_number
    assert correct(register, number, petitioner_phone="13900000002")
    case = register.for_official(OFFICIAL).case(number, unmask="test")
    assert case.petitioner_phone == "13900000002"
    assert case.history[-1].step == "contact"
    assert case.history[-1].text == "电话：138****0001 → 139****0002"
    assert (found(register, "13900000002"), found(register, "13800000001")) == (1, 0)
    assert register.status_of(number).history[-1][2] == case.history[-1].text


def test_a_name_too(register: Register) -> None:
    number = filed(register).case_number
    correct(register, number, petitioner_name="王建郭", petitioner_address="赣县区梅林镇红金路8号")
    case = register.for_official(OFFICIAL).case(number, unmask="test")
    assert (case.petitioner_name, case.petitioner_address) == ("王建郭", "赣县区梅林镇红金路8号")
    assert found(register, "王建郭") == 1


def test_the_same_message_or_value_changes_nothing(register: Register) -> None:
    number = filed(register).case_number
    assert correct(register, number, petitioner_phone="13900000002")
    version = register.for_official(OFFICIAL).case(number).version
    assert not correct(register, number, petitioner_phone="13900000003")
    assert not correct(register, number, petitioner_phone="13900000002", source="m10")
    assert register.for_official(OFFICIAL).case(number).version == version


def test_somebody_else_needs_the_code(register: Register) -> None:
    mine = filed(register)
    with pytest.raises(NotFound):
        correct(register, mine.case_number, petitioner_phone="13900000002", address="other")
    assert correct(register, mine.case_number, petitioner_phone="13900000002", address="other", code=mine.code)


def test_who_gave_no_name_is_nameless_no_more(register: Register) -> None:
    number = filed(register, petitioner_name=None).case_number
    assert register.for_official(OFFICIAL).case(number).anonymous
    correct(register, number, petitioner_name="李秀英")
    assert not register.for_official(OFFICIAL).case(number).anonymous
