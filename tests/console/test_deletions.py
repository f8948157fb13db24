"""Wishes to be deleted: administrators decide on them, discipline staff on those about sealed cases."""

import json

from cases import Nature
from tests.support.console import House, file_case, staff_member
from tests.support.register import take


def asked(house: House, *, address: str = "624181001", nature: Nature = Nature.CLAIM) -> tuple[int, str]:
    """Somebody who filed a case wants their data deleted: the wish, and the case."""
    number = file_case(house.register, address=address, nature=nature)
    house.register.deletions.ask("telegram", address, source=f"wish {address}")
    by = staff_member(house.register, "zhao.min" if nature is Nature.ACCUSATION else "chen.jing")
    wishes = house.register.deletions.waiting(by)
    return next(wish.id for wish in wishes if wish.number == number), number


def told(house: House, address: str = "624181001") -> str:
    """The last words to a petitioner."""
    return house.register.outbox.queued("telegram", address)[-1].text


async def test_what_waits_is_counted_shown_and_decided_with_a_reason(house: House) -> None:
    wish, number = asked(house)
    chen = await house.visitor("chen.jing")
    assert json.loads(await chen.get("/console/counts"))["deletions"] == 1
    page = await chen.get("/console/deletions")
    assert number in page
    assert "…001" in page
    assert "624181001" not in page
    assert "第四十七条" in page
    for missing in ({"word": "keep", "text": " "}, {"word": "", "text": "保管期没有满"}):
        await chen.post(f"/console/deletions/{wish}/decide", missing)
        assert chen.status == 422
        assert "没有决定" in chen.page
    await chen.post(f"/console/deletions/{wish}/decide", word="keep", text="保管期没有满，要留十年。")
    assert chen.status == 200
    assert "已决定依法保存" in chen.page
    assert "chen.jing" in chen.page.split("已经决定的")[1]
    assert "要留十年" in told(house)
    assert json.loads(await chen.get("/console/counts"))["deletions"] == 0
    entries = house.register.for_official(staff_member(house.register, "chen.jing")).audit(5)
    assert ("deletion", f"deletion {wish}", "kept") in [(one.action, one.subject, one.reason) for one in entries]


async def test_what_is_over_is_erased_once_and_the_page_says_before_what_goes(house: House) -> None:
    wish, number = asked(house)
    li, chen = staff_member(house.register, "li.wei"), await house.visitor("chen.jing")
    assert "这一件还在办" in await chen.get("/console/deletions")
    await chen.post(f"/console/deletions/{wish}/decide", word="grant", text="同意。")
    assert chen.status == 422
    assert "还在办，现在不能删" in chen.page
    take(house.register, number, "withdraw", by=li, text="本人不要了")
    page = await chen.get("/console/deletions")
    assert "姓名、电话、住址" in page
    assert "第二十一条" in page
    await chen.post(f"/console/deletions/{wish}/decide", word="grant", text="件已经撤回。")
    assert "已经删除" in chen.page
    assert "件已经撤回" in told(house)
    page = await chen.get(f"/console/cases/{number}")
    assert "不能恢复" in page
    assert "624181001" not in page
    await chen.get("/console/deletions")
    await chen.post(f"/console/deletions/{wish}/decide", word="keep", text="再想想。")
    assert chen.status == 409
    assert "已经有人决定" in chen.page


async def test_a_wish_about_a_sealed_case_is_there_for_discipline_alone(house: House) -> None:
    wish, number = asked(house, nature=Nature.ACCUSATION)
    other, _ = asked(house, address="624181002")
    chen, zhao = await house.visitor("chen.jing"), await house.visitor("zhao.min")
    await chen.get("/console/deletions")
    assert number not in chen.page
    assert f"decide/{wish}" not in chen.page
    await chen.post(f"/console/deletions/{wish}/decide", word="grant", text="好")
    assert chen.status == 404
    assert json.loads(await chen.get("/console/counts"))["deletions"] == 1
    page = await zhao.get("/console/deletions")
    assert number in page
    assert f"/deletions/{other}/decide" not in page
    take(house.register, number, "withdraw", by=staff_member(house.register, "zhao.min"), text="本人不要了")
    await zhao.post(f"/console/deletions/{wish}/decide", word="grant", text="同意。")
    assert zhao.status == 403
    assert f"kind=erase&amp;case={number}" in zhao.page
    await zhao.post(f"/console/deletions/{wish}/decide", word="keep", text="正在核查。")
    assert "正在核查" in told(house)
    audit = await chen.get("/console/audit")
    assert "决定删除申请" in audit
    assert f"deletion {wish}" not in audit


async def test_others_have_no_such_page(house: House) -> None:
    li = await house.visitor("li.wei")
    assert 'data-door="deletions"' not in li.page
    await li.get("/console/deletions")
    assert li.status == 403
