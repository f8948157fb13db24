"""Alerts: messages that call a person, who takes them, and how long they waited."""

import asyncio
from functools import partial

from aiohttp import web

from cases import Role
from console.calls import close_alert, take_alert
from console.keys import FORM, LOG, OFFICIAL
from console.reading import whole_number
from console.screen import render, see_other
from conversations import AlertGone

DONE = ("taken", "closed", "gone")
CLOSED_SHOWN = 20
NOTE_LENGTH = 1000


def _sealed(request: web.Request) -> bool:
    return Role.DISCIPLINE in request[OFFICIAL].roles


async def alerts(request: web.Request) -> web.Response:
    """Open alerts, the most urgent first; below them what was closed last."""
    log, sealed = request.app[LOG].alerts, _sealed(request)
    found, figures = await asyncio.gather(
        asyncio.to_thread(partial(log.list, sealed=sealed, closed=CLOSED_SHOWN)),
        asyncio.to_thread(partial(log.figures, sealed=sealed)),
    )
    done = request.query.get("done", "")
    return render(
        "alerts.html",
        request,
        open_alerts=[alert for alert in found if alert.closed_at is None],
        closed_alerts=[alert for alert in found if alert.closed_at is not None],
        figures=figures,
        done=done if done in DONE else "",
    )


async def counts(request: web.Request) -> web.Response:
    """How many wait for a person; every page asks for it again and again."""
    figures = await asyncio.to_thread(partial(request.app[LOG].alerts.figures, sealed=_sealed(request)))
    return web.json_response(
        {"waiting": figures.waiting, "high": figures.waiting_high, "newest_high": figures.newest_high}
    )


async def take(request: web.Request) -> web.Response:
    """ "I see to it": the petitioner is told that a person reads now."""
    try:
        await take_alert(request, _id(request))
    except AlertGone:
        return see_other(request, "alerts", query={"done": "gone"})
    return see_other(request, "alerts", query={"done": "taken"})


async def close(request: web.Request) -> web.Response:
    """It is seen to."""
    try:
        await close_alert(request, _id(request), request[FORM].get("note")[:NOTE_LENGTH])
    except AlertGone:
        return see_other(request, "alerts", query={"done": "gone"})
    return see_other(request, "alerts", query={"done": "closed"})


def _id(request: web.Request) -> int:
    return whole_number(request.match_info["id"], "id")
