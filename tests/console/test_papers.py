"""Drawing up, signing, serving and printing a paper, as a person does it."""

import re
from io import BytesIO

from docx import Document

from tests.support.console import House, Visitor, file_case, take
from tests.support.register import OPINION

VERSION = re.compile(r'name="version" value="([0-9]+)"')
AREA = re.compile(r'<textarea id="[^"]+" name="(part\.[^"]+)"[^>]*>([^<]*)</textarea>')


async def drafted(house: House, kind: str = "opinion", *, who: str = "li.wei") -> tuple[Visitor, str, str]:
    number = file_case(house.register)
    visitor = await house.visitor(who)
    await visitor.get(f"/console/cases/{number}/papers")
    await visitor.post(f"/console/cases/{number}/papers", kind=kind)
    assert visitor.status == 200, visitor.page
    return visitor, number, visitor.url.partition("?")[0]


async def sign(visitor: Visitor, path: str) -> None:
    fields = {name: re.sub("【[^】]*】", "已写明", text) for name, text in AREA.findall(visitor.page)}
    version = VERSION.findall(visitor.page)[0]
    await visitor.post(path, {**fields, "part.office": "赣县区信访局", "version": version, "go": "issue"})


async def test_a_paper_from_the_case_to_its_service(house: House) -> None:
    visitor, number, path = await drafted(house)
    assert "请求尽快发放征地补偿款" in visitor.page
    await visitor.post(path, version=VERSION.findall(visitor.page)[0], go="issue")
    assert visitor.status == 422
    assert "还缺这些部分" in visitor.page
    await sign(visitor, path)
    assert visitor.status == 200
    assert "赣信访处字〔2026〕1号" in visitor.page
    version = VERSION.findall(visitor.page)[0]
    await visitor.post(f"{path}/serve", version=version, way="post", on="2026-03-02", by="李伟", proof="")
    assert (visitor.status, "证明" in visitor.page) == (422, True)
    await visitor.post(f"{path}/serve", version=version, way="post", on="2026-03-02", by="李伟", proof="XA123")
    assert "XA123" in visitor.page
    assert "<ins>" in visitor.page
    serve = f"/console/cases/{number}?step=serve&amp;served_at=2026-03-02&amp;document="
    assert serve in visitor.page
    assert "&amp;delivery=post#step-serve" in visitor.page
    await visitor.get(f"/console/cases/{number}/papers")
    assert "已送达" in visitor.page
    await visitor.get(f"/console/cases/{number}")
    assert f"/console/cases/{number}/papers" in visitor.page


async def test_a_link_from_a_served_paper_fills_the_form_of_the_step(house: House) -> None:
    number = file_case(house.register)
    take(house.register, number, "accept", route="六")
    take(house.register, number, "reply", **OPINION)
    visitor = await house.visitor("li.wei")
    await visitor.get(f"/console/cases/{number}?step=serve&served_at=2026-03-02&delivery=post&document=X1")
    form = visitor.page.split('id="step-serve"')[1].partition("</form>")[0]
    assert 'name="served_at" type="date" value="2026-03-02"' in form
    assert 'value="post" required checked' in form
    assert 'name="document" value="X1"' in form


async def test_a_stale_form_gives_the_words_back(house: House) -> None:
    visitor, _, path = await drafted(house)
    await visitor.post(path, {"version": "1", "part.facts.1": "先写的"})
    await visitor.post(path, {"version": "1", "part.facts.1": "后写的，别丢了"})
    assert visitor.status == 409
    assert "后写的，别丢了" in visitor.page


async def test_the_print_page_and_the_word_document(house: House) -> None:
    visitor, _, path = await drafted(house)
    await visitor.get(f"{path}/print")
    assert "草稿" in visitor.page
    await visitor.get(path)
    await sign(visitor, path)
    await visitor.get(f"{path}/print")
    for words in ("信访处理意见书", "赣信访处字〔2026〕1号", "王建国：", "2026年3月2日", "印章"):
        assert words in visitor.page
    assert "草稿" not in visitor.page
    async with visitor.client.get(f"{path}/word") as answer:
        assert "docx" in answer.headers["Content-Disposition"]
        document = Document(BytesIO(await answer.read()))
    assert "信访处理意见书" in [paragraph.text for paragraph in document.paragraphs]


async def test_papers_of_sealed_cases_are_nothing_to_others(house: House) -> None:
    visitor, number, path = await drafted(house)
    take(house.register, number, "correct", nature="accusation", text="检举")
    for address in (path, f"{path}/print", f"{path}/word", f"/console/cases/{number}/papers", "/console/papers/999999"):
        await visitor.get(address)
        assert visitor.status == 404, address
    discipline = await house.visitor("zhao.min")
    await discipline.get(path)
    assert discipline.status == 200
    operator = await house.visitor("wang.fang")
    await operator.get(path)
    assert operator.status == 403


async def test_giving_a_paper_up(house: House) -> None:
    visitor, _, path = await drafted(house)
    await visitor.post(f"{path}/void", version="1", reason="")
    assert visitor.status == 422
    await visitor.post(f"{path}/void", version="1", reason="写错了对象")
    assert "写错了对象" in visitor.page
