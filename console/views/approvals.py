"""What takes two people: asked for on this page, decided on it by somebody else."""

import asyncio
from functools import partial

from aiohttp import web

from cases import NotAllowed, NotFound, StepIncomplete, WrongState
from console.keys import CATALOGUE, FORM, LANGUAGE, OFFICIAL, REGISTER
from console.reading import query_text, whole_number
from console.screen import render, see_other

KINDS = ("unseal", "erase", "bulk_export")
DONE = ("asked", "approved", "declined")


async def approvals(request: web.Request) -> web.Response:
    """What was asked for, and what waits for one's own word."""
    return await _page(request)


async def ask(request: web.Request) -> web.Response:
    """Ask for something."""
    form, door = request[FORM], request.app[REGISTER].approvals
    wanted = partial(door.request, form.get("kind"), form.get("subject"), reason=form.get("reason"))
    try:
        await asyncio.to_thread(partial(wanted, by=request[OFFICIAL]))
    except (NotFound, StepIncomplete):
        return await _page(request, problem="cannot_ask", status=422)
    return see_other(request, "approvals", query={"done": "asked"})


async def decide(request: web.Request) -> web.Response:
    """Approve or decline what somebody else asked for."""
    form, door = request[FORM], request.app[REGISTER].approvals
    approve, number = form.get("word") == "approve", whole_number(request.match_info["id"], "id")
    decided = partial(door.decide, number, approve=approve, by=request[OFFICIAL], note=form.get("note"))
    try:
        await asyncio.to_thread(decided)
    except (NotAllowed, WrongState):
        return await _page(request, problem="cannot_decide", status=409)
    return see_other(request, "approvals", query={"done": "approved" if approve else "declined"})


async def _page(request: web.Request, *, problem: str = "", status: int = 200) -> web.Response:
    found = await asyncio.to_thread(partial(request.app[REGISTER].approvals.list, by=request[OFFICIAL]))
    say = partial(request.app[CATALOGUE].text, request[LANGUAGE])
    done = query_text(request, "done")
    return render(
        "approvals.html",
        request,
        status=status,
        approvals=found,
        kinds=KINDS,
        subject=query_text(request, "case"),
        kind=kind if (kind := query_text(request, "kind")) in KINDS else KINDS[0],
        problem=say(f"approvals.{problem}") if problem else "",
        done=say(f"approvals.{done}") if done in DONE else "",
    )
