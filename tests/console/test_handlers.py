"""Discipline staff name and remove the handlers of a sealed case on its page; nobody else can."""

from cases import Nature, Role
from tests.support.console import PASSWORD, House, file_case


async def test_a_handler_is_named_sees_the_case_and_is_removed(house: House) -> None:
    number = file_case(house.register, nature=Nature.ACCUSATION)
    zhao, li = await house.visitor("zhao.min"), await house.visitor("li.wei")
    page = await zhao.get(f"/console/cases/{number}")
    assert "还没有指定承办人" in page
    assert '<option value="li.wei">' in page
    await zhao.post(f"/console/cases/{number}/handlers", staff="li.wei", what="name")
    assert "已指定承办人" in zhao.page
    assert "由 zhao.min 指定" in zhao.page
    page = await li.get(f"/console/cases/{number}")
    assert "由 zhao.min 指定" in page
    assert f"/cases/{number}/handlers" not in page
    await li.post(f"/console/cases/{number}/handlers", staff="chen.jing", what="name")
    assert li.status == 403
    await zhao.post(f"/console/cases/{number}/handlers", staff="li.wei", what="remove")
    assert "已取消承办人" in zhao.page
    await li.get(f"/console/cases/{number}")
    assert li.status == 404
    chen = await house.visitor("chen.jing")
    audit = await chen.get("/console/audit")
    assert "指定密件承办人" in audit
    assert "取消密件承办人" in audit
    assert number not in audit


async def test_an_open_case_has_no_named_handlers(house: House) -> None:
    number = file_case(house.register)
    zhao = await house.visitor("zhao.min")
    assert "密件承办人" not in await zhao.get(f"/console/cases/{number}")
    await zhao.post(f"/console/cases/{number}/handlers", staff="li.wei", what="name")
    assert zhao.status == 404


async def test_whoever_handles_no_cases_cannot_be_named(house: House) -> None:
    house.register.staff.create("auditor", PASSWORD, roles=[Role.AUDITOR])
    number = file_case(house.register, nature=Nature.ACCUSATION)
    zhao = await house.visitor("zhao.min")
    assert "auditor" not in await zhao.get(f"/console/cases/{number}")
    await zhao.post(f"/console/cases/{number}/handlers", staff="auditor", what="name")
    assert zhao.status == 422
