"""Alerts in a real browser: they show up without reloading, in the title too, and waiting times tick."""

import re

import pytest
from playwright.async_api import Browser, expect

from conversations import NewAlert
from tests.browser.test_console import SIZES, browser, look, open_page
from tests.support.clock import FakeClock
from tests.support.console import House, talk

__all__ = ["browser"]

HIGH = NewAlert(kind="self_harm", level="high")
HUMAN = NewAlert(kind="human", level="medium")
WAGES = NewAlert(kind="wages", level="high")
DESPAIR = "房子被强拆以后我一个人带孩子住棚子，真的不想活了"


def furnish_alerts(house: House, clock: FakeClock) -> None:
    """Some wait, one is in somebody's hands, one is closed."""
    talk(house, address="624181004", said="找人工", alerts=(HUMAN,))
    closed = house.log.alerts.list()[0]
    clock.advance(minutes=2)
    house.log.alerts.close(closed.id, by="王芳", note="已回电话")
    talk(house, address="624181003", said="快过年了，我们三十多个人的工资一分没发", alerts=(WAGES,))
    clock.advance(minutes=6)
    house.log.alerts.take(house.log.alerts.list()[0].id, by="李伟")
    talk(house, address="624181002", said="有没有真人", alerts=(HUMAN,))
    clock.advance(minutes=3)
    talk(house, address="624181001", said=DESPAIR, alerts=(HIGH,))
    talk(house, address="624181001", said="我的电话是13800000001，我真的撑不下去了", alerts=(HIGH,))
    clock.advance(seconds=40)


@pytest.mark.parametrize("size", SIZES)
async def test_the_page(browser: Browser, house: House, clock: FakeClock, size: str) -> None:
    furnish_alerts(house, clock)
    page = await open_page(browser, house, "wang.fang", size=size)
    await page.goto("/console/alerts")
    await expect(page.locator("[data-alerts-list] li")).to_have_count(3)
    await expect(page.locator("[data-alerts-list] h2").first).to_have_text("可能有轻生或自伤风险")
    await expect(page.locator("[data-alerts-count]")).to_have_text("2")
    await look(page, f"alerts-{size}")
    await page.goto("/console/alerts?lang=en")
    await expect(page.get_by_role("button", name="Take").first).to_be_visible()
    await look(page, f"alerts_english-{size}")


async def test_a_new_one_shows_everywhere_without_reloading(browser: Browser, house: House) -> None:
    page = await open_page(browser, house, "li.wei")
    await page.clock.install()
    await page.goto("/console/")
    title = await page.title()
    badge = page.locator("[data-alerts-count]")
    await expect(badge).to_be_hidden()
    talk(house, said=DESPAIR, alerts=(HIGH,))
    async with page.expect_response("**/console/alerts/count"):
        await page.clock.run_for(4_500)
    await expect(badge).to_have_text("1")
    await expect(page).to_have_title(re.compile(rf"^（1）.*{re.escape(title)}$"))


async def test_the_waiting_time_ticks(browser: Browser, house: House, clock: FakeClock) -> None:
    talk(house, said=DESPAIR, alerts=(HIGH,))
    clock.advance(seconds=50)
    page = await open_page(browser, house, "wang.fang")
    await page.clock.install()
    await page.goto("/console/alerts")
    waited = page.locator("[data-waited]")
    await expect(waited).to_have_text(re.compile(r"^5\d 秒$"))
    await page.clock.run_for(70_000)
    await expect(waited).to_have_text("2 分钟")


async def test_taking_and_closing_by_hand(browser: Browser, house: House) -> None:
    talk(house, said=DESPAIR, alerts=(HIGH,))
    page = await open_page(browser, house, "wang.fang")
    await page.goto("/console/alerts")
    await page.get_by_role("button", name="我来处理").click()
    await expect(page.get_by_text("已由您接手")).to_be_visible()
    await page.get_by_label("处理情况").fill("已电话联系，家人陪着")
    await page.get_by_role("button", name="处理完毕").click()
    await expect(page.get_by_text("现在没有人在等")).to_be_visible()
    await expect(page.get_by_text("已电话联系，家人陪着")).to_be_visible()


async def test_what_is_being_written_is_not_lost_when_another_comes(browser: Browser, house: House) -> None:
    talk(house, address="1", said=DESPAIR, alerts=(HIGH,))
    page = await open_page(browser, house, "wang.fang")
    await page.clock.install()
    await page.goto("/console/alerts")
    note = page.get_by_label("处理情况")
    await note.fill("正在打电话")
    async with page.expect_response("**/console/alerts/count"):
        await page.clock.run_for(4_500)
    talk(house, address="2", said=DESPAIR, alerts=(HIGH,))
    async with page.expect_response("**/console/alerts/count"):
        await page.clock.run_for(4_500)
    await expect(page.get_by_text("有新的变化")).to_be_visible()
    await expect(note).to_have_value("正在打电话")
