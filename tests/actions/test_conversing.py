"""Awaited words reach their goal; a side question and another wish do not."""

import pytest

from actions import Understanding
from actions.contact_change import ChangeContact
from actions.conversing import HearAfterwards
from actions.cosign import CoSign
from actions.evaluate import EvaluateCase
from actions.material import AddMaterial, AnswerOfficial
from actions.review import AskReview
from actions.urge import UrgeCase
from actions.withdraw import WithdrawCase
from cases import Register, State
from tests.support.register import OFFICIAL, accepted, filed, replied, take
from tests.support.tracker import Conversation


class Chat:
    """A citizen, the goals, and who hears what they awaited."""

    def __init__(self, register: Register, understanding: Understanding) -> None:
        self.citizen = Conversation()
        self.goals = {
            goal.goal: goal
            for goal in (
                AddMaterial(register),
                AnswerOfficial(register),
                AskReview(register),
                ChangeContact(register, understanding),
                CoSign(register, understanding),
                EvaluateCase(register),
                UrgeCase(register),
                WithdrawCase(register),
            )
        }
        self._hear = HearAfterwards(register, understanding, list(self.goals.values()))

    def begins(self, goal: str, text: str, **message: object) -> list[str]:
        """Say what one wants."""
        self.citizen.do(self.goals[goal], text, intent=goal, in_form=False, **message)
        return self.citizen.responses()

    def says(self, text: str, intent: str = "answer", **message: object) -> list[str]:
        """Answer; nothing when the message is not for the goal."""
        self.citizen.do(self._hear, text, intent=intent, in_form=False, **message)
        return self.citizen.responses()


@pytest.fixture
def chat(register: Register, understanding: Understanding) -> Chat:
    return Chat(register, understanding)


def test_material_in_several_messages(register: Register, chat: Chat) -> None:
    number = accepted(register)
    assert chat.begins("add_material", "我要补充材料") == ["utter_material_ask"]
    assert chat.says("昨天他们又来断水", "tell_story") == ["utter_material_added"]
    assert chat.says("有邻居愿意作证") == ["utter_material_added"]
    assert chat.says("没有了，就这些", "deny") == ["utter_material_done"]
    assert chat.citizen.asked is None
    told = [entry.text for entry in register.for_official(OFFICIAL).case(number).history if entry.step == "supplement"]
    assert told == ["昨天他们又来断水", "有邻居愿意作证"]


def test_a_photo_is_material(register: Register, chat: Chat) -> None:
    number = accepted(register)
    chat.begins("add_material", "我要补充材料")
    ref = register.evidence.hold(b"photo", name="1.jpg", media_type="image/jpeg", kind="photo", owner="web:citizen")
    files = {"files": [{"ref": ref, "source": "m9"}]}
    assert chat.says("", "give_evidence", payload={}, data=files) == ["utter_material_added"]
    assert len(register.for_official(OFFICIAL).case(number).evidence) == 1


def test_the_office_is_answered(register: Register, chat: Chat) -> None:
    number = accepted(register)
    take(register, number, "ask_material", text="请问合同是哪天签的？", due_on="2026-03-20")
    assert chat.begins("answer_official", "我来回答你们的问题") == ["utter_answer_ask"]
    assert "合同" in chat.citizen.said[0]["question"]
    assert chat.says("去年三月五号签的") == ["utter_answer_given"]
    case = register.for_official(OFFICIAL).case(number)
    assert case.state is State.ACCEPTED
    assert case.history[-1].text == "去年三月五号签的"


def test_reasons_for_a_review_are_added_and_shown_again(register: Register, chat: Chat) -> None:
    number = replied(register)
    chat.begins("ask_review", "我要复查")
    assert chat.says("他们根本没有来现场看过，面积也量错了", "tell_story") == ["utter_review_ready"]
    assert chat.says("对，提交", "affirm") == ["utter_review_asked"]
    case = register.for_official(OFFICIAL).case(number)
    assert case.state is State.REVIEWING
    assert "面积也量错了" in case.history[-1].text


def test_why_it_was_bad_then_the_other_object(register: Register, chat: Chat) -> None:
    number = replied(register)
    assert chat.begins("evaluate", "办得不行，不满意") == ["utter_evaluate_why"]
    assert chat.says("从头到尾没有人来过") == ["utter_evaluate_office"]
    assert chat.says("满意") == ["utter_evaluate_thanks"]
    office, unit = register.evaluations.of(number)
    assert (office.level, unit.reason) == ("satisfied", "从头到尾没有人来过")


def test_a_yes_in_words_withdraws(register: Register, chat: Chat) -> None:
    number = accepted(register)
    chat.begins("withdraw", "撤回")
    assert chat.says("对", "affirm") == ["utter_withdrawn"]
    assert register.for_official(OFFICIAL).case(number).state is State.WITHDRAWN


def test_a_no_or_two_riddles_leave_it(register: Register, chat: Chat) -> None:
    number = accepted(register)
    chat.begins("withdraw", "撤回")
    assert chat.says("算了不撤了", "deny") == ["utter_withdraw_not"]
    chat.begins("withdraw", "撤回")
    assert chat.says("嗯那个什么") == ["utter_withdraw_sure"]
    assert chat.says("哦哟") == ["utter_withdraw_not"]
    assert register.for_official(OFFICIAL).case(number).state is State.ACCEPTED


def test_a_side_question_is_left_to_others_and_then_asked_on(register: Register, chat: Chat) -> None:
    accepted(register)
    chat.begins("withdraw", "撤回")
    assert chat.says("撤了还能再反映吗？", "faq/withdraw") == []
    assert chat.citizen.asked == "after_words"
    assert chat.says("撤了还能再反映吗？", "faq/withdraw", after="action_answer_question") == ["utter_withdraw_sure"]


def test_another_wish_is_left_to_its_own_action(register: Register, chat: Chat) -> None:
    accepted(register)
    chat.begins("withdraw", "撤回")
    assert chat.says("催一下", "urge") == []


def test_the_new_number_is_read(register: Register, chat: Chat) -> None:
    number = filed(register).case_number
    chat.begins("change_contact", "改电话")
    assert chat.says("139 0000 0002") == ["utter_contact_changed"]
    assert register.for_official(OFFICIAL).case(number, unmask="test").petitioner_phone == "13900000002"


def test_a_neighbour_signs_from_their_own_chat(register: Register, understanding: Understanding, chat: Chat) -> None:
    number = filed(register).case_number
    assert chat.begins("cosign", "我想让邻居也加进来") == ["utter_cosign_invite"]
    code = chat.citizen.said[0]["code"]
    neighbour = Chat(register, understanding)
    neighbour.citizen = Conversation(address="neighbour")
    assert neighbour.begins("cosign", f"邻居给的联名码是{code}") == ["utter_cosign_about"]
    assert neighbour.says("李秀英") == ["utter_cosign_phone"]
    assert neighbour.says("不留", "skip") == ["utter_cosign_done"]
    assert neighbour.begins("cosign", "", payload={"number": number, "say": "rep"}) == ["utter_cosign_represents"]
    group = register.copetitioners.of(number)
    assert group is not None
    assert (group.count, group.representatives) == (2, 2)
    assert neighbour.begins("cosign", "我要退出联名") == ["utter_cosign_left"]
