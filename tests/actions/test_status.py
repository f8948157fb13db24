"""Where a case stands, for the citizen."""

from datetime import UTC, datetime

import pytest

from actions.status import AskStatus, day
from cases import Join, Register
from tests.support.clock import FakeClock
from tests.support.register import filed, replied, take
from tests.support.tracker import Conversation


@pytest.fixture
def ask(register: Register) -> AskStatus:
    return AskStatus(register)


def test_without_a_case_the_way_to_ask_is_told(citizen: Conversation, ask: AskStatus) -> None:
    citizen.do(ask, "查进度", intent="ask_status")
    assert citizen.responses() == ["utter_status_how"]


def test_the_cases_of_this_chat_newest_first(register: Register, citizen: Conversation, ask: AskStatus) -> None:
    numbers = [filed(register).case_number for _ in range(7)]
    citizen.do(ask, "查进度", intent="ask_status")
    assert [said["number"] for said in citizen.said] == numbers[:1:-1]
    assert set(citizen.responses()) == {"utter_status_registered"}


def test_one_of_them_by_its_number(register: Register, citizen: Conversation, ask: AskStatus) -> None:
    wanted = filed(register).case_number
    filed(register)
    citizen.do(ask, f"{wanted}办到哪了", intent="ask_status")
    assert [said["number"] for said in citizen.said[:1]] == [wanted]
    assert citizen.responses()[1:] == ["utter_status_history"]


def test_anothers_case_needs_its_code(register: Register, citizen: Conversation, ask: AskStatus) -> None:
    other = filed(register, address="somebody")
    citizen.do(ask, f"{other.case_number}办到哪了", intent="ask_status")
    assert citizen.responses() == ["utter_status_needs_code"]
    citizen.do(ask, f"编号{other.case_number}，查询码{other.code.lower()}", intent="ask_status")
    assert citizen.responses() == ["utter_status_registered", "utter_status_history"]
    assert citizen.said[0]["number"] == other.case_number
    # Opened once, it is known in this chat.
    citizen.do(ask, "查进度", intent="ask_status")
    assert citizen.said[0]["number"] == other.case_number


def test_the_code_of_another_case_opens_nothing(register: Register, citizen: Conversation, ask: AskStatus) -> None:
    other, mine = filed(register, address="somebody"), filed(register)
    citizen.do(ask, f"{other.case_number} {mine.code}", intent="ask_status")
    assert citizen.responses() == ["utter_status_unknown"]
    assert not any("number" in said for said in citizen.said)


def test_codes_cannot_be_tried_out(register: Register, citizen: Conversation, ask: AskStatus, clock: FakeClock) -> None:
    other = filed(register, address="somebody")
    said = []
    for _ in range(6):
        citizen.do(ask, f"{other.case_number} 2222-3333-44444", intent="ask_status")
        said += citizen.responses()
    assert said == ["utter_status_unknown"] * 5 + ["utter_too_many_tries"]
    right = f"{other.case_number} {other.code}"
    citizen.do(ask, right, intent="ask_status")
    assert citizen.responses() == ["utter_too_many_tries"]
    # Whoever else has the right code is not held up by it.
    owner = Conversation(address="third")
    owner.do(ask, right, intent="ask_status")
    assert owner.responses()[0] == "utter_status_registered"
    clock.advance(minutes=16)
    citizen.do(ask, right, intent="ask_status")
    assert citizen.responses()[0] == "utter_status_registered"


STEPS = {
    "registered": [],
    "transferred": [("transfer", "", {"unit": "赣县区城管局"})],
    "accepted": [("transfer", "", {"unit": "赣县区城管局"}), ("accept", "", {"route": "六"})],
    "replied": [
        ("transfer", "", {"unit": "赣县区城管局"}),
        ("accept", "", {"route": "六"}),
        ("reply", "经查属实，已经整改。", {"outcome": "supported", "legal_basis": "《噪声污染防治法》第六十三条"}),
    ],
}


@pytest.mark.parametrize("state", STEPS)
def test_each_state_is_told_with_its_unit_and_by_when(
    register: Register, citizen: Conversation, ask: AskStatus, state: str
) -> None:
    number = filed(register).case_number
    for step, text, fields in STEPS[state]:
        take(register, number, step, text=text, **fields)
    citizen.do(ask, "查进度", intent="ask_status")
    said, _ = citizen.said
    assert said["response"] == f"utter_status_{state}"
    assert said["due"] > said["since"]
    assert said["unit"] == ("赣县区城管局" if state != "registered" else "信访工作机构")


def test_a_case_without_a_limit_names_none(register: Register, citizen: Conversation, ask: AskStatus) -> None:
    number = filed(register).case_number
    take(register, number, "accept", route="一")
    citizen.do(ask, "查进度", intent="ask_status")
    said, _ = citizen.said
    assert (said["response"], said["due"]) == ("utter_status_accepted_no_limit", "")


def test_the_unit_is_named_in_the_citizens_language(register: Register, ask: AskStatus) -> None:
    filed(register)
    reader = Conversation(language="en")
    reader.do(ask, "progress", intent="ask_status")
    assert reader.said[0]["unit"] == "the petition office"


def test_all_that_happened_and_what_can_be_done_now(register: Register, citizen: Conversation, ask: AskStatus) -> None:
    replied(register)
    citizen.do(ask, "查进度", intent="ask_status")
    _, told = citizen.said
    assert [line[:10] for line in told["history"].splitlines()] == ["2026-03-02"] * 3
    intents = [button["payload"].partition("{")[0] for button in told["buttons"]]
    assert intents == ["/evaluate", "/ask_review", "/report_solved", "/add_material"]
    assert all(len(button["payload"].encode()) <= 64 for button in told["buttons"])


def test_who_signed_with_others_is_told_too(register: Register, citizen: Conversation, ask: AskStatus) -> None:
    number = filed(register).case_number
    code = register.copetitioners.invite(number, channel="web", address="citizen")
    register.copetitioners.join(Join(code=code, name="李秀英", channel="web", address="neighbour"))
    neighbour = Conversation(address="neighbour")
    neighbour.do(ask, "查进度", intent="ask_status")
    assert neighbour.said[0]["number"] == number


def test_days_are_beijing_days() -> None:
    assert day(datetime(2026, 3, 1, 15, 59, tzinfo=UTC)) == "2026-03-01"
    assert day(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == "2026-03-02"
