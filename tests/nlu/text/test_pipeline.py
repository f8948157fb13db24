"""The spaCy pipeline: one document, every field."""

from datetime import date

import pytest
from spacy.language import Language

from nlu.text.pipeline import FIELDS, LABELS, build_pipeline, gazetteer_of, mentions_of
from nlu.text.regions import Gazetteer

TODAY = date(2024, 6, 15)
STORY = "我叫王建国，电话13800138000。去年10月起我们30多户在赣县区梅林镇被宏达建筑公司拖欠8万元，请求政府责令公司付款。"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_pipeline(Gazetteer.load(), today=lambda: TODAY)


def test_finds_every_field(nlp: Language) -> None:
    doc = nlp(STORY)
    spans = doc.spans[FIELDS]
    found = {span.label_: (span.text, span.kb_id_) for span in reversed(spans)}
    assert found["NAME"] == ("王建国", "王建国")
    assert found["PHONE"] == ("13800138000", "13800138000")
    assert found["TIME"] == ("去年10月起", "2023-10") or found["TIME"][1].startswith("2023-10")
    assert found["COUNT"] == ("30多户", "30")
    assert found["PLACE"][0] == "赣县区梅林镇"
    assert found["RESPONDENT"][0] == "宏达建筑公司"
    assert found["AMOUNT"] == ("8万元", "80000")
    assert found["REQUEST"][0].startswith("请求政府责令公司付款")


def test_the_same_in_traditional_characters_with_the_words_as_written(nlp: Language) -> None:
    found = mentions_of(nlp, "我叫張偉，贛縣區的宏達建築公司拖欠工資")
    assert [mention.text for mention in found["NAME"]] == ["張偉"]
    assert [mention.text for mention in found["RESPONDENT"]] == ["宏達建築公司"]
    assert [mention.text for mention in found["PLACE"]] == ["贛縣區"]


def test_today_can_be_given_for_one_text(nlp: Language) -> None:
    assert mentions_of(nlp, "昨天", today=date(2020, 1, 1))["TIME"][0].value == "2019-12-31"
    assert mentions_of(nlp, "昨天")["TIME"][0].value == "2024-06-14"


@pytest.mark.parametrize("text", ["", "   ", "\n", "😀😀", "？？？", "a" * 50])
def test_texts_without_fields(nlp: Language, text: str) -> None:
    assert mentions_of(nlp, text) == {label: [] for label in LABELS}


def test_blanks_and_emoji_do_not_move_what_is_found(nlp: Language) -> None:
    text = "😀  我叫  王建国 ，\n\n电话 138 0013 8000"
    found = mentions_of(nlp, text)
    assert [text[m.start : m.end] for m in found["PHONE"]] == ["138 0013 8000"]
    assert [m.text for m in found["NAME"]] == ["王建国"]


def test_remembers_its_gazetteer() -> None:
    gazetteer = Gazetteer.load()
    assert gazetteer_of(build_pipeline(gazetteer)) is gazetteer
