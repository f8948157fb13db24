"""A session is the server's to name: nobody can make one up, or take another's."""

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.channels.webchat.session import Sessions
from tests.support.clock import FakeClock
from tests.support.web_client import Browser, another, visit
from tests.support.web_receiver import EchoReceiver, sign, signed_by_us

SESSIONS = Sessions(sign=sign, verify=signed_by_us, secure=False)
SESSION = "a" * 32


def session_of(cookie: str) -> str | None:
    return SESSIONS.of(make_mocked_request("GET", "/", headers={"Cookie": f"fengqiao_chat={cookie}"}))


def test_sessions_are_random_and_long() -> None:
    sessions = {SESSIONS.new() for _ in range(100)}
    assert len(sessions) == 100
    assert {len(session) for session in sessions} == {32}


def test_a_cookie_of_ours_names_its_session() -> None:
    assert session_of(f"{SESSION}.{sign(f'webchat session {SESSION}')}") == SESSION


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        SESSION,
        f"{SESSION}.",
        f"{SESSION}.{'0' * 64}",
        f"{SESSION}.{sign(SESSION)}",
        f"{SESSION}.{sign(f'webchat mark {SESSION}')}",
        f"{'b' * 32}.{sign(f'webchat session {SESSION}')}",
        f"short.{sign('webchat session short')}",
        f"{SESSION}.\u00e9",
    ],
)
def test_any_other_cookie_names_none(cookie: str) -> None:
    assert session_of(cookie) is None


def test_the_mark_tells_sessions_apart_and_leads_nowhere() -> None:
    assert SESSIONS.mark(SESSION) != SESSIONS.mark("b" * 32)
    assert SESSIONS.mark(SESSION) not in sign(f"webchat session {SESSION}")
    assert SESSION not in SESSIONS.mark(SESSION)


async def test_the_page_gives_a_session_and_keeps_it(browser: Browser) -> None:
    answer = await browser.client.get("/")
    cookie = answer.cookies["fengqiao_chat"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert int(cookie["max-age"]) == 180 * 24 * 3600
    assert not cookie["secure"]
    first = browser.session
    await browser.open()
    assert browser.session == first


async def test_with_tls_the_cookie_is_bound_to_the_host(receiver: EchoReceiver, clock: FakeClock) -> None:
    browser = await visit(receiver, clock=clock, secure_cookies=True)
    answer = await browser.client.get("/")
    cookie = answer.cookies["__Host-fengqiao_chat"]
    assert cookie["secure"]
    assert cookie["path"] == "/"
    assert not cookie["domain"]
    await browser.client.close()


async def test_the_session_is_nowhere_in_the_page(visitor: Browser) -> None:
    page = await visitor.open()
    assert visitor.session not in page
    assert visitor.cookie.partition(".")[2] not in page


async def test_a_forged_cookie_gets_a_new_session(visitor: Browser) -> None:
    victim = visitor.session
    visitor.wear(f"{victim}.{'0' * 64}")
    await visitor.open()
    assert visitor.session != victim


@pytest.mark.parametrize("path", ["/chat/history", "/chat/ws"])
async def test_without_a_session_nothing_is_read(visitor: Browser, path: str) -> None:
    visitor.wear(f"{visitor.session}.{'0' * 64}")
    answer = await visitor.client.get(path, headers=visitor.origin)
    assert answer.status == 401
    assert (await answer.json())["error"]


async def test_two_visitors_do_not_read_each_other(visitor: Browser) -> None:
    other = await another(visitor)
    await other.open()
    await visitor.post({"type": "text", "id": "aaaaaaaa", "text": "只有我看得到"})
    assert [item["text"] for item in await visitor.history()] == ["只有我看得到", "收到：只有我看得到"]
    assert await other.history() == []
    await other.client.close()


async def test_leaving_takes_the_cookie_back_and_closes_the_pages(visitor: Browser) -> None:
    socket = await visitor.connect()
    answer = await visitor.client.post("/chat/leave", headers=visitor.origin)
    assert answer.cookies["fengqiao_chat"]["max-age"] == "0"
    assert (await socket.socket.receive(timeout=10)).type.name == "CLOSE"
    assert (await visitor.client.get("/chat/history")).status == 401
