"""The administrator's pages."""

import re

import pytest

from cases import AuditEntry, Role, SignInFailed
from console.views.staff import new_password
from tests.support.console import PASSWORD, House, file_case, staff_member

SECRET = re.compile(r'class="secret">([^<]+)<')


async def test_a_new_account_can_sign_in_with_the_password_shown_once(house: House) -> None:
    visitor = await house.visitor("chen.jing")
    await visitor.get("/console/staff")
    page = await visitor.post("/console/staff", name="sun.li", display_name="孙丽", roles=["official", "operator"])
    secret = SECRET.search(page)
    assert secret
    _, official = house.register.staff.sign_in("sun.li", secret[1], address="test")
    assert official.roles == {Role.OFFICIAL, Role.OPERATOR}
    assert visitor.headers["Cache-Control"] == "no-store"
    assert not SECRET.search(await visitor.get("/console/staff"))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": "", "roles": "official"}, "登录账号只能用"),
        ({"name": "a b", "roles": "official"}, "登录账号只能用"),
        ({"name": "<script>", "roles": "official"}, "登录账号只能用"),
        ({"name": "张三", "roles": "official"}, "登录账号只能用"),
        ({"name": "sun.li"}, "请至少选择一个角色"),
        ({"name": "sun.li", "roles": "emperor"}, "请至少选择一个角色"),
        ({"name": "li.wei", "roles": "official"}, "已经有人使用"),
    ],
)
async def test_a_bad_account_is_not_made(house: House, fields: dict[str, str], told: str) -> None:
    visitor = await house.visitor("chen.jing")
    await visitor.get("/console/staff")
    before = [one.name for one in house.register.staff.list()]
    page = await visitor.post("/console/staff", fields)
    assert visitor.status == 422
    assert told in page
    assert [one.name for one in house.register.staff.list()] == before


async def test_a_reset_ends_the_sessions_and_shows_a_new_password(house: House) -> None:
    official, administrator = await house.visitor("li.wei"), await house.visitor("chen.jing")
    await administrator.get("/console/staff")
    secret = SECRET.search(await administrator.post("/console/staff/reset", name="li.wei"))
    assert secret
    await official.get("/console/")
    assert official.url.startswith("/console/sign-in")
    with pytest.raises(SignInFailed):
        house.register.staff.sign_in("li.wei", PASSWORD, address="test")
    assert house.register.staff.sign_in("li.wei", secret[1], address="test")


async def test_a_disabled_account_is_out_at_once(house: House) -> None:
    official, administrator = await house.visitor("li.wei"), await house.visitor("chen.jing")
    await administrator.get("/console/staff")
    page = await administrator.post("/console/staff/disable", name="li.wei")
    assert "账号已停用" in page
    await official.get("/console/")
    assert official.url.startswith("/console/sign-in")
    with pytest.raises(SignInFailed):
        house.register.staff.sign_in("li.wei", PASSWORD, address="test")


async def test_an_administrator_cannot_lock_everybody_out(house: House) -> None:
    administrator = await house.visitor("chen.jing")
    await administrator.get("/console/staff")
    await administrator.post("/console/staff/disable", name="chen.jing")
    assert administrator.status == 400
    assert house.register.staff.sign_in("chen.jing", PASSWORD, address="test")


async def test_changed_roles_hold_at_once_and_are_audited(house: House) -> None:
    operator, administrator = await house.visitor("wang.fang"), await house.visitor("chen.jing")
    await operator.get("/console/counter")
    assert operator.status == 403
    await administrator.get("/console/staff")
    change = {"name": "wang.fang", "were": "operator"}
    page = await administrator.post("/console/staff/roles", change, roles=["official", "operator"])
    assert "角色已修改" in page
    await operator.get("/console/counter")
    assert operator.status == 200
    entry = next(one for one in await audited(house) if one.action == "roles")
    assert (entry.who, entry.subject, entry.reason) == ("chen.jing", "wang.fang", "official, operator")
    page = await administrator.post("/console/staff/roles", change, roles="auditor")
    assert administrator.status == 409
    assert "刚被别人改过" in page
    await administrator.post("/console/staff/roles", name="wang.fang", were=["official", "operator"])
    assert administrator.status == 422
    await administrator.post("/console/staff/roles", name="chen.jing", were="administrator", roles="official")
    assert administrator.status == 400
    await operator.post("/console/staff/roles", name="wang.fang", were="operator", roles="administrator")
    assert operator.status == 403
    assert {one.name: one.roles for one in house.register.staff.list()}["wang.fang"] == {Role.OFFICIAL, Role.OPERATOR}


async def audited(house: House) -> list[AuditEntry]:
    return house.register.for_official(staff_member(house.register, "chen.jing")).audit()


@pytest.mark.parametrize("what", ["reset", "disable", "roles"])
async def test_nobody_of_that_name(house: House, what: str) -> None:
    administrator = await house.visitor("chen.jing")
    await administrator.get("/console/staff")
    await administrator.post(f"/console/staff/{what}", name="nobody")
    assert administrator.status == 404


async def test_the_audit_names_who_looked_and_who_changed_accounts(house: House) -> None:
    number = file_case(house.register)
    official, administrator = await house.visitor("li.wei"), await house.visitor("chen.jing")
    await official.get(f"/console/cases/{number}")
    await official.post(f"/console/cases/{number}/unmask", reason="电话核实")
    await administrator.get("/console/staff")
    await administrator.post("/console/staff/reset", name="wang.fang")
    page = await administrator.get("/console/audit")
    assert re.search(rf"<strong>li.wei</strong> 查看个人信息 <code>{number}</code>", page)
    assert "电话核实" in page
    assert re.search(r"<strong>chen.jing</strong> 重置密码 <code>wang.fang</code>", page)


def test_passwords_are_never_the_same_and_long_enough() -> None:
    passwords = {new_password() for _ in range(50)}
    assert len(passwords) == 50
    assert all(len(one.replace("-", "")) == 24 for one in passwords)
