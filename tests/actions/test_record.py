"""The record as the citizen reads it."""

import pytest

from actions import record
from cases import FIELDS, Register
from tests.support.register import told


def test_a_line_a_field_in_the_forms_order(register: Register) -> None:
    lines = record.show(told(register)).splitlines()
    assert [line.partition("：")[0] for line in lines] == [record.label(field, "zh") for field in FIELDS]


def test_what_was_left_out_says_so(register: Register) -> None:
    shown = record.show(told(register, petitioner_phone=None))
    assert "电话：（没有填）" in shown


def test_a_place_shows_its_county_where_its_words_do_not(register: Register) -> None:
    shown = record.show_fields(told(register, place="下坝村"), ["place"])
    assert shown == "地点：下坝村（江西省赣州市赣县区）"
    shown = record.show_fields(told(register, address="b", place="江西省赣州市赣县区下坝村"), ["place"])
    assert shown == "地点：江西省赣州市赣县区下坝村"


def test_a_long_story_is_shown_in_part_and_says_how_long_it_is(register: Register) -> None:
    story = "路" * 1000
    shown = record.show_fields(told(register, facts=story), ["facts"])
    assert len(shown) < 500
    assert "1000" in shown


def test_markup_and_braces_stay_as_they_were_written(register: Register) -> None:
    wild = "<b>{name}</b> {{7*7}} %s ${x}"
    assert wild in record.show(told(register, facts=wild, request=wild))


def test_files_are_counted(register: Register) -> None:
    draft = told(register)
    register.evidence.keep(b"x", name="a.jpg", media_type="image/jpeg", kind="photo", draft_id=draft.id)
    assert "材料：1 份" in record.show(register.drafts.get(draft.id))


@pytest.mark.parametrize("language", ["zh", "en", "en-GB", "fr"])
def test_both_languages_are_whole(register: Register, language: str) -> None:
    draft = told(register, language=language, affected_count=3)
    shown = record.show(draft)
    english = language.startswith("en")
    assert ("What happened" in shown) is english
    assert ("事情经过" in shown) is not english
    assert record.none_word(language) == ("none" if english else "没有")
    titles = [button["title"] for button in record.change_buttons(language)]
    assert len(set(titles)) == len(FIELDS)
    assert all(title.isascii() is english for title in titles)


def test_several_claims_stand_numbered_in_place_of_the_request(register: Register) -> None:
    draft = told(register, request="一要发工资，二要补社保")
    shown = record.show(draft, ["发工资", "补社保"])
    assert "您的请求（2项，分开登记，一项一项答复）：\n　1. 发工资\n　2. 补社保\n" in shown
    assert "一要发工资" not in shown
    assert record.show(draft, ["发工资"]) == record.show(draft)


def test_the_buttons_to_join_a_case_fit_a_telegram_button() -> None:
    for language in ("zh", "en"):
        add, apart = record.join_buttons("360721-20260319-10001", language)
        assert len(add["payload"].encode()) <= 64
        assert apart["payload"] == "/file_anyway"
