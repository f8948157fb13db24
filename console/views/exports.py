"""Exports: the list as a table, streamed, so that a hundred thousand rows need no more memory than five hundred."""

import asyncio
import tempfile
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from aiohttp import web

from cases import SecondPersonNeeded, subject_of
from console.desks import desk_of
from console.keys import CLOCK, FORM
from console.reading import BadRequest, Form, query_text
from console.screen import day, render
from console.sheets import BYTE_ORDER_MARK, csv_lines, write_sheet
from console.views.inbox import FIELDS, filter_from, query_of

KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PIECE = 64 * 1024
Chunks = Iterator[list[list[str]]]


async def form(request: web.Request) -> web.Response:
    """Which cases, in which kind of file, and why."""
    return _page(request, query_of(request), subject_of(filter_from(partial(query_text, request), request)))


def _page(
    request: web.Request, query: Mapping[str, str], subject: str, *, refused: bool = False, status: int = 200
) -> web.Response:
    return render(
        "export.html",
        request,
        status=status,
        query=query,
        subject=subject,
        refused=refused,
        given=request.get(FORM, Form()),
        kinds=tuple(KINDS),
        header=desk_of(request).exports.header,
    )


async def export(request: web.Request) -> web.StreamResponse:
    """The file. It is written down before its first byte leaves."""
    given = request[FORM]
    kind = given.get("kind")
    if kind not in KINDS:
        raise BadRequest("no such kind of file")
    exports = desk_of(request).exports
    wanted = filter_from(given.get, request)
    unmasked = given.get("unmasked") == "1"
    begin = partial(exports.begin, wanted, reason=given.get("reason"), unmasked=unmasked)
    try:
        chunks = await asyncio.to_thread(begin)
    except SecondPersonNeeded as refused:
        query = {name: value for name in FIELDS if (value := given.get(name))}
        return _page(request, query, refused.subject, refused=True, status=403)
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
    await response.write(BYTE_ORDER_MARK + csv_lines([header]))
    while chunk := await asyncio.to_thread(next, chunks, None):
        await response.write(csv_lines(chunk))
    await response.write_eof()


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
