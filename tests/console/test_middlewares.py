"""What is around every page."""

import pytest

from console.middlewares import CONTENT_POLICY
from tests.support.console import House, file_case


@pytest.mark.parametrize(
    "path",
    ["sign-in", "", "nowhere", "cases/0", "account", "undelivered", "counts", "conversations", "static/console.js"],
)
@pytest.mark.parametrize("name", [None, "li.wei"])
async def test_every_answer_carries_the_security_headers(house: House, path: str, name: str | None) -> None:
    visitor = await house.visitor(name)
    answer = await visitor.client.get(f"/console/{path}", allow_redirects=False)
    assert answer.headers["Content-Security-Policy"] == CONTENT_POLICY
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == ("public, max-age=300" if path.startswith("static") else "no-store")


def test_the_policy_allows_our_own_files_and_nothing_else() -> None:
    policy = dict(part.strip().split(" ", 1) for part in CONTENT_POLICY.split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


@pytest.mark.parametrize(
    ("method", "path", "status", "told"),
    [
        ("GET", "nowhere", 404, "没有找到"),
        ("GET", "static/none.css", 404, "没有找到"),
        ("GET", "static/..%2Fkeys.py", 404, "没有找到"),
        ("POST", "account", 405, "不能这样打开"),
        ("DELETE", "", 405, "不能这样打开"),
    ],
)
async def test_what_is_not_there_is_told_on_a_page_of_ours(
    house: House, method: str, path: str, status: int, told: str
) -> None:
    visitor = await house.visitor("li.wei")
    answer = await visitor.client.request(method, f"/console/{path}")
    assert answer.status == status
    assert told in await answer.text()


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json", "text/plain", ""])
async def test_a_body_that_is_no_form_is_refused(house: House, kind: str) -> None:
    visitor = await house.visitor("li.wei")
    answer = await visitor.client.post("/console/sign-out", data=b"csrf=x", headers={"Content-Type": kind})
    assert answer.status == 400
    await visitor.get("/console/account")
    assert visitor.url == "/console/account"


@pytest.mark.parametrize("body", [b"\xff\xfe=1", b"&".join(b"a%d=1" % at for at in range(500))])
async def test_a_form_that_cannot_be_read_is_refused(house: House, body: bytes) -> None:
    visitor = await house.visitor("li.wei")
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await visitor.client.post("/console/sign-out", data=body, headers=kind)
    assert answer.status == 400


async def test_static_files_may_be_kept_for_ever_under_their_version(house: House) -> None:
    visitor = await house.visitor()
    page = await visitor.get("/console/sign-in")
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = await visitor.client.get(style)
    assert answer.status == 200
    assert answer.content_type == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]


async def test_no_page_asks_for_anything_from_elsewhere(house: House) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    for path in ("", f"cases/{number}", "undelivered", "account"):
        page = await visitor.get(f"/console/{path}")
        assert "http://" not in page
        assert "https://" not in page
        assert 'src="//' not in page
