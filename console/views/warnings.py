"""Limits that the sweep warned of: what has passed, and what ends soon."""

import asyncio

from aiohttp import web

from cases import MOST_WARNINGS
from console.desks import desk_of
from console.screen import render


async def warnings(request: web.Request) -> web.Response:
    """Every limit of an office that ends soon or has passed, of the cases this official may see."""
    found = await asyncio.to_thread(desk_of(request).warnings)
    passed = [one for one in found if one.escalated_at is not None]
    soon = [one for one in found if one.escalated_at is None]
    return render("warnings.html", request, passed=passed, soon=soon, all=len(found), most=MOST_WARNINGS)
