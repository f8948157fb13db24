"""The JSON API. Everything it says is JSON, refusals too; `console.openapi` describes it."""

import asyncio
import json
import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler

from cases import CaseError, CaseFilter, Nature, NotAllowed, NotFound, Official, Role, State, TakeStep
from console.auth import ANYONE, CASE_ROLES, FIGURE_ROLES, LOG_ROLES, STAFF, Route
from console.calls import close_alert, take_alert
from console.desks import desk_of
from console.figures_api import asked_figures, figures_json
from console.keys import LOG, OFFICIAL, REGISTER
from console.middlewares import status_of
from console.openapi import describe
from console.payloads import (
    Json,
    alert_json,
    alerts_json,
    case_json,
    conversations_json,
    notices_json,
    page_json,
    papers_json,
    steps_json,
    transcript_json,
)
from console.reading import CASE_NUMBER, CONVERSATION_ID, BadRequest, clean, query_text, read_json, whole_number
from console.transcripts import read
from console.units_api import asked_proposals, asked_units
from conversations import AlertGone, ConversationFilter

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
REASONS: Mapping[int, tuple[str, str]] = {
    401: ("unauthorized", "A valid bearer token is needed."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take this method."),
    413: ("too_large", "The body is too large."),
}
CASE = f"/cases/{{number:{CASE_NUMBER}}}"
ALERT = "/alerts/{id:[0-9]{1,9}}"
TALK = f"/conversations/{{id:{CONVERSATION_ID}}}"
PAGE_SIZE = 25
MAX_PAGE_SIZE = 100
TOKEN_LENGTH = 200
NOTE_LENGTH = 1000

One = TypeVar("One")
logger = logging.getLogger(__name__)


class TokenNeeded(Exception):
    """A valid bearer token is needed."""


@web.middleware
async def headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Put the security headers on every answer."""
    response = await handler(request)
    response.headers.update(HEADERS)
    return response


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tell every refusal and failure as `{"error": {"code", "message"}}`."""
    try:
        return await handler(request)
    except TokenNeeded:
        return refusal(401, *REASONS[401], headers={"WWW-Authenticate": "Bearer"})
    except BadRequest as refused:
        return refusal(400, "bad_request", str(refused))
    except AlertGone:
        return refusal(409, "alert_gone", "The alert is closed, taken by somebody else, or not this token's to see.")
    except CaseError as refused:
        return refusal(status_of(refused), refused.code, str(refused))
    except web.HTTPException as refused:
        allow = {"Allow": refused.headers["Allow"]} if "Allow" in refused.headers else None
        return refusal(refused.status, *REASONS.get(refused.status, ("bad_request", refused.reason)), headers=allow)
    except TimeoutError:
        return refusal(503, "busy", "The database is busy; please try again in a moment.")
    except Exception:
        reference = f"E-{secrets.token_hex(4)}"
        logger.exception("%s: %s failed", reference, request.method)
        return refusal(500, reference, "Something went wrong on our side; nothing that was kept is lost.")


def refusal(status: int, code: str, message: str, *, headers: Mapping[str, str] | None = None) -> web.Response:
    """An error as JSON."""
    return answer({"error": {"code": code, "message": message}}, status=status, headers=headers)


def answer(value: Json, *, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """`value` as JSON, Chinese readable in it."""
    return web.json_response(value, status=status, headers=headers, dumps=partial(json.dumps, ensure_ascii=False))


def guarded(handler: Handler, roles: frozenset[Role] | None) -> Handler:
    """Wrap a handler: only tokens with one of these roles pass."""

    async def guard(request: web.Request) -> web.StreamResponse:
        if roles is not None:
            official = await _official_of(request)
            if not roles & official.roles:
                raise NotAllowed
            request[OFFICIAL] = official
        return await handler(request)

    return guard


async def _official_of(request: web.Request) -> Official:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if kind.lower() != "bearer" or not 0 < len(token) <= TOKEN_LENGTH:
        raise TokenNeeded
    official = await asyncio.to_thread(request.app[REGISTER].staff.token, token)
    if official is None:
        raise TokenNeeded
    return official


async def get_case(request: web.Request) -> web.Response:
    """One case; personal fields in full only for a reason."""
    case = await asyncio.to_thread(
        partial(desk_of(request).case, request.match_info["number"], unmask=_reason(request))
    )
    return answer(case_json(case))


async def get_cases(request: web.Request) -> web.Response:
    """A page of cases, filtered."""
    region = query_text(request, "region")
    if not (region == "" or (region.isascii() and region.isdigit() and len(region) <= 6)):
        raise BadRequest("region must be a region code or its first digits")
    state = _choice(request, "state", State)
    criteria = CaseFilter(
        states=(state,) if state else (),
        nature=_choice(request, "nature", Nature),
        region=region,
        matter=query_text(request, "matter"),
        text=query_text(request, "text"),
        after=query_text(request, "after"),
        page=_bounded(request, "page", default=1, high=100_000),
        page_size=_bounded(request, "page_size", default=PAGE_SIZE, high=MAX_PAGE_SIZE),
    )
    return answer(page_json(await asyncio.to_thread(desk_of(request).inbox, criteria)))


async def get_steps(request: web.Request) -> web.Response:
    """The steps that can be taken on the case now."""
    desk, number = desk_of(request), request.match_info["number"]
    case, steps = await asyncio.to_thread(lambda: (desk.case(number), desk.steps(number)))
    return answer(steps_json(case, steps))


async def get_units(request: web.Request) -> web.Response:
    """The units tree."""
    return answer(await asked_units(request, closed=bool(_truth(request, "closed"))))


async def get_proposals(request: web.Request) -> web.Response:
    """The units that a case could go to, with the reasons."""
    return answer(await asked_proposals(request))


async def get_papers(request: web.Request) -> web.Response:
    """The papers of a case."""
    number, desk = request.match_info["number"], request.app[REGISTER].papers.for_official(request[OFFICIAL])
    return answer(papers_json(number, await asyncio.to_thread(desk.of, number)))


async def get_notices(request: web.Request) -> web.Response:
    """The duties to tell of a case, and what proves them."""
    number, notices = request.match_info["number"], request.app[REGISTER].notices(request[OFFICIAL])
    return answer(notices_json(number, await asyncio.to_thread(notices.of, number)))


async def take_step(request: web.Request) -> web.Response:
    """Take one step on the version the caller saw; answers with the case as it is now."""
    command = _command(request.match_info["number"], await read_json(request))
    return answer(case_json(await asyncio.to_thread(desk_of(request).take, command)))


def _command(number: str, body: Mapping[str, Any]) -> TakeStep:
    step, version, text, fields = (body.get(name) for name in ("step", "version", "text", "fields"))
    if unknown := set(body) - {"step", "version", "text", "fields"}:
        raise BadRequest(f"unknown keys: {', '.join(sorted(unknown))}")
    if not isinstance(step, str) or not step:
        raise BadRequest("step must be a word")
    # bool is an int to Python, but no version.
    if not isinstance(version, int) or isinstance(version, bool):
        raise BadRequest("version must be a whole number")
    if not isinstance(text, str | None):
        raise BadRequest("text must be text")
    if not isinstance(fields, dict | None) or not all(_fits(*one) for one in (fields or {}).items()):
        raise BadRequest("fields must be an object of texts, numbers and truths; some may be lists or objects")
    return TakeStep(number=number, step=step, version=version, text=clean(text or "").strip(), fields=fields or {})


BY_CLAIM = frozenset({"claims", "solved"})
"""Fields with an answer for each claim: an object by its number, or a list of objects that name it."""


def _fits(name: str, value: object) -> bool:
    """Whether the value has the shape of this field; the register reads it and says what is wrong with it."""
    match value:
        case None | str():
            return True
        case bool():
            return name == "simple"
        case int():
            return name in ("days", "claim")
        case list():
            return (
                name in ("matter", "assisting") and _are_texts(value) or name in BY_CLAIM and all(map(_is_flat, value))
            )
        case dict():
            return name == "region" and _are_texts(value.values()) or name in BY_CLAIM and _is_flat(value, depth=1)
        case _:
            return False


def _are_texts(values: Iterable[object]) -> bool:
    return all(isinstance(one, str) for one in values)


def _is_flat(value: object, *, depth: int = 0) -> bool:
    if not isinstance(value, dict):
        return False
    return all(isinstance(one, str | int | None) or (depth > 0 and _is_flat(one)) for one in value.values())


async def get_conversations(request: web.Request) -> web.Response:
    """A page of conversations, the latest first."""
    criteria = ConversationFilter(
        channel=query_text(request, "channel"),
        intent=query_text(request, "intent"),
        misunderstood=_truth(request, "misunderstood"),
        sealed=_sees_sealed(request),
        page=_bounded(request, "page", default=1, high=100_000),
        page_size=_bounded(request, "page_size", default=PAGE_SIZE, high=MAX_PAGE_SIZE),
    )
    return answer(conversations_json(await asyncio.to_thread(request.app[LOG].conversations, criteria)))


async def get_conversation(request: web.Request) -> web.Response:
    """One conversation's turns, masked unless a reason is given."""
    identity, reason = request.match_info["id"], _reason(request)
    ask = partial(
        request.app[LOG].transcript,
        identity,
        sealed=_sees_sealed(request),
        limit=_bounded(request, "limit", default=MAX_PAGE_SIZE, high=MAX_PAGE_SIZE),
        before=_bounded(request, "before", default=0, high=10**9) or None,
    )
    turns = await asyncio.to_thread(ask)
    if not turns:
        raise NotFound
    if reason:
        await asyncio.to_thread(partial(desk_of(request).note, "conversation", identity, reason=reason))
    return answer(transcript_json(identity, read(turns, masked=not reason)))


async def get_alerts(request: web.Request) -> web.Response:
    """Open alerts, the most urgent first, then closed ones, and how long people wait."""
    alerts, sealed = request.app[LOG].alerts, _sees_sealed(request)
    found, figures = await asyncio.gather(
        asyncio.to_thread(partial(alerts.list, sealed=sealed)),
        asyncio.to_thread(partial(alerts.figures, sealed=sealed)),
    )
    return answer(alerts_json(found, figures))


async def take(request: web.Request) -> web.Response:
    """Take an alert: the petitioner is told that a person reads now."""
    return answer(alert_json(await take_alert(request, whole_number(request.match_info["id"], "id"))))


async def close(request: web.Request) -> web.Response:
    """Close an alert, with a note of what was done."""
    body = await read_json(request)
    note = body.get("note")
    if set(body) != {"note"} or not isinstance(note, str) or not note.strip():
        raise BadRequest("note must say what was done")
    number = whole_number(request.match_info["id"], "id")
    return answer(alert_json(await close_alert(request, number, clean(note).strip()[:NOTE_LENGTH])))


async def get_figures(request: web.Request) -> web.Response:
    """The figures of a period."""
    return answer(figures_json(await asked_figures(request)))


async def get_openapi(request: web.Request) -> web.Response:
    """What this API can do."""
    home = str(request.app.router["openapi"].url_for()).removesuffix("/openapi.json")
    return answer(describe(home or "/"))


def _reason(request: web.Request) -> str | None:
    if "unmask" not in request.query:
        return None
    reason = query_text(request, "unmask")
    if not reason:
        raise BadRequest("unmask must say why")
    return reason


def _choice(request: web.Request, name: str, kind: Callable[[str], One]) -> One | None:
    text = query_text(request, name)
    try:
        return kind(text) if text else None
    except ValueError as error:
        raise BadRequest(f"{name} has no such value") from error


def _truth(request: web.Request, name: str) -> bool | None:
    text = query_text(request, name)
    if text not in ("", "true", "false"):
        raise BadRequest(f"{name} must be true or false")
    return None if text == "" else text == "true"


def _bounded(request: web.Request, name: str, *, default: int, high: int) -> int:
    text = query_text(request, name)
    return whole_number(text, name, low=1, high=high) if text else default


def _sees_sealed(request: web.Request) -> bool:
    return Role.DISCIPLINE in request[OFFICIAL].roles


ROUTES = (
    Route("GET", "/openapi.json", "openapi", get_openapi, ANYONE),
    Route("GET", "/alerts", "alerts", get_alerts, STAFF),
    Route("POST", f"{ALERT}/take", "take_alert", take, STAFF),
    Route("POST", f"{ALERT}/close", "close_alert", close, STAFF),
    Route("GET", "/cases", "cases", get_cases, CASE_ROLES),
    Route("GET", CASE, "case", get_case, CASE_ROLES),
    Route("GET", f"{CASE}/papers", "papers", get_papers, CASE_ROLES),
    Route("GET", f"{CASE}/notices", "notices", get_notices, CASE_ROLES),
    Route("GET", f"{CASE}/proposals", "proposals", get_proposals, CASE_ROLES),
    Route("GET", f"{CASE}/steps", "steps", get_steps, CASE_ROLES),
    Route("POST", f"{CASE}/steps", "take_step", take_step, CASE_ROLES),
    Route("GET", "/conversations", "conversations", get_conversations, LOG_ROLES),
    Route("GET", "/figures", "figures", get_figures, FIGURE_ROLES),
    Route("GET", TALK, "conversation", get_conversation, LOG_ROLES),
    Route("GET", "/units", "units", get_units, CASE_ROLES),
)


def add_routes(app: web.Application) -> None:
    """Put every address behind its guard."""
    for route in ROUTES:
        app.router.add_route(route.method, route.path, guarded(route.handler, route.roles), name=route.name)
