"""Limits that were warned of have a place: listed and counted for those who may see their cases."""

import json

from cases import Nature
from tests.support.clock import FakeClock
from tests.support.console import House, file_case, take


async def test_what_ends_soon_and_what_has_passed_is_listed_and_counted(house: House, clock: FakeClock) -> None:
    late = file_case(house.register, address="1")
    clock.advance(days=12)
    soon, hidden = (
        file_case(house.register, address="2"),
        file_case(house.register, address="3", nature=Nature.ACCUSATION),
    )
    clock.advance(days=13)
    fresh = file_case(house.register, address="4")
    house.register.sweep()
    li = await house.visitor("li.wei")
    assert json.loads(await li.get("/console/counts"))["warnings"] == 2
    page = await li.get("/console/warnings")
    assert page.index("已经超期（1）") < page.index(late) < page.index("快要到期（1）") < page.index(soon)
    assert "登记并转送、交办" in page
    assert fresh not in page
    assert hidden not in page
    assert hidden in await (await house.visitor("zhao.min")).get("/console/warnings")
    take(house.register, late, "transfer", unit="区自然资源局")
    take(house.register, soon, "transfer", unit="区自然资源局")
    assert "没有预警" in await li.get("/console/warnings")
    assert json.loads(await li.get("/console/counts"))["warnings"] == 0


async def test_who_handles_no_cases_has_no_such_list(house: House) -> None:
    wang = await house.visitor("wang.fang")
    assert 'data-door="warnings"' not in wang.page
    await wang.get("/console/warnings")
    assert wang.status == 403
