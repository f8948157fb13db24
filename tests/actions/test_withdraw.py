"""Withdrawing: asked once more, done, taken back; and what it means while a petition is written."""

import pytest

from actions.withdraw import WithdrawCase
from cases import DraftState, Register, State
from tests.support.register import OFFICIAL, accepted, replied, told
from tests.support.tracker import Conversation, followups


@pytest.fixture
def withdraw(register: Register) -> WithdrawCase:
    return WithdrawCase(register)


def state(register: Register, number: str) -> State:
    """Where the case stands."""
    return register.for_official(OFFICIAL).case(number).state


def press(citizen: Conversation, withdraw: WithdrawCase, number: str, say: str) -> list[str]:
    """Press a button under the question."""
    citizen.do(withdraw, intent="withdraw", payload={"number": number, "say": say}, in_form=False)
    return citizen.responses()


def test_it_is_asked_once_more_then_done_and_can_be_taken_back(
    register: Register, citizen: Conversation, withdraw: WithdrawCase
) -> None:
    number = accepted(register)
    events = citizen.do(withdraw, "那个件我撤了", intent="withdraw", in_form=False)
    assert citizen.responses() == ["utter_withdraw_sure"]
    assert {"event": "active_loop", "name": "afterwards_form", "timestamp": None} in events
    assert state(register, number) is State.ACCEPTED
    assert press(citizen, withdraw, number, "yes") == ["utter_withdrawn"]
    assert state(register, number) is State.WITHDRAWN
    assert press(citizen, withdraw, number, "yes") == ["utter_withdrawn"]
    assert press(citizen, withdraw, number, "back") == ["utter_withdraw_taken_back"]
    assert state(register, number) is State.ACCEPTED


def test_a_no_leaves_it(register: Register, citizen: Conversation, withdraw: WithdrawCase) -> None:
    number = accepted(register)
    assert press(citizen, withdraw, number, "no") == ["utter_withdraw_not"]
    assert state(register, number) is State.ACCEPTED


def test_what_was_answered_cannot_be_withdrawn(
    register: Register, citizen: Conversation, withdraw: WithdrawCase
) -> None:
    number = replied(register)
    assert press(citizen, withdraw, number, "yes") == ["utter_withdraw_over"]


def test_while_the_first_petition_is_written_it_gives_that_up(
    register: Register, citizen: Conversation, withdraw: WithdrawCase
) -> None:
    draft = told(register)
    events = citizen.do(withdraw, "撤回", intent="withdraw")
    assert citizen.responses() == ["utter_cancelled"]
    assert followups(events) == ["action_listen"]
    assert register.drafts.get(draft.id).state is DraftState.CANCELLED


def test_while_a_second_one_is_written_it_asks_which(
    register: Register, citizen: Conversation, withdraw: WithdrawCase
) -> None:
    number = accepted(register)
    draft = told(register)
    events = citizen.do(withdraw, "撤回", intent="withdraw")
    assert citizen.responses() == ["utter_after_while_writing"]
    assert followups(events) == ["petition_form"]
    assert register.drafts.get(draft.id).state is DraftState.OPEN
    assert state(register, number) is State.ACCEPTED


@pytest.mark.parametrize(
    "words", ["不撤了", "等等，我不想撤回了", "先别撤", "唔撤喇", "sorry, I don't want to withdraw it"]
)
def test_who_changes_their_mind_while_asked_withdraws_nothing(
    register: Register, citizen: Conversation, withdraw: WithdrawCase, words: str
) -> None:
    number = accepted(register)
    citizen.do(withdraw, "那个件我撤了", intent="withdraw", in_form=False)
    citizen.do(withdraw, words, intent="withdraw", in_form=False)
    assert citizen.responses() == ["utter_withdraw_not"]
    assert state(register, number) is State.ACCEPTED


@pytest.mark.parametrize("words", ["不撤了", "撤错了，恢复吧", "please undo that"])
def test_who_changes_their_mind_afterwards_has_it_back_at_once(
    register: Register, citizen: Conversation, withdraw: WithdrawCase, words: str
) -> None:
    number = accepted(register)
    press(citizen, withdraw, number, "yes")
    citizen.do(withdraw, words, intent="withdraw", in_form=False)
    assert citizen.responses() == ["utter_withdraw_taken_back"]
    assert state(register, number) is State.ACCEPTED


def test_a_petition_being_written_is_not_given_up_by_words_that_keep_it(
    register: Register, citizen: Conversation, withdraw: WithdrawCase
) -> None:
    draft = told(register)
    events = citizen.do(withdraw, "不撤了", intent="withdraw")
    assert citizen.responses() == ["utter_resumed"]
    assert followups(events) == ["petition_form"]
    assert register.drafts.get(draft.id).state is DraftState.OPEN
