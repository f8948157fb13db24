"""Signing in and out, and one's own sessions."""

import asyncio
from functools import partial

from aiohttp import web

from cases import CodeNeeded, SignInFailed, TooManyTries
from console.auth import (
    GUEST_COOKIE,
    SESSION_COOKIE,
    forget,
    new_guest_token,
    remember,
    safe_return,
    set_cookie,
)
from console.keys import CATALOGUE, FORM, LANGUAGE, OFFICIAL, REGISTER
from console.reading import query_text
from console.screen import go_to, render, see_other
from console.views.factor import ask_for_code
from console.views.inbox import home_of

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200


async def sign_in_form(request: web.Request) -> web.Response:
    """The sign-in page."""
    if request.get(OFFICIAL):
        return see_other(request, home_of(request[OFFICIAL].roles))
    again = "again" if "again" in request.query else ""
    return _form(request, next_page=query_text(request, "next"), problem=again)


async def sign_in(request: web.Request) -> web.Response:
    """Check name and password, and hand out a session."""
    form = request[FORM]
    name, password = form.get("name"), form.raw("password")
    staff = request.app[REGISTER].staff
    try:
        token, official = await asyncio.to_thread(
            partial(staff.sign_in, name, password[:LONGEST_PASSWORD], address=request.remote or "")
        )
    except CodeNeeded as needed:
        return ask_for_code(request, needed.pending, next_page=form.get("next"))
    except SignInFailed:
        return _form(request, next_page=form.get("next"), name=name, problem="wrong", status=401)
    except TooManyTries:
        return _form(request, next_page=form.get("next"), name=name, problem="too_many", status=429)
    response = go_to(safe_return(request, form.get("next"), otherwise=home_of(official.roles)))
    remember(request, response, token)
    return response


def _form(
    request: web.Request, *, next_page: str, name: str = "", problem: str = "", status: int = 200
) -> web.Response:
    guest = request.cookies.get(GUEST_COOKIE) or new_guest_token()
    values = {"guest": guest, "next": next_page, "name": name, "problem": problem}
    response = render("sign_in.html", request, status=status, **values)
    set_cookie(request, response, GUEST_COOKIE, guest)
    return response


async def sign_out(request: web.Request) -> web.Response:
    """End this session."""
    await asyncio.to_thread(request.app[REGISTER].staff.sign_out, request.cookies[SESSION_COOKIE])
    return _goodbye(request)


async def sign_out_everywhere(request: web.Request) -> web.Response:
    """End all of one's sessions."""
    await asyncio.to_thread(request.app[REGISTER].staff.revoke_all, request[OFFICIAL].name)
    return _goodbye(request)


def _goodbye(request: web.Request) -> web.Response:
    response = see_other(request, "sign_in")
    forget(request, response)
    return response


async def account(request: web.Request) -> web.Response:
    """One's own account and sessions."""
    return await _account(request)


async def change_password(request: web.Request) -> web.Response:
    """Change one's own password; every session but a fresh one ends."""
    form, official = request[FORM], request[OFFICIAL]
    say = partial(request.app[CATALOGUE].text, request[LANGUAGE])
    if len(form.raw("new")) < SHORTEST_PASSWORD:
        return await _account(request, problem=say("account.too_short", length=SHORTEST_PASSWORD))
    old, new = (form.raw(field)[:LONGEST_PASSWORD] for field in ("old", "new"))
    change = request.app[REGISTER].staff.change_password
    try:
        token = await asyncio.to_thread(partial(change, official.name, old, new, address=request.remote or ""))
    except SignInFailed:
        return await _account(request, problem=say("account.old_wrong"))
    except TooManyTries:
        return await _account(request, problem=say("sign_in.too_many"))
    response = see_other(request, "account", query={"changed": "1"})
    remember(request, response, token)
    return response


async def _account(request: web.Request, *, problem: str = "") -> web.Response:
    register, official = request.app[REGISTER], request[OFFICIAL]
    sessions = await asyncio.to_thread(register.staff.sessions, official.name)
    codes_left = await asyncio.to_thread(register.second_factor.codes_left, official)
    return render(
        "account.html",
        request,
        status=422 if problem else 200,
        sessions=sessions,
        problem=problem,
        changed="changed" in request.query,
        factor=query_text(request, "factor"),
        codes_left=codes_left,
        shortest=SHORTEST_PASSWORD,
    )
