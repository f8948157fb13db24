"""The whole loop in a real browser, with the real model: a story becomes a case, and the official's step comes back."""

import os
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.bootstrap import open_store
from bot.measure.server import Server
from cases import Role
from tests.support.chromium import chromium, picture
from tests.support.real_product import fitting_model

pytestmark = [
    pytest.mark.browser,
    pytest.mark.rasa,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(300),
]

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
PASSWORD = "a-long-enough-password"
ANSWERS = (
    ("哪里", "江西省赣州市赣县区梅林镇红金路8号"),
    ("什么时候", "去年10月"),
    ("哪个单位", "楼下的老张烧烤店"),
    ("怎么解决", "让他们装上油烟净化设备"),
    ("以前找过", "打过12345，没有下文"),
    ("多少人", "我们楼30户"),
    ("怎么称呼", "王建国"),
    ("联系电话", "13812345678"),
    ("住址", "梅林镇红金路8号3楼"),
)


@dataclass
class Product:
    server: Server


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def product(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Product]:
    fitting_model()
    server = Server(tmp_path_factory.mktemp("product"))
    store = open_store(server.settings())
    store.register.staff.create("li.wei", PASSWORD, display_name="李伟", roles=[Role.OFFICIAL, Role.OPERATOR])
    store.close()
    await server.start()
    yield Product(server)
    server.stop()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


async def say(page: Page, words: str) -> None:
    await page.get_by_role("textbox").fill(words)
    await page.get_by_role("button", name="发送").click()


async def last_heard(page: Page, pattern: str) -> None:
    await expect(page.get_by_role("log")).to_contain_text(re.compile(pattern), timeout=20_000)


async def tell(page: Page) -> str:
    """Tell a story to its end; the case's number."""
    await say(page, "楼下天天排油烟，一到晚上屋里全是味，老人咳得整夜睡不着，说了好几次都不管用。")
    for question, answer in ANSWERS:
        await last_heard(page, question)
        await say(page, answer)
    await last_heard(page, "材料")
    await picture(page, "loop-chat-asking")
    await page.get_by_role("button", name="没有了").last.click()
    await last_heard(page, "我记的对不对")
    await page.get_by_role("button", name="对，提交").last.click()
    await last_heard(page, "登记编号")
    found = re.search(r"\d{6}-\d{8}-\d{4}", await page.get_by_role("log").inner_text())
    assert found is not None
    return found.group()


async def transfer(page: Page, base: str, number: str) -> None:
    """Sign in as an official and transfer the case."""
    await page.goto(f"{base}/console/")
    await page.locator("input[name=name]").fill("li.wei")
    await page.locator("input[name=password]").fill(PASSWORD)
    await page.locator("main form button").first.click()
    await page.goto(f"{base}/console/cases/{number}")
    await expect(page.locator("main")).to_contain_text("老人咳得整夜睡不着")
    await picture(page, "loop-console-case")
    form = page.locator("form").filter(has=page.locator("input[name=step][value=transfer]"))
    if not await form.locator("[name=unit]").is_visible():
        await page.locator("details, summary").filter(has_text="转送").first.click()
    await form.locator("[name=unit]").fill("赣县区城市管理局")
    await form.locator("button[type=submit], button").last.click()
    await expect(page.locator("main")).to_contain_text("赣县区城市管理局")


async def test_a_story_becomes_a_case_and_the_officials_step_comes_back(browser: Browser, product: Product) -> None:
    base = product.server.url
    citizen = await (await browser.new_context(viewport=PHONE, locale="zh-CN")).new_page()
    await citizen.goto(base)
    number = await tell(citizen)
    await picture(citizen, "loop-chat-filed")
    assert number.startswith("360704-")
    official = await (await browser.new_context(viewport=DESK, locale="zh-CN")).new_page()
    await transfer(official, base, number)
    await last_heard(citizen, "赣县区城市管理局")
    await picture(citizen, "loop-chat-notice")
    await say(citizen, "我那个事办到哪了")
    await last_heard(citizen, f"{number}.*已转给赣县区城市管理局")


async def test_the_operator_reads_the_conversation_masked(browser: Browser, product: Product) -> None:
    base = product.server.url
    page = await (await browser.new_context(viewport=DESK, locale="zh-CN")).new_page()
    await page.goto(f"{base}/console/")
    await page.locator("input[name=name]").fill("li.wei")
    await page.locator("input[name=password]").fill(PASSWORD)
    await page.locator("main form button").first.click()
    await page.goto(f"{base}/console/conversations")
    await picture(page, "loop-console-conversations")
    await page.locator("main a[href*='/console/conversations/']").first.click()
    await expect(page.locator("main")).to_contain_text("老人咳得整夜睡不着")
    await expect(page.locator("main")).not_to_contain_text("13812345678")
    await picture(page, "loop-console-transcript")


async def test_the_log_of_that_day_holds_no_word_of_it(product: Product) -> None:
    log = Path(product.server.data, "server.log").read_text(encoding="utf-8")
    assert "老人咳" not in log
    assert "13812345678" not in log
    assert os.fspath(product.server.data)
