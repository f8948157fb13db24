"""Urging: passed on once in a week, kept every time, honest about the limit."""

import pytest

from actions.urge import UrgeCase
from cases import PolicyKind, Register
from tests.support.clock import FakeClock
from tests.support.register import ADMINISTRATOR, OFFICIAL, accepted, filed, replied
from tests.support.tracker import Conversation


@pytest.fixture
def urge(register: Register) -> UrgeCase:
    return UrgeCase(register)


def say(citizen: Conversation, urge: UrgeCase, text: str = "催一下", **message: object) -> list[str]:
    """Urge; what was answered."""
    citizen.do(urge, text, intent="urge", in_form=False, **message)
    return citizen.responses()


def test_who_filed_nothing_is_told_how_to_name_a_case(citizen: Conversation, urge: UrgeCase) -> None:
    assert say(citizen, urge) == ["utter_after_none"]


def test_it_is_passed_on_once_in_a_week_and_kept_each_time(
    register: Register, citizen: Conversation, urge: UrgeCase, clock: FakeClock
) -> None:
    number = accepted(register)
    assert say(citizen, urge) == ["utter_urged_due"]
    clock.advance(days=2)
    assert say(citizen, urge, "怎么还不办") == ["utter_urge_kept"]
    clock.advance(days=6)
    assert say(citizen, urge, "再催一次") == ["utter_urged_due"]
    history = register.for_official(OFFICIAL).case(number).history
    assert [(entry.step, entry.text) for entry in history if entry.by == "petitioner" and "催" in entry.text] == [
        ("urge", "催一下"),
        ("supplement", "（再次催办）怎么还不办"),
        ("urge", "再催一次"),
    ]


def test_when_the_limit_is_over_it_is_said(
    register: Register, citizen: Conversation, urge: UrgeCase, clock: FakeClock
) -> None:
    accepted(register)
    clock.advance(days=70)
    assert say(citizen, urge) == ["utter_urged_late"]


def test_an_answered_case_is_not_urged(register: Register, citizen: Conversation, urge: UrgeCase) -> None:
    replied(register)
    assert say(citizen, urge) == ["utter_urge_over"]


def test_of_several_the_citizen_names_one(register: Register, citizen: Conversation, urge: UrgeCase) -> None:
    first, second = accepted(register), accepted(register)
    assert say(citizen, urge) == ["utter_after_which"]
    buttons = citizen.said[0]["buttons"]
    assert [button["payload"] for button in buttons] == [f'/urge{{"number":"{number}"}}' for number in (second, first)]
    assert say(citizen, urge, payload={"number": first}) == ["utter_urged_due"]
    assert citizen.said[0]["number"] == first


def test_while_another_is_written_nothing_is_touched_without_a_press(
    register: Register, citizen: Conversation, urge: UrgeCase
) -> None:
    number = accepted(register)
    version = register.for_official(OFFICIAL).case(number).version
    citizen.do(urge, "催一下", intent="urge")
    assert citizen.responses() == ["utter_after_while_writing"]
    assert register.for_official(OFFICIAL).case(number).version == version
    citizen.do(urge, intent="urge", payload={"number": number})
    assert citizen.responses() == ["utter_urged_due"]


def test_with_number_and_code_from_another_device(register: Register, urge: UrgeCase) -> None:
    other = filed(register, address="somebody")
    here = Conversation(address="elsewhere")
    assert say(here, urge, f"{other.case_number} {other.code} 催一下") == ["utter_urged_due"]
    # The code was read once; what comes next needs it no more.
    assert say(here, urge, payload={"number": other.case_number}) == ["utter_urge_kept"]
    stranger = Conversation(address="stranger")
    assert say(stranger, urge, payload={"number": other.case_number}) == ["utter_status_needs_code"]


def test_how_often_is_a_setting(register: Register, citizen: Conversation, urge: UrgeCase, clock: FakeClock) -> None:
    accepted(register)
    kind = PolicyKind.TIMERS
    register.policies.change(ADMINISTRATOR, kind, {"urge_days": 1}, seen=0, reason="本地规定")
    assert say(citizen, urge) == ["utter_urged_due"]
    clock.advance(days=2)
    assert say(citizen, urge, "怎么还不办") == ["utter_urged_due"]
