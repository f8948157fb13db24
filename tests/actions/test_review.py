"""复查 and 复核: written already, with the days left, the last stage named."""

import pytest

from actions.review import AskReview
from cases import Register, State
from tests.support.clock import FakeClock
from tests.support.register import OFFICIAL, OPINION, RE_REVIEW, REVIEW, accepted, filed, replied, take
from tests.support.tracker import Conversation


@pytest.fixture
def review(register: Register) -> AskReview:
    return AskReview(register)


def say(citizen: Conversation, review: AskReview, text: str = "我要复查", **message: object) -> list[str]:
    """Ask for it."""
    citizen.do(review, text, intent="ask_review", in_form=False, **message)
    return citizen.responses()


def test_one_tap_hands_in_what_is_written(register: Register, citizen: Conversation, review: AskReview) -> None:
    number = replied(register)
    assert say(citizen, review) == ["utter_review_ready"]
    assert citizen.said[0]["days"] == 30
    assert "请求复查" in citizen.said[0]["text"]
    assert say(citizen, review, payload={"number": number, "say": "yes"}) == ["utter_review_asked"]
    case = register.for_official(OFFICIAL).case(number)
    assert case.state is State.REVIEWING
    assert number in case.history[-1].text


def test_the_days_left_are_told_and_then_it_is_over(
    register: Register, citizen: Conversation, review: AskReview, clock: FakeClock
) -> None:
    replied(register)
    clock.advance(days=25)
    say(citizen, review)
    assert citizen.said[0]["days"] == 5
    clock.advance(days=6)
    assert say(citizen, review) == ["utter_review_over"]


def test_before_an_answer_there_is_none(register: Register, citizen: Conversation, review: AskReview) -> None:
    accepted(register)
    assert say(citizen, review) == ["utter_review_not_yet"]


def test_only_the_petition_procedure_has_it(register: Register, citizen: Conversation, review: AskReview) -> None:
    replied(register, route="二")
    assert say(citizen, review) == ["utter_review_over"]


def test_the_last_stage_is_named(register: Register, citizen: Conversation, review: AskReview) -> None:
    number = replied(register)
    say(citizen, review, payload={"number": number, "say": "yes"})
    assert say(citizen, review) == ["utter_review_running"]
    take(register, number, "review_reply", **REVIEW)
    assert say(citizen, review) == ["utter_re_review_ready"]
    assert say(citizen, review, payload={"number": number, "say": "yes"}) == ["utter_re_review_asked"]
    take(register, number, "re_review_reply", **RE_REVIEW)
    assert say(citizen, review) == ["utter_review_last"]


def test_whoever_was_merged_asks_in_their_own_chat(
    register: Register, citizen: Conversation, review: AskReview, clock: FakeClock
) -> None:
    main, number = filed(register, address="first").case_number, filed(register).case_number
    take(register, number, "merge", case=main, text="同一件事")
    take(register, main, "accept", route="六")
    assert say(citizen, review) == ["utter_review_not_yet"]
    clock.advance(days=1)
    take(register, main, "reply", **OPINION)
    assert say(citizen, review) == ["utter_review_ready"]
    assert (citizen.said[0]["number"], citizen.said[0]["days"]) == (number, 30)
    assert say(citizen, review, payload={"number": number, "say": "yes"}) == ["utter_review_asked"]
    assert register.for_official(OFFICIAL).case(main).state is State.REVIEWING
    assert say(citizen, review) == ["utter_review_running"]
