"""What somebody of an assisting unit finds on their pages: the case, its story, and a place for their opinion."""

from cases import Role
from tests.support.console import HASHER, PASSWORD, House, file_case, take
from tests.support.units import county


async def test_an_assisting_unit_finds_reads_and_advises(house: House) -> None:
    county(house.register)
    number = file_case(house.register)
    house.register.staff._hasher = HASHER
    house.register.staff.create("ma.jun", PASSWORD, display_name="马军", roles=[Role.HANDLER], unit="town")
    take(house.register, number, "transfer", unit="land")
    visitor = await house.visitor("ma.jun")
    assert number not in await visitor.get("/console/")
    await visitor.get(f"/console/cases/{number}")
    assert visitor.status == 404

    take(house.register, number, "assist", assisting="town")
    inbox = await visitor.get("/console/")
    assert number in inbox
    assert f"/console/cases/{number}?step=advise#step-advise" in inbox
    assert f"/console/cases/{number}/claim" not in inbox
    page = await visitor.get(f"/console/cases/{number}")
    assert visitor.status == 200
    assert "协办：茅店镇人民政府" in page
    assert '<span class="tag plain">协办</span>' in page
    assert "我去问过三次" in page
    assert f"/console/cases/{number}/claim" not in page
    assert 'id="step-sign"' not in page
    assert "面积属实" in await visitor.take(number, "advise", text="面积属实，资金已到位。")
    await visitor.take(number, "sign")
    assert visitor.status == 403
    await visitor.get(f"/console/cases/{number}")
    await visitor.post(f"/console/cases/{number}/claim")
    assert visitor.status == 403
