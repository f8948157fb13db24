"""One step on many chosen cases: the form, and how it went with each."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from cases import BulkStep, Nature
from console.desks import desk_of
from console.keys import FORM
from console.middlewares import status_of
from console.reading import BadRequest, Form, whole_number
from console.screen import render, see_other
from console.views.cases import NUMBERED_ROUTES, OUTCOMES, ROUTES, fields_of


@dataclass(frozen=True, kw_only=True)
class Blank:
    """What the fields of a step show where there is no one case to show values of."""

    region_code: str = ""
    region_name: str = ""
    unit: str = ""
    route: str = ""
    nature: str = ""
    matter: Sequence[str] = ()
    claims: Sequence[object] = ()


async def bulk(request: web.Request) -> web.StreamResponse:
    """Choose the step and fill its form; with `take` it is taken on each case and the results are told."""
    form = request[FORM]
    chosen = _chosen(form)
    if not chosen:
        return see_other(request, "inbox", query={"scope": "mine"})
    desk = desk_of(request).bulk
    if form.get("take"):
        command = BulkStep(step=form.get("step"), cases=chosen, text=form.get("text"), fields=fields_of(form))
        results = await asyncio.to_thread(desk.take, command)
        told = [(one.number, "" if one.error is None else str(status_of(one.error))) for one in results]
        return render("bulk_done.html", request, results=told, step=command.step)
    forms = await asyncio.to_thread(partial(desk.forms, [number for number, _ in chosen]))
    return render(
        "bulk.html",
        request,
        chosen=chosen,
        forms=[one for one, _ in forms.values()],
        how_many={step: count for step, (_, count) in forms.items()},
        given=form,
        nothing=Form(),
        case=Blank(),
        natures=tuple(Nature),
        routes_known=ROUTES,
        numbered_routes=NUMBERED_ROUTES,
        outcomes=OUTCOMES,
    )


def _chosen(form: Form) -> list[tuple[str, int]]:
    """The chosen cases, each with the version that was seen. Raises `BadRequest`."""
    found = []
    for one in form.all("chosen"):
        number, separator, version = one.rpartition(":")
        if not separator or not number:
            raise BadRequest("a case without its version")
        found.append((number, whole_number(version, "version")))
    return found
