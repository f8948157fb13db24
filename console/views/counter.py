"""The counter: letters, visits and calls are written down in the same draft that citizens fill by chat."""

import asyncio
import re
from functools import partial
from typing import Any

from aiohttp import web

from cases import CaseError, Draft, DraftIncomplete, Earlier, Nature, NotFound, StepIncomplete
from console.desks import desk_of
from console.keys import FORM
from console.reading import Form
from console.screen import render, see_other

FORMS = ("letter", "visit", "call")
TEXTS = (
    "facts",
    "request",
    "place",
    "occurred_at",
    "respondent",
    "prior_handling",
    "petitioner_name",
    "petitioner_phone",
    "petitioner_address",
    "id_number",
)
LENGTHS = {"facts": 20_000, "request": 5_000}
REPRESENTATIVES = 5


async def counter(request: web.Request) -> web.Response:
    """Begin, or go on with what was begun."""
    drafts = await asyncio.to_thread(desk_of(request).counter.open_drafts)
    return render("counter.html", request, drafts=drafts, forms=FORMS, gone="gone" in request.query)


async def start(request: web.Request) -> web.StreamResponse:
    """A new draft."""
    draft = await asyncio.to_thread(desk_of(request).counter.start, request[FORM].get("form"))
    return see_other(request, "told", draft=draft.id)


async def show(request: web.Request) -> web.StreamResponse:
    """What is written so far."""
    draft = await asyncio.to_thread(desk_of(request).counter.draft, request.match_info["draft"])
    if draft.case_number:
        return see_other(request, "slip", draft=draft.id)
    return await _page(request, draft)


async def write(request: web.Request) -> web.StreamResponse:
    """Keep what was written; then file it, join it to an open case, or throw it away, as the pressed button says."""
    form, desk = request[FORM], desk_of(request).counter
    draft = await asyncio.to_thread(desk.draft, request.match_info["draft"])
    action = form.get("action")
    if action == "give_up":
        await asyncio.to_thread(desk.give_up, draft.id)
        return see_other(request, "counter", query={"gone": "1"})
    try:
        draft = await asyncio.to_thread(desk.save, draft.id, _values(form))
        for file in form.files:
            await asyncio.to_thread(
                partial(desk.keep_file, draft.id, file.data, name=file.name, media_type=file.media_type)
            )
        if action.startswith("join:"):
            return await _join(request, draft, action.removeprefix("join:"))
        if action != "file":
            return see_other(request, "told", draft=draft.id, query={"kept": "1"})
        return await _file(request, draft, form)
    except StepIncomplete:
        return await _page(request, draft, given=form, problem="people", status=422)
    except DraftIncomplete:
        return await _page(request, draft, problem="facts", status=422)


async def slip(request: web.Request) -> web.Response:
    """What the petitioner takes home: number, query code, and how to ask."""
    printed = await asyncio.to_thread(desk_of(request).counter.slip, request.match_info["draft"])
    return render("slip.html", request, slip=printed)


async def _file(request: web.Request, draft: Draft, form: Form) -> web.StreamResponse:
    nature = form.get("nature")
    file = partial(
        desk_of(request).counter.file,
        draft.id,
        draft.version,
        nature=Nature(nature) if nature in tuple(Nature) else None,
        matter=[level.strip() for level in form.get("matter").replace("›", "/").split("/") if level.strip()],
    )
    await asyncio.to_thread(file)
    return see_other(request, "slip", draft=draft.id)


async def _join(request: web.Request, draft: Draft, number: str) -> web.StreamResponse:
    try:
        await asyncio.to_thread(desk_of(request).counter.join, draft.id, number)
    except (NotFound, CaseError):
        return await _page(request, draft, problem="join", status=409)
    return see_other(request, "case", number=number)


def _values(form: Form) -> dict[str, Any]:
    values: dict[str, Any] = {name: form.get(name)[: LENGTHS.get(name, 200)] for name in TEXTS}
    if form.get("form") in FORMS:
        values["form"] = form.get("form")
    code, _, region = form.get("region").partition(" ")
    values |= {"place_code": code if re.fullmatch(r"[0-9]{6}", code) else "", "place_name": region.strip()[:200]}
    count = form.get("affected_count")
    values["affected_count"] = (int(count) if re.fullmatch(r"[0-9]{1,6}", count) else 0) or ""
    values["public_ok"] = True if form.get("public_ok") else ""
    values["representatives"] = [name for one in form.all("representatives") if (name := one.strip()[:100])]
    nature = form.get("nature")
    values["nature"], values["matter"] = nature if nature in tuple(Nature) else "", form.get("matter")[:200]
    return values


async def _page(
    request: web.Request, draft: Draft, *, given: Form | None = None, problem: str = "", status: int = 200
) -> web.Response:
    earlier = Earlier()
    if draft.values.get("petitioner_phone") and draft.values.get("petitioner_name"):
        earlier = await asyncio.to_thread(desk_of(request).counter.earlier, draft.id)
    values = dict(draft.values) | ({name: given.get(name) for name in TEXTS} if given else {})
    return render(
        "told.html",
        request,
        status=status,
        draft=draft,
        values=values,
        forms=FORMS,
        natures=tuple(Nature),
        people=(*values.get("representatives", ()), *[""] * REPRESENTATIVES)[:REPRESENTATIVES],
        earlier=earlier.cases,
        elsewhere=earlier.elsewhere,
        problem=problem,
        kept="kept" in request.query,
    )
