"""Ways out of the form and back into it."""

import pytest

from actions import Understanding
from actions.exits import CallHuman, CancelPetition, LeaveForNow, RestartPetition, ResumeDraft, find_code
from actions.filing import CLEARED
from actions.intake import ValidatePetitionForm
from cases import DraftState, Register
from tests.support.clock import FakeClock
from tests.support.register import file, told
from tests.support.tracker import Conversation, followups


def test_cancelling_files_nothing_and_clears_every_slot(register: Register, citizen: Conversation) -> None:
    draft = told(register)
    citizen.slots.update({name: "x" for name in CLEARED})
    events = citizen.do(CancelPetition(register), "不报了", intent="cancel")
    assert citizen.responses() == ["utter_cancelled"]
    assert register.drafts.get(draft.id).state is DraftState.CANCELLED
    assert {"event": "active_loop", "timestamp": None, "name": None} in events
    assert set(citizen.slots.values()) == {None}


def test_cancelling_nothing_is_no_fault(register: Register, citizen: Conversation) -> None:
    citizen.do(CancelPetition(register), "不报了", intent="cancel")
    assert citizen.responses() == ["utter_cancelled"]


def test_starting_over_opens_a_new_draft_that_knows_nothing(
    register: Register, form: ValidatePetitionForm, citizen: Conversation
) -> None:
    old = told(register)
    citizen.slots["requested_slot"] = "petitioner_name"
    citizen.do(RestartPetition(register), "重来", intent="start_over")
    citizen.do(form, "重来", intent="start_over", after="action_restart_petition")
    assert citizen.asked == "facts"
    new = register.drafts.current("web", "citizen")
    assert new is not None
    assert (new.id == old.id, new.values) == (False, {})
    assert citizen.slots["draft_code"] == new.code != old.code


def test_leaving_tells_the_code_and_keeps_the_draft(register: Register, citizen: Conversation) -> None:
    draft = told(register)
    citizen.slots["requested_slot"] = "place"
    citizen.do(LeaveForNow(register), "先走了", intent="goodbye")
    (said,) = citizen.said
    assert (said["response"], said["code"]) == ("utter_come_back", draft.code)
    assert register.drafts.current("web", "citizen") == draft
    assert citizen.slots == {"requested_slot": "place", "last_aside": "place:goodbye:先走了"}


def test_a_draft_is_resumed_here_without_a_code(
    register: Register, form: ValidatePetitionForm, citizen: Conversation, clock: FakeClock
) -> None:
    draft = told(register)
    clock.advance(days=40)
    events = citizen.do(ResumeDraft(register), "接着上次的", intent="resume_draft", in_form=False)
    assert citizen.responses() == ["utter_resumed"]
    assert followups(events) == ["petition_form"]
    citizen.do(form, "接着上次的", intent="resume_draft", after="action_resume_draft")
    assert citizen.slots["draft_code"] == draft.code
    assert citizen.asked == "prior_handling"


def test_inside_the_form_the_rule_asks_on(register: Register, citizen: Conversation) -> None:
    told(register)
    assert followups(citizen.do(ResumeDraft(register), "接着上次的", intent="resume_draft")) == []


@pytest.mark.parametrize("spelt", ["{}", "我的码是 {}，接着填", "{0}。", "lower {0}"])
def test_a_draft_is_resumed_on_another_channel_by_its_code(
    register: Register, form: ValidatePetitionForm, clock: FakeClock, spelt: str
) -> None:
    draft = told(register)
    clock.advance(days=3)
    code = draft.code.lower().replace("-", " ") if spelt.startswith("lower") else draft.code
    elsewhere = Conversation(channel="telegram", address="7")
    elsewhere.do(ResumeDraft(register), spelt.format(code).removeprefix("lower "), intent="resume_draft")
    assert elsewhere.responses() == ["utter_resumed"]
    elsewhere.do(form, after="action_resume_draft")
    assert elsewhere.slots["facts"] == draft.values["facts"]
    assert elsewhere.asked == "prior_handling"
    moved = register.drafts.get(draft.id)
    assert (moved.channel, moved.address, moved.values) == ("telegram", "7", draft.values)
    assert register.drafts.current("web", "citizen") is None


def test_a_code_can_come_with_a_button(register: Register) -> None:
    draft = told(register)
    elsewhere = Conversation(channel="telegram", address="7")
    elsewhere.do(ResumeDraft(register), intent="resume_draft", payload={"code": draft.code})
    assert elsewhere.responses() == ["utter_resumed"]


def test_resuming_another_draft_leaves_the_slots_of_this_one_behind(register: Register) -> None:
    draft = told(register)
    elsewhere = Conversation(channel="telegram", address="7")
    told(register, address="7")
    elsewhere.slots.update(facts="another matter", petitioner_name="somebody", sealed=True)
    elsewhere.do(ResumeDraft(register), draft.code, intent="resume_draft")
    assert {elsewhere.slots[name] for name in CLEARED} == {None}


def test_there_is_nothing_to_resume(register: Register, citizen: Conversation) -> None:
    assert citizen.do(ResumeDraft(register), "接着上次的", intent="resume_draft") == []
    assert citizen.responses() == ["utter_nothing_to_resume"]


def test_a_filed_draft_is_told_as_such(register: Register, citizen: Conversation) -> None:
    draft = told(register)
    number = file(register, draft).case_number
    assert citizen.do(ResumeDraft(register), draft.code, intent="resume_draft") == []
    (said,) = citizen.said
    assert (said["response"], said["number"]) == ("utter_already_filed", number)


def test_a_cancelled_draft_is_gone(register: Register, citizen: Conversation) -> None:
    draft = told(register)
    register.drafts.cancel(draft.id)
    citizen.do(ResumeDraft(register), draft.code, intent="resume_draft")
    assert citizen.responses() == ["utter_code_unknown"]


def test_codes_cannot_be_tried_out(register: Register, citizen: Conversation, clock: FakeClock) -> None:
    draft = told(register, address="somebody")
    said = []
    for _ in range(6):
        citizen.do(ResumeDraft(register), "2222-3333-44444", intent="resume_draft")
        said += citizen.responses()
    assert said == ["utter_code_unknown"] * 5 + ["utter_too_many_tries"]
    citizen.do(ResumeDraft(register), draft.code, intent="resume_draft")
    assert citizen.responses() == ["utter_too_many_tries"]
    assert register.drafts.get(draft.id).address == "somebody"
    clock.advance(minutes=16)
    citizen.do(ResumeDraft(register), draft.code, intent="resume_draft")
    assert citizen.responses() == ["utter_resumed"]


@pytest.mark.parametrize("asked", [None, "petitioner_phone"])
def test_calling_a_person_is_noted_for_the_operators(
    understanding: Understanding, citizen: Conversation, asked: str | None
) -> None:
    citizen.slots["requested_slot"] = asked
    citizen.do(CallHuman(understanding), "找人工", intent="ask_human")
    assert citizen.responses() == ["utter_human"]
    assert citizen.slots["wants_human"] is True
    assert citizen.asked == asked


def test_calling_a_person_in_danger_names_help_first(understanding: Understanding, citizen: Conversation) -> None:
    citizen.do(CallHuman(understanding), "我不想活了，给我找个人", intent="ask_human")
    assert citizen.responses() == ["utter_help_self_harm", "utter_human"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ABCD-EFGH-JKMNP", "ABCD-EFGH-JKMNP"),
        ("abcd efgh jkmnp", "abcd efgh jkmnp"),
        ("码是ABCDEFGHJKMNP。", "ABCDEFGHJKMNP"),
        # A case number is no code, also when a code stands behind it.
        ("360704-20260302-0001", None),
        ("360704-20260302-0001 ABCD-EFGH-JKMNP", "ABCD-EFGH-JKMNP"),
        ("接着上次的", None),
        ("ABCD-EFGH", None),
    ],
)
def test_the_code_in_a_text(text: str, code: str | None) -> None:
    assert find_code(text) == code
