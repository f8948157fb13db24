"""Two objects, three levels, thirty days; silence is never a level."""

from datetime import datetime
from typing import Any

import pytest

from cases import (
    Evaluation,
    EvaluationState,
    Level,
    Nature,
    NotFound,
    Rate,
    RatedObject,
    Register,
    WrongState,
)
from tests.support.clock import FakeClock
from tests.support.register import DISCIPLINE, OFFICIAL, OPINION, accepted, filed, replied, take

OFFICE, UNIT = RatedObject


def rate(register: Register, number: str, rated: RatedObject, level: Level, **changes: Any) -> tuple[Evaluation, ...]:
    """Rate as the citizen of the chat."""
    given = {"source": f"m-{rated}", "channel": "web", "address": "citizen", **changes}
    return register.evaluations.rate(Rate(number=number, object=rated, level=level, **given))


def states(register: Register, number: str) -> list[EvaluationState]:
    """How both objects stand."""
    return [each.state for each in register.evaluations.of(number)]


def test_before_the_answer_there_is_nothing_to_rate(register: Register) -> None:
    number = accepted(register)
    assert states(register, number) == [EvaluationState.NOT_OPEN] * 2
    with pytest.raises(WrongState):
        rate(register, number, UNIT, Level.SATISFIED)


def test_each_object_is_rated_on_its_own(register: Register) -> None:
    number = replied(register)
    assert states(register, number) == [EvaluationState.OPEN] * 2
    office, unit = rate(register, number, UNIT, Level.DISSATISFIED, reason="没有人来看过")
    assert (office.state, office.level) == (EvaluationState.OPEN, None)
    assert (unit.state, unit.level, unit.reason) == (EvaluationState.RATED, Level.DISSATISFIED, "没有人来看过")


def test_the_window_is_thirty_days_to_the_end_of_the_day(register: Register, clock: FakeClock) -> None:
    number = replied(register)
    clock.now = datetime.fromisoformat("2026-04-01T23:59:59+08:00")
    assert states(register, number) == [EvaluationState.OPEN] * 2
    clock.advance(seconds=1)
    assert states(register, number) == [EvaluationState.LAPSED] * 2
    with pytest.raises(WrongState):
        rate(register, number, UNIT, Level.SATISFIED)


def test_a_rating_can_be_changed_within_the_window(register: Register) -> None:
    number = replied(register)
    rate(register, number, UNIT, Level.DISSATISFIED)
    _, unit = rate(register, number, UNIT, Level.SATISFIED, source="later")
    assert unit.level is Level.SATISFIED
    entries = [entry for entry in register.for_official(OFFICIAL).case(number).history if entry.step == "evaluate"]
    assert [entry.text for entry in entries] == ["责任单位：不满意", "责任单位：满意"]


def test_the_same_message_rates_once(register: Register) -> None:
    number = replied(register)
    for _ in range(2):
        rate(register, number, OFFICE, Level.BASICALLY)
    case = register.for_official(OFFICIAL).case(number)
    assert [entry.step for entry in case.history].count("evaluate") == 1


def test_somebody_else_rates_only_with_the_code(register: Register) -> None:
    mine = filed(register)
    take(register, mine.case_number, "accept", route="六")
    take(register, mine.case_number, "reply", **OPINION)
    with pytest.raises(NotFound):
        rate(register, mine.case_number, UNIT, Level.SATISFIED, address="other")
    rate(register, mine.case_number, UNIT, Level.SATISFIED, address="other", code=mine.code)


def test_a_sealed_case_is_never_rated(register: Register) -> None:
    number = filed(register, nature=Nature.ACCUSATION).case_number
    take(register, number, "accept", by=DISCIPLINE, route="检举")
    take(register, number, "reply", by=DISCIPLINE, text="已经核实。", outcome="supported")
    assert register.evaluations.of(number) == ()
    with pytest.raises(WrongState):
        rate(register, number, UNIT, Level.SATISFIED)


def test_silence_is_counted_as_silence(register: Register, clock: FakeClock) -> None:
    rate(register, replied(register), UNIT, Level.SATISFIED)
    replied(register)
    accepted(register)
    figures = register.evaluations.figures()
    none = {"satisfied": 0, "basically": 0, "dissatisfied": 0}
    assert figures[UNIT] == none | {"satisfied": 1, "open": 1, "lapsed": 0}
    assert figures[OFFICE] == none | {"open": 2, "lapsed": 0}
    clock.advance(days=31)
    assert register.evaluations.figures()[UNIT] == none | {"satisfied": 1, "open": 0, "lapsed": 1}
