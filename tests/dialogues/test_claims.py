"""Claims, roads and repeats in whole conversations, through the real model and the real doors."""

from collections.abc import Mapping
from typing import Any

import pytest

from cases import Case
from tests.support.real_product import RestCitizen, RunningProduct
from tests.support.register import DISCIPLINE

pytestmark = pytest.mark.rasa

PLACE = "江西省赣州市赣县区梅林镇红金路8号"
ANSWERS = {
    "facts": "就这些",
    "place": PLACE,
    "occurred_at": "去年11月",
    "respondent": "宏发建筑公司",
    "request": "把钱给我们",
    "prior_handling": "没有",
    "affected_count": "20个人",
    "petitioner_name": "跳过",
    "petitioner_phone": "跳过",
    "petitioner_address": "跳过",
    "evidence": "没有了",
}


async def told(citizen: RestCitizen, story: str, **answers: str) -> list[str]:
    """Tell a story and answer what is asked, until the record is shown; everything that was said."""
    said = await citizen.says(story)
    for _ in range(20):
        asked = await citizen.asked()
        if asked in (None, "confirm"):
            break
        said += await citizen.says((ANSWERS | answers)[asked])
    assert await citizen.asked() == "confirm", said
    return said


def newest(product: RunningProduct, citizen: RestCitizen) -> Case:
    """The case that was filed last in a chat."""
    row = product.store.register.cases_of("rest", citizen.sender)[0]
    return product.store.register.for_official(DISCIPLINE).case(row.number)


def number_of(replies: list[Mapping[str, Any]]) -> str:
    return next(str(reply["custom"]["case"]["number"]) for reply in replies if (reply.get("custom") or {}).get("case"))


WAGES = "我在宏发建筑公司的工地上干活，老板从去年11月开始拖欠我们二十个人的工资，到现在一分没给。"


async def test_wages_name_labour_arbitration_and_are_registered_all_the_same(
    product: RunningProduct, rest: RestCitizen
) -> None:
    said = await told(rest, WAGES)
    roads = [text for text in said if "照样登记" in text]
    assert len(roads) == 1
    assert "劳动仲裁" in roads[0]
    number_of(await rest.replies("对，提交"))
    case = newest(product, rest)
    assert case.route is None
    assert case.proposed_route is not None
    assert case.proposed_route.route == "二"
    assert len(case.claims) == 1


async def test_four_grievances_at_once_are_four_claims_that_can_be_put_right(
    product: RunningProduct, rest: RestCitizen
) -> None:
    story = "物业费说涨就涨！电梯三天两头坏！地下室漏水没人修！保安还打人！你们到底管不管！"
    said = await told(rest, story, request="都给我解决", respondent="金桂物业公司")
    shown = said[-1]
    assert "4项" in shown
    for number, words in enumerate(("物业费说涨就涨", "电梯三天两头坏", "地下室漏水没人修", "保安还打人"), start=1):
        assert f"{number}. {words}" in shown
    said = await rest.says("第二条不要了")
    assert "3项" in said[-1]
    assert "电梯三天两头坏" not in said[-1].split("您的请求")[1]
    said = await rest.says("再加一条：把路灯修好")
    assert "4. 把路灯修好" in said[-1]
    number_of(await rest.replies("对，提交"))
    requests = [claim.request for claim in newest(product, rest).claims]
    assert len(requests) == 4
    assert requests[-1] == "把路灯修好"


async def test_the_same_told_again_is_added_to_the_open_case(product: RunningProduct, rest: RestCitizen) -> None:
    await told(rest, WAGES)
    number = number_of(await rest.replies("对，提交"))
    # The registry knows a region only from the place.
    again = (
        "宏发建筑公司的老板还是不给我们二十个人的工资，工地在江西省赣州市赣县区梅林镇红金路8号，从去年11月拖欠到现在。"
    )
    replies = await rest.replies(again)
    if not any(number in (reply.get("text") or "") for reply in replies):
        replies = await rest.replies(PLACE)
    offer = next(reply for reply in replies if number in (reply.get("text") or ""))
    assert "已登记" in offer["text"]
    payload = offer["buttons"][0]["payload"]
    said = await rest.says(payload)
    assert any(number in text and "加到" in text for text in said)
    assert await rest.asked() is None
    case = newest(product, rest)
    assert case.number == number
    assert case.history[-1].step == "supplement"
    assert again in case.history[-1].text
    assert len(product.store.register.cases_of("rest", rest.sender)) == 1


async def test_who_says_it_is_another_matter_files_a_new_one(product: RunningProduct, rest: RestCitizen) -> None:
    await told(rest, WAGES)
    first = number_of(await rest.replies("对，提交"))
    said = await told(rest, f"{WAGES}工地就在{PLACE}。")
    assert any(first in text for text in said)
    second = number_of(await rest.replies("对，提交"))
    assert second != first
    assert len(product.store.register.cases_of("rest", rest.sender)) == 2


async def test_anger_is_asked_about_and_the_citizen_decides(product: RunningProduct, rest: RestCitizen) -> None:
    story = "我们小区电梯坏了三个月没人修，老人天天爬十几层楼，物业不管，住建局也不管，肯定是官商勾结。"
    said = await rest.says(story)
    assert any("官商勾结" in text and "密件" in text for text in said)
    assert not product.draft(rest.sender).values.get("sealed")
    said = await rest.says("/seal_it")
    assert any("12388" in text for text in said)
    assert product.draft(rest.sender).values["sealed"]


async def test_a_suggestion_is_called_one(rest: RestCitizen) -> None:
    said = await rest.says("建议在人民公园门口加装一个红绿灯，再画一条斑马线，方便老人和孩子过马路。")
    assert any("提建议" in text for text in said)
