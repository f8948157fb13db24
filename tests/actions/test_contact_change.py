"""New contact data, read from words or asked for, for all cases of the chat."""

import pytest

from actions import Understanding
from actions.contact_change import ChangeContact
from cases import Register
from tests.support.register import OFFICIAL, filed
from tests.support.tracker import Conversation


@pytest.fixture
def change(register: Register, understanding: Understanding) -> ChangeContact:
    return ChangeContact(register, understanding)


def test_a_number_in_the_words_is_taken_for_every_case(
    register: Register, citizen: Conversation, change: ChangeContact
) -> None:
    numbers = [filed(register).case_number for _ in range(2)]
    citizen.do(change, "我换手机号了，以后打13900000002", intent="change_contact", in_form=False)
    assert citizen.responses() == ["utter_contact_changed"]
    cases = [register.for_official(OFFICIAL).case(number, unmask="test") for number in numbers]
    assert {case.petitioner_phone for case in cases} == {"13900000002"}


@pytest.mark.parametrize(
    ("text", "response"),
    [("我搬家了", "utter_contact_which"), ("改电话", "utter_contact_phone"), ("改住址", "utter_contact_address")],
)
def test_what_is_not_said_is_asked(
    register: Register, citizen: Conversation, change: ChangeContact, text: str, response: str
) -> None:
    filed(register)
    citizen.do(change, text, intent="change_contact", in_form=False)
    assert citizen.responses() == [response]
    assert citizen.slots["requested_slot"] == "after_words"


def test_who_filed_nothing_changes_nothing(citizen: Conversation, change: ChangeContact) -> None:
    citizen.do(change, "换电话了", intent="change_contact", in_form=False)
    assert citizen.responses() == ["utter_after_none"]
