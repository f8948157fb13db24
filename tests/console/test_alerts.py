"""Alerts: seen by whom they concern, taken by one, told to the petitioner, written down."""

import json

import pytest

from cases import Role
from conversations import NewAlert
from tests.console.test_api import Caller
from tests.support.clock import FakeClock
from tests.support.console import PEOPLE, House, Visitor, staff_member, talk

HIGH = NewAlert(kind="self_harm", level="high")
READING = "工作人员正在看您说的话"


def call(house: House, *, address: str = "624181001", alert: NewAlert = HIGH, **changes: object) -> int:
    """A message that calls a person; the alert's number."""
    said = str(changes.pop("said", "我不想活了，电话13800000001"))
    talk(house, address=address, said=said, alerts=(alert,), **changes)  # type: ignore[arg-type]
    return max(one.id for one in house.log.alerts.list(sealed=True))


def told(house: House, address: str = "624181001") -> list[str]:
    """What waits to be said to the petitioner."""
    return [message.text for message in house.register.outbox.queued("telegram", address)]


async def page_of(house: House, name: str) -> Visitor:
    visitor = await house.visitor(name)
    await visitor.get("/console/alerts")
    return visitor


@pytest.mark.parametrize("name", PEOPLE)
async def test_everybody_on_the_staff_sees_who_waits_and_what_was_said_masked(house: House, name: str) -> None:
    call(house)
    visitor = await page_of(house, name)
    assert visitor.status == 200
    for shown in ("可能有轻生或自伤风险", "我不想活了", "紧急", "我来处理", "处理完毕", "Telegram …001"):
        assert shown in visitor.page
    assert "13800000001" not in visitor.page
    reads = bool(PEOPLE[name] & {Role.OPERATOR, Role.ADMINISTRATOR})
    assert ("/console/conversations/telegram" in visitor.page) is reads


async def test_nobody_waits(house: House) -> None:
    assert "现在没有人在等" in (await page_of(house, "wang.fang")).page


async def test_taking_it_tells_the_petitioner_once_and_writes_it_down(house: House) -> None:
    number = call(house)
    visitor = await page_of(house, "wang.fang")
    page = await visitor.post(f"/console/alerts/{number}/take")
    assert "已由您接手" in page
    assert "wang.fang 正在处理" in page
    assert "我来处理" not in page
    (sentence,) = told(house)
    assert sentence.startswith(READING)
    assert "wang.fang" not in sentence
    audit = house.register.for_official(staff_member(house.register, "chen.jing")).audit(5)
    assert ("wang.fang", "alert_taken", f"alert {number}") in [(one.who, one.action, one.subject) for one in audit]


async def test_the_petitioner_is_told_in_the_language_they_write(house: House) -> None:
    house.register.contacts.seen("telegram", "624181001", "en")
    number = call(house)
    await (await page_of(house, "wang.fang")).post(f"/console/alerts/{number}/take")
    (sentence,) = told(house)
    assert sentence.startswith("One of our staff is reading what you wrote.")


async def test_two_people_cannot_take_it(house: House) -> None:
    number = call(house)
    first, second = await page_of(house, "wang.fang"), await page_of(house, "li.wei")
    await first.post(f"/console/alerts/{number}/take")
    assert "已经有人接手" in await second.post(f"/console/alerts/{number}/take")
    assert len(told(house)) == 1
    assert "wang.fang 正在处理" in second.page


async def test_a_second_alert_of_the_same_chat_is_not_told_again(house: House) -> None:
    numbers = [call(house), call(house, alert=NewAlert(kind="human", level="medium"), said="找人工")]
    visitor = await page_of(house, "wang.fang")
    for number in numbers:
        await visitor.post(f"/console/alerts/{number}/take")
    assert len(told(house)) == 1


async def test_closing_it_with_a_note(house: House) -> None:
    number = call(house)
    visitor = await page_of(house, "li.wei")
    page = await visitor.post(f"/console/alerts/{number}/close", note="已电话联系，家人陪着")
    assert "已记为处理完毕" in page
    assert "已电话联系，家人陪着" in page
    assert "现在没有人在等" in page
    audit = house.register.for_official(staff_member(house.register, "chen.jing")).audit(5)
    assert ("alert_closed", f"alert {number}") in [(one.action, one.subject) for one in audit]


async def test_an_accusation_s_alert_is_nowhere_for_others(house: House) -> None:
    number = call(house, sealed=True, said="我举报他，他要杀我全家")
    for name in ("li.wei", "wang.fang", "chen.jing"):
        visitor = await page_of(house, name)
        assert "他要杀我全家" not in visitor.page
        assert json.loads(await visitor.get("/console/alerts/count")) == {"waiting": 0, "high": 0, "newest_high": 0}
        await visitor.get("/console/alerts")
        assert "已经有人接手或处理完毕" in await visitor.post(f"/console/alerts/{number}/take")
    assert told(house) == []
    discipline = await page_of(house, "zhao.min")
    assert "他要杀我全家" in discipline.page
    assert "已由您接手" in await discipline.post(f"/console/alerts/{number}/take")


async def test_the_number_beside_the_door_counts_who_waits(house: House) -> None:
    visitor = await house.visitor("li.wei")
    first = call(house, address="1")
    second = call(house, address="2", alert=NewAlert(kind="human", level="medium"))
    counted = json.loads(await visitor.get("/console/alerts/count"))
    assert counted == {"waiting": 2, "high": 1, "newest_high": first}
    house.log.alerts.take(second, by="x")
    assert json.loads(await visitor.get("/console/alerts/count"))["waiting"] == 1
    await visitor.get("/console/")
    assert "data-alerts-count" in visitor.page


async def test_how_long_people_waited_stands_on_top(house: House, clock: FakeClock) -> None:
    number = call(house)
    clock.advance(minutes=3)
    house.log.alerts.take(number, by="x")
    call(house, address="2")
    clock.advance(seconds=40)
    page = (await page_of(house, "wang.fang")).page
    assert "3 分钟" in page
    assert "40 秒" in page


async def test_a_form_without_its_token_does_nothing(house: House) -> None:
    number = call(house)
    visitor = await page_of(house, "wang.fang")
    await visitor.post(f"/console/alerts/{number}/take", csrf="stolen")
    assert visitor.status == 403
    assert house.log.alerts.list()[0].taken_at is None


# ---- the API ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def caller(house: House) -> Caller:
    return Caller(house, Role.OFFICIAL)


async def test_the_api_lists_takes_and_closes(house: House, caller: Caller, clock: FakeClock) -> None:
    number = call(house)
    clock.advance(seconds=12)
    listed = await caller.get("/alerts")
    assert [(one["id"], one["kind"], one["level"], one["taken_at"]) for one in listed["alerts"]] == [
        (number, "self_harm", "high", None)
    ]
    assert "13800000001" not in json.dumps(listed)
    assert listed["waiting"] == 1
    taken = await caller.post(f"/alerts/{number}/take", {})
    assert taken["taken_by"] == "test"
    assert len(told(house)) == 1
    assert (await caller.get("/alerts"))["seconds_to_human"] == {"median": 12.0, "p95": 12.0}
    closed = await caller.post(f"/alerts/{number}/close", {"note": "已联系"})
    assert (closed["note"], closed["closed_by"]) == ("已联系", "test")
    for path in (f"/alerts/{number}/take", f"/alerts/{number}/close", "/alerts/99/take"):
        refused = await caller.post(path, {"note": "x"}, 409)
        assert refused["error"]["code"] == "alert_gone"


@pytest.mark.parametrize("body", [{}, {"note": ""}, {"note": 5}, {"note": "x", "more": 1}, {"note": "  "}])
async def test_the_api_wants_a_note_to_close(house: House, caller: Caller, body: object) -> None:
    number = call(house)
    await caller.post(f"/alerts/{number}/close", body, 400)
    assert house.log.alerts.list()[0].closed_at is None


async def test_the_api_hides_accusations(house: House, caller: Caller) -> None:
    number = call(house, sealed=True)
    assert (await caller.get("/alerts"))["alerts"] == []
    await caller.post(f"/alerts/{number}/take", {}, 409)
    discipline = Caller(house, Role.DISCIPLINE)
    assert (await discipline.get("/alerts"))["alerts"][0]["sealed"] is True
