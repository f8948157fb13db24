"""What others told is mentioned once, with the record; put beside it only on the citizen's word; never when sealed."""

import json

import pytest

from actions import Understanding, others
from actions.asking import AskConfirm
from actions.filing import FileThePetition
from actions.intake import ValidatePetitionForm
from cases import Draft, Grade, Nature, Register
from tests.support.register import OFFICIAL, OPINION, TOLD, file, filed, take, told
from tests.support.tracker import Conversation

MATTER = ("其他", "其他")
NEIGHBOUR = {
    "facts": "去年修路征了我们下坝村的田，说好的征地补偿款一直拖着没有发。",
    "petitioner_name": "李秀英",
    "petitioner_phone": "13900000009",
    "petitioner_address": None,
    "id_number": None,
    "skipped": ["petitioner_address", "evidence", "prior_handling", "affected_count"],
}
ELSEWHERE = {"place": "石桥村", "respondent": "石桥村村委会", "place_code": "110101"}


@pytest.fixture
def number(register: Register) -> str:
    return filed(register, address="stranger").case_number


@pytest.fixture
def shown(register: Register, understanding: Understanding, citizen: Conversation) -> AskConfirm:
    told(register, **NEIGHBOUR)
    citizen.slots |= {"requested_slot": "confirm", "road_told": True}
    return AskConfirm(register, understanding)


def draft_of(register: Register) -> Draft:
    return register.drafts.open("web", "citizen")


def test_it_is_mentioned_once_with_the_record_and_names_nobody(
    register: Register, citizen: Conversation, shown: AskConfirm, number: str
) -> None:
    citizen.do(shown, in_form=False)
    assert citizen.responses() == ["utter_told_by_others", "utter_ask_confirm"]
    said = json.dumps(citizen.said[0], ensure_ascii=False)
    assert not any(word in said for word in (number, TOLD["petitioner_name"], "13800000001"))
    assert number not in str(citizen.slots)
    assert citizen.slots["draft_version"] == draft_of(register).version
    citizen.do(shown, in_form=False)
    assert citizen.responses() == ["utter_ask_confirm"]


@pytest.mark.parametrize(("text", "payload"), [("", {"beside": "yes"}), ("是同一件事，放在一起", None)])
def test_a_yes_ties_the_two_for_an_official_to_confirm(
    register: Register,
    understanding: Understanding,
    form: ValidatePetitionForm,
    citizen: Conversation,
    shown: AskConfirm,
    number: str,
    text: str,
    payload: dict[str, str] | None,
) -> None:
    citizen.do(shown, in_form=False)
    citizen.do(form, text, intent="add_to_case" if payload else "tell_story", payload=payload)
    assert citizen.responses() == ["utter_put_beside"]
    citizen.do(shown, in_form=False)
    assert citizen.responses() == ["utter_ask_confirm_again"]
    citizen.do(form, intent="affirm", payload={})
    citizen.do(FileThePetition(register, understanding))
    mine = str(citizen.slots["case_number"])
    desk = register.for_official(OFFICIAL)
    (case,) = desk.alike(mine).cases
    assert (case.number, case.grade, case.decided, case.reasons[0][0]) == (
        number,
        Grade.SAME_INCIDENT,
        "",
        "petitioner",
    )
    assert number not in str([entry.text for entry in desk.case(mine).history])
    desk.likeness.decide(mine, number, "same_incident")
    assert desk.alike(mine).cases[0].decided == "confirmed"


@pytest.mark.parametrize("intent", ["file_anyway", "affirm"])
def test_whoever_does_not_want_it_files_as_ever(
    register: Register,
    understanding: Understanding,
    form: ValidatePetitionForm,
    citizen: Conversation,
    shown: AskConfirm,
    number: str,
    intent: str,
) -> None:
    citizen.do(shown, in_form=False)
    citizen.do(form, intent="file_anyway" if intent == "file_anyway" else "affirm", payload={})
    if intent == "file_anyway":
        citizen.do(shown, in_form=False)
        citizen.do(form, intent="affirm", payload={})
    citizen.do(FileThePetition(register, understanding))
    assert citizen.responses() == ["utter_after_filing"]
    (case,) = register.for_official(OFFICIAL).alike(str(citizen.slots["case_number"])).cases
    assert case.reasons[0][0] != "petitioner"


def test_of_a_sealed_case_nobody_hears_and_whoever_accuses_is_asked_nothing(
    register: Register, understanding: Understanding, citizen: Conversation, shown: AskConfirm
) -> None:
    filed(register, address="stranger", nature=Nature.ACCUSATION)
    citizen.do(shown, in_form=False)
    assert citizen.responses() == ["utter_ask_confirm"]
    filed(register, address="another")
    for values in (
        {"sealed": True},
        {"facts": f"{NEIGHBOUR['facts']}村支书把补偿款贪污了。"},
        {"facts": f"{NEIGHBOUR['facts']}我不想活了，今晚就喝农药。"},
    ):
        draft = told(register, address=f"x{len(str(values))}", **{**NEIGHBOUR, **values})
        assert others.mention(draft, register, understanding)[1] == ""


def test_ones_own_is_no_others(register: Register, understanding: Understanding, citizen: Conversation) -> None:
    filed(register, address="stranger")
    assert register.repeats.others(told(register, address="elsewhere")).same is None
    filed(register, address="nameless", petitioner_name=None, petitioner_phone=None)
    unsaid = {"petitioner_name": None, "petitioner_phone": None, "facts": "修路占了村里的地，就没发过补偿款。"}
    draft = told(register, address="nameless", **{**NEIGHBOUR, **unsaid})
    assert register.repeats.others(draft).same != register.cases_of("web", "nameless")[0].number


def test_how_such_things_ended_is_told_in_numbers_where_they_are_enough(register: Register) -> None:
    for at in range(3):
        draft = told(register, address=f"old {at}", petitioner_name=f"赵{at}某", petitioner_phone=f"1390000000{at}")
        number = file(register, draft, matter=MATTER).case_number
        take(register, number, "accept", route="六")
        take(register, number, "reply", **OPINION)
        new = told(register, address=f"new {at}", **{**NEIGHBOUR, **ELSEWHERE})
        assert register.repeats.others(new, matter=MATTER).ended == 0
        take(register, number, "conclude")
    found = register.repeats.others(new, matter=MATTER)
    assert (found.same, found.ended, found.supported) == (None, 3, 3)
