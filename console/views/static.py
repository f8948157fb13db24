"""Hands out style sheet, script and pictures."""

from aiohttp import web

from console.keys import STATIC_FILES

FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=300"


async def static(request: web.Request) -> web.Response:
    """One file. Under an address with its version it never changes, so browsers may keep it."""
    file = request.app[STATIC_FILES].get(request.match_info["name"])
    if file is None:
        raise web.HTTPNotFound
    kept = FOR_EVER if request.query.get("v") == file.version else FOR_A_WHILE
    return web.Response(body=file.body, content_type=file.media_type, charset="utf-8", headers={"Cache-Control": kept})
