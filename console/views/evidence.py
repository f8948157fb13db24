"""A case's material: handed out so that nothing in it can act inside the console."""

import asyncio
from urllib.parse import quote

from aiohttp import web

from cases import NotFound
from console.desks import desk_of
from console.keys import OFFICIAL, REGISTER

PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
# What a citizen's file claims to be is not believed: a picture must begin like one.
BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
HARMLESS = "application/octet-stream"
NAME_LENGTH = 120


async def download(request: web.Request) -> web.Response:
    """The file, always as a download."""
    name, data = await _read(request)
    return web.Response(body=data, content_type=HARMLESS, headers={"Content-Disposition": disposition(name)})


async def picture(request: web.Request) -> web.Response:
    """The file as a picture, when it really is one."""
    _, data = await _read(request)
    media_type = picture_type(data)
    if media_type is None:
        raise NotFound
    return web.Response(
        body=data,
        content_type=media_type,
        headers={"Content-Security-Policy": "default-src 'none'; sandbox", "Content-Disposition": "inline"},
    )


async def _read(request: web.Request) -> tuple[str, bytes]:
    number, wanted = request.match_info["number"], request.match_info["evidence"]
    case = await asyncio.to_thread(desk_of(request).case, number)
    if all(one.id != wanted for one in case.evidence):
        raise NotFound
    store = request.app[REGISTER].evidence
    evidence, data = await asyncio.to_thread(store.read, wanted, request[OFFICIAL])
    return evidence.name or wanted, data


def picture_type(data: bytes) -> str | None:
    """Which picture this is, by its first bytes."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((media_type for beginning, media_type in BEGINNINGS if data.startswith(beginning)), None)


def disposition(name: str) -> str:
    """A Content-Disposition (RFC 6266) that no file name can break out of: ASCII for old clients, UTF-8 for others."""
    plain = "".join(c for c in name if c.isprintable() and c not in '/\\"')[-NAME_LENGTH:].strip(" .") or "file"
    fallback = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in plain)
    return f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(plain, safe='')}"
