"""The console in a real browser: its pages work by hand and by keyboard, on a desk and on a phone, for everybody."""

import os
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.support.clock import FakeClock
from tests.support.console import PASSWORD, House, take
from tests.support.furnish import Furnished, furnish

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES = {"desktop": {"width": 1360, "height": 900}, "phone": {"width": 390, "height": 844}}
EMPTY_FILTER = "?text=没有这样的事项"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":  # noqa: TID251  # tells the test run from a developer's
            pytest.fail("there is no chromium")
        pytest.skip("there is no chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
def furnished(house: House, clock: FakeClock) -> Furnished:
    return furnish(house, clock)


async def open_page(browser: Browser, house: House, name: str = "", *, size: str = "desktop") -> Page:
    """A new browser window; signed in when a name is given. Any error on a page fails the test that opened it."""
    context = await browser.new_context(
        viewport=SIZES[size], base_url=str(house.client.make_url("/")), locale="zh-CN", accept_downloads=True
    )
    context.set_default_timeout(30_000)
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script: {error}"))
    page.on("console", lambda message: _refuse(message.type, message.text))
    if name:
        await page.goto("/console/sign-in")
        await page.get_by_label("账号").fill(name)
        await page.get_by_label("密码").fill(PASSWORD)
        await page.get_by_role("button", name="登录").click()
        await page.wait_for_url(re.compile(r"/console/(conversations)?$"))
    return page


def _refuse(kind: str, text: str) -> None:
    # The page's policy must allow everything that the page wants: a refusal is written to the console.
    if kind == "error" and "status of" not in text:
        pytest.fail(f"console: {text}")


async def look(page: Page, name: str) -> None:
    """Check a page for everybody's use: no accessibility violation, no sideways scrolling; keep a picture if asked."""
    results = await Axe().run(page)
    assert results.violations_count == 0, f"{name}: {results.generate_report()}"
    await glance(page, name)


async def glance(page: Page, name: str) -> None:
    """As `look`, for a page whose accessibility is looked at elsewhere: that takes most of the time."""
    widths = await page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1], f"{name} is wider than its window: {widths}"
    if folder := os.environ.get("FENGQIAO_SCREENSHOTS"):  # noqa: TID251  # a wish of whoever runs the tests
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


async def visit(page: Page, size: str, **pages: str) -> None:
    """Look at several pages."""
    for name, path in pages.items():
        await page.goto(f"/console/{path}")
        await look(page, f"{name}-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_an_officials_pages(browser: Browser, house: House, furnished: Furnished, size: str) -> None:
    page = await open_page(browser, house, "li.wei", size=size)
    await visit(
        page,
        size,
        inbox="",
        inbox_nothing=EMPTY_FILTER,
        inbox_english="?lang=en",
        case_english=f"cases/{furnished.fresh}?lang=en",
        case=f"cases/{furnished.fresh}?lang=zh",
        case_late=f"cases/{furnished.late}",
        case_accepted=f"cases/{furnished.accepted}",
        case_concluded=f"cases/{furnished.concluded}",
        case_danger=f"cases/{furnished.danger}",
        undelivered="undelivered",
        warnings="warnings",
        account="account",
        second_factor="account/factor",
        not_found=f"cases/{furnished.sealed}",
        not_allowed="staff",
    )


@pytest.mark.parametrize("size", SIZES)
async def test_an_operators_and_an_administrators_pages(
    browser: Browser, house: House, furnished: Furnished, size: str
) -> None:
    operator = await open_page(browser, house, "wang.fang", size=size)
    await visit(
        operator,
        size,
        conversations="conversations",
        conversations_nothing="conversations?intent=goodbye",
        conversation=f"conversations/{furnished.conversation}",
        waiting="waiting",
    )
    administrator = await open_page(browser, house, "chen.jing", size=size)
    await visit(administrator, size, staff="staff", audit="audit", deletions="deletions")


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_pages_of_an_empty_house(browser: Browser, house: House, size: str) -> None:
    page = await open_page(browser, house, size=size)
    await visit(page, size, sign_in="sign-in")
    await page.get_by_label("账号").fill("li.wei")
    await page.get_by_label("密码").fill("wrong password")
    await page.get_by_role("button", name="登录").click()
    await expect(page.get_by_role("alert")).to_contain_text("账号或密码不正确")
    await look(page, f"sign_in_wrong-{size}")
    official = await open_page(browser, house, "li.wei", size=size)
    await visit(official, size, inbox_empty="", undelivered_empty="undelivered")


@pytest.mark.parametrize("size", SIZES)
async def test_finding_a_case_and_taking_a_step(
    browser: Browser, house: House, furnished: Furnished, size: str
) -> None:
    page = await open_page(browser, house, "li.wei", size=size)
    await page.get_by_label("搜索").fill("修路")
    await page.get_by_role("button", name="筛选").click()
    await expect(page.get_by_text("共 1 件")).to_be_visible()
    await page.get_by_role("link", name=furnished.fresh, exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(furnished.fresh)
    await page.locator("#step-accept > summary").click()
    await look(page, f"step_open-{size}")
    await page.get_by_role("radio", name="信访程序").check()
    await page.get_by_role("textbox", name="办理单位").first.fill("赣县区自然资源局")
    await page.get_by_role("button", name="确认受理").click()
    await expect(page.get_by_role("status").first).to_contain_text("已完成：受理")
    await expect(page.locator(".way [aria-current]")).to_have_text("已受理")
    await expect(page.locator(".clocks")).to_contain_text("剩 60 天")
    await look(page, f"step_taken-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_colleague_was_faster(browser: Browser, house: House, furnished: Furnished, size: str) -> None:
    page = await open_page(browser, house, "li.wei", size=size)
    await page.goto(f"/console/cases/{furnished.fresh}")
    take(house.register, furnished.fresh, "note", by="zhao.min", text="已电话联系信访人，材料齐全。")
    await page.locator("summary", has_text="转送").click()
    await page.get_by_label("办理单位").first.fill("赣县区自然资源局")
    await page.get_by_role("button", name="确认转送").click()
    await expect(page.get_by_role("alert")).to_contain_text("已电话联系信访人")
    await expect(page.get_by_label("办理单位").first).to_have_value("赣县区自然资源局")
    await look(page, f"conflict-{size}")
    await page.get_by_role("button", name="确认转送").click()
    await expect(page.get_by_role("status").first).to_contain_text("已完成：转送")


async def test_two_clicks_are_one_step(browser: Browser, house: House, furnished: Furnished) -> None:
    page = await open_page(browser, house, "li.wei")
    await page.goto(f"/console/cases/{furnished.fresh}")
    await page.locator("summary", has_text="其他步骤").click()
    await page.locator("summary", has_text="内部记录").click()
    await page.locator("#note-text").fill("已核实")
    await page.get_by_role("button", name="确认内部记录").dblclick()
    await expect(page.get_by_role("status").first).to_contain_text("已完成")
    await expect(page.locator(".timeline li", has_text="已核实")).to_have_count(1)


async def test_personal_data_and_a_picture_are_shown_on_request(
    browser: Browser, house: House, furnished: Furnished
) -> None:
    page = await open_page(browser, house, "li.wei")
    await page.goto(f"/console/cases/{furnished.fresh}")
    await page.locator("summary", has_text="查看图片").click()
    await expect(page.locator("img.picture")).to_have_js_property("naturalWidth", 480)
    await page.locator("summary", has_text="查看完整个人信息").click()
    await page.get_by_label("查看事由").fill("电话核实占地情况")
    await page.get_by_role("button", name="查看并留痕").click()
    await expect(page.get_by_text("王建国")).to_be_visible()
    await look(page, "unmasked-desktop")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="下载 补偿协议.pdf").click()
    assert (await download.value).suggested_filename == "补偿协议.pdf"


async def test_everything_is_reached_by_keyboard(browser: Browser, house: House, furnished: Furnished) -> None:
    page = await open_page(browser, house, "li.wei")
    await page.goto("/console/")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()
    first = page.locator(".row h2 a").first
    for _ in range(30):
        await page.keyboard.press("Tab")
        if await first.evaluate("element => element === document.activeElement"):
            break
    outline = await first.evaluate("element => getComputedStyle(element).outlineStyle")
    assert outline == "solid"
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(furnished.danger)


async def test_a_new_account_shows_its_password_once(browser: Browser, house: House) -> None:
    page = await open_page(browser, house, "chen.jing")
    await page.goto("/console/staff")
    await page.get_by_label("登录账号").fill("sun.li")
    await page.get_by_label("姓名或称呼").fill("孙丽")
    await page.get_by_role("checkbox", name="信访部门人员").check()
    await page.get_by_role("button", name="新增并生成密码").click()
    await expect(page.get_by_role("alert")).to_contain_text("sun.li 的一次性密码")
    await look(page, "staff_password-desktop")
    password = await page.locator(".secret").inner_text()
    await page.goto("/console/staff")
    await expect(page.get_by_text(password)).to_have_count(0)
    house.register.staff.sign_in("sun.li", password, address="test")


async def test_the_numbers_stay_fresh(browser: Browser, house: House, furnished: Furnished) -> None:
    page = await open_page(browser, house, "li.wei")
    await page.clock.install()
    await page.goto("/console/")
    await expect(page.locator("[data-fresh]")).to_be_hidden()
    async with page.expect_response("**/console/counts"):
        await page.clock.run_for(16_000)
    take(house.register, furnished.fresh, "transfer", unit="赣县区自然资源局")
    async with page.expect_response("**/console/counts"):
        await page.clock.run_for(16_000)
    await expect(page.get_by_text("列表有更新")).to_be_visible()
