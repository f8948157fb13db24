"""The units tree: who stands under whom, what is whose to handle, and who works where."""

import asyncio
import re
from functools import partial
from typing import Any

from aiohttp import web

from cases import CaseError, UnitKind
from console.desks import desk_of
from console.keys import CATALOGUE, FORM, LANGUAGE, OFFICIAL, REGISTER
from console.reading import Form
from console.screen import render, see_other

WORD_LISTS = ("remit", "aliases", "people")


async def units(request: web.Request) -> web.Response:
    """The whole tree, with the forms to change it."""
    return await _page(request)


async def create(request: web.Request) -> web.Response:
    """Add a unit."""
    form, door = request[FORM], request.app[REGISTER].units
    kind = UnitKind(form.get("kind")) if form.get("kind") in tuple(UnitKind) else UnitKind.HANDLING
    made = partial(door.create, form.get("code"), form.get("name"), kind=kind, parent=form.get("parent") or None)
    return await _do(request, partial(made, region=form.get("region"), by=_who(request), **_lists(form)))


async def change(request: web.Request) -> web.Response:
    """Change, move, close or reopen a unit, on the version that was seen."""
    form, door = request[FORM], request.app[REGISTER].units
    seen: dict[str, Any] = {"by": _who(request), "version": form.number("version")}
    code = form.get("code")
    match form.get("what"):
        case "move":
            act = partial(door.move, code, under=form.get("parent") or None, **seen)
        case "close":
            act = partial(door.close, code, **seen)
        case "reopen":
            act = partial(door.reopen, code, **seen)
        case _:
            act = partial(door.change, code, name=form.get("name"), region=form.get("region"), **_lists(form), **seen)
    return await _do(request, act)


async def place(request: web.Request) -> web.Response:
    """Put a member of staff into a unit, or out of the tree."""
    form = request[FORM]
    staff, desk = request.app[REGISTER].staff, desk_of(request)

    def move() -> None:
        staff.set_unit(form.get("staff"), form.get("unit") or None)
        desk.note("staff_unit", form.get("staff"), reason=form.get("unit"))

    return await _do(request, move)


def _who(request: web.Request) -> str:
    official = request[OFFICIAL]
    return official.display_name or official.name


def _lists(form: Form) -> dict[str, Any]:
    return {name: re.split(r"[\n,，、;；]+", form.get(name)) for name in WORD_LISTS}


async def _do(request: web.Request, act: "partial[Any] | Any") -> web.Response:
    try:
        await asyncio.to_thread(act)
    except CaseError as refused:
        say = partial(request.app[CATALOGUE].text, request[LANGUAGE])
        return await _page(request, problem=say("units.refused", detail=refused.detail or refused.code), status=422)
    return see_other(request, "units", query={"done": "1"})


async def _page(request: web.Request, *, problem: str = "", status: int = 200) -> web.Response:
    register = request.app[REGISTER]
    found, staff = await asyncio.gather(
        asyncio.to_thread(partial(register.units.list, closed=True)), asyncio.to_thread(register.staff.list)
    )
    members = [one for one in staff if not one.disabled]
    return render(
        "units.html",
        request,
        status=status,
        units=found,
        open_units=[unit for unit in found if unit.active],
        names={unit.id: unit.name for unit in found},
        codes={unit.id: unit.code for unit in found},
        staff=members,
        people={unit.id: [one for one in members if one.unit_id == unit.id] for unit in found},
        kinds=tuple(UnitKind),
        problem=problem,
        done="done" in request.query,
    )
