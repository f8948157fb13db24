"""Those whose case was merged into another: they ask for a review from their own number, and hear of each other's."""

import pytest

from cases import NotFound, PetitionerStep, Register, State, WrongState
from tests.support.clock import FakeClock
from tests.support.register import OFFICIAL, OPINION, RE_REVIEW, REVIEW, filed, notices, send_all, take

OTHER = {"channel": "web", "address": "other"}


@pytest.fixture
def main(register: Register) -> str:
    """A case that was replied to, and into which two were merged before."""
    number = filed(register).case_number
    for address, name in (("other", "李秀英"), ("third", "周芳")):
        one = filed(register, address=address, petitioner_name=name, petitioner_phone=f"1390000000{len(name)}")
        take(register, one.case_number, "merge", case=number, text="同一件事")
    take(register, number, "accept", route="六")
    take(register, number, "reply", **OPINION)
    for address in ("citizen", "other", "third"):
        send_all(register, address)
    return number


def own(register: Register, address: str = "other") -> str:
    """The number of what was told in a chat."""
    [row] = register.cases_of("web", address)
    return row.number


def ask(register: Register, step: str = "ask_review", *, source: str = "m5", **way: str) -> None:
    """Ask from one's own chat and number."""
    way = {**OTHER, **way}
    number = own(register, way["address"])
    text = f"我不同意区自然资源局对{number}的答复，请求复查。"
    register.petitioner_step(PetitionerStep(number=number, step=step, text=text, source=source, **way))


def steps(register: Register, number: str) -> list[str]:
    """What was done on a case, as officials see it."""
    return [entry.step for entry in register.for_official(OFFICIAL).case(number).history]


def test_who_was_merged_asks_for_a_review_from_their_own_number(register: Register, main: str) -> None:
    status = register.status_of(own(register))
    assert "ask_review" in status.steps
    assert status.step_days["ask_review"] == 30
    ask(register)
    case = register.for_official(OFFICIAL).case(main)
    assert case.state is State.REVIEWING
    assert case.history[-1].step == "ask_review"
    assert own(register) in case.history[-1].text
    assert [clock.id for clock in case.clocks if clock.state == "running"] == ["C9"]
    status = register.status_of(own(register))
    assert (status.state, status.history[-1][1]) == (State.MERGED, "ask_review")
    assert "ask_review" not in status.steps


def test_the_same_message_asks_once(register: Register, main: str) -> None:
    ask(register)
    ask(register)
    assert steps(register, main).count("ask_review") == 1
    with pytest.raises(WrongState):
        ask(register, source="m6")


def test_the_others_hear_of_it_and_of_nobody(register: Register, main: str) -> None:
    ask(register)
    assert notices(register, "other") == [], "they are answered in the chat"
    for address in ("citizen", "third"):
        [told] = notices(register, address)
        assert own(register, address) in told.text
        assert "复查" in told.text
        for word in (own(register, "other"), "李秀英", "不同意"):
            assert word not in told.text
    lines = [told for _, _, told in register.status_of(main).history]
    assert not any(word in "".join(lines) for word in (own(register), "李秀英", "不同意"))


def test_they_hear_when_the_first_petitioner_asks(register: Register, main: str) -> None:
    ask(register, address="citizen")
    assert notices(register) == []
    assert all(len(notices(register, address)) == 1 for address in ("other", "third"))
    status = register.status_of(own(register))
    assert "ask_review" in [step for _, step, _ in status.history]


def test_a_re_review_too(register: Register, main: str) -> None:
    ask(register)
    take(register, main, "review_reply", **REVIEW)
    assert "ask_re_review" in register.status_of(own(register)).steps
    ask(register, "ask_re_review", source="m7")
    take(register, main, "re_review_reply", **RE_REVIEW)
    assert steps(register, main)[-4:] == ["ask_review", "review_reply", "ask_re_review", "re_review_reply"]


def test_their_thirty_days_count_from_when_they_were_told(register: Register, clock: FakeClock) -> None:
    main = filed(register).case_number
    other = filed(register, address="other").case_number
    take(register, other, "merge", case=main, text="同一件事")
    take(register, main, "accept", route="六")
    clock.advance(days=20)
    # The paper was handed to the first petitioner before it was written down, and told to the others.
    take(register, main, "reply", **OPINION, served_at="2026-03-05")
    clock.advance(days=20)
    assert "ask_review" not in register.status_of(main).steps
    assert register.status_of(other).step_days["ask_review"] == 10
    clock.advance(days=14)
    assert "ask_review" not in register.status_of(other).steps
    with pytest.raises(WrongState):
        ask(register)


def test_it_is_nobody_elses_to_ask(register: Register, main: str) -> None:
    number = own(register)
    with pytest.raises(NotFound):
        register.petitioner_step(
            PetitionerStep(number=number, step="ask_review", text="x", source="m8", channel="web", address="stranger")
        )


def test_only_the_way_of_a_petition_has_one_and_only_while_they_are_merged(register: Register, main: str) -> None:
    number = own(register)
    take(register, number, "unmerge", text="不是同一件事")
    assert "ask_review" not in register.status_of(number).steps
    with pytest.raises(WrongState):
        ask(register)


def test_those_merged_into_a_merged_case_ask_too(register: Register) -> None:
    first, main = filed(register, address="first").case_number, filed(register).case_number
    other = filed(register, address="other").case_number
    take(register, other, "merge", case=first, text="同一件事")
    take(register, first, "merge", case=main, text="同一件事")
    take(register, main, "accept", route="六")
    take(register, main, "reply", **OPINION)
    ask(register)
    assert register.for_official(OFFICIAL).case(main).state is State.REVIEWING


def test_they_are_reminded_of_their_own_limit(register: Register, main: str, clock: FakeClock) -> None:
    clock.advance(days=25)
    register.sweep()
    for address in ("citizen", "other", "third"):
        [told] = notices(register, address)
        assert own(register, address) in told.text
