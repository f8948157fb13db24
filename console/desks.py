"""The register's gatekeeper, for whoever is asking."""

from aiohttp import web

from cases import Desk
from console.keys import OFFICIAL, REGISTER


def desk_of(request: web.Request) -> Desk:
    """What the signed-in member of staff may see and do."""
    return request.app[REGISTER].for_official(request[OFFICIAL])
