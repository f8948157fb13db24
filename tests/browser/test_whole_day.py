"""A whole day at the desk, on a desk and on a phone: three people bring a case from its inbox to its end."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Page, expect

from cases import ClaimProposal, Nature, Role
from tests.browser.test_console import SIZES, browser, glance, look, open_page
from tests.support.chromium import picture
from tests.support.clock import FakeClock
from tests.support.console import PASSWORD, STORY, House, file_case, talk
from tests.support.console import picture as photo
from tests.support.furnish import DARK, ROAD, WAGES
from tests.support.units import county

__all__ = ["browser"]

PEOPLE = (
    ("he.ling", "何玲", Role.OFFICIAL, "office"),
    ("liu.yang", "刘洋", Role.HANDLER, "land"),
    ("guo.qiang", "郭强", Role.APPROVER, "land"),
)
CLAIMS = ("请求尽快发放两亩地的征地补偿款。", "请求恢复被压坏的水渠。")
LAMP = "村口到学校那条路晚上没有路灯，孩子放学摸黑走，建议装几盏路灯。"
LIFT = "小区的电梯坏了三个月，八楼的老人下不了楼，物业说没有钱修。"
PAPER = {
    "事实": "以征地档案、测量记录和施工合同为证。",
    "法律": "《土地管理法》第四十八条。",
    "上一级": "赣县区人民政府",
}
"""What a person writes where the draft of the paper has gaps."""
TODAY = "2026-03-02"


@dataclass(frozen=True, kw_only=True)
class Day:
    """What lies on the desk in the morning."""

    land: str
    danger: str
    late: str
    suggestions: tuple[str, str]


@pytest.fixture
def day(house: House, clock: FakeClock) -> Day:
    """A county's units and people, and five cases: the clock stands on a Monday morning when all have come in."""
    morning = clock.now
    county(house.register)
    for name, shown, role, unit in PEOPLE:
        house.register.staff.create(name, PASSWORD, display_name=shown, roles=[role], unit=unit)
    clock.advance(days=-14)
    late = file_case(house.register, address="2", facts=WAGES, respondent="包工头老刘", petitioner_name="李秀英")
    clock.advance(days=9)
    suggestions = tuple(
        file_case(house.register, address=address, facts=facts, nature=Nature.SUGGESTION, request="", respondent="")
        for address, facts in (("3", ROAD), ("4", LAMP))
    )
    clock.now = morning
    risk = ({"kind": "self_harm", "level": "high"},)
    danger = file_case(house.register, address="5", facts=DARK, risk=risk, respondent="")
    claims = tuple(ClaimProposal(request=one, nature=Nature.CLAIM) for one in CLAIMS)
    files = [("占地现场.png", "image/png", photo())]
    land = file_case(house.register, request="".join(CLAIMS), files=files, proposed={"claims": claims})
    talk(house, said=STORY, intent="tell_story", reply="我记下来了。请问这件事发生在哪里？")
    return Day(land=land, danger=danger, late=late, suggestions=(suggestions[0], suggestions[1]))


async def see(page: Page, name: str, size: str) -> None:
    """Look at a page; whether everybody can use it is looked at on the desk's width alone, for that takes the time."""
    await (look if size == "desktop" else glance)(page, f"{name}-{size}")


async def open_case(page: Page, number: str) -> None:
    """Open a case from the inbox."""
    await page.goto("/console/")
    await page.get_by_role("link", name=number, exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(number)


async def step(page: Page, name: str, label: str, /, **fields: str) -> None:
    """Open a step on the case before us, fill its form and confirm it."""
    await fill(page, name, fields)
    await confirm(page, label)


async def fill(page: Page, name: str, fields: Mapping[str, str], *, opened: bool = False) -> None:
    """Open a step, unless it is, and fill its form."""
    if not await page.locator(f"#step-{name}").is_visible():
        await page.locator(".more-steps > summary").click()
    if not opened:
        await page.locator(f"#step-{name} > summary").click()
    for field, value in fields.items():
        place = page.locator(f"#step-{name} [name='{field.replace('__', '.')}']")
        if await place.first.get_attribute("type") == "radio":
            await place.and_(page.locator(f"[value='{value}']")).check()
        elif await place.evaluate("element => element.tagName") == "SELECT":
            await place.select_option(value)
        else:
            await place.fill(value)


async def confirm(page: Page, label: str) -> None:
    """Confirm the step whose form is open."""
    await page.get_by_role("button", name=f"确认{label}", exact=True).click()
    await expect(page.get_by_role("status").first).to_contain_text(f"已完成：{label}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_case_from_the_inbox_to_its_end(browser: Browser, house: House, day: Day, size: str) -> None:
    office = await open_page(browser, house, "he.ling", size=size)
    await take_on(office, day, size)
    await step(office, "transfer", "转送", unit="县自然资源局")
    handler = await open_page(browser, house, "liu.yang", size=size)
    await open_case(handler, day.land)
    await step(handler, "sign", "签收")
    await step(handler, "accept", "受理", route="六")
    await expect(handler.locator(".clocks")).to_contain_text("剩 60 天")
    await step(handler, "ask_extension", "申请延期", days="20", text="需要重新测量两亩地的边界。")
    approver = await open_page(browser, house, "guo.qiang", size=size)
    await open_case(approver, day.land)
    await step(approver, "extend", "批准延期", text="需要重新测量，延长二十日。")
    await expect(approver.locator(".clocks")).to_contain_text("剩 80 天")
    await draft(handler, day, size)
    await open_case(approver, day.land)
    await step(approver, "approve", "审核通过")
    await open_case(handler, day.land)
    # What was approved is what is told: there is nothing left to write.
    await step(handler, "reply", "答复")
    await sign_and_serve(handler, approver, day, size)
    await step(handler, "conclude", "办结")
    await expect(handler.locator(".way [aria-current]")).to_have_text("已办结")
    await glance(handler, f"day_concluded-{size}")


async def take_on(page: Page, day: Day, size: str) -> None:
    """The morning: what is most pressing comes first; one case is taken on and read."""
    order = await page.locator(".row h2 a").all_inner_texts()
    assert order[:2] == [day.danger, day.late], "danger first, then the nearest limit"
    assert order[-1] == day.land, "the newest has the most time"
    await expect(page.locator(".row", has_text=day.late)).to_contain_text("只剩 38 小时")
    await glance(page, f"day_inbox-{size}")
    await picture(page, f"desk-inbox-{size}")
    mine = page.locator(".row", has_text=day.land)
    await mine.get_by_role("button", name=day.land).click()
    await expect(mine).to_contain_text("由我办理")
    await page.get_by_role("link", name=day.land, exact=True).click()
    await expect(page.locator(".claims > li")).to_have_count(2)
    await expect(page.locator(".clocks")).to_contain_text("剩 15 天")
    await picture(page, f"desk-case-{size}")
    await page.locator("#talk > summary").click()
    await expect(page.locator("#talk")).to_contain_text("请问这件事发生在哪里")
    await glance(page, f"day_case-{size}")


def opinion() -> dict[str, str]:
    """An opinion with an outcome for each claim."""
    return {
        "text": "经实地测量和查阅征地档案，占地两亩属实，补偿款应当发放；水渠由施工单位负责恢复。",
        "legal_basis": "《土地管理法》第四十八条",
        "claims__1__outcome": "supported",
        "claims__1__opinion": "占地两亩属实，补偿款于三十日内发放。",
        "claims__2__outcome": "explained",
        "claims__2__opinion": "水渠已由施工单位列入恢复计划，五月底前完工。",
    }


async def draft(page: Page, day: Day, size: str) -> None:
    """The handler drafts; an opinion that leaves a claim without its answer is given back."""
    await open_case(page, day.land)
    given = opinion()
    await fill(page, "draft", {name: value for name, value in given.items() if "__2__" not in name})
    await page.get_by_role("button", name="确认拟办").click()
    await expect(page.get_by_role("alert")).to_contain_text("第2项诉求还没有处理结果")
    await glance(page, f"day_draft-{size}")
    await expect(page.locator("#step-draft [name='claims.1.opinion']")).to_have_value(given["claims__1__opinion"])
    rest = {name: value for name, value in given.items() if "__2__" in name}
    await fill(page, "draft", rest, opened=True)
    await confirm(page, "拟办")


async def sign_and_serve(handler: Page, approver: Page, day: Day, size: str) -> None:
    """The paper is drawn up, signed, printed and served; a link on it leads to the step with its proof filled in."""
    await handler.get_by_role("link", name="查看文书").click()
    await handler.get_by_role("radio", name="信访处理意见书").check()
    await handler.get_by_role("button", name="起草文书").click()
    await see(handler, "day_paper", size)
    for area in await handler.locator("textarea[name^='part.']").all():
        text = await area.input_value()
        for gap, words in PAPER.items():
            text = re.sub(f"【[^】]*{gap}[^】]*】", words, text)
        await area.fill(text)
    await handler.get_by_role("button", name="保存", exact=True).click()
    await approver.goto(handler.url)
    await approver.get_by_role("button", name="保存并签发").click()
    await expect(approver.get_by_text("〔2026〕1号").first).to_be_visible()
    await handler.goto(approver.url)
    await handler.get_by_role("link", name="打印页").click()
    await expect(handler.locator(".sheet h1")).to_have_text("信访处理意见书")
    await see(handler, "day_print", size)
    await picture(handler, f"desk-paper-{size}")
    await handler.go_back()
    await handler.get_by_label("送达方式").select_option("post")
    await handler.get_by_label("证明").fill("XA123456789CN")
    await handler.get_by_role("button", name="登记送达").click()
    await handler.get_by_role("link", name="登记送达").click()
    await expect(handler.locator("#step-serve [name=served_at]")).to_have_value(TODAY)
    await confirm(handler, "登记送达")
    await expect(handler.locator(".clocks")).to_contain_text("申请复查")


@pytest.mark.parametrize("size", SIZES)
async def test_many_at_once_somebody_at_the_counter_and_the_figures(
    browser: Browser, house: House, day: Day, size: str
) -> None:
    page = await open_page(browser, house, "he.ling", size=size)
    await many_at_once(page, day, size)
    number = await at_the_counter(page, size)
    await page.goto("/console/")
    await page.get_by_label("搜索").fill("电梯")
    await page.get_by_role("button", name="筛选").click()
    await expect(page.get_by_text("共 1 件")).to_be_visible()
    await expect(page.locator(".row h2")).to_have_text(number)
    while house.register.figure_counting.count():
        pass
    await behind_the_figures(page, number, size)


async def many_at_once(page: Page, day: Day, size: str) -> None:
    """Two suggestions are ticked in the inbox and transferred in one go."""
    for number in day.suggestions:
        await page.get_by_role("checkbox", name=f"选中 {number}").check()
    await expect(page.locator("[data-chosen-count]")).to_have_text("2")
    await glance(page, f"day_chosen-{size}")
    await picture(page, f"desk-bulk-{size}")
    await page.get_by_role("button", name="批量办理").click()
    await expect(page.get_by_text("已选 2 件")).to_be_visible()
    await page.locator("#step-transfer > summary").click()
    await page.locator("#step-transfer [name=unit]").fill("茅店镇人民政府")
    await see(page, "day_bulk", size)
    await page.get_by_role("button", name="对可办的 2 件转送").click()
    await expect(page.get_by_role("status").first).to_contain_text("2 件中办成 2 件")
    await glance(page, f"day_bulk_done-{size}")


async def at_the_counter(page: Page, size: str) -> str:
    """Somebody comes in person; the number on their slip."""
    await page.goto("/console/counter")
    await page.get_by_role("button", name="来访").click()
    for label, value in (("事实和理由", LIFT), ("姓名", "张桂兰"), ("问题属地", "360721 赣州市赣县区")):
        await page.get_by_label(label).first.fill(value)
    await page.get_by_label("性质").select_option("claim")
    await see(page, "day_counter", size)
    await page.get_by_role("button", name="登记并打印凭条").click()
    await expect(page.get_by_role("heading", name="信访登记凭条")).to_be_visible()
    await see(page, "day_slip", size)
    return await page.locator(".slip-numbers dd").first.inner_text()


async def behind_the_figures(page: Page, number: str, size: str) -> None:
    """A number of the month's figures, and the list behind it."""
    await page.goto("/console/figures")
    await see(page, "day_figures", size)
    await picture(page, f"desk-figures-{size}")
    await page.locator(".tile .value").first.click()
    await expect(page.locator(".row h2", has_text=number)).to_be_visible()
    await see(page, "day_behind", size)
