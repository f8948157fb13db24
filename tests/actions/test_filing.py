"""Filing what the citizen confirmed: once, in the version that was shown, with nothing left for the next petition."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from actions import Understanding
from actions.base import FORM, Said
from actions.filing import CLEARED, FileThePetition, filed_in
from actions.intake import ValidatePetitionForm
from cases import Nature, Register
from tests.support.register import DISCIPLINE, OFFICIAL, notices, told
from tests.support.tracker import Conversation, followups, set_slots, tracker

STORY = "楼下天天排油烟，一到晚上屋里全是味，老人咳得整夜睡不着，说了好几次都不管用。"


@pytest.fixture
def file_it(register: Register, understanding: Understanding) -> FileThePetition:
    return FileThePetition(register, understanding)


def confirmed(register: Register, citizen: Conversation, **values: Any) -> Conversation:
    """A citizen who has said yes to the record."""
    draft = told(register, **values)
    citizen.slots.update(draft_code=draft.code, draft_version=draft.version, confirm="yes", facts="x", sealed=None)
    return citizen


def test_the_draft_becomes_a_case_with_its_receipt(
    register: Register, citizen: Conversation, file_it: FileThePetition
) -> None:
    confirmed(register, citizen).do(file_it, "对")
    number = citizen.slots["case_number"]
    assert citizen.responses() == ["utter_after_filing"]
    (receipt,) = notices(register)
    assert number in receipt.text
    case = register.for_official(OFFICIAL).case(number)
    assert case.respondent == "下坝村村委会"
    assert case.region_code == "360721"


def test_filing_twice_gives_one_case_and_one_receipt(
    register: Register, citizen: Conversation, file_it: FileThePetition
) -> None:
    slots = dict(confirmed(register, citizen).slots)
    citizen.do(file_it, "对")
    number = citizen.slots["case_number"]
    # A turn that is handled again begins with the slots it began with.
    citizen.slots = dict(slots)
    citizen.do(file_it, "对")
    assert citizen.slots["case_number"] == number
    assert [row.number for row in register.cases_of("web", "citizen")] == [number]
    assert len(notices(register)) == 1


def test_what_was_changed_elsewhere_is_shown_again_instead(
    register: Register, citizen: Conversation, file_it: FileThePetition
) -> None:
    confirmed(register, citizen)
    draft = told(register, request="另一个请求")
    events = citizen.do(file_it, "对")
    assert citizen.responses() == ["utter_draft_changed"]
    assert register.cases_of("web", "citizen") == []
    assert followups(events) == [FORM]
    assert {"event": "active_loop", "timestamp": None, "name": FORM} in events
    assert citizen.asked == "confirm"
    assert citizen.slots["draft_version"] == draft.version
    citizen.do(file_it, "对")
    assert register.for_official(OFFICIAL).case(citizen.slots["case_number"]).request == "另一个请求"


@pytest.mark.parametrize("gone", ["cancelled", "unknown", "none"])
def test_a_draft_that_is_gone_files_nothing(
    register: Register, citizen: Conversation, file_it: FileThePetition, gone: str
) -> None:
    confirmed(register, citizen)
    if gone == "cancelled":
        draft = register.drafts.current("web", "citizen")
        assert draft is not None
        register.drafts.cancel(draft.id)
    else:
        citizen.slots["draft_code"] = "2222-3333-44444" if gone == "unknown" else None
    citizen.do(file_it, "对")
    assert citizen.responses() == ["utter_draft_gone"]
    assert register.cases_of("web", "citizen") == []
    assert {citizen.slots[name] for name in CLEARED} == {None}


def test_two_petitions_share_nothing(
    register: Register, form: ValidatePetitionForm, file_it: FileThePetition, citizen: Conversation
) -> None:
    numbers = []
    for story, name in ((STORY, "王建国"), ("村里修路占了我家两亩地，补偿款一直没有发，问了好多次没人管。", "李秀英")):
        citizen.do(form, story, intent="tell_story")
        while citizen.asked:
            assert citizen.slots["facts"] == story
            answer = {"petitioner_name": name, "confirm": "对"}.get(citizen.asked, "跳过")
            citizen.do(form, answer, intent="skip" if answer == "跳过" else "answer")
        shown = {slot: value for slot, value in citizen.slots.items() if slot in CLEARED}
        assert shown["petitioner_name"] == name
        citizen.do(file_it, "对")
        assert {citizen.slots[slot] for slot in CLEARED} == {None}
        numbers.append(citizen.slots["case_number"])
    first, second = (register.for_official(DISCIPLINE).case(number, unmask="test") for number in numbers)
    assert (first.petitioner_name, second.petitioner_name) == ("王建国", "李秀英")
    assert first.facts == STORY
    assert STORY not in second.facts


def test_every_slot_of_the_form_is_cleared(understanding: Understanding) -> None:
    kept = {"case_number", "misunderstood", "wants_human", "alerts", "help_named", "language"}
    # Of what is said about filed cases; `after` alone waits for words, and none are awaited any more.
    kept |= {"after_words", "opened", "forget"}
    assert set(CLEARED) == _slots_of_the_domain() - kept


@pytest.mark.parametrize(
    ("facts", "request_", "nature"),
    [
        (STORY, "装上净化设备", Nature.CLAIM),
        ("我举报村支书贪污低保款，他还收了包工头的钱给亲戚办事", "请求查清楚", Nature.ACCUSATION),
        ("建议在人民公园门口加装一个红绿灯，方便老人过马路", "建议采纳", Nature.SUGGESTION),
        ("我想咨询一下，异地就医怎么报销，需要带哪些材料？", "告诉我怎么办", Nature.CONSULTATION),
        # It asks for more than an answer.
        ("想问问为什么停了我的低保？", "请求恢复我的低保待遇并补发", Nature.CLAIM),
    ],
)
def test_its_nature_is_proposed(
    register: Register,
    citizen: Conversation,
    file_it: FileThePetition,
    facts: str,
    request_: str,
    nature: Nature,
) -> None:
    confirmed(register, citizen, facts=facts, request=request_).do(file_it, "对")
    case = register.for_official(DISCIPLINE).case(citizen.slots["case_number"])
    assert case.nature is nature
    assert case.sealed is (nature is Nature.ACCUSATION)


def test_matter_and_danger_are_proposed_with_it(
    register: Register, citizen: Conversation, file_it: FileThePetition
) -> None:
    confirmed(register, citizen, facts="村里征地补偿款三年没发，逼得我不想活了").do(file_it, "对")
    case = register.for_official(OFFICIAL).case(citizen.slots["case_number"])
    assert case.matter
    assert [risk["kind"] for risk in case.risk] == ["self_harm"]


def test_the_newest_case_of_a_chat(register: Register, citizen: Conversation, file_it: FileThePetition) -> None:
    said = Said.latest(tracker("办到哪了"))
    assert filed_in(said, register) is None
    for _ in range(2):
        confirmed(register, citizen).do(file_it, "对")
    assert filed_in(said, register) == citizen.slots["case_number"]


def _slots_of_the_domain() -> set[str]:
    domain = yaml.safe_load((Path(__file__).parents[2] / "domain.yml").read_text(encoding="utf-8"))
    return {*domain["slots"], "requested_slot"}


def test_events_only_set_slots_that_exist(register: Register, citizen: Conversation, file_it: FileThePetition) -> None:
    assert set(set_slots(confirmed(register, citizen).do(file_it, "对"))) <= _slots_of_the_domain()


def test_without_a_yes_nothing_is_filed_and_the_way_out_is_shown(
    register: Register, citizen: Conversation, file_it: FileThePetition
) -> None:
    confirmed(register, citizen).slots["confirm"] = None
    citizen.do(file_it, "😡")
    assert citizen.responses() == ["utter_way_out"]
    assert register.cases_of("web", "citizen") == []
    assert register.drafts.current("web", "citizen") is not None
