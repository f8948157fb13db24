"""Downloading the list as a table."""

import csv
import io
import zipfile

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
