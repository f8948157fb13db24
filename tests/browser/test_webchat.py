"""The web chat in a real browser, by hand, by keyboard, on a phone and when the network fails."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, FilePayload, Locator, Page, Route, expect

from bot.messages import Button, Delivered, Inbound, Kind, Outbound
from tests.support.chromium import chromium, picture, violations
from tests.support.clock import FakeClock
from tests.support.web_files import png
from tests.support.web_receiver import EchoReceiver
from tests.support.web_site import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 568}
ZOOMED = {"width": 640, "height": 360}  # a screen of 1280 by 720 at 200 %
DESK = {"width": 1280, "height": 800}
TOUCH = 44
SUMMARY = """我记下的是：
地点：江西省赣州市赣县区梅林镇
时间：2026年2月
请求：尽快恢复供水

这样对吗？"""
STORY = "我们小区停水半个月了，物业不管，也没人来修。老人小孩都没法过。"
FILED = "登记好了。编号 360721-20260302-0001，查询码 7KQF-M2XD-9PTAW。3月17日前会告诉您转到哪里办。着急可以打 12345。"
PHOTO = FilePayload(name="门口.png", mimeType="image/png", buffer=png())
CONTRACT = FilePayload(name="合同.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7\n")
PROGRAM = FilePayload(name="a.exe", mimeType="application/octet-stream", buffer=b"MZ")


def petition(message: Inbound) -> list[Outbound]:
    """Ask back with buttons, then register."""
    if message.kind is Kind.BUTTON:
        return [Outbound(id=0, recipient="", text=FILED)]
    if "停水" in message.text:
        buttons = tuple(
            Button(title=title, payload=f"/{name}") for title, name in (("对，登记", "yes"), ("要改", "no"))
        )
        return [Outbound(id=0, recipient="", text=SUMMARY, buttons=buttons)]
    return [Outbound(id=0, recipient="", text=f"收到：{message.text}")]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def site() -> AsyncIterator[Site]:
    site = Site(EchoReceiver(script=petition, clock=FakeClock(datetime.now(UTC))))
    await site.start()
    yield site
    await site.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def citizen(browser: Browser, site: Site) -> AsyncIterator["Citizen"]:
    """Somebody at a desk, in Chinese."""
    async with Citizen(browser, site) as citizen:
        yield citizen


class Citizen:
    """A person with a browser of their own. Anything the page complains about fails the test that opened it."""

    def __init__(self, browser: Browser, site: Site, **wishes: Any) -> None:
        self.browser = browser
        self.site = site
        self.wishes: dict[str, Any] = {"viewport": DESK, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"} | wishes
        self.complaints: list[str] = []
        self.addresses: set[str] = set()
        self.context: BrowserContext
        self.page: Page

    async def __aenter__(self) -> "Citizen":
        self.context = await self.browser.new_context(base_url=self.site.address, **self.wishes)
        self.page = await self.window()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.context.close()
        if not any(error):
            assert self.complaints == []

    async def window(self) -> Page:
        page = await self.context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("request", lambda request: self.addresses.add(request.url))
        await page.goto("/")
        await expect(page.locator("#log")).to_have_attribute("aria-live", "polite")
        return page

    def _console(self, kind: str, text: str) -> None:
        # A network that fails is what some tests are about; a policy or a script that fails never is.
        if kind == "error" and not re.search(r"net::ERR|WebSocket connection|status of", text):
            self.complaints.append(text)

    async def say(self, text: str) -> None:
        await self.page.locator("#text").fill(text)
        await self.page.locator("#send").click()

    async def hears(self, text: str) -> None:
        await expect(self.answers.last).to_contain_text(text)

    @property
    def answers(self) -> Locator:
        return self.page.locator(".line:not(.own) .bubble")

    @property
    def own(self) -> Locator:
        return self.page.locator(".line.own")

    @property
    def session(self) -> str:
        """The address of the only session that has talked."""
        return self.site.receiver.messages[0].sender


def texts(site: Site) -> list[str]:
    return [message.text for message in site.receiver.messages]


async def test_a_petition_is_told_and_filed(citizen: Citizen, site: Site) -> None:
    await picture(citizen.page, "webchat-desk-welcome")
    await citizen.say(STORY)
    await expect(citizen.own.last).to_contain_text("已收到")
    await citizen.hears("这样对吗？")
    await citizen.page.get_by_role("button", name="对，登记").click()
    await citizen.hears("登记好了")
    assert texts(site) == [STORY, "/yes"]
    assert site.receiver.messages[1].data == {"title": "对，登记"}
    await expect(citizen.page.locator("#starters")).to_be_hidden()
    await picture(citizen.page, "webchat-desk-filed")


async def test_a_starter_says_its_words(citizen: Citizen, site: Site) -> None:
    await citizen.page.get_by_role("button", name="查办理进度").click()
    await citizen.hears("收到：查办理进度")
    assert texts(site) == ["查办理进度"]


async def test_a_choice_is_made_once(citizen: Citizen, site: Site) -> None:
    await citizen.say(STORY)
    yes, no = (citizen.page.get_by_role("button", name=name) for name in ("对，登记", "要改"))
    await yes.click()
    await citizen.hears("登记好了")
    for button in (yes, no):
        await expect(button).to_have_attribute("aria-disabled", "true")
        await button.click(force=True)
    await expect(yes).to_have_class("chosen")
    await expect(citizen.page.locator("#announcer")).to_contain_text("已经过去了")
    assert texts(site) == [STORY, "/yes"]


async def test_older_choices_close_when_newer_ones_come(citizen: Citizen) -> None:
    await citizen.say(STORY)
    await expect(citizen.page.locator(".lines .choices")).to_have_count(1)
    await citizen.say("先问一句")
    await citizen.hears("收到：先问一句")
    older = citizen.page.locator(".lines .choices").first.locator("button").first
    await expect(older).to_have_attribute("aria-disabled", "false")
    await citizen.say("还是停水的事")
    await expect(citizen.page.locator(".lines .choices")).to_have_count(2)
    await expect(older).to_have_attribute("aria-disabled", "true")


async def test_after_a_reload_everything_is_there(citizen: Citizen) -> None:
    await citizen.say(STORY)
    await citizen.page.get_by_role("button", name="对，登记").click()
    await citizen.hears("登记好了")
    before = await citizen.page.locator(".bubble").all_inner_texts()
    await citizen.page.reload()
    await citizen.hears("登记好了")
    assert await citizen.page.locator(".bubble").all_inner_texts() == before
    await expect(citizen.page.get_by_role("button", name="对，登记")).to_have_class("chosen")
    await expect(citizen.page.locator("#starters")).to_be_hidden()


async def test_what_is_half_written_is_there_after_a_reload(citizen: Citizen) -> None:
    await citizen.page.locator("#text").press_sequentially("还没写完")
    await citizen.page.reload()
    await expect(citizen.page.locator("#text")).to_have_value("还没写完")
    await citizen.page.locator("#send").click()
    await citizen.hears("还没写完")
    await citizen.page.reload()
    await expect(citizen.page.locator("#text")).to_have_value("")


async def test_a_notice_arrives_by_itself_and_is_seen(citizen: Citizen, site: Site) -> None:
    await citizen.say("你好")
    await citizen.hears("收到")
    notice = Outbound(id=0, recipient=citizen.session, text="您的事已转到赣县区住建局。")
    assert await site.receiver.say(notice) is Delivered.DELIVERED
    await citizen.hears("已转到赣县区住建局")
    await citizen.say("谢谢")
    await citizen.hears("谢谢")
    assert site.receiver.read_up_to[citizen.session] >= 2


async def test_a_message_pushed_twice_is_shown_once(citizen: Citizen, site: Site) -> None:
    await citizen.say("你好")
    await citizen.hears("收到")
    assert site.receiver.sender
    for number, text in ((50, "已受理。"), (50, "已受理。"), (51, "已答复。")):
        await site.receiver.sender.send(Outbound(id=number, recipient=citizen.session, text=text))
    await citizen.hears("已答复。")
    await expect(citizen.answers.filter(has_text="已受理。")).to_have_count(1)


async def test_two_people_do_not_see_each_other(browser: Browser, site: Site) -> None:
    async with Citizen(browser, site) as first, Citizen(browser, site) as second:
        await first.say("第一个人的秘密")
        await first.hears("第一个人的秘密")
        await second.say("第二个人")
        await second.hears("第二个人")
        assert "秘密" not in await second.page.content()
        assert len({message.sender for message in site.receiver.messages}) == 2


async def test_two_windows_of_one_person_show_the_same(citizen: Citizen) -> None:
    other = await citizen.window()
    await citizen.say("在这个窗口说")
    await expect(other.locator(".line.own")).to_contain_text("在这个窗口说")
    await expect(other.locator(".line:not(.own)")).to_contain_text("收到")


async def test_what_is_written_offline_goes_out_when_the_network_is_back(citizen: Citizen, site: Site) -> None:
    await citizen.say("一")
    await citizen.hears("收到：一")
    await citizen.context.set_offline(True)
    await citizen.say("二")
    await citizen.say("三")
    await expect(citizen.page.locator("#banner")).to_contain_text("网络断了，您写的话都在")
    await expect(citizen.own.last.get_by_role("button")).to_have_text("没发出去，点这里重发")
    await picture(citizen.page, "webchat-desk-offline")
    await citizen.context.set_offline(False)
    await citizen.hears("收到：三")
    await expect(citizen.own.last).to_contain_text("已收到")
    assert texts(site) == ["一", "二", "三"]


async def test_a_server_that_restarts_loses_nothing(citizen: Citizen, site: Site) -> None:
    await citizen.say("一")
    await citizen.hears("收到：一")
    await site.stop()
    await citizen.say("二")
    await expect(citizen.own.last.get_by_role("button")).to_be_visible()
    await site.start()
    await citizen.own.last.get_by_role("button").click()
    await citizen.hears("收到：二")
    assert texts(site) == ["一", "二"]


async def test_what_the_server_could_not_keep_is_sent_after_a_reload(citizen: Citizen, site: Site) -> None:
    site.receiver.broken = True
    await citizen.say("不能丢")
    await expect(citizen.own).to_contain_text("系统暂时存不下这条消息")
    await expect(citizen.own.get_by_role("button")).to_have_text("没发出去，点这里重发")
    site.receiver.broken = False
    await citizen.page.reload()
    await citizen.hears("收到：不能丢")
    assert texts(site) == ["不能丢"]
    await citizen.page.reload()
    await expect(citizen.own).to_have_count(1)


async def test_an_acknowledgement_that_got_lost_is_no_second_message(citizen: Citizen, site: Site) -> None:
    """The server keeps the words and falls before it can say so."""
    receive = site.receiver.receive

    async def keep_and_fall(message: Inbound) -> bool:
        await receive(message)
        raise OSError("the answer is lost")

    site.receiver.receive = keep_and_fall  # type: ignore[method-assign]
    await citizen.say("说过一次")
    await expect(citizen.own.get_by_role("button")).to_be_visible()
    site.receiver.receive = receive  # type: ignore[method-assign]
    await citizen.own.get_by_role("button").click()
    await expect(citizen.own).to_contain_text("已收到")
    await expect(citizen.own).to_have_count(1)
    await expect(citizen.answers).to_have_count(1)
    assert texts(site) == ["说过一次"]


async def test_without_sockets_it_goes_over_plain_http(browser: Browser, site: Site) -> None:
    async with Citizen(browser, site) as citizen:
        await citizen.context.add_init_script("window.WebSocket = class { constructor() { throw new Error('no') } }")
        await citizen.page.reload()
        await citizen.say(STORY)
        await citizen.page.get_by_role("button", name="对，登记").click()
        await citizen.hears("登记好了")
        await expect(citizen.page.locator("#banner")).to_be_hidden()
        assert texts(site) == [STORY, "/yes"]


async def test_a_photo_is_sent_and_shown(citizen: Citizen, site: Site) -> None:
    await citizen.page.locator("#files").set_input_files([PHOTO, CONTRACT])
    await expect(citizen.own).to_contain_text("已收到")
    await expect(citizen.own.locator("img.picture")).to_be_visible()
    (message,) = site.receiver.messages
    assert [(file.kind, file.name) for file in message.attachments] == [("photo", "门口.png"), ("document", "合同.pdf")]
    assert [data for data, *_ in site.receiver.uploads.values()] == [png(), b"%PDF-1.7\n"]
    await picture(citizen.page, "webchat-desk-files")
    await citizen.page.reload()
    await expect(citizen.own).to_contain_text("合同.pdf")


async def test_a_file_we_do_not_take_says_why_and_the_others_go(citizen: Citizen, site: Site) -> None:
    await citizen.page.locator("#files").set_input_files([PROGRAM, PHOTO])
    await expect(citizen.own).to_contain_text("这种文件收不了")
    await expect(citizen.own).to_contain_text("已收到")
    assert [file.name for file in site.receiver.messages[0].attachments] == ["门口.png"]


async def test_a_file_that_is_too_large_is_said_at_once(citizen: Citizen, site: Site) -> None:
    large = FilePayload(name="a.png", mimeType="image/png", buffer=png() + bytes(10 * 1024 * 1024))
    await citizen.page.locator("#files").set_input_files([large])
    await expect(citizen.own.locator(".meta")).to_contain_text("最多 10 MB")
    assert site.receiver.uploads == {}


async def test_a_file_waits_for_the_network(citizen: Citizen, site: Site) -> None:
    await citizen.context.set_offline(True)
    await citizen.page.locator("#files").set_input_files([PHOTO])
    await expect(citizen.own.get_by_role("button")).to_have_text("没发出去，点这里重发")
    await citizen.context.set_offline(False)
    await expect(citizen.own).to_contain_text("已收到")
    assert len(site.receiver.uploads) == 1


async def test_a_voice_message(citizen: Citizen, site: Site) -> None:
    await citizen.page.get_by_role("button", name="说话").click()
    await expect(citizen.page.locator("#recording")).to_contain_text("正在录音 0:01")
    await picture(citizen.page, "webchat-desk-recording")
    await citizen.page.get_by_role("button", name="说完了，发送").click()
    await expect(citizen.own).to_contain_text("已收到")
    assert [file.kind for file in site.receiver.messages[0].attachments] == ["voice"]
    await expect(citizen.page.locator("#recording")).to_be_hidden()


async def test_a_recording_can_be_thrown_away(citizen: Citizen, site: Site) -> None:
    await citizen.page.get_by_role("button", name="说话").click()
    await citizen.page.get_by_role("button", name="不要了").click()
    await expect(citizen.page.get_by_role("button", name="说话")).to_be_focused()
    await citizen.say("还是写吧")
    await citizen.hears("还是写吧")
    assert texts(site) == ["还是写吧"]


async def test_a_place_is_sent_only_after_a_yes(browser: Browser, site: Site) -> None:
    place = {"latitude": 25.86, "longitude": 115.01}
    async with Citizen(browser, site, geolocation=place, permissions=["geolocation"]) as citizen:
        await citizen.page.get_by_role("button", name="位置").click()
        await citizen.page.get_by_role("button", name="不，返回").click()
        await citizen.page.get_by_role("button", name="位置").click()
        await picture(citizen.page, "webchat-desk-question")
        await citizen.page.get_by_role("button", name="发送位置").click()
        await expect(citizen.own).to_contain_text("我的位置")
        await expect(citizen.own).to_contain_text("已收到")
        (message,) = site.receiver.messages
        assert message.kind is Kind.LOCATION
        assert (message.data["latitude"], message.data["longitude"]) == (25.86, 115.01)


async def test_everything_by_keyboard(citizen: Citizen, site: Site) -> None:
    keys = citizen.page.keyboard
    await citizen.page.reload()
    await expect(citizen.page.locator("#text")).to_be_focused()
    await keys.type("停水")
    await keys.press("Shift+Enter")
    await keys.type("半个月")
    await keys.press("Enter")
    await citizen.hears("这样对吗？")
    assert texts(site) == ["停水\n半个月"]
    await expect(citizen.page.locator("#text")).to_be_focused()

    await keys.press("Shift+Tab")
    await expect(citizen.page.get_by_role("button", name="要改")).to_be_focused()
    await keys.press("Shift+Tab")
    yes = citizen.page.get_by_role("button", name="对，登记")
    await expect(yes).to_be_focused()
    await keys.press("Enter")
    await citizen.hears("登记好了")
    await expect(yes).to_be_focused()
    assert texts(site)[-1] == "/yes"


async def test_the_skip_link_leads_to_the_words(citizen: Citizen) -> None:
    await expect(citizen.page.locator(".skip")).not_to_be_in_viewport()
    await citizen.page.locator(".skip").focus()
    await expect(citizen.page.locator(".skip")).to_be_in_viewport()
    await citizen.page.keyboard.press("Enter")
    await expect(citizen.page.locator("#text")).to_be_focused()


async def test_the_menu_by_keyboard(citizen: Citizen) -> None:
    await citizen.page.locator("#more summary").focus()
    await citizen.page.keyboard.press("Enter")
    await expect(citizen.page.get_by_role("link", name="English")).to_be_visible()
    await citizen.page.keyboard.press("Tab")
    await citizen.page.keyboard.press("Escape")
    await expect(citizen.page.locator("#leave")).to_be_hidden()
    await expect(citizen.page.locator("#more summary")).to_be_focused()


async def test_the_enter_of_an_input_method_sends_nothing(citizen: Citizen, site: Site) -> None:
    await citizen.page.locator("#text").fill("ting")
    await citizen.page.locator("#text").dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await expect(citizen.page.locator("#text")).to_have_value("ting")
    await citizen.page.locator("#text").press("Enter")
    await citizen.hears("ting")
    assert texts(site) == ["ting"]


async def test_on_a_phone_enter_is_a_new_line(browser: Browser, site: Site) -> None:
    async with Citizen(browser, site, viewport=PHONE, is_mobile=True, has_touch=True) as citizen:
        await citizen.page.locator("#text").tap()
        await citizen.page.keyboard.type("停水")
        await citizen.page.keyboard.press("Enter")
        await citizen.page.keyboard.type("半个月")
        await expect(citizen.page.locator("#text")).to_have_value("停水\n半个月")
        await citizen.page.locator("#send").tap()
        await citizen.hears("这样对吗？")
        assert texts(site) == ["停水\n半个月"]


async def test_nothing_said_becomes_markup(citizen: Citizen, site: Site) -> None:
    attack = "<img src=x onerror=document.title='broken'><b>粗</b>"
    await citizen.say(attack)
    await citizen.hears(attack)
    assert await citizen.page.locator(".bubble b, .bubble img").count() == 0
    assert await citizen.page.title() == "枫桥 · 信访"


async def test_numbers_stay_whole_and_hotlines_can_be_tapped(citizen: Citizen) -> None:
    await citizen.say(STORY)
    await citizen.page.get_by_role("button", name="对，登记").click()
    await citizen.hears("登记好了")
    assert await citizen.answers.last.locator(".code").all_inner_texts() == ["360721-20260302-0001", "7KQF-M2XD-9PTAW"]
    assert await citizen.answers.last.locator("a").evaluate_all("links => links.map((a) => a.href)") == ["tel:12345"]


async def test_the_whole_page_comes_from_our_own_server(citizen: Citizen, site: Site) -> None:
    await citizen.say("你好")
    await citizen.hears("你好")
    outside = {each for each in citizen.addresses if not each.startswith((site.address, "blob:", "data:"))}
    assert outside == set()
    assert len(citizen.addresses) > 10


async def test_large_type_is_larger_and_stays(citizen: Citizen) -> None:
    size = "getComputedStyle(document.querySelector('#text')).fontSize"
    assert await citizen.page.evaluate(size) == "18px"
    await citizen.page.get_by_role("button", name="大字").click()
    assert await citizen.page.evaluate(size) == "24px"
    await citizen.page.reload()
    await expect(citizen.page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    assert await citizen.page.evaluate(size) == "24px"


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
@pytest.mark.parametrize("viewport", [SMALL, PHONE, ZOOMED, DESK], ids=["small", "phone", "zoomed", "desk"])
async def test_it_fits_every_screen(browser: Browser, site: Site, viewport: dict[str, int], large: bool) -> None:
    async with Citizen(browser, site, viewport=viewport) as citizen:
        if large:
            await citizen.page.locator("#larger").click()
        name = f"webchat-{viewport['width']}{'-large' if large else ''}"
        await picture(citizen.page, f"{name}-welcome")
        await citizen.say(STORY)
        await citizen.page.get_by_role("button", name="对，登记").click()
        await citizen.hears("登记好了")
        await citizen.page.get_by_role("button", name="说话").scroll_into_view_if_needed()
        await picture(citizen.page, name)
        assert await sideways(citizen.page) == []
        assert await too_small(citizen.page) == []
        assert await citizen.page.locator("#log").evaluate("log => log.clientHeight") >= 100
        for part in ("#text", "#send", "#attach", "#voice", "#place", "#larger", "#more"):
            await expect(citizen.page.locator(part)).to_be_in_viewport(ratio=1)


async def sideways(page: Page) -> list[str]:
    """What sticks out of the window or of the conversation."""
    found: list[str] = await page.evaluate(
        """() => [...document.querySelectorAll('body, main, .log, .bubble, .composer, .head, .composer button')]
            .filter((part) => part.scrollWidth > part.clientWidth + 2 && !part.matches('.unseen'))
            .map((part) => `${part.className || part.id || part.tagName}: ${part.scrollWidth} > ${part.clientWidth}`)"""
    )
    return found


async def too_small(page: Page) -> list[str]:
    """Buttons that a thumb would miss."""
    found: list[str] = await page.evaluate(
        """(least) => [...document.querySelectorAll('button, summary, textarea, .plain')]
            .map((part) => [part, part.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.width < least || box.height < least))
            .map(([part, box]) => `${part.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)""",
        TOUCH,
    )
    return found


@pytest.mark.parametrize(
    ("locale", "scheme", "large"),
    [("zh-CN", "light", False), ("zh-CN", "dark", False), ("zh-CN", "light", True), ("en-GB", "dark", True)],
)
async def test_nothing_hinders_anybody(browser: Browser, site: Site, scheme: str, locale: str, large: bool) -> None:
    async with Citizen(browser, site, viewport=PHONE, color_scheme=scheme, locale=locale) as citizen:
        # What fades in is paler for a moment.
        await citizen.page.emulate_media(reduced_motion="reduce")
        if large:
            await citizen.page.locator("#larger").click()
        assert await violations(citizen.page) == []
        await citizen.say(STORY)
        await citizen.page.get_by_role("button", name="要改").click()
        await citizen.hears("登记好了")
        await citizen.context.set_offline(True)
        await citizen.say("没有网络")
        await expect(citizen.page.locator("#banner")).to_be_visible()
        await citizen.page.locator("#more summary").click()
        assert await violations(citizen.page) == []
        await picture(citizen.page, f"webchat-390-{scheme}-{locale[:2]}{'-large' if large else ''}-menu")
        await citizen.page.locator("#leave").click()
        await expect(citizen.page.locator("#question")).to_be_visible()
        assert await violations(citizen.page) == []
        await citizen.context.set_offline(False)
        await citizen.page.goto("/chat/privacy")
        assert await violations(citizen.page) == []
        assert await sideways(citizen.page) == []
        await picture(citizen.page, f"webchat-390-{scheme}-{locale[:2]}{'-large' if large else ''}-privacy")


async def test_in_english(browser: Browser, site: Site) -> None:
    async with Citizen(browser, site, locale="en-GB") as citizen:
        await expect(citizen.page.locator("html")).to_have_attribute("lang", "en")
        await citizen.page.get_by_role("button", name="I want to file a petition").click()
        await citizen.hears("收到：I want to file a petition")
        assert site.receiver.messages[0].language == "en"
        await expect(citizen.own).to_contain_text("Received")
        await picture(citizen.page, "webchat-desk-english")
        await citizen.page.locator("#more summary").click()
        await citizen.page.get_by_role("link", name="中文").click()
        await expect(citizen.page.locator("html")).to_have_attribute("lang", "zh-CN")
        await citizen.hears("收到：I want to file a petition")


async def test_nothing_moves_for_those_who_asked(browser: Browser, site: Site) -> None:
    async with Citizen(browser, site, reduced_motion="reduce") as citizen:
        await citizen.say("你好")
        await citizen.hears("你好")
        names = await citizen.page.locator(".line").evaluate_all("l => l.map((e) => getComputedStyle(e).animationName)")
        assert set(names) == {"none"}


async def test_reading_back_is_not_disturbed_by_a_new_message(citizen: Citizen, site: Site) -> None:
    for number in range(12):
        await citizen.say(f"第{number}句")
        await citizen.hears(f"第{number}句")
    await citizen.page.locator("#log").evaluate("log => log.scrollTo(0, 0)")
    await expect(citizen.page.locator(".welcome h2")).to_be_in_viewport()
    await site.receiver.say(Outbound(id=0, recipient=citizen.session, text="办理有进展。"))
    await expect(citizen.page.locator("#newest")).to_be_visible()
    await expect(citizen.page.locator(".welcome h2")).to_be_in_viewport()
    await citizen.page.locator("#newest").click()
    await expect(citizen.answers.last).to_be_in_viewport()
    await expect(citizen.page.locator("#newest")).to_be_hidden()


async def test_another_day_has_its_line(citizen: Citizen, site: Site) -> None:
    site.receiver.clock.now = datetime(2020, 3, 2, 1, 0, tzinfo=UTC)
    await citizen.say("第一天")
    await citizen.hears("第一天")
    site.receiver.clock.advance(days=3)
    await site.receiver.say(Outbound(id=0, recipient=citizen.session, text="三天后。"))
    await citizen.page.reload()
    await citizen.hears("三天后")
    days = await citizen.page.locator(".day").all_inner_texts()
    assert days == ["2020年3月2日星期一", "2020年3月5日星期四"]


async def test_the_server_knows_the_time(citizen: Citizen, site: Site) -> None:
    """An old phone's clock may be years off."""
    site.receiver.clock.now = datetime(2020, 3, 2, 1, 5, tzinfo=UTC)
    await citizen.say("现在几点")
    await citizen.hears("现在几点")
    assert await citizen.page.locator(".day").all_inner_texts() == ["2020年3月2日星期一"]
    assert await citizen.page.locator("time").all_inner_texts() == ["09:05", "09:05"]


async def test_leaving_a_shared_device(citizen: Citizen, site: Site) -> None:
    await citizen.say("我的秘密")
    await citizen.hears("我的秘密")
    await citizen.page.locator("#text").fill("半句秘密")
    other = await citizen.window()
    await citizen.page.locator("#more summary").click()
    await citizen.page.locator("#leave").click()
    await citizen.page.get_by_role("button", name="清除").click()
    for page in (citizen.page, other):
        await expect(page.locator("#starters")).to_be_visible()
        await expect(page.locator(".line")).to_have_count(0)
        assert "秘密" not in await page.evaluate("JSON.stringify(localStorage) + document.querySelector('#text').value")
    await citizen.say("我是下一个人")
    await citizen.hears("我是下一个人")
    assert len({message.sender for message in site.receiver.messages}) == 2


async def test_a_session_that_ended_goes_on_in_a_new_one_with_every_word(citizen: Citizen, site: Site) -> None:
    await citizen.say("一")
    await citizen.hears("收到：一")
    await citizen.context.clear_cookies()
    await site.stop()
    await citizen.say("二")
    await site.start()
    await expect(citizen.page.locator(".lines")).to_contain_text("从这里开始是新的谈话")
    await citizen.hears("收到：二")
    assert texts(site) == ["一", "二"]
    assert len({message.sender for message in site.receiver.messages}) == 2


async def test_without_cookies_the_page_says_what_to_do(citizen: Citizen) -> None:
    async def without_cookies(route: Route) -> None:
        response = await route.fetch()
        headers = {name: value for name, value in response.headers.items() if name != "set-cookie"}
        await citizen.context.clear_cookies()
        await route.fulfill(response=response, headers=headers)

    await citizen.context.clear_cookies()
    await citizen.page.route(re.compile(r"localhost:\d+/$"), without_cookies)
    await citizen.page.reload()
    await expect(citizen.page.locator("#banner")).to_contain_text("请在浏览器设置里允许 Cookie")
    await expect(citizen.page.get_by_role("button", name="重新打开")).to_be_visible()


async def test_the_answer_is_on_its_way(citizen: Citizen, site: Site) -> None:
    site.receiver.script = lambda message: []
    await citizen.say("你好")
    await expect(citizen.own).to_contain_text("已收到")
    assert site.receiver.sender
    await site.receiver.sender.typing(citizen.session)
    await expect(citizen.page.locator("#typing")).to_be_visible()
    await picture(citizen.page, "webchat-desk-typing")
    await site.receiver.say(Outbound(id=0, recipient=citizen.session, text="好的。"))
    await citizen.hears("好的。")
    await expect(citizen.page.locator("#typing")).to_be_hidden()


async def test_words_that_are_too_long_stay_where_they_are(citizen: Citizen, site: Site) -> None:
    await citizen.say("水" * 20_001)
    await expect(citizen.page.locator("#text")).to_have_value("水" * 20_001)
    assert await citizen.page.locator("#text").evaluate("field => field.validationMessage") != ""
    await citizen.page.locator("#text").fill("短一点")
    await citizen.page.locator("#send").click()
    await citizen.hears("短一点")
    assert texts(site) == ["短一点"]
