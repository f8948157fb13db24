"""The page of notices that nothing proves yet."""

import re

import pytest

from tests.support.console import House, file_case, take


async def test_a_notice_is_proven_by_other_means(house: House) -> None:
    number = file_case(house.register)
    take(house.register, number, "transfer", unit="赣县区自然资源局")
    house.register.contacts.unreachable("telegram", "624181001", "blocked")
    visitor = await house.visitor("li.wei")
    await visitor.get("/console/notices?lang=en")
    assert visitor.page.count(f"/console/cases/{number}/papers") == 1
    assert "Where it went" in visitor.page
    assert "王建国" not in visitor.page
    path = re.findall(r'action="(/console/notices/[0-9]+/prove)"', visitor.page)[0]
    await visitor.post(path, way="post", on="2026-03-02", by="李伟", receipt="")
    assert visitor.status == 422
    await visitor.post(path, way="post", on="2026-03-02", by="李伟", receipt="XA123")
    assert visitor.status == 200
    assert path not in visitor.page
    await visitor.post(f"/console/cases/{number}/papers", kind="acceptance")
    await visitor.get("/console/notices")
    assert "打开文书" not in visitor.page or "/console/papers/" in visitor.page


async def test_operators_have_no_such_page(house: House) -> None:
    visitor = await house.visitor("wang.fang")
    await visitor.get("/console/notices")
    assert visitor.status == 403


async def test_more_notices_than_a_page_holds_are_turned_over(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.notice_register.MOST", 2)
    numbers = [file_case(house.register, address=address) for address in "123"]
    visitor = await house.visitor("li.wei")
    first, second = [await visitor.get(f"/console/notices?page={page}") for page in (1, 2)]
    assert [number in first for number in numbers] == [True, True, False]
    assert [number in second for number in numbers] == [False, False, True]
    assert 'rel="next" href="/console/notices?page=2"' in first
    assert 'rel="prev" href="/console/notices?page=1"' in second
    assert 'rel="next"' not in second
