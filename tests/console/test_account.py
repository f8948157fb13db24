"""One's own account."""

import pytest

from tests.support.clock import FakeClock
from tests.support.console import PASSWORD, House

NEW = "a new and longer sentence"


async def test_my_sessions_are_listed_and_this_one_is_marked(house: House, clock: FakeClock) -> None:
    await house.visitor("li.wei")
    clock.advance(minutes=30)
    page = await (await house.visitor("li.wei")).get("/console/account")
    assert page.count("登录于") == 2
    assert page.count("当前设备") == 1
    assert page.index("当前设备") < page.rindex("登录于")


async def test_signing_out_everywhere(house: House) -> None:
    phone, desk, other = await house.visitor("li.wei"), await house.visitor("li.wei"), await house.visitor("zhao.min")
    await desk.get("/console/account")
    await desk.post("/console/sign-out-everywhere")
    for visitor in (phone, desk):
        await visitor.get("/console/account")
        assert visitor.url.startswith("/console/sign-in")
    await other.get("/console/account")
    assert other.url == "/console/account"


async def test_a_session_ends_by_itself(house: House, clock: FakeClock) -> None:
    visitor = await house.visitor("li.wei")
    clock.advance(hours=2, minutes=1)
    await visitor.get("/console/")
    assert visitor.url.startswith("/console/sign-in")


async def test_changing_the_password_keeps_this_browser_and_ends_the_others(house: House) -> None:
    other, visitor = await house.visitor("li.wei"), await house.visitor("li.wei")
    await visitor.get("/console/account")
    page = await visitor.post("/console/account/password", old=PASSWORD, new=NEW)
    assert visitor.status == 200
    assert "密码已修改" in page
    await other.get("/console/account")
    assert other.url.startswith("/console/sign-in")
    assert house.register.staff.sign_in("li.wei", NEW, address="test")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [("wrong", NEW, "当前密码不正确"), (PASSWORD, "short", "至少需要 10 个字符"), ("", "", "至少")],
)
async def test_a_password_is_not_changed_without_the_old_one_or_to_a_weak_one(
    house: House, old: str, new: str, told: str
) -> None:
    visitor = await house.visitor("li.wei")
    await visitor.get("/console/account")
    page = await visitor.post("/console/account/password", old=old, new=new)
    assert visitor.status == 422
    assert told in page
    assert house.register.staff.sign_in("li.wei", PASSWORD, address="test")
