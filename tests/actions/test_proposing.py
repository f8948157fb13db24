"""What is proposed of a petition, and the sentence about another road."""

from typing import Any

import pytest

from actions import Understanding
from actions.proposing import nature_of, propose, road_response, road_to_tell
from cases import Draft, Nature, Register
from nlu.text.routes import Road
from tests.support.register import told


def draft(register: Register, **values: Any) -> Draft:
    return told(register, **values)


def test_one_claim_is_the_whole(register: Register, understanding: Understanding) -> None:
    proposal = propose(draft(register, facts="老板欠我四个月工资", request="发工资"), understanding)
    assert proposal.claims == ()
    assert proposal.route is not None
    assert (proposal.route.route, proposal.route.roads[0]["kind"]) == ("二", "labour_arbitration")
    assert "仲裁" in proposal.route.reason


def test_each_claim_has_its_own_matter_nature_and_route(register: Register, understanding: Understanding) -> None:
    facts = "老板欠我四个月工资，押着身份证。厂门口的路也坏了。"
    request = "1、把拖欠的四个月工资发了；2、请查处楼下饭店油烟噪音扰民"
    first, second = propose(draft(register, facts=facts, request=request), understanding).claims
    assert first.route is not None
    assert second.route is not None
    assert (first.route.route, second.route.route) == ("二", "五")
    assert first.matter[0] != second.matter[0]
    assert (first.nature, second.nature) == (Nature.CLAIM, Nature.CLAIM)


def test_what_the_citizen_says_it_is_decides(register: Register, understanding: Understanding) -> None:
    told_so = draft(register, facts="小区电梯没人修，肯定官商勾结", accuses=True, sealed=True)
    assert nature_of(told_so, understanding) is Nature.ACCUSATION
    assert propose(told_so, understanding).route.route == "检举"  # type: ignore[union-attr]


def test_anger_is_handed_on_as_a_hint(register: Register, understanding: Understanding) -> None:
    proposal = propose(draft(register, facts="小区电梯没人修，物业不管，肯定是官商勾结"), understanding)
    assert (proposal.nature, proposal.hints) == (Nature.CLAIM, ("官商勾结",))


def test_sealed_is_told_of_no_road(register: Register, understanding: Understanding) -> None:
    values = {"facts": "老板欠我四个月工资", "request": "发工资"}
    assert road_to_tell(draft(register, **values), understanding) is not None
    assert road_to_tell(draft(register, **values, sealed=True), understanding) is None


@pytest.mark.parametrize(
    ("number", "unit", "left", "waiting", "response", "limit"),
    [
        (60, "days", 12, False, "utter_road_left", "60天"),
        (6, "months", -3, False, "utter_road_maybe_over", "6个月"),
        (1, "years", None, False, "utter_road_limit", "1年"),
        (2, "months", None, True, "utter_road_open", None),
        (None, None, None, False, "utter_road_open", None),
    ],
)
def test_the_sentence_about_a_road(
    number: int | None, unit: str | None, left: int | None, waiting: bool, response: str, limit: str | None
) -> None:
    road = Road("court", number, unit, "", None, left, waiting)
    said, values = road_response(road, "zh")
    assert (said, values.get("limit")) == (response, limit)
    assert values.get("days") == (left if response == "utter_road_left" else None)


def test_limits_are_written_in_english_too() -> None:
    assert road_response(Road("court", 1, "years", "", None, None), "en")[1]["limit"] == "1 year"
    assert road_response(Road("court", 3, "years", "", None, None), "en")[1]["limit"] == "3 years"


def test_what_was_tried_accuses_only_by_the_deed_it_tells(register: Register, understanding: Understanding) -> None:
    story = {"facts": "我们村的路塌了半边，报上去两年没有人来修，下雨天孩子上学要绕五里地。", "request": "把路修好"}
    begun = register.drafts.open("web", "citizen")
    tried = register.drafts.save(begun.id, story | {"prior_handling": "镇里接待过两回，县长信箱也写过"})
    assert nature_of(tried, understanding) is Nature.CLAIM
    accused = register.drafts.save(begun.id, {"prior_handling": "找过村书记，他收了我两千块钱说帮着办"})
    assert nature_of(accused, understanding) is Nature.ACCUSATION


def test_a_question_to_us_on_the_way_makes_no_consultation(register: Register, understanding: Understanding) -> None:
    facts = "隔壁新开的刷漆作坊从早到晚一股味，我老婆怀孕六个月，头晕恶心，医生让我们搬走。\n还没出生的算不算？"
    assert nature_of(draft(register, facts=facts, request="把作坊关掉"), understanding) is Nature.CLAIM
