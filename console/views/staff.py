"""The administrator's pages: accounts and the audit."""

import asyncio
import re
import secrets
from functools import partial

from aiohttp import web

from cases import NotFound, Role, VersionConflict
from console.desks import desk_of
from console.keys import CATALOGUE, FORM, LANGUAGE, OFFICIAL, REGISTER
from console.reading import BadRequest, Form
from console.screen import render, see_other

NAME = re.compile(r"[A-Za-z0-9._-]{2,60}")
PASSWORD_BYTES = 12
AUDIT_LENGTH = 300


async def staff(request: web.Request) -> web.Response:
    """All accounts, and the form for a new one."""
    return await _page(request)


async def create(request: web.Request) -> web.Response:
    """Open an account; its first password is shown once, in this answer and nowhere else."""
    form = request[FORM]
    roles = _roles(form, "roles")
    if problem := await _problem(request, form, roles):
        say = partial(request.app[CATALOGUE].text, request[LANGUAGE])
        return await _page(request, given=form, problem=say(f"staff.{problem}"), status=422)
    name, password = form.get("name"), new_password()
    create_one = partial(
        request.app[REGISTER].staff.create, name, password, display_name=form.get("display_name"), roles=roles
    )
    await asyncio.to_thread(create_one)
    await asyncio.to_thread(partial(desk_of(request).note, "staff_create", name, reason=", ".join(sorted(roles))))
    return await _page(request, whose=name, password=password)


async def _problem(request: web.Request, form: Form, roles: frozenset[Role]) -> str:
    if not NAME.fullmatch(form.get("name")):
        return "bad_name"
    if not roles:
        return "no_role"
    return "taken" if form.get("name") in await _names(request) else ""


async def reset(request: web.Request) -> web.Response:
    """Give an account a new password, shown once, and end its sessions (`set_password` does)."""
    name, password = await _known_name(request), new_password()
    await asyncio.to_thread(request.app[REGISTER].staff.set_password, name, password)
    await asyncio.to_thread(desk_of(request).note, "staff_reset", name)
    return await _page(request, whose=name, password=password)


async def change_roles(request: web.Request) -> web.Response:
    """Give an account other roles, on those that were seen. One's own stay, so that an administrator always remains."""
    name, form, official = await _known_name(request), request[FORM], request[OFFICIAL]
    if name == official.name:
        raise BadRequest("your own roles cannot be changed")
    roles, were = _roles(form, "roles"), _roles(form, "were")
    say = partial(request.app[CATALOGUE].text, request[LANGUAGE])
    if not roles:
        return await _page(request, refused=say("staff.no_role"), status=422)
    by = official.display_name or official.name
    try:
        await asyncio.to_thread(partial(request.app[REGISTER].staff.set_roles, name, roles, by=by, were=were))
    except VersionConflict:
        return await _page(request, refused=say("staff.roles_changed"), status=409)
    return see_other(request, "staff", query={"roles": "1"})


async def disable(request: web.Request) -> web.Response:
    """Close an account at once. One's own cannot be closed, so that an administrator always remains."""
    name = await _known_name(request)
    if name == request[OFFICIAL].name:
        raise BadRequest("your own account cannot be disabled")
    await asyncio.to_thread(request.app[REGISTER].staff.disable, name)
    await asyncio.to_thread(desk_of(request).note, "staff_disable", name)
    return see_other(request, "staff", query={"disabled": "1"})


async def reset_factor(request: web.Request) -> web.Response:
    """Take somebody's second factor away, who lost phone and codes. One's own needs a code, on one's own account."""
    name, official = await _known_name(request), request[OFFICIAL]
    if name == official.name:
        raise BadRequest("your own second factor is switched off on your account, with a code")
    by = official.display_name or official.name
    await asyncio.to_thread(partial(request.app[REGISTER].second_factor.reset, name, by=by))
    return see_other(request, "staff", query={"factor": "1"})


async def audit(request: web.Request) -> web.Response:
    """Who looked at what, and why."""
    entries = await asyncio.to_thread(desk_of(request).audit, AUDIT_LENGTH)
    return render("audit.html", request, entries=entries)


def new_password() -> str:
    """A one-time password: 96 bits, easy to copy by hand in groups of four."""
    raw = secrets.token_hex(PASSWORD_BYTES)
    return "-".join(raw[at : at + 4] for at in range(0, len(raw), 4))


def _roles(form: Form, field: str) -> frozenset[Role]:
    return frozenset(Role(role) for role in form.all(field) if role in tuple(Role))


async def _known_name(request: web.Request) -> str:
    name = request[FORM].get("name")
    if name not in await _names(request):
        raise NotFound
    return name


async def _names(request: web.Request) -> frozenset[str]:
    members = await asyncio.to_thread(request.app[REGISTER].staff.list)
    return frozenset(one.name for one in members)


async def _page(
    request: web.Request,
    *,
    given: Form | None = None,
    problem: str = "",
    refused: str = "",
    whose: str = "",
    password: str = "",
    status: int = 200,
) -> web.Response:
    members = await asyncio.to_thread(request.app[REGISTER].staff.list)
    return render(
        "staff.html",
        request,
        status=status,
        members=members,
        roles=tuple(Role),
        given=given or Form(),
        problem=problem,
        refused=refused,
        whose=whose,
        password=password,
        disabled="disabled" in request.query,
        factor_reset="factor" in request.query,
        roles_done="roles" in request.query,
    )
