"""The second factor: asked for at sign-in, set up and taken away on one's own account."""

import asyncio
from functools import partial

from aiohttp import web

from cases import CodeWrong, SignInFailed, TooManyTries
from console.auth import (
    GUEST_COOKIE,
    PENDING_COOKIE,
    cookie_path,
    new_guest_token,
    remember,
    safe_return,
    set_cookie,
)
from console.keys import FACTOR_REQUIRED, FORM, OFFICIAL, REGISTER
from console.qr import qr_code
from console.reading import query_text
from console.screen import go_to, render, see_other
from console.views.inbox import home_of

PENDING_SECONDS = 5 * 60
PENDING_LENGTH = 200


def ask_for_code(request: web.Request, pending: str, *, next_page: str) -> web.Response:
    """After the right password: on to the page that asks for the code."""
    query = {"next": next_page} if next_page else None
    response = see_other(request, "sign_in_code", query=query)
    set_cookie(request, response, PENDING_COOKIE, pending, max_age=PENDING_SECONDS)
    return response


async def code_form(request: web.Request) -> web.Response:
    """The page that asks for the code."""
    if request.get(OFFICIAL):
        return see_other(request, home_of(request[OFFICIAL].roles))
    if not request.cookies.get(PENDING_COOKIE):
        return see_other(request, "sign_in")
    return _form(request, next_page=query_text(request, "next"))


async def sign_in_code(request: web.Request) -> web.Response:
    """Check the code, and hand out a session."""
    form, pending = request[FORM], request.cookies.get(PENDING_COOKIE, "")[:PENDING_LENGTH]
    sign_in = request.app[REGISTER].staff.sign_in_with_code
    try:
        token, official = await asyncio.to_thread(sign_in, pending, form.get("code"))
    except SignInFailed:
        return _password_again(request)
    except CodeWrong:
        return _form(request, next_page=form.get("next"), problem="wrong", status=401)
    except TooManyTries:
        return _form(request, next_page=form.get("next"), problem="too_many", status=429)
    response = go_to(safe_return(request, form.get("next"), otherwise=home_of(official.roles)))
    remember(request, response, token)
    response.del_cookie(PENDING_COOKIE, path=cookie_path(request))
    return response


def _form(request: web.Request, *, next_page: str, problem: str = "", status: int = 200) -> web.Response:
    guest = request.cookies.get(GUEST_COOKIE) or new_guest_token()
    response = render("sign_in_code.html", request, status=status, guest=guest, next=next_page, problem=problem)
    set_cookie(request, response, GUEST_COOKIE, guest)
    return response


def _password_again(request: web.Request) -> web.Response:
    response = see_other(request, "sign_in", query={"again": "1"})
    response.del_cookie(PENDING_COOKIE, path=cookie_path(request))
    return response


async def factor(request: web.Request) -> web.Response:
    """The secret to put into the app, and the form for its first code."""
    if request[OFFICIAL].second_factor:
        return see_other(request, "account")
    return await _enrolment(request)


async def confirm(request: web.Request) -> web.Response:
    """Switch it on with a first code, and show the recovery codes once."""
    official = request[OFFICIAL]
    if official.second_factor:
        return see_other(request, "account")
    confirm_it = request.app[REGISTER].second_factor.confirm
    try:
        codes = await asyncio.to_thread(confirm_it, official, request[FORM].get("code"))
    except CodeWrong:
        return await _enrolment(request, problem="wrong", status=422)
    except TooManyTries:
        return await _enrolment(request, problem="too_many", status=429)
    return render("factor_codes.html", request, codes=codes, home=home_of(official.roles), renewed=False)


async def renew_codes(request: web.Request) -> web.Response:
    """New recovery codes, shown once; the old ones open nothing any more."""
    renew = partial(request.app[REGISTER].second_factor.renew_codes, request[OFFICIAL], request[FORM].get("code"))
    try:
        codes = await asyncio.to_thread(renew)
    except CodeWrong:
        return see_other(request, "account", query={"factor": "wrong"})
    except TooManyTries:
        return see_other(request, "account", query={"factor": "too_many"})
    return render("factor_codes.html", request, codes=codes, home="account", renewed=True)


async def switch_off(request: web.Request) -> web.Response:
    """Take one's own away."""
    off = partial(request.app[REGISTER].second_factor.switch_off, request[OFFICIAL], request[FORM].get("code"))
    try:
        await asyncio.to_thread(off)
    except CodeWrong:
        return see_other(request, "account", query={"factor": "wrong"})
    except TooManyTries:
        return see_other(request, "account", query={"factor": "too_many"})
    return see_other(request, "account", query={"factor": "off"})


async def _enrolment(request: web.Request, *, problem: str = "", status: int = 200) -> web.Response:
    enrolment = await asyncio.to_thread(request.app[REGISTER].second_factor.enrol, request[OFFICIAL])
    secret = " ".join(enrolment.secret[at : at + 4] for at in range(0, len(enrolment.secret), 4))
    return render(
        "factor.html",
        request,
        status=status,
        secret=secret,
        picture=qr_code(enrolment.uri),
        problem=problem,
        required=request.app[FACTOR_REQUIRED],
    )
