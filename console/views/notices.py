"""Notices that nothing proves yet, and the proof that somebody was told by other means."""

import asyncio
from datetime import date

from aiohttp import web

from cases import Proof, StepIncomplete, Way
from console.keys import CATALOGUE, FORM, LANGUAGE, OFFICIAL, REGISTER
from console.reading import Form, page_number, whole_number
from console.screen import render, see_other


async def notices(request: web.Request) -> web.Response:
    """What is not proven: failed first."""
    return await _page(request)


async def prove(request: web.Request) -> web.Response:
    """Note the way, the day, the person and the receipt."""
    form, register, official = request[FORM], request.app[REGISTER], request[OFFICIAL]
    notice = whole_number(request.match_info["id"], "id", high=2**31 - 1)
    try:
        proof = _proof(form)
        await asyncio.to_thread(register.notices(official).prove, notice, proof)
    except StepIncomplete:
        problem = request.app[CATALOGUE].text(request[LANGUAGE], "notices.incomplete")
        return await _page(request, problem=problem, about=notice, given=form, status=422)
    return see_other(request, "notices", query={"done": "1"})


def _proof(form: Form) -> Proof:
    try:
        return Proof(
            way=Way(form.get("way")),
            on=date.fromisoformat(form.get("on")),
            by=form.get("by")[:200],
            receipt=form.get("receipt")[:300],
        )
    except ValueError as error:
        raise StepIncomplete("on") from error


async def _page(
    request: web.Request, *, problem: str = "", about: int = 0, given: Form | None = None, status: int = 200
) -> web.Response:
    desk, page = request.app[REGISTER].notices(request[OFFICIAL]), page_number(request)
    found, pages = await asyncio.to_thread(lambda: (desk.unproven(page), desk.unproven_pages()))
    return render(
        "notices.html",
        request,
        status=status,
        notices=found,
        page=page,
        pages=pages,
        ways=tuple(way for way in Way if way is not Way.CHAT),
        problem=problem,
        about=about,
        given=given or Form(),
        done="done" in request.query,
    )
