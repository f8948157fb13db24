from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from cases import Nature, StepIncomplete
from cases.step_fields import StepFields, read_fields
from cases.workflow import load_workflow


def read(step: str, *, text: str = "", **fields: Any) -> StepFields:
    workflow = load_workflow()
    return read_fields(text, fields, workflow.steps[step], workflow)


def test_fields_are_read() -> None:
    fields = read("accept", route="六", nature="claim", matter=["农村农业", "征地"], unit=" 区自然资源局 ", text=" 好 ")
    assert fields == StepFields(
        route="六", nature=Nature.CLAIM, matter=("农村农业", "征地"), unit="区自然资源局", text="好"
    )


def test_a_reply_carries_the_day_it_was_served() -> None:
    fields = read("reply", text="…", outcome="supported", served_at="2026-06-20", legal_basis="土地管理法第48条")
    assert (fields.served_at, fields.legal_basis) == (date(2026, 6, 20), "土地管理法第48条")


@pytest.mark.parametrize("matter", ["农村农业/征地", "农村农业 / 征地", ["农村农业", "征地"], ("农村农业", "", "征地")])
def test_a_matter_is_a_path_or_a_list(matter: Any) -> None:
    assert read("correct", matter=matter).matter == ("农村农业", "征地")


@pytest.mark.parametrize("region", [{"code": "360721", "name": "赣县区"}, "360721 赣县区", " 360721  赣县区 "])
def test_a_region_is_a_code_with_a_name(region: Any) -> None:
    assert read("correct", region=region).region == ("360721", "赣县区")


@pytest.mark.parametrize(
    ("step", "fields", "named"),
    [
        ("transfer", {}, "unit"),
        ("transfer", {"unit": "  "}, "unit"),
        ("accept", {}, "route"),
        ("reply", {"text": "…"}, "outcome"),
        ("reply", {"outcome": "supported"}, "text"),
        ("note", {}, "text"),
        ("correct", {"text": "为什么"}, "nature, matter, region, route"),
    ],
)
def test_what_is_missing_is_named(step: str, fields: Mapping[str, Any], named: str) -> None:
    with pytest.raises(StepIncomplete, match=named):
        read(step, **fields)


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("transfer", {"unit": "局", "colour": "red"}),
        ("accept", {"route": "七"}),
        ("accept", {"route": ["六"]}),
        ("accept", {"route": "六", "nature": "crime"}),
        ("reply", {"text": "…", "outcome": "lost"}),
        ("reply", {"text": "…", "outcome": "supported", "served_at": "yesterday"}),
        ("correct", {"region": "赣县区"}),
        ("correct", {"region": {"name": "赣县区"}}),
        ("correct", {"region": 5}),
        ("correct", {"matter": 5}),
    ],
)
def test_what_is_not_possible_is_refused(step: str, fields: Mapping[str, Any]) -> None:
    with pytest.raises(StepIncomplete):
        read(step, **fields)


def test_empty_form_fields_are_no_fields() -> None:
    assert read("transfer", unit="局", text="", colour="", size=None, list=[]) == StepFields(unit="局")
