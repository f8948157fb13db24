"""What is said or sent outside the form."""

from typing import Any

import pytest

from actions import Understanding
from actions.afterwards import AnswerQuestion, NotUnderstood, SessionStart, TakeLater
from actions.material import AnswerOfficial
from cases import Register
from tests.support.register import OFFICIAL, filed, take
from tests.support.tracker import Conversation, followups


def test_the_first_turn_says_who_speaks_and_what_happens_with_the_words(citizen: Conversation) -> None:
    citizen.slots["session_started_metadata"] = {"language": "en"}
    events = citizen.do(SessionStart(), "hello", intent="greet")
    assert citizen.responses() == ["utter_notice"]
    assert [event["event"] for event in events] == ["session_started", "slot", "action"]
    assert citizen.slots["language"] == "en"


def test_a_first_turn_without_metadata_is_chinese(citizen: Conversation) -> None:
    citizen.do(SessionStart(), "你好", intent="greet")
    assert citizen.slots["language"] == "zh"


@pytest.mark.parametrize(
    ("intent", "asked", "response"),
    [
        ("greet", None, "utter_greet"),
        ("faq/cost", "place", "utter_faq/cost"),
        ("ask_why", "petitioner_phone", "utter_why_petitioner_phone"),
        ("ask_why", None, "utter_ask_why"),
        ("nlu_fallback", "place", "utter_out_of_scope"),
        ("out_of_scope", "place", "utter_out_of_scope"),
    ],
)
def test_each_question_has_its_answer(
    understanding: Understanding,
    register: Register,
    citizen: Conversation,
    intent: str,
    asked: str | None,
    response: str,
) -> None:
    citizen.slots["requested_slot"] = asked
    citizen.do(AnswerQuestion(understanding, register), "怎么回事呢", intent=intent, language="en")
    assert citizen.responses() == [response]
    assert citizen.slots["last_aside"] == f"{asked}:{intent}:怎么回事呢"
    assert citizen.slots["language"] == "en"


@pytest.mark.parametrize("intent", ["greet", "goodbye", "insult", "thanks", "deny"])
def test_words_of_danger_are_answered_with_help_alone(
    understanding: Understanding, register: Register, citizen: Conversation, intent: str
) -> None:
    citizen.do(AnswerQuestion(understanding, register), "我不想活了", intent=intent)
    assert citizen.responses() == ["utter_help_self_harm"]
    assert citizen.slots["wants_human"] is True


@pytest.fixture
def not_understood(register: Register, understanding: Understanding) -> NotUnderstood:
    return NotUnderstood(understanding, register, AnswerOfficial(register))


def test_what_was_not_understood_is_marked_and_offered_a_way_out(
    not_understood: NotUnderstood, citizen: Conversation
) -> None:
    citizen.do(not_understood, "哦豁", intent="nlu_fallback")
    assert citizen.responses() == ["utter_not_understood"]
    assert citizen.slots["misunderstood"] is True


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("楼上邻居天天半夜装修，吵得孩子没法睡觉", {}),
        (
            "老哥我问你，我在南康办的宽带，一查账单，从三月起每月多扣我二十块的什么“云管家”，我从来没点过，这算管家还是算贼",
            {},
        ),
        ("看这个", {"files": [{"ref": "r"}]}),
        ("我不想活了", {}),
    ],
)
def test_a_story_a_file_or_danger_opens_a_petition_whatever_was_understood(
    not_understood: NotUnderstood, citizen: Conversation, text: str, data: dict[str, Any]
) -> None:
    events = citizen.do(not_understood, text, intent="nlu_fallback", data=data, in_form=False)
    assert followups(events) == ["petition_form"]
    assert citizen.said == []


ASKED_AT_LENGTH = (
    "我想问特种设备安装维修许可证（电梯方面的）在哪里办理？\n"
    "我想问特种设备安装维修许可证（电梯方面的）在哪里办理，需要准备哪些提交的材料？"
)
BELOW_A_TITLE = "岳麓区汽车站上个厕所还要收费\n刘书记： 为啥我们岳麓区汽车站上个厕所还要收费"

ENDS_POLITELY = "请打击樊城区传销现象马书记你好，我向您反映个事，樊城区有很多搞传销的，希望政府做个好事，谢谢！有心人士"
THANKS = "太感谢你们了，我的工资终于要回来了，全家人都谢谢你们，你们辛苦了，祝你们工作顺利身体健康，好人一生平安"


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        (ASKED_AT_LENGTH, "faq/where", 0.47),
        (ASKED_AT_LENGTH, "nlu_fallback", 0.3),
        (BELOW_A_TITLE, "answer", 0.44),
        (BELOW_A_TITLE, "faq/cost", 0.5),
        (ENDS_POLITELY, "thanks", 0.4),
    ],
)
def test_a_letter_that_asks_or_thanks_opens_a_petition(
    register: Register, understanding: Understanding, not_understood: NotUnderstood, citizen: Conversation,
    text: str, intent: str, confidence: float,
) -> None:  # fmt: skip
    is_talk = intent == "thanks" or intent.startswith("faq")
    hears = AnswerQuestion(understanding, register) if is_talk else not_understood
    events = citizen.do(hears, text, intent=intent, confidence=confidence, in_form=False)
    assert followups(events) == ["petition_form"]
    assert citizen.said == []


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        (ASKED_AT_LENGTH, "faq/where", 0.9),
        (THANKS, "thanks", 0.6),
        ("谢谢", "thanks", 0.4),
        ("你们在哪里办公？", "faq/where", 0.5),
        ("你们在哪里办公？\n星期六上班吗？", "faq/where", 0.5),
        ("您好\n请问你们管不管这个", "faq/cost", 0.5),
    ],
)
def test_a_question_or_a_word_to_us_is_answered(
    register: Register, understanding: Understanding, citizen: Conversation, text: str, intent: str, confidence: float
) -> None:
    citizen.do(AnswerQuestion(understanding, register), text, intent=intent, confidence=confidence, in_form=False)
    assert citizen.responses() == [f"utter_{intent}"]


def test_what_the_office_may_have_asked_for_is_offered_to_it(
    register: Register, not_understood: NotUnderstood, citizen: Conversation
) -> None:
    number = filed(register).case_number
    take(register, number, "accept", route="六")
    take(register, number, "ask_material", text="请问合同是哪天签的？", due_on="2026-03-20")
    citizen.do(not_understood, "去年三月五号", intent="answer", in_form=False)
    assert citizen.responses() == ["utter_answer_offer"]
    assert citizen.slots["after"]["words"] == "去年三月五号"


def test_a_file_after_filing_belongs_to_the_newest_case(register: Register, citizen: Conversation) -> None:
    filed(register)
    number = filed(register).case_number
    ref = register.evidence.hold(b"x", name="a.jpg", media_type="image/jpeg", kind="photo", owner="web:citizen")
    data = {"files": [{"ref": ref, "source": "m1"}]}
    citizen.do(TakeLater(register), "这是收据", intent="give_evidence", data=data, in_form=False)
    (said,) = citizen.said
    assert (said["response"], said["number"]) == ("utter_added_to_case", number)
    case = register.for_official(OFFICIAL).case(number, unmask="test")
    assert [file.name for file in case.evidence] == ["a.jpg"]
    assert "这是收据" in [entry.text for entry in case.history]


def test_a_location_after_filing_belongs_to_it_too(register: Register, citizen: Conversation) -> None:
    number = filed(register).case_number
    data = {"latitude": 25.86, "longitude": 115.02}
    citizen.do(TakeLater(register), intent="share_location", payload={}, data=data, in_form=False)
    assert [file.kind for file in register.for_official(OFFICIAL).case(number).evidence] == ["location"]


def test_an_edit_after_filing_is_added_once_however_often_it_is_heard(
    register: Register, citizen: Conversation
) -> None:
    number = filed(register).case_number
    data = {"edits": "m4", "edited": "补偿款是三万，不是两万"}
    for _ in range(2):
        citizen.do(TakeLater(register), intent="edit_message", payload={}, data=data, in_form=False)
        assert citizen.responses() == ["utter_added_to_case"]
    history = register.for_official(OFFICIAL).case(number, unmask="test").history
    assert [entry.text for entry in history].count("补偿款是三万，不是两万") == 1


def test_nothing_is_added_to_somebody_elses_case(register: Register, citizen: Conversation) -> None:
    filed(register, address="somebody")
    citizen.do(TakeLater(register), intent="edit_message", payload={}, data={"edits": "a", "edited": "b"})
    assert citizen.responses() == ["utter_edit_unclear"]


@pytest.mark.parametrize("intent", ["give_evidence", "share_location"])
def test_without_a_case_a_file_or_place_begins_a_petition(
    register: Register, citizen: Conversation, intent: str
) -> None:
    assert followups(citizen.do(TakeLater(register), intent=intent, payload={}, in_form=False)) == ["petition_form"]
