"""The register keeps validated values only, whoever brings them."""

import logging
from typing import Any

import pytest

from cases import Register, ValueRefused
from tests.support.register import told

WRONG: list[tuple[str, Any]] = [
    ("place", 5),
    ("place", None),
    ("facts", ["一", "二"]),
    ("place_code", "3607"),
    ("place_code", 360704),
    ("affected_count", "三十"),
    ("affected_count", 0),
    ("affected_count", -4),
    ("affected_count", True),
    ("affected_count", 10_000_000),
    ("public_ok", "yes"),
    ("sealed", 1),
    ("skipped", ["place", "nothing of ours"]),
    ("skipped", "place"),
    ("same_asked", [1]),
    ("form", "pigeon"),
    ("nature", "complaint"),
    ("claims", ["退钱"]),
    ("claims", {"of": "退钱", "items": "退钱"}),
    ("colour", "红"),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_value_of_another_kind_is_refused_and_nothing_of_the_save_is_kept(
    register: Register, field: str, value: object
) -> None:
    before = told(register)
    with pytest.raises(ValueRefused, match=field) as refused:
        register.drafts.save(before.id, {"respondent": "别人", field: value}, source="m2")
    assert refused.value.fields == (field,)
    assert register.drafts.get(before.id) == before


def test_the_log_names_the_field_and_no_word_of_the_citizen(
    register: Register, caplog: pytest.LogCaptureFixture
) -> None:
    draft = told(register)
    with caplog.at_level(logging.INFO), pytest.raises(ValueRefused) as refused:
        register.drafts.save(draft.id, {"affected_count": "我家三口人", "place": "甘霖镇"})
    assert "affected_count (str)" in caplog.text
    assert "三口人" not in caplog.text + str(refused.value)
    assert "甘霖镇" not in caplog.text


def test_a_field_is_emptied_by_an_empty_text(register: Register) -> None:
    draft = told(register)
    saved = register.drafts.save(draft.id, {"place": "", "place_code": "", "petitioner_name": ""}, source="m2")
    assert (saved.values["place"], saved.values["place_code"], saved.values["petitioner_name"]) == ("", "", "")
