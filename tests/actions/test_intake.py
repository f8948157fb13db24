"""The intake form: when it steps back, what it asks next, and how the slots mirror the draft."""

from datetime import timedelta

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import READERS
from actions.asides import EXITS, SIDE_QUESTIONS, mark
from actions.base import Said
from actions.intake import ValidatePetitionForm, mirror, next_question
from actions.understanding import Understanding
from cases import FIELDS, FORM_VERSION, Draft, FilePetition, Register
from cases.tables import DraftRow
from storage import Database
from tests.support.clock import FakeClock
from tests.support.tracker import Conversation, set_slots, tracker

STORY = "楼下天天排油烟，一到晚上屋里全是味，老人咳得整夜睡不着，说了好几次都不管用。"
ANSWERS = {
    "place": "江西省赣州市赣县区梅林镇红金路8号",
    "occurred_at": "去年10月",
    "respondent": "楼下的老张烧烤店",
    "request": "希望他们装上油烟净化设备",
    "prior_handling": "打过12345，没有下文",
    "affected_count": "30户",
    "petitioner_name": "王建国",
    "petitioner_phone": "13812345678",
    "petitioner_address": "梅林镇红金路8号3楼",
    "evidence": "没有",
    "confirm": "对，提交",
}
QUESTIONS = ("facts", *ANSWERS)


def test_one_citizen_from_the_first_word_to_the_yes(
    citizen: Conversation, form: ValidatePetitionForm, register: Register
) -> None:
    citizen.do(form, STORY, intent="tell_story")
    for asked, answer in ANSWERS.items():
        assert citizen.asked == asked
        citizen.do(form, answer)
    assert citizen.asked is None
    assert citizen.slots["confirm"] == "yes"
    draft = register.drafts.current("web", "citizen")
    assert draft is not None
    assert {field: draft.values[field] for field in FIELDS} == {
        "facts": STORY,
        "place": ANSWERS["place"],
        "occurred_at": "2025-10",
        "respondent": ANSWERS["respondent"],
        "request": ANSWERS["request"],
        "prior_handling": ANSWERS["prior_handling"],
        "affected_count": 30,
        "petitioner_name": "王建国",
        "petitioner_phone": "13812345678",
        "petitioner_address": ANSWERS["petitioner_address"],
    }
    assert draft.values["place_code"] == "360704"
    assert citizen.slots["draft_version"] == draft.version


def test_a_petition_begun_on_an_older_form_goes_on(
    citizen: Conversation, form: ValidatePetitionForm, register: Register, draft: Draft, sqlite_database: Database
) -> None:
    with sqlite_database.begin() as tx:
        row = tx.get_one(DraftRow, draft.id)
        row.form_version = 1
        row.contents = {
            "facts": STORY,
            "place": "红金路",
            "place_code": "360704",
            "affected_count": "30",
            "colour": "红",
        }
    citizen.slots["requested_slot"] = "occurred_at"
    for asked in ("occurred_at", "respondent", "request", "prior_handling", "petitioner_name"):
        assert citizen.asked == asked
        citizen.do(form, ANSWERS[asked])
    now = register.drafts.get(draft.id)
    assert (now.form_version, now.values["facts"], now.values["affected_count"]) == (FORM_VERSION, STORY, 30)
    assert now.values["petitioner_name"] == "王建国"


def test_what_the_register_refuses_is_asked_again_and_the_words_stand_in_the_story(
    citizen: Conversation,
    form: ValidatePetitionForm,
    register: Register,
    draft: Draft,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(READERS, "respondent", lambda text, understanding: {"respondent": [text]})
    register.drafts.save(draft.id, {"facts": STORY, "place": "红金路", "place_code": "360704", "occurred_at": "2025"})
    citizen.slots["requested_slot"] = "respondent"
    citizen.do(form, "村口开烧烤店的老张")
    assert citizen.asked == "respondent"
    assert register.drafts.get(draft.id).values["facts"] == f"{STORY}\n村口开烧烤店的老张"


def test_what_the_story_says_is_not_asked_again(citizen: Conversation, form: ValidatePetitionForm) -> None:
    story = (
        "我叫王建国，电话13812345678。去年10月起，江西省赣州市赣县区梅林镇的老张烧烤店天天排油烟，"
        "我们30户人都睡不着，打过12345，没人管。希望他们装上净化设备。"
    )
    citizen.do(form, story, intent="tell_story")
    asked = []
    while citizen.asked != "confirm":
        asked.append(citizen.asked)
        citizen.do(form, ANSWERS[str(citizen.asked)])
    assert {"petitioner_name", "petitioner_phone", "place", "occurred_at"}.isdisjoint(asked)
    assert citizen.slots["petitioner_phone"] == "13812345678"
    assert citizen.slots["facts"] == story


@pytest.mark.parametrize("asked", QUESTIONS)
@pytest.mark.parametrize("intent", sorted(SIDE_QUESTIONS | EXITS))
def test_the_form_steps_back_for_a_side_question_or_exit(
    form: ValidatePetitionForm, register: Register, intent: str, asked: str
) -> None:
    citizen = Conversation()
    citizen.slots["requested_slot"] = asked
    before = register.drafts.open("web", "citizen")
    assert citizen.do(form, "算了，你先说说这个是怎么回事呢？", intent=intent) == []
    assert citizen.said == []
    assert register.drafts.current("web", "citizen") == before


@pytest.mark.parametrize("asked", [name for name in QUESTIONS if name != "confirm"])
def test_the_same_side_question_twice_is_heard_as_an_answer(
    citizen: Conversation, form: ValidatePetitionForm, asked: str
) -> None:
    citizen.slots["requested_slot"] = asked
    text = "这个是怎么回事呢"
    heard = Said.latest(tracker(text, intent="ask_why"))
    citizen.slots["last_aside"] = mark(heard, asked)
    assert citizen.do(form, text, intent="ask_why") != []
    # While the question stands, whoever says it a third time is heard, too.
    assert citizen.slots["last_aside"] == (mark(heard, asked) if citizen.asked == asked else None)


def test_back_from_a_side_question_the_same_is_asked_and_nothing_is_heard(
    citizen: Conversation, form: ValidatePetitionForm, register: Register
) -> None:
    citizen.slots["requested_slot"] = "petitioner_name"
    citizen.do(form, "王建国", intent="ask_why", after="action_answer_question")
    assert citizen.asked == "petitioner_name"
    draft = register.drafts.current("web", "citizen")
    assert draft is not None
    assert draft.values == {}


@pytest.mark.parametrize("after", ["action_take_later", "action_not_understood"])
def test_what_another_action_hands_to_the_form_is_heard(
    citizen: Conversation, form: ValidatePetitionForm, register: Register, after: str
) -> None:
    citizen.do(form, STORY, intent="nlu_fallback", after=after)
    draft = register.drafts.current("web", "citizen")
    assert draft is not None
    assert draft.values["facts"] == STORY


@pytest.mark.parametrize("asked", sorted(set(QUESTIONS) - {"facts", "confirm", "evidence"}))
def test_a_question_that_is_skipped_is_not_asked_again(
    citizen: Conversation, form: ValidatePetitionForm, register: Register, asked: str
) -> None:
    draft = register.drafts.open("web", "citizen")
    register.drafts.save(draft.id, {"facts": STORY})
    citizen.slots["requested_slot"] = asked
    citizen.do(form, "跳过", intent="skip")
    assert citizen.slots[asked] == ""
    assert asked in register.drafts.get(draft.id).values["skipped"]
    assert citizen.asked != asked
    assert citizen.slots["misunderstood"] is False


@pytest.mark.parametrize("asked", ["facts", "confirm"])
def test_the_story_and_the_yes_cannot_be_skipped(
    citizen: Conversation, form: ValidatePetitionForm, register: Register, asked: str
) -> None:
    if asked == "confirm":
        draft = register.drafts.open("web", "citizen")
        register.drafts.save(draft.id, {"facts": STORY, "skipped": [*FIELDS[1:], "evidence"]})
    citizen.slots["requested_slot"] = asked
    citizen.do(form, intent="skip", payload={})
    assert citizen.asked == asked
    assert citizen.slots["confirm"] is None


def test_a_draft_of_yesterday_is_asked_on_where_it_stopped(
    form: ValidatePetitionForm, register: Register, clock: FakeClock
) -> None:
    before = Conversation()
    before.do(form, STORY, intent="tell_story")
    before.do(form, ANSWERS["place"])
    clock.advance(days=9)
    # Another model, another process: nothing of the slots is left.
    after = Conversation()
    after.do(form, intent="file_petition", payload={})
    assert after.asked == "occurred_at"
    assert after.slots["facts"] == STORY
    assert after.slots["place"] == ANSWERS["place"]
    draft = register.drafts.current("web", "citizen")
    assert draft is not None
    assert clock.now - draft.updated_at == timedelta(days=9)


def test_slots_mirror_the_draft_and_never_lead(form: ValidatePetitionForm, draft: Draft) -> None:
    heard = tracker(
        "去年10月", asked="occurred_at", slots={"place": "别处", "petitioner_name": "别人", "facts": "旧事"}
    )
    assert set_slots(form.run(_Dispatcher(), heard, {})) | {"occurred_at": "2025-10"} == {
        **set_slots(form.run(_Dispatcher(), heard, {})),
        "place": None,
        "petitioner_name": None,
        "facts": None,
        "occurred_at": "2025-10",
    }


def test_the_next_question_is_the_first_that_is_missing(register: Register, draft: Draft) -> None:
    assert next_question(draft) == "facts"
    draft = register.drafts.save(draft.id, {"facts": STORY, "occurred_at": "2025-10", "skipped": ["respondent"]})
    assert next_question(draft) == "place"
    draft = register.drafts.save(draft.id, {"place": "赣县区"})
    assert next_question(draft) == "request"
    draft = register.drafts.save(draft.id, {"skipped": list(FIELDS[3:])})
    assert next_question(draft) == "evidence"
    draft = register.drafts.save(draft.id, {"skipped": [*FIELDS[3:], "evidence"]})
    assert next_question(draft) == "confirm"


def test_what_is_skipped_reads_as_empty_and_what_is_missing_as_nothing(register: Register, draft: Draft) -> None:
    draft = register.drafts.save(draft.id, {"facts": STORY, "skipped": ["place", "evidence"], "sealed": True})
    mirrored = mirror(draft)
    assert (mirrored["facts"], mirrored["place"], mirrored["occurred_at"]) == (STORY, "", None)
    assert mirrored["evidence"] == []
    assert mirrored["draft_code"] == draft.code
    assert mirrored["sealed"] is True


class _Dispatcher:
    def utter_message(self, **message: object) -> None:
        """Nobody listens."""


def test_a_confirmation_heard_again_after_the_filing_files_nothing_else(
    register: Register, understanding: Understanding
) -> None:
    draft = register.drafts.open("rest", "7")
    draft = register.drafts.save(draft.id, {"facts": "楼下天天排油烟", "skipped": ["evidence"]})
    register.file(FilePetition(draft_id=draft.id, draft_version=draft.version))
    slots = {"draft_code": draft.code}
    said = tracker("对，提交", intent="affirm", asked="confirm", slots=slots, channel="rest", address="7")
    events = ValidatePetitionForm(register, understanding).run(CollectingDispatcher(), said, {})
    assert {event["name"]: event["value"] for event in events} == {"confirm": "yes", "requested_slot": None}
    assert register.drafts.current("rest", "7") is None
