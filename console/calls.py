"""Taking and closing an alert, for the pages and the API alike."""

import asyncio

from aiohttp import web

from cases import Register, Role
from console.desks import desk_of
from console.keys import LOG, OFFICIAL, REGISTER, TO_HUMAN
from conversations import AlertView, Log, Taken

READING = "person_reads"
"""The notice that tells a petitioner that somebody reads now; no name is told."""


async def take_alert(request: web.Request, alert_id: int) -> AlertView:
    """Take it for whoever asks. Raises `AlertGone`."""
    official = request[OFFICIAL]
    taken = await asyncio.to_thread(
        _take,
        request.app[REGISTER],
        request.app[LOG],
        alert_id,
        by=official.display_name or official.name,
        sealed=Role.DISCIPLINE in official.roles,
    )
    await asyncio.to_thread(desk_of(request).note, "alert_taken", f"alert {alert_id}")
    if observe := request.app.get(TO_HUMAN):
        observe(taken.seconds)
    return taken.alert


def _take(register: Register, log: Log, alert_id: int, *, by: str, sealed: bool) -> Taken:
    # One transaction: nobody is told of a reader that there is not, nor read by one they were not told of.
    with register.transaction() as tx:
        taken = log.alerts.take(alert_id, by=by, sealed=sealed, tx=tx)
        if not taken.told_before:
            channel, _, address = taken.alert.conversation_id.partition(":")
            register.tell(READING, channel, address, key=f"alert {alert_id} taken", tx=tx)
    return taken


async def close_alert(request: web.Request, alert_id: int, note: str) -> AlertView:
    """Close it for whoever asks. Raises `AlertGone`."""
    official = request[OFFICIAL]

    def close() -> AlertView:
        by, sealed = official.display_name or official.name, Role.DISCIPLINE in official.roles
        return request.app[LOG].alerts.close(alert_id, by=by, note=note, sealed=sealed)

    closed = await asyncio.to_thread(close)
    await asyncio.to_thread(desk_of(request).note, "alert_closed", f"alert {alert_id}")
    return closed
