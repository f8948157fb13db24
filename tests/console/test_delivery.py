"""Messages that did not reach the petitioner."""

import re
from datetime import timedelta

from cases import MessageState, Nature, NewMessage
from cases.calendar import BEIJING
from cases.desk import MANY_TRIES
from tests.support.clock import FakeClock
from tests.support.console import House, file_case, staff_member

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}")


def park(house: House, **options: object) -> tuple[str, int]:
    """A case whose receipt could not be delivered: its number and the message."""
    number = file_case(house.register, **options)  # type: ignore[arg-type]
    message = house.register.outbox.queued("telegram", "624181001")[0]
    house.register.outbox.mark(message.id, MessageState.FAILED, detail="Bad Request: chat not found")
    return number, message.id


def park_courtesy(house: House) -> tuple[str, int]:
    """The same with a message that no law asks for."""
    number = file_case(house.register)
    said = NewMessage(channel="telegram", address="624181001", text="谢谢您的补充", key="thanks", case_number=number)
    house.register.outbox.put([said])
    message = house.register.outbox.queued("telegram", "624181001")[-1]
    house.register.outbox.mark(message.id, MessageState.FAILED, detail="Bad Request: chat not found")
    return number, message.id


async def test_a_duty_to_tell_leads_to_the_register_of_notices(house: House) -> None:
    _, message = park(house)
    visitor = await house.visitor("li.wei")
    page = await visitor.get("/console/undelivered")
    assert 'class="button" href="/console/notices"' in page
    assert "/other-means" not in page
    await visitor.post(f"/console/undelivered/{message}/other-means", text="3月2日电话告知本人")
    assert visitor.status == 422


async def test_what_was_not_delivered_to_whom_and_why(house: House) -> None:
    number, _ = park(house)
    page = await (await house.visitor("li.wei")).get("/console/undelivered")
    assert number in page
    assert "…001" in page
    assert "624181001" not in page
    assert "Bad Request: chat not found" in page
    assert "您反映的事项已经登记好了" in page


async def test_nobody_reads_the_petitioners_query_code(house: House) -> None:
    park(house)
    page = await (await house.visitor("li.wei")).get("/console/undelivered")
    assert "查询码：****-****-*****" in page
    assert not CODE.search(page)


async def test_a_message_is_queued_again_once(house: House) -> None:
    _, message = park(house)
    visitor = await house.visitor("li.wei")
    await visitor.get("/console/undelivered")
    page = await visitor.post(f"/console/undelivered/{message}/retry")
    assert "已重新排入发送队列" in page
    assert "全部送达" in page
    assert [one.id for one in house.register.outbox.queued("telegram", "624181001")] == [message]
    await visitor.get("/console/account")
    await visitor.post(f"/console/undelivered/{message}/retry")
    assert visitor.status == 404


def keep_trying(house: House, clock: FakeClock, *, tries: int, **options: object) -> tuple[str, int]:
    """A case whose receipt could not be sent so many times, and is tried again in two minutes."""
    number = file_case(house.register, **options)  # type: ignore[arg-type]
    message = house.register.outbox.queued("telegram", "624181001")[0]
    retry_at = clock.now + timedelta(minutes=2)
    for _ in range(tries):
        house.register.outbox.mark(message.id, MessageState.QUEUED, detail="Bad Gateway", retry_at=retry_at)
    return number, message.id


async def test_what_was_tried_many_times_is_shown_while_it_is_still_tried(house: House, clock: FakeClock) -> None:
    number, _ = keep_trying(house, clock, tries=MANY_TRIES)
    page = await (await house.visitor("li.wei")).get("/console/undelivered")
    assert "全部送达" in page, "it is not parked"
    _, _, retrying = page.partition("还在重试")
    for shown in (number, "Telegram", "…001", "待发", f"已尝试 {MANY_TRIES} 次", "下次尝试", "Bad Gateway"):
        assert shown in retrying
    again = clock.now + timedelta(minutes=2)
    assert again.astimezone(BEIJING).strftime("%H:%M") in retrying
    assert "624181001" not in page
    assert "您反映的事项已经登记好了" not in page, "its words are not needed to see that it hangs"
    assert "/retry" not in retrying


async def test_what_was_tried_a_few_times_is_nobodys_work_yet(house: House, clock: FakeClock) -> None:
    keep_trying(house, clock, tries=MANY_TRIES - 1)
    assert "还在重试" not in await (await house.visitor("li.wei")).get("/console/undelivered")


async def test_what_was_sent_at_last_is_gone_from_the_page(house: House, clock: FakeClock) -> None:
    _, message = keep_trying(house, clock, tries=MANY_TRIES)
    house.register.outbox.mark(message, MessageState.ACCEPTED)
    assert "还在重试" not in await (await house.visitor("li.wei")).get("/console/undelivered")


async def test_what_is_still_tried_of_sealed_cases_is_not_there_for_others(house: House, clock: FakeClock) -> None:
    number, _ = keep_trying(house, clock, tries=MANY_TRIES, nature=Nature.ACCUSATION)
    page = await (await house.visitor("li.wei")).get("/console/undelivered")
    assert number not in page
    assert "还在重试" not in page
    assert number in await (await house.visitor("zhao.min")).get("/console/undelivered")


async def test_other_means_are_recorded_in_the_history(house: House) -> None:
    number, message = park_courtesy(house)
    visitor = await house.visitor("li.wei")
    await visitor.get("/console/undelivered")
    page = await visitor.post(f"/console/undelivered/{message}/other-means", text="3月2日电话告知本人")
    assert "已登记为其他方式告知" in page
    page = await visitor.get(f"/console/cases/{number}")
    assert "其他方式告知" in page
    assert "3月2日电话告知本人" in page


async def test_other_means_must_be_named(house: House) -> None:
    _, message = park_courtesy(house)
    visitor = await house.visitor("li.wei")
    await visitor.get("/console/undelivered")
    await visitor.post(f"/console/undelivered/{message}/other-means", text="  ")
    assert visitor.status == 400
    desk = house.register.for_official(staff_member(house.register, "li.wei"))
    assert [one.id for one in desk.parked()] == [message]


async def test_messages_of_sealed_cases_are_not_there_for_others(house: House) -> None:
    number, message = park(house, nature=Nature.ACCUSATION)
    visitor = await house.visitor("li.wei")
    assert number not in await visitor.get("/console/undelivered")
    await visitor.get("/console/account")
    await visitor.post(f"/console/undelivered/{message}/retry")
    assert visitor.status == 404
    assert number in await (await house.visitor("zhao.min")).get("/console/undelivered")
