"""A draft that was begun on an older form goes on, and loses nothing."""

from collections.abc import Mapping
from typing import Any

import pytest

from cases import FORM_VERSION, FilePetition, Register
from cases.draft_fields import ASIDE
from cases.form_versions import carried
from cases.tables import DraftRow
from storage import Database
from tests.support.register import OFFICIAL, told

STORY = "楼下天天排油烟，\n\n老人咳得整夜睡不着。  "
OLD: Mapping[str, Any] = {
    "facts": STORY,
    "place": "红金路8号",
    "place_code": "360704",
    "affected_count": "30",
    "public_ok": "on",
    "witness": "老李看见了",
}
"""As the first version of the form kept it, which checked nothing."""


def begun(register: Register, database: Database, *, version: int = 1, **contents: Any) -> str:
    """A draft as an older program, or a newer one, left it."""
    draft = register.drafts.open("web", "citizen")
    with database.begin() as tx:
        row = tx.get_one(DraftRow, draft.id)
        row.form_version, row.contents = version, {**OLD, **contents}
        row.parts, row.sources = {"facts": [["m1", STORY]]}, dict.fromkeys(OLD, "m1")
    return draft.id


def kept(database: Database, draft_id: str) -> DraftRow:
    with database.read() as tx:
        return tx.get_one(DraftRow, draft_id)


def test_it_is_read_in_todays_form_with_its_story_word_for_word(register: Register, database: Database) -> None:
    draft = register.drafts.get(begun(register, database))
    assert draft == register.drafts.current("web", "citizen") == register.drafts.by_code(draft.code)
    assert draft.form_version == FORM_VERSION > 1
    assert draft.values["facts"] == STORY
    assert (draft.values["affected_count"], draft.values["place_code"]) == (30, "360704")
    assert "witness" not in draft.values
    assert "public_ok" not in draft.values
    assert draft.version == 1, "carrying is no change by the citizen: what they confirmed can still be filed"


def test_it_goes_on_and_is_kept_in_todays_form_with_what_it_has_no_place_for(
    register: Register, database: Database
) -> None:
    draft_id = begun(register, database)
    register.drafts.append(draft_id, "facts", "没人管。", source="m2")
    draft = register.drafts.save(draft_id, {"respondent": "老张烧烤店"}, source="m3")
    assert draft.values["facts"] == f"{STORY}\n没人管。"
    assert draft == register.drafts.get(draft_id)
    row = kept(database, draft_id)
    assert row.form_version == FORM_VERSION
    assert row.contents["affected_count"] == 30
    assert row.contents[ASIDE] == {"witness": "老李看见了", "public_ok": "on"}


def test_it_is_filed_as_it_was_confirmed(register: Register, database: Database) -> None:
    draft = register.drafts.get(begun(register, database))
    filed = register.file(FilePetition(draft_id=draft.id, draft_version=draft.version))
    case = register.for_official(OFFICIAL).case(filed.case_number)
    assert (case.facts, case.place, case.affected_count, case.public_ok) == (STORY.strip(), "红金路8号", 30, False)
    assert case.number.startswith("360704-")
    assert kept(database, draft.id).contents["witness"] == "老李看见了"


def test_nothing_of_it_is_a_reason_to_refuse(register: Register, database: Database) -> None:
    draft = register.drafts.get(begun(register, database, affected_count="很多", place_code="36"))
    number = register.file(FilePetition(draft_id=draft.id, draft_version=draft.version)).case_number
    case = register.for_official(OFFICIAL).case(number)
    assert (case.affected_count, case.region_code) == (None, "000000")


def test_the_words_of_one_that_is_joined_to_a_case_are_all_there(register: Register, database: Database) -> None:
    draft = told(register, address="citizen")
    number = register.file(FilePetition(draft_id=draft.id, draft_version=draft.version)).case_number
    register.repeats.join(begun(register, database), number, source="m9")
    assert STORY.strip() in register.for_official(OFFICIAL).case(number).history[-1].text


def test_what_was_begun_at_the_counter_is_still_its_officials(register: Register, database: Database) -> None:
    counter = register.for_official(OFFICIAL).counter
    draft = counter.start("visit")
    with database.begin() as tx:
        row = tx.get_one(DraftRow, draft.id)
        row.form_version, row.contents = 1, {**row.contents, "colour": "红"}
    assert [one.id for one in counter.open_drafts()] == [draft.id]
    assert counter.save(draft.id, {"facts": "路灯坏了"}).values["form"] == "visit"


def test_what_a_newer_program_wrote_waits_for_it(register: Register, database: Database) -> None:
    newer = FORM_VERSION + 1
    draft_id = begun(register, database, version=newer, affected_count=30, public_ok=True)
    draft = register.drafts.save(draft_id, {"respondent": "老张烧烤店"}, source="m2")
    assert draft.values["facts"] == STORY
    row = kept(database, draft_id)
    assert row.form_version == newer
    assert row.contents[ASIDE] == {"witness": "老李看见了"}


# ---- carrying, without a register ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "carried_as"),
    [("30", 30), (" 30 ", 30), ("三十", None), ("0", None), ("", None), (30, 30), (None, None)],
)
def test_a_number_of_people_that_was_kept_as_text(count: object, carried_as: int | None) -> None:
    assert carried({"affected_count": count}, 1).get("affected_count") == carried_as


def test_every_step_after_its_version_is_taken_in_order() -> None:
    steps = {
        1: lambda values: {**values, "place": values["where"]},
        2: lambda values: {**values, "place": f"{values['place']}！"},
    }
    assert carried({"where": "赣县区"}, 1, steps=steps)["place"] == "赣县区！"
    assert carried({"where": "x", "place": "赣县区"}, 2, steps=steps)["place"] == "赣县区！"
    assert carried({"where": "x", "place": "赣县区"}, 3, steps=steps)["place"] == "赣县区"


def test_what_was_set_aside_comes_back_where_a_form_can_read_it() -> None:
    aside = {ASIDE: {"respondent": "老张烧烤店", "colour": "红"}, "facts": STORY}
    assert carried(aside, FORM_VERSION) == {"facts": STORY, "respondent": "老张烧烤店", ASIDE: {"colour": "红"}}
    assert carried(carried(aside, FORM_VERSION), FORM_VERSION) == carried(aside, FORM_VERSION)


def test_what_was_sealed_stays_so_however_a_form_says_it() -> None:
    assert carried({"sealed": {"by": "petitioner"}}, FORM_VERSION + 1)["sealed"] is True
    assert "sealed" not in carried({"sealed": None}, 1)


def test_what_is_told_anew_stands_and_the_old_stays_aside() -> None:
    both = {ASIDE: {"affected_count": "很多"}, "affected_count": 30}
    assert carried(both, FORM_VERSION) == {"affected_count": 30, ASIDE: {"affected_count": "很多"}}
