"""The operators' pages: conversations, transcripts, and messages whose handling failed."""

import asyncio
from functools import partial

from aiohttp import web

from cases import NotFound, Role
from console.desks import desk_of
from console.keys import FORM, LOG, OFFICIAL
from console.reading import BadRequest, page_number, query_text, whole_number
from console.screen import render, see_other
from console.transcripts import read
from conversations import ConversationFilter, TurnView

CHANNELS = ("telegram", "web", "rest")
UNDERSTOOD = {"yes": True, "no": False}
FILTERS = ("channel", "intent", "misunderstood")
TURNS_A_PAGE = 100


def sees_sealed(request: web.Request) -> bool:
    """Whether this reader may see conversations about accusations."""
    return Role.DISCIPLINE in request[OFFICIAL].roles


async def conversations(request: web.Request) -> web.Response:
    """The conversations, the latest first."""
    if wanted := query_text(request, "id"):
        return see_other(request, "conversation", id=wanted)
    criteria = ConversationFilter(
        channel=query_text(request, "channel"),
        intent=query_text(request, "intent"),
        misunderstood=UNDERSTOOD.get(query_text(request, "misunderstood")),
        sealed=sees_sealed(request),
        page=page_number(request),
    )
    page = await asyncio.to_thread(request.app[LOG].conversations, criteria)
    return render(
        "conversations.html",
        request,
        page=page,
        pages=max(1, -(-page.total // page.page_size)),
        channels=CHANNELS,
        query={name: value for name in FILTERS if (value := query_text(request, name))},
    )


async def conversation(request: web.Request) -> web.Response:
    """One conversation, masked."""
    return _page(request, await _turns(request), masked=True)


async def unmask(request: web.Request) -> web.Response:
    """One conversation with its personal data, for a reason that is written down first."""
    reason = request[FORM].get("reason")
    if not reason:
        raise BadRequest("a reason is needed")
    turns = await _turns(request)
    note = partial(desk_of(request).note, "conversation", request.match_info["id"], reason=reason)
    await asyncio.to_thread(note)
    return _page(request, turns, masked=False)


async def waiting(request: web.Request) -> web.Response:
    """Messages whose handling failed."""
    messages = await asyncio.to_thread(partial(request.app[LOG].waiting, sealed=sees_sealed(request)))
    return render("waiting.html", request, messages=messages, done="done" in request.query)


async def unstick(request: web.Request) -> web.Response:
    """Try one of them again at once."""
    wanted = whole_number(request.match_info["id"], "id")
    await asyncio.to_thread(request.app[LOG].unstick, wanted)
    await asyncio.to_thread(desk_of(request).note, "unstick", f"message {wanted}")
    return see_other(request, "waiting", query={"done": "1"})


async def _turns(request: web.Request) -> tuple[TurnView, ...]:
    before = query_text(request, "before")
    ask = partial(
        request.app[LOG].transcript,
        request.match_info["id"],
        sealed=sees_sealed(request),
        limit=TURNS_A_PAGE,
        before=whole_number(before, "before") if before else None,
    )
    turns = await asyncio.to_thread(ask)
    if not turns:
        raise NotFound
    return turns


def _page(request: web.Request, turns: tuple[TurnView, ...], *, masked: bool) -> web.Response:
    identity = request.match_info["id"]
    channel, _, address = identity.partition(":")
    first = turns[0].seq
    return render(
        "conversation.html",
        request,
        id=identity,
        channel=channel,
        address=address,
        turns=read(turns, masked=masked),
        unmasked=not masked,
        earlier=first if first > 1 else 0,
    )
