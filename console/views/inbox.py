"""The officials' inbox."""

import asyncio
from collections.abc import Mapping
from functools import partial

from aiohttp import web

from cases import CaseFilter, Nature, Page, Role, State
from console.auth import CASE_ROLES, LOG_ROLES
from console.desks import desk_of
from console.keys import LOG, OFFICIAL
from console.reading import page_number, query_text
from console.screen import render, see_other

FILTERS = ("nature", "region", "matter", "text")
"""The filters of the form; the state is chosen by the tabs above it."""


async def inbox(request: web.Request) -> web.Response:
    """Cases this official may see, filtered. Who handles no cases is sent where their work is."""
    if not CASE_ROLES & request[OFFICIAL].roles:
        return see_other(request, home_of(request[OFFICIAL].roles))
    wanted = _filter(request)
    desk = desk_of(request)
    page, counts = await asyncio.gather(
        asyncio.to_thread(desk.inbox, wanted),
        asyncio.to_thread(desk.counts),
    )
    return render(
        "inbox.html",
        request,
        page=page,
        counts=counts,
        all_cases=sum(counts.values()),
        states=tuple(State),
        natures=tuple(Nature),
        wanted=wanted,
        state=wanted.states[0].value if wanted.states else "",
        narrowed=any(query_text(request, name) for name in FILTERS),
        query=_query(request),
        pages=pages_of(page),
    )


async def counts(request: web.Request) -> web.Response:
    """The numbers beside the tabs and in the navigation; the pages ask for them again and again."""
    roles = request[OFFICIAL].roles
    numbers: dict[str, object] = {}
    if CASE_ROLES & roles:
        desk = desk_of(request)
        states = await asyncio.to_thread(desk.counts)
        numbers |= {"states": dict(states), "inbox": sum(states.values())}
        numbers |= {"parked": len(await asyncio.to_thread(desk.parked))}
    if LOG_ROLES & roles:
        waiting = partial(request.app[LOG].waiting, sealed=Role.DISCIPLINE in roles)
        numbers |= {"waiting": len(await asyncio.to_thread(waiting))}
    return web.json_response(numbers)


def home_of(roles: frozenset[Role]) -> str:
    """The route where somebody with these roles begins."""
    return "inbox" if CASE_ROLES & roles else "conversations"


def pages_of(page: Page) -> int:
    """How many pages the list has."""
    return max(1, -(-page.total // page.page_size))


def _filter(request: web.Request) -> CaseFilter:
    # What a person typed into the address bar filters nothing rather than failing.
    state, nature = query_text(request, "state"), query_text(request, "nature")
    region = query_text(request, "region")
    return CaseFilter(
        states=(State(state),) if state in tuple(State) else (),
        nature=Nature(nature) if nature in tuple(Nature) else None,
        region=region if region.isascii() and region.isdigit() and len(region) <= 6 else "",
        matter=query_text(request, "matter")[:100],
        text=query_text(request, "text")[:200],
        page=page_number(request),
    )


def _query(request: web.Request) -> Mapping[str, str]:
    return {name: value for name in ("state", *FILTERS) if (value := query_text(request, name))}
