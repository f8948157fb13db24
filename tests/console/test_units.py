"""Units, proposals, approvals and the audit, as they are used on the pages."""

from cases import Nature, UnitKind
from tests.support.console import House, file_case


def land(house: House) -> None:
    """One unit whose remit is land."""
    house.register.units.create(
        "land", "县自然资源局", kind=UnitKind.HANDLING, region="360721", remit=["自然资源"], by="chen"
    )


async def test_an_administrator_builds_the_tree_and_places_staff(house: House) -> None:
    chen = await house.visitor("chen.jing")
    await chen.get("/console/units")
    await chen.post("/console/units", code="gov", name="县人民政府", kind="government", region="360721")
    await chen.post(
        "/console/units", code="land", name="国土局", kind="handling", parent="gov", remit="自然资源\n农村农业"
    )
    assert house.register.units.get("land").remit == ("自然资源", "农村农业")
    change = {"code": "land", "version": "1", "what": "save", "name": "自然资源局", "region": "360721"}
    await chen.post("/console/units/change", change)
    await chen.post("/console/units/change", change)
    assert chen.status == 422
    assert "没有保存" in chen.page
    await chen.post("/console/units/staff", staff="li.wei", unit="land")
    assert chen.status == 200
    assert "li.wei" in chen.page
    assert [one.what for one in house.register.units.history("land")] == ["change", "create"]


async def test_others_do_not_edit_the_tree(house: House) -> None:
    li = await house.visitor("li.wei")
    await li.get("/console/units")
    assert li.status == 403


async def test_a_proposal_stands_on_the_case_with_its_reason_and_fills_the_form(house: House) -> None:
    land(house)
    number = file_case(house.register)
    li = await house.visitor("li.wei")
    await li.get(f"/console/cases/{number}")
    assert "职责范围：自然资源" in li.page
    await li.get(f"/console/cases/{number}?step=transfer&unit=land")
    assert 'name="unit" value="land"' in li.page
    await li.take(number, "transfer", unit="land")
    assert "县自然资源局" in li.page


async def test_unsealing_without_an_approval_says_where_to_ask_for_one(house: House) -> None:
    number = file_case(house.register, nature=Nature.ACCUSATION)
    zhao = await house.visitor("zhao.min")
    await zhao.take(number, "correct", nature="claim", text="不涉及个人")
    assert zhao.status == 403
    assert zhao.page.count("须另一人先批准") == 1
    assert f"/console/approvals?kind=unseal&amp;case={number}" in zhao.page
    assert "不涉及个人" in zhao.page


async def test_unsealing_is_asked_for_and_approved_by_another_person(house: House) -> None:
    number = file_case(house.register, nature=Nature.ACCUSATION)
    zhao = await house.visitor("zhao.min")
    await zhao.get("/console/approvals")
    await zhao.post("/console/approvals", kind="unseal", subject=number, reason="不涉及个人")
    assert "等待另一位同事决定" in zhao.page
    await zhao.post("/console/approvals/1/decide", word="approve")
    assert zhao.status == 409
    li = await house.visitor("li.wei")
    await li.get("/console/approvals")
    assert number not in li.page
    await li.post("/console/approvals", kind="unseal", subject=number, reason="好奇")
    assert li.status == 422
