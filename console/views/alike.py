"""Cases that may belong together: shown with reasons, confirmed, dismissed, and taken back."""

import asyncio
from functools import partial

from aiohttp import web

from console.desks import desk_of
from console.keys import FORM
from console.screen import render, see_other


async def show(request: web.Request) -> web.Response:
    """The cases that may belong to this one; as a part of its page or as a page of its own."""
    number = request.match_info["number"]
    alike = await asyncio.to_thread(desk_of(request).alike, number)
    part = "part" in request.query
    return render("_alike_list.html" if part else "case_alike.html", request, number=number, alike=alike, part=part)


async def decide(request: web.Request) -> web.StreamResponse:
    """Confirm or dismiss that two cases belong together, or take that back."""
    form, number = request[FORM], request.match_info["number"]
    say = partial(
        desk_of(request).likeness.decide,
        number,
        form.get("other"),
        form.get("kind"),
        state=form.get("state"),
        reason=form.get("reason")[:200],
    )
    await asyncio.to_thread(say)
    return see_other(request, "case_alike", number=number)


async def first(request: web.Request) -> web.StreamResponse:
    """Note what the national system says: whether it was the first in the country."""
    form, number = request[FORM], request.match_info["number"]
    note = partial(desk_of(request).likeness.set_first_nationally, number, form.get("first") == "yes")
    await asyncio.to_thread(note)
    return see_other(request, "case_alike", number=number)
