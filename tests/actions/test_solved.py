"""Whether it was solved is the citizen's to say."""

import pytest

from actions.solved import ReportSolved, read_solved
from cases import Register
from tests.support.register import OFFICIAL, accepted, replied
from tests.support.tracker import Conversation


def test_what_is_said_is_kept(register: Register, citizen: Conversation) -> None:
    number = replied(register)
    citizen.do(ReportSolved(register), "根本没解决", intent="report_solved", in_form=False)
    assert citizen.responses() == ["utter_solved_no"]
    assert [claim.solved for claim in register.for_official(OFFICIAL).case(number).claims] == ["no"]
    assert "ask_review" in citizen.said[0]["buttons"][0]["payload"]


def test_before_an_answer_it_is_not_asked(register: Register, citizen: Conversation) -> None:
    accepted(register)
    citizen.do(ReportSolved(register), "没解决", intent="report_solved", in_form=False)
    assert citizen.responses() == ["utter_solved_not_yet"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("问题解决了", "yes"),
        ("只解决了一半", "partly"),
        ("没有解决", "no"),
        ("还是老样子", "no"),
        ("it was not solved", "no"),
        ("only partly fixed", "partly"),
        ("解决了没有", ""),
    ],
)
def test_words(text: str, answer: str) -> None:
    assert read_solved(text) == answer
