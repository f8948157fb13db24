"""Material is handed out so that nothing in it can act."""

import re

import pytest

from cases import Nature
from console.views.evidence import disposition, picture_type
from tests.support.console import House, file_case, picture, staff_member

HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def address(page: str, kind: str) -> str:
    """Where the page offers the first file."""
    found = re.search(rf'/console/cases/[^"]+/{kind}/[^"]+', page)
    assert found
    return found[0]


async def test_a_picture_is_shown_and_cannot_act(house: House) -> None:
    number = file_case(house.register, files=[("现场.png", "image/png", picture(20, 10))])
    visitor = await house.visitor("li.wei")
    where = address(await visitor.get(f"/console/cases/{number}"), "pictures")
    answer = await visitor.client.get(where)
    assert await answer.read() == picture(20, 10)
    assert answer.content_type == "image/png"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("name", "data"), [("x.png", HTML), ("x.svg", SVG), ("x.jpg", b""), ("x.gif", b"GIF8")])
async def test_what_only_claims_to_be_a_picture_is_not_shown(house: House, name: str, data: bytes) -> None:
    number = file_case(house.register, files=[(name, "image/png", data)])
    visitor = await house.visitor("li.wei")
    await visitor.get(address(await visitor.get(f"/console/cases/{number}"), "pictures"))
    assert visitor.status == 404


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/xhtml+xml", "image/png"])
async def test_every_file_is_a_download_of_bytes(house: House, media_type: str) -> None:
    number = file_case(house.register, files=[("材料.html", media_type, HTML)])
    visitor = await house.visitor("li.wei")
    answer = await visitor.client.get(address(await visitor.get(f"/console/cases/{number}"), "evidence"))
    assert await answer.read() == HTML
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    "name",
    ['a"; filename="evil.exe', "a\r\nX-Evil: 1", "../../etc/passwd", "协议.pdf", "", ".", "\u202eexe.pdf", "长" * 500],
)
async def test_no_name_breaks_out_of_its_header(house: House, name: str) -> None:
    header = disposition(name)
    assert re.fullmatch(r"""attachment; filename="[A-Za-z0-9._ -]+"; filename\*=UTF-8''[A-Za-z0-9._~%-]+""", header)
    number = file_case(house.register, files=[(name, "text/plain", b"x")])
    visitor = await house.visitor("li.wei")
    answer = await visitor.client.get(address(await visitor.get(f"/console/cases/{number}"), "evidence"))
    assert answer.status == 200
    assert "X-Evil" not in answer.headers


async def test_looking_is_written_down(house: House) -> None:
    number = file_case(house.register, files=[("现场.png", "image/png", picture(4, 4))])
    visitor = await house.visitor("li.wei")
    await visitor.get(address(await visitor.get(f"/console/cases/{number}"), "pictures"))
    audit = house.register.for_official(staff_member(house.register, "chen.jing")).audit(10)
    looks = [(entry.who, entry.action, entry.subject) for entry in audit if entry.action != "sign_in"]
    assert looks == [("li.wei", "evidence", number)]


async def test_sealed_material_and_that_of_another_case_is_not_found(house: House) -> None:
    sealed = file_case(
        house.register, address="1", nature=Nature.ACCUSATION, files=[("a.png", "image/png", picture(4, 4))]
    )
    own = file_case(house.register, address="2")
    discipline = await house.visitor("zhao.min")
    where = address(await discipline.get(f"/console/cases/{sealed}"), "pictures")
    official = await house.visitor("li.wei")
    for path in (where, where.replace(sealed, own), where.replace("pictures", "evidence").replace(sealed, own)):
        await official.get(path)
        assert official.status == 404


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xff\xd8\xff\xe0JFIF", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"GIF89a...", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"", None),
        (b"<svg", None),
    ],
)
def test_a_picture_is_known_by_how_it_begins(data: bytes, expected: str | None) -> None:
    assert picture_type(data) == expected
