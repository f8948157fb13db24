"""The counter's pages."""

import io
import re

from aiohttp import FormData

from cases import CaseFilter
from tests.support.console import CSRF, House, Visitor, file_case, picture, staff_member
from tests.support.units import county

LETTER = {"facts": "小区电梯坏了三个月，物业不修。", "petitioner_name": "张桂兰", "petitioner_phone": "13700000003"}


async def begin(house: House, form: str = "letter") -> tuple[Visitor, str]:
    """An official with a new draft before them."""
    visitor = await house.visitor("li.wei")
    await visitor.get("/console/counter")
    await visitor.post("/console/counter", form=form)
    return visitor, visitor.url


async def send(visitor: Visitor, path: str, files: tuple[tuple[str, str, bytes], ...] = (), **fields: str) -> str:
    """Send the form as a browser does, with its files."""
    token = CSRF.search(visitor.page)
    data = FormData({"csrf": token[1] if token else "", **fields}, quote_fields=False)
    for name, kind, body in files:
        data.add_field("files", io.BytesIO(body), filename=name, content_type=kind)
    return await visitor._take(await visitor.client.post(path, data=data))


async def test_a_letter_with_its_photo_is_registered_and_its_slip_printed(house: House) -> None:
    visitor, path = await begin(house)
    page = await send(
        visitor, path, (("来信.png", "image/png", picture(4, 4)),), action="file", nature="claim", **LETTER
    )
    assert visitor.url == f"{path}/slip"
    number = re.search(r"<dd>([0-9]{6}-[0-9]{8}-[0-9]+)</dd>", page)
    assert number
    assert "查询码" in page
    case = house.register.for_official(staff_member(house.register, "li.wei")).case(number[1])
    assert (case.form, [one.name for one in case.evidence]) == ("letter", ["来信.png"])
    await visitor.get(path)
    assert visitor.url == f"{path}/slip"
    assert "没有线上渠道" not in await visitor.get("/console/undelivered")


async def test_what_is_written_is_kept_and_an_empty_story_is_not_registered(house: House) -> None:
    visitor, path = await begin(house, "visit")
    page = await send(visitor, path, action="save", representatives="张桂兰", place="幸福里", **LETTER)
    assert "已保存，还没有登记" in page
    assert 'value="幸福里"' in page
    page = await send(visitor, path, action="file", petitioner_name="张桂兰")
    assert visitor.status == 422
    assert "还没有填写事实和理由" in page
    assert 'value="张桂兰"' in page
    assert house.register.for_official(staff_member(house.register, "li.wei")).inbox(CaseFilter()).total == 0
    await send(visitor, path, action="give_up")
    assert visitor.url == "/console/counter?gone=1"


async def test_an_open_case_of_the_same_person_is_shown_and_can_be_joined(house: House) -> None:
    number = file_case(house.register, petitioner_name="张桂兰", petitioner_phone="13700000003")
    visitor, path = await begin(house, "call")
    page = await send(visitor, path, action="save", **LETTER)
    assert "这个人还有未办结的事项" in page
    assert number in page
    page = await send(visitor, path, action=f"join:{number}", **LETTER)
    assert visitor.url == f"/console/cases/{number}"
    assert "小区电梯坏了三个月" in page


async def test_a_case_that_is_somebody_elses_cannot_be_joined(house: House) -> None:
    number = file_case(house.register)
    visitor, path = await begin(house)
    page = await send(visitor, path, action=f"join:{number}", **LETTER)
    assert visitor.status == 409
    assert "小区电梯坏了三个月" in page


async def test_only_who_writes_things_down_has_a_counter(house: House) -> None:
    administrator, operator = await house.visitor("chen.jing"), await house.visitor("wang.fang")
    for visitor in (administrator, operator):
        await visitor.get("/console/counter")
        assert visitor.status == 403


async def test_a_file_that_is_too_large_is_refused_in_words(house: House, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("console.reading.FILE_BYTES", 100)
    visitor, path = await begin(house)
    page = await send(visitor, path, (("a.png", "image/png", b"x" * 200),), action="save", **LETTER)
    assert visitor.status == 413
    assert "内容太长" in page


async def test_a_form_without_its_token_is_refused(house: House) -> None:
    visitor, path = await begin(house)
    visitor.page = ""
    await send(visitor, path, action="save", **LETTER)
    assert visitor.status == 403


async def test_an_organ_promises_its_own_answer_on_the_slip(house: House) -> None:
    county(house.register)
    house.register.staff.set_unit("li.wei", "land")
    visitor, path = await begin(house)
    page = await send(visitor, path, action="file", nature="claim", region="360721 赣县区", **LETTER)
    assert "15 日内书面告诉您接收情况" in page
    number = re.search(r"<dd>([0-9]{6}-[0-9]{8}-[0-9]+)</dd>", page)
    assert number
    assert "直接提出的，书面告知" in await visitor.get(f"/console/cases/{number[1]}")
    assert number[1] in await visitor.get("/console/?clock=C2")
