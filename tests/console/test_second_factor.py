"""Signing in with a code, setting it up, taking it away, and an office that requires it."""

import re
from collections.abc import AsyncIterator

import pytest

from cases import Register
from cases.second_factor import totp
from console.auth import PENDING_COOKIE, SESSION_COOKIE
from conversations import Log
from storage import Database
from tests.support.clock import FakeClock
from tests.support.console import PASSWORD, House, Visitor, open_house, staff_member

SECRET = re.compile(r'class="secret">([A-Z2-7 ]+)<')
RECOVERY = re.compile(r'class="secret">([0-9a-f-]{19})<')


def code(secret: str, clock: FakeClock) -> str:
    return totp(secret, int(clock().timestamp()) // 30)


def enrolled(house: House, clock: FakeClock, name: str = "li.wei") -> str:
    """Give somebody a second factor behind everybody's back; its secret."""
    official = staff_member(house.register, name)
    secret = house.register.second_factor.enrol(official).secret
    house.register.second_factor.confirm(official, code(secret, clock))
    clock.advance(seconds=60)
    return secret


async def after_password(house: House, **more: str) -> Visitor:
    """Somebody who gave the right password."""
    visitor = await house.visitor()
    await visitor.get("/console/sign-in")
    await visitor.post("/console/sign-in", name="li.wei", password=PASSWORD, **more)
    return visitor


def cookies(visitor: Visitor) -> set[str]:
    return {cookie.key for cookie in visitor.client.session.cookie_jar}


@pytest.fixture
async def strict_house(
    register: Register, log: Log, sqlite_database: Database, clock: FakeClock
) -> AsyncIterator[House]:
    """An office that requires a second factor."""
    async with open_house(register, log, sqlite_database, clock, factor_required=True) as house:
        yield house


async def test_setting_it_up_and_signing_in_with_it(house: House, clock: FakeClock) -> None:
    visitor = await house.visitor("li.wei")
    await visitor.get("/console/account")
    assert "/console/account/factor" in visitor.page
    page = await visitor.get("/console/account/factor")
    assert "<svg" in page
    assert "style=" not in page
    found = SECRET.search(page)
    assert found
    secret = found[1].replace(" ", "")
    page = await visitor.post("/console/account/factor", code=code(secret, clock))
    assert len(set(RECOVERY.findall(page))) == 10
    assert "剩余恢复码 10 个" in await visitor.get("/console/account")
    await visitor.get("/console/account/factor")
    assert visitor.url == "/console/account"
    clock.advance(seconds=60)
    other = await after_password(house, next="/console/account")
    assert other.url.startswith("/console/sign-in/code")
    await other.post("/console/sign-in/code", code=code(secret, clock), next="/console/account")
    assert other.url == "/console/account"
    assert PENDING_COOKIE not in cookies(other)


async def test_no_session_before_the_code(house: House, clock: FakeClock) -> None:
    enrolled(house, clock)
    visitor = await after_password(house)
    assert visitor.url == "/console/sign-in/code"
    assert SESSION_COOKIE not in cookies(visitor)
    await visitor.get("/console/account")
    assert visitor.url.startswith("/console/sign-in?next=")


async def test_a_wrong_code_is_told_and_may_be_tried_again(house: House, clock: FakeClock) -> None:
    secret = enrolled(house, clock)
    visitor = await after_password(house, next="/console/account")
    page = await visitor.post("/console/sign-in/code", code="000000", next="/console/account")
    assert visitor.status == 401
    assert "验证码不正确" in page
    assert 'value="/console/account"' in page
    await visitor.post("/console/sign-in/code", code=code(secret, clock), next="https://evil.example/")
    assert (visitor.status, visitor.url) == (200, "/console/")


async def test_too_many_wrong_codes_are_told(house: House, clock: FakeClock) -> None:
    secret = enrolled(house, clock)
    visitor = await after_password(house)
    for _ in range(5):
        await visitor.post("/console/sign-in/code", code="000000")
    page = await visitor.post("/console/sign-in/code", code=code(secret, clock))
    assert visitor.status == 429
    assert "错误次数过多" in page


async def test_whoever_waits_too_long_gives_the_password_again(house: House, clock: FakeClock) -> None:
    secret = enrolled(house, clock)
    visitor = await after_password(house)
    clock.advance(minutes=6)
    page = await visitor.post("/console/sign-in/code", code=code(secret, clock))
    assert visitor.url.startswith("/console/sign-in?")
    assert "等待时间过长" in page


async def test_the_page_for_the_code_needs_the_password_first(house: House, clock: FakeClock) -> None:
    secret = enrolled(house, clock)
    visitor = await house.visitor()
    await visitor.get("/console/sign-in/code")
    assert visitor.url == "/console/sign-in"
    await visitor.post("/console/sign-in/code", code=code(secret, clock))
    assert SESSION_COOKIE not in cookies(visitor)


async def test_the_first_code_must_be_right(house: House) -> None:
    visitor = await house.visitor("li.wei")
    page = await visitor.get("/console/account/factor")
    secret = SECRET.search(page)
    page = await visitor.post("/console/account/factor", code="000000")
    assert visitor.status == 422
    again = SECRET.search(page)
    assert secret
    assert again
    assert again[1] == secret[1]
    assert not staff_member(house.register, "li.wei").second_factor


@pytest.mark.parametrize(("right", "told"), [(True, "动态验证码已停用"), (False, "验证码不正确")])
async def test_switching_off_needs_a_code(house: House, clock: FakeClock, right: bool, told: str) -> None:
    secret = enrolled(house, clock)
    visitor = await after_password(house)
    await visitor.post("/console/sign-in/code", code=code(secret, clock))
    clock.advance(seconds=60)
    await visitor.get("/console/account")
    page = await visitor.post("/console/account/factor/off", code=code(secret, clock) if right else "000000")
    assert told in page


async def test_the_password_can_be_changed_with_a_second_factor(house: House, clock: FakeClock) -> None:
    secret = enrolled(house, clock)
    visitor = await after_password(house)
    await visitor.post("/console/sign-in/code", code=code(secret, clock))
    await visitor.get("/console/account")
    page = await visitor.post("/console/account/password", old=PASSWORD, new="a new and longer sentence")
    assert "密码已修改" in page


async def test_an_administrator_resets_it_for_others_only(house: House, clock: FakeClock) -> None:
    enrolled(house, clock)
    administrator = await house.visitor("chen.jing")
    await administrator.get("/console/staff")
    page = await administrator.post("/console/staff/reset-factor", name="li.wei")
    assert "动态验证码已重置" in page
    assert (await after_password(house)).url == "/console/"
    await administrator.post("/console/staff/reset-factor", name="chen.jing")
    assert administrator.status == 400
    await administrator.get("/console/staff")
    await administrator.post("/console/staff/reset-factor", name="nobody")
    assert administrator.status == 404
    assert "重置动态验证码" in await administrator.get("/console/audit")


async def test_where_it_is_required_nothing_opens_before_it_is_set_up(strict_house: House, clock: FakeClock) -> None:
    visitor = await strict_house.visitor("li.wei")
    assert visitor.url == "/console/account/factor"
    for page in ("/console/", "/console/account", "/console/alerts"):
        assert "本单位要求使用动态验证码" in await visitor.get(page)
    await visitor.post("/console/account/password", old=PASSWORD, new="a new and longer sentence")
    assert visitor.url == "/console/account/factor"
    found = SECRET.search(visitor.page)
    assert found
    await visitor.post("/console/account/factor", code=code(found[1].replace(" ", ""), clock))
    await visitor.get("/console/account")
    assert visitor.url == "/console/account"


async def test_where_it_is_required_one_may_still_sign_out(strict_house: House) -> None:
    visitor = await strict_house.visitor("li.wei")
    await visitor.post("/console/sign-out")
    assert visitor.url == "/console/sign-in"


async def test_english_pages(house: House, clock: FakeClock) -> None:
    visitor = await house.visitor("li.wei")
    assert "Put it into an app" in await visitor.get("/console/account/factor?lang=en")
    enrolled(house, clock, "zhao.min")
    other = await house.visitor()
    await other.get("/console/sign-in?lang=en")
    await other.post("/console/sign-in", name="zhao.min", password=PASSWORD)
    assert "One more step" in other.page


async def test_new_recovery_codes_are_shown_once_for_a_code_of_the_app(house: House, clock: FakeClock) -> None:
    visitor = await house.visitor("li.wei")
    secret = enrolled(house, clock)
    await visitor.get("/console/account")
    await visitor.post("/console/account/factor/codes", code="000000")
    assert "验证码不正确" in visitor.page
    page = await visitor.post("/console/account/factor/codes", code=code(secret, clock))
    new = RECOVERY.findall(page)
    assert len(set(new)) == 10
    assert "原来的全部作废" in page
    assert not RECOVERY.findall(await visitor.get("/console/account"))
    other = await after_password(house)
    await other.post("/console/sign-in/code", code=new[0])
    assert (other.status, other.url) == (200, "/console/")
    assert "更换恢复码" in await (await house.visitor("chen.jing")).get("/console/audit")
