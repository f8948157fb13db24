"""Whose work a case is, and the views of the inbox that somebody keeps."""

import asyncio
from functools import partial

from aiohttp import web

from cases import VersionConflict
from console.auth import safe_return
from console.desks import desk_of
from console.keys import FORM
from console.reading import whole_number
from console.screen import go_to, see_other


async def claim(request: web.Request) -> web.StreamResponse:
    """ "I do this one." Whoever was slower is told on the case's page whose it is."""
    number = request.match_info["number"]
    try:
        await asyncio.to_thread(desk_of(request).assignments.claim, number)
    except VersionConflict:
        return see_other(request, "case", number=number, query={"work": "taken"})
    back = request[FORM].get("back")
    if back:
        return go_to(safe_return(request, back, otherwise="inbox"))
    return see_other(request, "case", number=number, query={"work": "claimed"})


async def hand_over(request: web.Request) -> web.StreamResponse:
    """Give a case to a colleague, or back to all."""
    form, number = request[FORM], request.match_info["number"]
    give = partial(desk_of(request).assignments.hand_over, number, form.get("to"), form.get("text")[:500])
    await asyncio.to_thread(give)
    return see_other(request, "case", number=number, query={"work": "handed"})


async def keep_view(request: web.Request) -> web.StreamResponse:
    """Keep the filter of the inbox under a name."""
    form = request[FORM]
    query = form.get("query")
    await asyncio.to_thread(partial(desk_of(request).saved_filters.keep, form.get("label"), query))
    home = request.app.router["inbox"].url_for()
    return go_to(str(home.with_query(query)))


async def forget_view(request: web.Request) -> web.StreamResponse:
    """Remove a kept view."""
    wanted = whole_number(request.match_info["id"], "id", high=10**12)
    await asyncio.to_thread(desk_of(request).saved_filters.forget, wanted)
    return see_other(request, "inbox")
