"""Downloading the list as a table."""

import csv
import io
import zipfile

import pytest

from tests.support.console import House, file_case


async def download(house: House, kind: str, **fields: str) -> bytes:
    """What an official gets."""
    visitor = await house.visitor("li.wei")
    await visitor.get("/console/export?nature=claim")
    assert 'name="nature" value="claim"' in visitor.page
    token = visitor.page.split('name="csrf" value="')[1].split('"')[0]
    data = {"csrf": token, "kind": kind, "reason": "月度报表", **fields}
    async with await visitor.client.post("/console/export", data=data) as answer:
        assert answer.status == 200
        assert f'.{kind}"' in answer.headers["Content-Disposition"]
        return await answer.read()


async def test_a_text_table(house: House) -> None:
    number = file_case(house.register, facts='=1+1,"x"\n第二行')
    body = await download(house, "csv")
    header, row = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    found = dict(zip(header, row, strict=True))
    assert (found["信访件编号"], found["投诉内容"]) == (number, '\'=1+1,"x"\n第二行')
    assert "王建国" not in body.decode()


async def test_a_sheet_holds_only_texts(house: House) -> None:
    number = file_case(house.register, facts="=cmd|' /C calc'!A0 https://example.org")
    with zipfile.ZipFile(io.BytesIO(await download(house, "xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "hyperlink" not in sheet
    assert number in sheet
    assert "<f>" not in sheet


async def test_a_filter_that_finds_nothing_gives_the_header_alone(house: House) -> None:
    file_case(house.register)
    body = await download(house, "csv", region="44")
    assert len(body.decode("utf-8-sig").splitlines()) == 1


async def test_without_a_reason_or_a_kind_nothing_leaves(house: House) -> None:
    visitor = await house.visitor("li.wei")
    await visitor.get("/console/export")
    await visitor.post("/console/export", kind="csv", reason="")
    assert visitor.status == 422
    await visitor.get("/console/export")
    await visitor.post("/console/export", kind="pdf", reason="x")
    assert visitor.status == 400


async def test_personal_data_in_full_needs_a_second_person_and_is_written_down(house: House) -> None:
    file_case(house.register)
    visitor = await house.visitor("li.wei")
    await visitor.get("/console/export?nature=claim")
    given = {"kind": "csv", "reason": "审计署要求", "unmasked": "1", "nature": "claim"}
    await visitor.post("/console/export", given)
    assert visitor.status == 403
    assert "审计署要求" in visitor.page
    link = "/console/approvals?kind=bulk_export&amp;case=nature%3Dclaim"
    assert link in visitor.page
    await visitor.get(link.replace("&amp;", "&"))
    assert 'value="nature=claim"' in visitor.page
    await visitor.post("/console/approvals", kind="bulk_export", subject="nature=claim", reason="审计署要求")
    chen = await house.visitor("chen.jing")
    await chen.get("/console/approvals")
    await chen.post("/console/approvals/1/decide", word="approve")
    await visitor.get("/console/export")
    await visitor.post("/console/export", given | {"nature": ""})
    assert visitor.status == 403
    await visitor.post("/console/export", given)
    assert "王建国" in visitor.page
    await visitor.get("/console/export")
    await visitor.post("/console/export", given)
    assert visitor.status == 403
    await chen.get("/console/audit")
    assert "导出未遮盖的信访事项" in chen.page


async def test_many_at_once_need_a_second_person(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.exports.MOST_ALONE", 0)
    file_case(house.register)
    visitor = await house.visitor("li.wei")
    await visitor.get("/console/export")
    page = await visitor.post("/console/export", kind="csv", reason="月度报表")
    assert visitor.status == 403
    assert "一次导出一千件以上，须另一人先批准" in page
    assert "case=masked+all" in page or "case=masked%20all" in page
