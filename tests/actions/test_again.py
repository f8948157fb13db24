"""What is told again: offered a place in the open case, once, and joined only on the citizen's word."""

import pytest

from actions import Understanding, again
from actions.filing import CLEARED, FileThePetition
from actions.intake import ValidatePetitionForm
from cases import DraftState, Nature, Register
from tests.support.register import OFFICIAL, file, filed, told
from tests.support.tracker import Conversation

AGAIN = "村里修路占了我家两亩地，补偿款到现在一直没有发，就在赣州市赣县区梅林镇下坝村。"


@pytest.fixture
def number(register: Register) -> str:
    return file(register, told(register, place_code="360704")).case_number


def tell(citizen: Conversation, form: ValidatePetitionForm, text: str = AGAIN) -> list[str]:
    citizen.do(form, text, intent="tell_story")
    return citizen.responses()


def test_it_is_named_with_number_and_state_and_can_be_joined_by_a_button(
    register: Register, form: ValidatePetitionForm, understanding: Understanding, citizen: Conversation, number: str
) -> None:
    assert "utter_raised_before" in tell(citizen, form)
    offered = next(said for said in citizen.said if said["response"] == "utter_raised_before")
    assert (offered["number"], offered["state"]) == (number, "已登记")
    # The form asks on: nobody has to answer the offer.
    assert citizen.asked not in (None, "confirm")
    code = citizen.slots["draft_code"]
    citizen.do(form, intent="add_to_case", payload={"number": number})
    assert (citizen.asked, citizen.slots["join_case"]) == (None, number)
    citizen.do(FileThePetition(register, understanding))
    assert citizen.responses() == ["utter_added_to_case"]
    assert {citizen.slots[name] for name in CLEARED} == {None}
    assert citizen.slots["case_number"] == number
    assert register.for_official(OFFICIAL).case(number).history[-1].text.startswith(AGAIN)
    assert [row.number for row in register.cases_of("web", "citizen")] == [number]
    draft = register.drafts.by_code(code)
    assert draft is None or draft.state is DraftState.CANCELLED


@pytest.mark.parametrize("words", ["是同一件事，加到那件里", "就是上次那件", "同一个事", "yes, the same"])
def test_words_join_it_as_well(form: ValidatePetitionForm, citizen: Conversation, number: str, words: str) -> None:
    tell(citizen, form)
    citizen.do(form, words, intent="new_petition", confidence=0.9)
    assert citizen.slots["join_case"] == number


@pytest.mark.parametrize("words", ["不是同一件，另外登记", "是另一件事"])
def test_another_matter_is_filed_on_its_own(
    register: Register, form: ValidatePetitionForm, citizen: Conversation, number: str, words: str
) -> None:
    tell(citizen, form)
    asked = citizen.asked
    citizen.do(form, words, intent="new_petition", confidence=0.9)
    assert citizen.responses() == ["utter_filed_apart"]
    assert (citizen.asked, citizen.slots["join_case"]) == (asked, None)
    assert words not in str(register.drafts.open("web", "citizen").values)


def test_it_is_offered_once(form: ValidatePetitionForm, citizen: Conversation, number: str) -> None:
    tell(citizen, form)
    citizen.do(form, "去年3月", intent="answer")
    citizen.do(form, "王建国", intent="answer")
    assert "utter_raised_before" not in citizen.responses()


def test_another_story_is_offered_nothing(form: ValidatePetitionForm, citizen: Conversation, number: str) -> None:
    story = "我家楼下烧烤店油烟太大，老人咳得整夜睡不着，就在赣州市赣县区梅林镇。"
    assert "utter_raised_before" not in tell(citizen, form, story)


def test_a_sealed_story_is_offered_no_open_case(
    register: Register, form: ValidatePetitionForm, citizen: Conversation, number: str
) -> None:
    said = tell(citizen, form, f"{AGAIN}村支书把补偿款贪污了，分给了他弟弟。")
    assert "utter_accusation_sealed" in said
    assert "utter_raised_before" not in said


def test_from_another_chat_only_with_phone_and_name(
    register: Register, form: ValidatePetitionForm, number: str
) -> None:
    elsewhere = Conversation(address="elsewhere")
    assert "utter_raised_before" not in tell(elsewhere, form)
    elsewhere.slots["requested_slot"] = "petitioner_name"
    elsewhere.do(form, "王建国", intent="answer")
    assert "utter_raised_before" not in elsewhere.responses()
    elsewhere.slots["requested_slot"] = "petitioner_phone"
    elsewhere.do(form, "13800000001", intent="answer")
    assert "utter_raised_before" in elsewhere.responses()


def test_what_cannot_be_joined_is_written_on(
    register: Register, form: ValidatePetitionForm, understanding: Understanding, citizen: Conversation
) -> None:
    strange = filed(register, address="stranger", nature=Nature.CLAIM, petitioner_name="李秀英").case_number
    citizen.do(form, AGAIN, intent="tell_story")
    citizen.do(form, intent="add_to_case", payload={"number": strange})
    citizen.do(FileThePetition(register, understanding))
    assert citizen.responses() == ["utter_stale_button"]
    assert citizen.slots["join_case"] is None
    assert register.drafts.current("web", "citizen") is not None


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("是", "occurred_at", True),
        ("不是", "respondent", False),
        ("是", "confirm", None),
        ("没有", "prior_handling", None),
        ("去年三月", "occurred_at", None),
        ("不同的事", "respondent", False),
    ],
)
def test_what_a_few_words_say_to_it(text: str, asked: str, expected: bool | None) -> None:
    assert again.answered(text, asked=asked) is expected
