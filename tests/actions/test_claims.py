"""A draft's claims, and putting their list right."""

from typing import Any

import pytest

from actions import Understanding
from actions.claims import corrected_list, draft_claims, speaks_of_claims
from actions.intake import ValidatePetitionForm
from cases import Register
from tests.support.register import told
from tests.support.tracker import Conversation

LIST = ["把工资发了", "补缴社保", "道歉"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第二条不要了", ["把工资发了", "道歉"]),
        ("第3个就算了吧", ["把工资发了", "补缴社保"]),
        ("不要第一条", ["补缴社保", "道歉"]),
        ("drop number two", ["把工资发了", "道歉"]),
        ("please remove the first one", ["补缴社保", "道歉"]),
        ("再加一条：退还押金", [*LIST, "退还押金"]),
        ("还要加一项，把证还给我。", [*LIST, "把证还给我"]),
        ("add one: return my passport", [*LIST, "return my passport"]),
        ("第一条改成：把四个月工资一次发清", ["把四个月工资一次发清", "补缴社保", "道歉"]),
    ],
)
def test_the_list_is_put_right(text: str, expected: list[str]) -> None:
    assert corrected_list(text, LIST) == expected
    assert speaks_of_claims(text)


@pytest.mark.parametrize("text", ["对", "电话错了", "第二天他就走了", "第九条不要了", "不要了", "第一次没有说清楚"])
def test_other_words_leave_it(text: str) -> None:
    assert corrected_list(text, LIST) is None


def test_the_only_claim_cannot_be_taken_away() -> None:
    assert corrected_list("第一条不要了", ["把工资发了"]) is None


def at_confirm(register: Register, citizen: Conversation, **values: Any) -> Conversation:
    told(register, prior_handling="没有", affected_count=1, skipped=["evidence"], **values)
    citizen.slots["requested_slot"] = "confirm"
    return citizen


def test_a_corrected_list_stays_until_the_request_is_told_anew(
    register: Register, understanding: Understanding, form: ValidatePetitionForm, citizen: Conversation
) -> None:
    at_confirm(register, citizen, request="一要把工资发了，二要补缴社保")
    citizen.do(form, "第二条不要了", intent="cancel", confidence=0.9)
    assert citizen.responses() == ["utter_corrected"]
    assert citizen.asked == "confirm"
    draft = register.drafts.open("web", "citizen")
    assert draft_claims(draft, understanding) == ["要把工资发了"]
    assert citizen.slots["draft_version"] == draft.version
    draft = register.drafts.save(draft.id, {"request": "把工资发了；另外要求道歉"})
    assert draft_claims(draft, understanding) == ["把工资发了", "要求道歉"]


def test_a_claim_is_added_in_words(
    register: Register, understanding: Understanding, form: ValidatePetitionForm, citizen: Conversation
) -> None:
    at_confirm(register, citizen, request="把工资发了")
    citizen.do(form, "再加一条：把身份证还给我", intent="answer")
    draft = register.drafts.open("web", "citizen")
    assert draft_claims(draft, understanding) == ["把工资发了", "把身份证还给我"]
    assert draft.values["request"] == "把工资发了"
