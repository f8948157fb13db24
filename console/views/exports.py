"""Exports: the list as a table, streamed, so that a hundred thousand rows need no more memory than five hundred."""

import asyncio
import csv
import io
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from aiohttp import web

from console.desks import desk_of
from console.keys import CLOCK, FORM
from console.reading import BadRequest
from console.screen import day, render
from console.sheets import write_sheet
from console.views.inbox import filter_from, query_of

KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PIECE = 64 * 1024
Chunks = Iterator[list[list[str]]]


async def form(request: web.Request) -> web.Response:
    """Which cases, in which kind of file, and why."""
    return render(
        "export.html", request, query=query_of(request), kinds=tuple(KINDS), header=desk_of(request).exports.header
    )


async def export(request: web.Request) -> web.StreamResponse:
    """The file. It is written down before its first byte leaves."""
    given = request[FORM]
    kind = given.get("kind")
    if kind not in KINDS:
        raise BadRequest("no such kind of file")
    exports = desk_of(request).exports
    wanted = filter_from(given.get, request)
    chunks = await asyncio.to_thread(partial(exports.begin, wanted, reason=given.get("reason")))
    name = f"petitions-{day(request.app[CLOCK]())}.{kind}"
    response = web.StreamResponse(
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": KINDS[kind]}
    )
    if kind == "csv":
        await _stream_csv(request, response, exports.header, chunks)
    else:
        await _stream_sheet(request, response, exports.header, chunks)
    return response


async def _stream_csv(request: web.Request, response: web.StreamResponse, header: list[str], chunks: Chunks) -> None:
    await response.prepare(request)
    # The mark at the beginning makes table programs read Chinese as UTF-8.
    await response.write(b"\xef\xbb\xbf" + _lines([header]))
    while chunk := await asyncio.to_thread(next, chunks, None):
        await response.write(_lines(chunk))
    await response.write_eof()


def _lines(rows: list[list[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(rows)
    return written.getvalue().encode()


async def _stream_sheet(request: web.Request, response: web.StreamResponse, header: list[str], chunks: Chunks) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.xlsx"
        await asyncio.to_thread(write_sheet, path, header, chunks)
        response.content_length = path.stat().st_size
        await response.prepare(request)
        with path.open("rb") as file:
            while piece := await asyncio.to_thread(file.read, PIECE):
                await response.write(piece)
        await response.write_eof()
