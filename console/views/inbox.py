"""The officials' inbox."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from aiohttp import web

from cases import CaseFilter, Nature, Page, Role, State
from console.auth import AUDIT_ROLES, CASE_ROLES, DELETION_ROLES, DELIVERY_ROLES, LOG_ROLES, TELLER_ROLES
from console.desks import desk_of
from console.keys import LOG, OFFICIAL, REGISTER
from console.reading import page_number, query_text
from console.screen import render, see_other

MORE = ("nature", "region", "matter", "unit", "clock", "due", "why", "form")
"""The filters that are folded away until one is used."""

FILTERS = ("text", *MORE)
"""The filters of the form; state and scope are chosen by the tabs above it."""

FIELDS = ("state", "scope", *FILTERS)
"""The filter as an address and a form have it."""

SCOPES = ("mine", "unit", "", "nobody")
"""One's own work, one's unit's, all one may see, and what nobody has claimed."""

DUE = ("late", "soon")
REASONS = ("danger", "objection", "waiting", "unreachable", "vulnerable", "wages")
CLOCKS = ("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C9", "C11", "M2")
FORMS = ("online", "letter", "visit", "call")


async def inbox(request: web.Request) -> web.Response:
    """Cases this official may see, filtered. Who handles no cases is sent where their work is."""
    if not CASE_ROLES & request[OFFICIAL].roles:
        return see_other(request, home_of(request[OFFICIAL].roles))
    wanted = replace(filter_from(partial(query_text, request), request), page=page_number(request))
    desk = desk_of(request)
    page, counts, saved = await asyncio.gather(
        asyncio.to_thread(desk.inbox, wanted),
        asyncio.to_thread(desk.counts),
        asyncio.to_thread(desk.saved_filters.list),
    )
    query = query_of(request)
    return render(
        "inbox.html",
        request,
        page=page,
        counts=counts,
        all_cases=sum(counts.values()),
        states=tuple(State),
        natures=tuple(Nature),
        reasons=REASONS,
        clocks=CLOCKS,
        forms=FORMS,
        wanted=wanted,
        state=wanted.states[0].value if wanted.states else "",
        scopes=[one for one in SCOPES if one != "unit" or request[OFFICIAL].unit_id is not None],
        scope=_one_of(query_text(request, "scope"), SCOPES),
        scopeless={name: value for name, value in query.items() if name != "scope"},
        saved=saved,
        current_query=urlencode(query),
        here=request.path_qs,
        tells=bool(TELLER_ROLES & request[OFFICIAL].roles),
        narrowed=any(query_text(request, name) for name in FILTERS),
        more=any(query_text(request, name) for name in MORE),
        query=query,
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
        numbers |= {"warnings": await asyncio.to_thread(desk.warning_count)}
    if DELIVERY_ROLES & roles:
        numbers |= {"parked": len(await asyncio.to_thread(desk_of(request).parked))}
    if DELETION_ROLES & roles:
        wishes = request.app[REGISTER].deletions.count
        numbers |= {"deletions": await asyncio.to_thread(wishes, request[OFFICIAL])}
    if LOG_ROLES & roles:
        waiting = partial(request.app[LOG].waiting, sealed=Role.DISCIPLINE in roles)
        numbers |= {"waiting": len(await asyncio.to_thread(waiting))}
    return web.json_response(numbers)


def home_of(roles: frozenset[Role]) -> str:
    """The route where somebody with these roles begins."""
    if CASE_ROLES & roles:
        return "inbox"
    return "conversations" if LOG_ROLES & roles or not AUDIT_ROLES & roles else "audit"


def pages_of(page: Page) -> int:
    """How many pages the list has."""
    return max(1, -(-page.total // page.page_size))


def filter_from(ask: Callable[[str], str], request: web.Request) -> CaseFilter:
    """The filter that the answers to `ask` make. Nonsense typed into an address filters nothing."""
    state, nature, region, scope = ask("state"), ask("nature"), ask("region"), ask("scope")
    mine = {"mine": request[OFFICIAL].name, "nobody": ""}
    return CaseFilter(
        states=(State(state),) if state in tuple(State) else (),
        nature=Nature(nature) if nature in tuple(Nature) else None,
        region=region if region.isascii() and region.isdigit() and len(region) <= 6 else "",
        matter=ask("matter")[:100],
        unit=ask("unit")[:100],
        clock=_one_of(ask("clock"), CLOCKS),
        due=_one_of(ask("due"), DUE),
        why=_one_of(ask("why"), REASONS),
        form=_one_of(ask("form"), FORMS),
        assigned=mine.get(scope),
        unit_id=request[OFFICIAL].unit_id if scope == "unit" else None,
        text=ask("text")[:200],
    )


def _one_of(value: str, known: tuple[str, ...]) -> str:
    return value if value in known else ""


def query_of(request: web.Request) -> Mapping[str, str]:
    """The filter as an address has it."""
    return {name: value for name in FIELDS if (value := query_text(request, name))}
