"""Messages that did not reach the petitioner: a person sees to each."""

import asyncio

from aiohttp import web

from console.desks import desk_of
from console.keys import FORM
from console.reading import BadRequest, whole_number
from console.screen import render, see_other

DONE = ("retry", "other")


async def parked(request: web.Request) -> web.Response:
    """What could not be delivered, to whom, and why; and what is still being tried, many times by now."""
    desk = desk_of(request)
    messages = await asyncio.to_thread(desk.parked)
    retrying = await asyncio.to_thread(desk.retrying)
    done = request.query.get("done", "")
    return render("parked.html", request, messages=messages, retrying=retrying, done=done if done in DONE else "")


async def retry(request: web.Request) -> web.Response:
    """Put the message into the queue again."""
    await asyncio.to_thread(desk_of(request).retry, _id(request))
    return see_other(request, "parked", query={"done": "retry"})


async def other_means(request: web.Request) -> web.Response:
    """Record that the petitioner was told in another way."""
    how = request[FORM].get("text")
    if not how:
        raise BadRequest("text is missing")
    await asyncio.to_thread(desk_of(request).mark_other_means, _id(request), how)
    return see_other(request, "parked", query={"done": "other"})


def _id(request: web.Request) -> int:
    return whole_number(request.match_info["id"], "id")
