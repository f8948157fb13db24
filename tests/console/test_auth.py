"""Who gets in, and whose forms are believed."""

import pytest
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from console import console_app
from console.auth import SESSION_COOKIE, Route
from console.routes import ROUTES
from tests.support.console import PASSWORD, PEOPLE, House, file_case

PAGES = [route for route in ROUTES if route.method == "GET" and route.roles is not None]
FORMS = [route for route in ROUTES if route.method == "POST" and route.roles is not None]
FORBIDDEN = {
    name: [route for route in [*PAGES, *FORMS] if not roles & (route.roles or roles)] for name, roles in PEOPLE.items()
}


def address(path: str, number: str = "360721-20261123-0001") -> str:
    """A route's path with its holes filled."""
    holes = {"number": number, "evidence": "e1", "id": "1", "draft": "0" * 32, "kind": "limits", "year": "2026"}
    for name, value in holes.items():
        while (at := path.find("{" + name)) >= 0:
            end, depth = at, 0
            while True:
                depth += {"{": 1, "}": -1}.get(path[end], 0)
                end += 1
                if depth == 0:
                    break
            path = path[:at] + value + path[end:]
    return f"/console{path}"


async def test_signing_in_and_out(house: House) -> None:
    visitor = await house.visitor("li.wei")
    assert visitor.url == "/console/"
    await visitor.post("/console/sign-out")
    assert visitor.url == "/console/sign-in"
    await visitor.get("/console/")
    assert visitor.url.startswith("/console/sign-in")


async def test_after_signing_in_one_is_where_one_wanted_to_go(house: House) -> None:
    number = file_case(house.register)
    visitor = await house.visitor()
    await visitor.get(f"/console/cases/{number}")
    assert visitor.url.startswith("/console/sign-in?next=")
    await visitor.post("/console/sign-in", name="li.wei", password=PASSWORD, next=f"/console/cases/{number}")
    assert visitor.url == f"/console/cases/{number}"


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/console/", "/console/\\evil.example", "/api/cases", "/console/\r\nX: y"],
)
async def test_signing_in_never_leads_to_another_site(house: House, target: str) -> None:
    visitor = await house.visitor()
    await visitor.get("/console/sign-in")
    await visitor.post("/console/sign-in", name="li.wei", password=PASSWORD, next=target)
    assert (visitor.status, visitor.url) == (200, "/console/")


@pytest.mark.parametrize(
    ("name", "password"), [("li.wei", "wrong"), ("nobody", PASSWORD), ("", ""), ("li.wei", "x" * 5000)]
)
async def test_a_wrong_name_or_password_is_told_and_the_name_kept(house: House, name: str, password: str) -> None:
    visitor = await house.visitor()
    await visitor.get("/console/sign-in")
    page = await visitor.post("/console/sign-in", name=name, password=password)
    assert visitor.status == 401
    assert "账号或密码不正确" in page
    assert f'value="{name}"' in page


async def test_too_many_tries_are_told(house: House) -> None:
    visitor = await house.visitor()
    await visitor.get("/console/sign-in")
    for _ in range(5):
        await visitor.post("/console/sign-in", name="li.wei", password="wrong")
    page = await visitor.post("/console/sign-in", name="li.wei", password=PASSWORD)
    assert visitor.status == 429
    assert "尝试次数过多" in page


async def test_no_page_opens_without_signing_in(house: House) -> None:
    for route in PAGES:
        answer = await house.client.get(address(route.path), allow_redirects=False)
        assert answer.status == (401 if route.name == "counts" else 303), route.path
        assert answer.headers.get("Location", "/console/sign-in").startswith("/console/sign-in"), route.path


async def test_no_form_is_taken_without_signing_in(house: House) -> None:
    for route in FORMS:
        answer = await house.client.post(address(route.path), data={"text": "我写的话"})
        assert answer.status == 401, route.path
        assert "我写的话" in await answer.text(), route.path


def allowed(route: Route) -> str:
    """Somebody whose work a route is."""
    return next(name for name, roles in PEOPLE.items() if roles & (route.roles or roles))


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "令牌"])
async def test_no_form_is_taken_without_its_token(house: House, token: str) -> None:
    visitors = {name: await house.visitor(name) for name in {allowed(route) for route in FORMS}}
    for route in FORMS:
        visitor = visitors[allowed(route)]
        await visitor.post(address(route.path), csrf=token, text="我写的话")
        assert visitor.status == 403, route.path
        assert "我写的话" in visitor.page, route.path


async def test_the_sign_in_form_needs_its_token_too(house: House) -> None:
    answer = await house.client.post("/console/sign-in", data={"name": "li.wei", "password": PASSWORD, "csrf": ""})
    assert answer.status == 403
    assert SESSION_COOKIE not in answer.cookies


@pytest.mark.parametrize("cookie", ["forged", "0" * 64, "a" * 100_000, "é", "' OR 1=1 --"])
async def test_a_forged_cookie_is_nobody(house: House, cookie: str) -> None:
    visitor = await house.visitor()
    visitor.client.session.cookie_jar.update_cookies({SESSION_COOKIE: cookie}, URL(str(house.client.make_url("/"))))
    await visitor.get(
        "/console/", headers={"Cookie": f"{SESSION_COOKIE}={cookie[:7000]}"} if len(cookie) < 7000 else {}
    )
    assert visitor.url.startswith("/console/sign-in") or visitor.status == 400


@pytest.mark.parametrize("name", FORBIDDEN)
async def test_nobody_opens_what_is_not_their_work(house: House, name: str) -> None:
    visitor = await house.visitor(name)
    with_token = visitor.page
    assert 'name="csrf"' in with_token
    for route in FORBIDDEN[name]:
        # Each form has its token, so that it is not refused for want of that.
        visitor.page = with_token
        await (visitor.get if route.method == "GET" else visitor.post)(address(route.path))
        assert visitor.status == 403, f"{route.method} {route.path}"


async def test_cookies_are_kept_from_scripts_other_sites_and_plain_http(register, log, clock) -> None:
    app = console_app(register, log, secure_cookies=True, clock=clock)
    async with TestClient(TestServer(app)) as client:
        answer = await client.get("/sign-in")
        cookie = next(iter(answer.headers.getall("Set-Cookie")))
    assert {"HttpOnly", "Secure", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}


async def test_the_session_cookie_is_kept_from_scripts(house: House) -> None:
    visitor = await house.visitor()
    page = await visitor.get("/console/sign-in")
    token = page.split('name="csrf" value="')[1].split('"')[0]
    data = {"csrf": token, "name": "li.wei", "password": PASSWORD}
    answer = await visitor.client.post("/console/sign-in", data=data, allow_redirects=False)
    cookie = answer.cookies[SESSION_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/console/")


async def test_signing_in_gives_a_new_session_each_time(house: House) -> None:
    first, second = await house.visitor("li.wei"), await house.visitor("li.wei")
    await first.post("/console/sign-out")
    await second.get("/console/")
    assert second.status == 200
    assert second.url == "/console/"
