"""Claiming and handing over, kept views, the conversation beside a case, and pages that notice a colleague."""

import json

import pytest

from cases import Nature
from tests.support.console import House, file_case, staff_member, take, talk


async def test_a_case_is_claimed_from_the_list_and_found_under_my_work(house: House) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    await visitor.get("/console/?state=registered")
    await visitor.post(f"/console/cases/{number}/claim", back="/console/?state=registered")
    assert visitor.url == "/console/?state=registered"
    assert "由我办理" in visitor.page
    assert number in await visitor.get("/console/?scope=mine")
    assert number not in await visitor.get("/console/?scope=nobody")


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "/elsewhere"])
async def test_a_claim_leads_back_to_nobody_elses_page(house: House, back: str) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    await visitor.get("/console/")
    await visitor.post(f"/console/cases/{number}/claim", back=back)
    assert visitor.url == "/console/"


async def test_who_is_slower_learns_whose_it_is(house: House) -> None:
    number = file_case(house.register)
    house.register.for_official(staff_member(house.register, "zhao.min")).assignments.claim(number)
    visitor = await house.visitor("li.wei")
    await visitor.get(f"/console/cases/{number}")
    assert "慢了一步：zhao.min 已经认领" in await visitor.post(f"/console/cases/{number}/claim")


async def test_a_case_is_handed_to_a_colleague(house: House) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    await visitor.get(f"/console/cases/{number}")
    page = await visitor.post(f"/console/cases/{number}/hand-over", to="zhao.min", text="请接着办")
    assert "已转交" in page
    assert "zhao.min 在办" in page
    assert "请接着办" in page
    await visitor.post(f"/console/cases/{number}/hand-over", to="wang.fang")
    assert visitor.status == 404


async def test_a_view_is_kept_used_and_forgotten(house: House) -> None:
    file_case(house.register)
    visitor = await house.visitor("li.wei")
    await visitor.get("/console/?text=补偿&nature=claim")
    page = await visitor.post("/console/views", label="补偿款", query="text=补偿&nature=claim")
    assert "补偿款</a>" in page
    assert 'value="补偿"' in page
    (kept,) = house.register.for_official(staff_member(house.register, "li.wei")).saved_filters.list()
    await visitor.post(f"/console/views/{kept.id}/forget")
    assert "补偿款</a>" not in visitor.page


async def test_an_open_page_learns_that_a_colleague_was_faster(house: House) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    assert json.loads(await visitor.get(f"/console/cases/{number}/now"))["version"] == 1
    take(house.register, number, "transfer", by="zhao.min", unit="甲局")
    now = json.loads(await visitor.get(f"/console/cases/{number}/now"))
    assert now == {"version": 2, "news": "zhao.min刚刚办理了“转送”。"}
    sealed = file_case(house.register, address="9", nature=Nature.ACCUSATION)
    await visitor.get(f"/console/cases/{sealed}/now")
    assert visitor.status == 404


async def test_the_conversation_is_read_masked_beside_the_case(house: House) -> None:
    number = file_case(house.register)
    talk(house, said="我叫王建国，电话13800000001", reply="好的，已经记下。")
    visitor = await house.visitor("li.wei")
    page = await visitor.get(f"/console/cases/{number}/conversation?part=1")
    assert "已经记下" in page
    assert "<html" not in page
    assert "13800000001" not in page
    assert "王建国" not in page
    assert "<html" in await visitor.get(f"/console/cases/{number}/conversation")


async def test_a_sealed_conversation_stays_shut(house: House) -> None:
    number = file_case(house.register)
    talk(house, said="举报某人", sealed=True)
    visitor = await house.visitor("li.wei")
    page = await visitor.get(f"/console/cases/{number}/conversation?part=1")
    assert "举报" not in page
    assert "没有可以给您看的对话" in page


async def test_a_button_of_the_list_leads_to_its_open_step(house: House) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    assert f"/console/cases/{number}?step=transfer#step-transfer" in await visitor.get("/console/")
    page = await visitor.get(f"/console/cases/{number}?step=transfer")
    assert 'name="step" open id="step-transfer"' in page
