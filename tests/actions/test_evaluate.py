"""Rating in the chat: by buttons, by words, with a reason, each object on its own."""

import pytest

from actions.evaluate import EvaluateCase, read_levels
from cases import Level, Nature, RatedObject, Register
from tests.support.clock import FakeClock
from tests.support.register import accepted, filed, replied
from tests.support.tracker import Conversation

OFFICE, UNIT = RatedObject


@pytest.fixture
def evaluate(register: Register) -> EvaluateCase:
    return EvaluateCase(register)


def say(citizen: Conversation, evaluate: EvaluateCase, text: str = "我要评价", **message: object) -> list[str]:
    """Say something about the result."""
    citizen.do(evaluate, text, intent="evaluate", in_form=False, **message)
    return citizen.responses()


def levels(register: Register, number: str) -> dict[RatedObject, Level | None]:
    """The levels that are kept."""
    return {each.object: each.level for each in register.evaluations.of(number)}


def test_before_an_answer_it_is_not_asked(register: Register, citizen: Conversation, evaluate: EvaluateCase) -> None:
    accepted(register)
    assert say(citizen, evaluate) == ["utter_evaluate_not_now"]


def test_a_sealed_case_is_never_asked_about(register: Register, citizen: Conversation, evaluate: EvaluateCase) -> None:
    filed(register, nature=Nature.ACCUSATION)
    assert say(citizen, evaluate) == ["utter_evaluate_not_now"]


def test_both_are_asked_one_after_the_other(register: Register, citizen: Conversation, evaluate: EvaluateCase) -> None:
    number = replied(register)
    assert say(citizen, evaluate) == ["utter_evaluate_unit"]
    assert say(citizen, evaluate, payload={"number": number, "say": "u1"}) == ["utter_evaluate_office"]
    assert say(citizen, evaluate, payload={"number": number, "say": "o2"}) == ["utter_evaluate_thanks"]
    assert levels(register, number) == {OFFICE: Level.BASICALLY, UNIT: Level.SATISFIED}


def test_both_in_one_sentence_and_then_why(register: Register, citizen: Conversation, evaluate: EvaluateCase) -> None:
    number = replied(register)
    assert say(citizen, evaluate, "信访局满意，住建局不满意") == ["utter_evaluate_why"]
    assert citizen.slots["after"]["reason"] == "unit"
    assert levels(register, number) == {OFFICE: Level.SATISFIED, UNIT: Level.DISSATISFIED}


def test_after_the_window_it_is_over(
    register: Register, citizen: Conversation, evaluate: EvaluateCase, clock: FakeClock
) -> None:
    replied(register)
    clock.advance(days=31)
    assert say(citizen, evaluate, "不满意") == ["utter_evaluate_not_now"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我对处理结果不满意", [(UNIT, Level.DISSATISFIED)]),
        ("基本满意吧", [(UNIT, Level.BASICALLY)]),
        ("信访局态度不错", [(OFFICE, Level.SATISFIED)]),
        ("怎么评价不满意？", []),
        ("I am not satisfied", [(UNIT, Level.DISSATISFIED)]),
        ("我要评价", []),
    ],
)
def test_levels_are_read_from_words(text: str, expected: list[tuple[RatedObject, Level]]) -> None:
    assert read_levels(text) == expected
