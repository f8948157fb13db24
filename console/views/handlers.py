"""The named handlers of a sealed case: discipline staff add and remove them on its page."""

import asyncio
from functools import partial

from aiohttp import web

from cases import Case, NamedHandler
from console.auth import HANDLER_NAMERS
from console.keys import FORM, OFFICIAL, REGISTER
from console.screen import see_other


async def change(request: web.Request) -> web.Response:
    """Name somebody, or take the case from them."""
    form, door, number = request[FORM], request.app[REGISTER].handlers, request.match_info["number"]
    removing = form.get("what") == "remove"
    act = door.remove if removing else door.name
    await asyncio.to_thread(partial(act, number, form.get("staff"), by=request[OFFICIAL]))
    news = "handler_removed" if removing else "handler_named"
    return see_other(request, "case", number=number, query={"work": news})


def handlers_of(request: web.Request, case: Case) -> tuple[list[NamedHandler], list[NamedHandler]]:
    """Who was named for a sealed case, and whom this official could still name."""
    if not case.sealed:
        return [], []
    door, by = request.app[REGISTER].handlers, request[OFFICIAL]
    names = bool(HANDLER_NAMERS & by.roles)
    return door.named(case.number, by=by), door.candidates(case.number, by=by) if names else []
