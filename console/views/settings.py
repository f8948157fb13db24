"""Settings of the office: forms to edit them, what they would say, their earlier versions. For administrators."""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import web

from cases import CaseError, NotFound, PolicyInvalid, PolicyKind, StepIncomplete, VersionConflict
from console.keys import CATALOGUE, FORM, LANGUAGE, OFFICIAL, REGISTER
from console.reading import Form, query_text, whole_number
from console.screen import render, see_other
from console.setting_forms import READERS, Unreadable, previews

NAMED = frozenset({PolicyKind.NOTICES, PolicyKind.PAPERS, PolicyKind.HELPLINES})
"""Kinds that are edited one entry at a time."""


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Why a change was not taken, and what was typed."""

    form: Form
    problem: str = ""
    conflict: bool = False


async def overview(request: web.Request) -> web.Response:
    """Every kind of settings with its newest version."""
    policies, official = request.app[REGISTER].policies, request[OFFICIAL]
    newest = await asyncio.to_thread(lambda: [policies.versions(official, kind)[0] for kind in PolicyKind])
    return render("settings.html", request, newest=newest)


async def show(request: web.Request) -> web.Response:
    """One kind: its form and its versions."""
    return await _page(request)


async def change(request: web.Request) -> web.Response:
    """Put what was typed into force, or show what it would say."""
    policies, official, kind, form = request.app[REGISTER].policies, request[OFFICIAL], _kind(request), request[FORM]
    if form.get("go") == "preview":
        return await _page(request, trouble=Trouble(form=form))
    try:
        seen, body = await asyncio.to_thread(policies.body, official, kind)
        new = READERS[kind](form, body, policies.now)
        seen = form.number("version")
        await asyncio.to_thread(partial(policies.change, official, kind, new, seen=seen, reason=form.get("reason")))
    except VersionConflict:
        return await _page(request, trouble=Trouble(form=form, conflict=True), status=409)
    except (PolicyInvalid, StepIncomplete, Unreadable) as refused:
        return await _page(request, trouble=Trouble(form=form, problem=_words(request, refused)), status=422)
    return _done(request, kind, form.get("name"))


async def bring_back(request: web.Request) -> web.Response:
    """Put an earlier version into force again."""
    policies, official, kind, form = request.app[REGISTER].policies, request[OFFICIAL], _kind(request), request[FORM]
    again = partial(
        policies.bring_back,
        official,
        kind,
        whole_number(form.get("back"), "back", high=10**6),
        seen=form.number("version"),
        reason=form.get("reason"),
    )
    try:
        await asyncio.to_thread(again)
    except VersionConflict:
        return await _page(request, trouble=Trouble(form=Form(), conflict=True), status=409)
    except (PolicyInvalid, StepIncomplete) as refused:
        return await _page(request, trouble=Trouble(form=Form(), problem=_words(request, refused)), status=422)
    return _done(request, kind, "")


def _done(request: web.Request, kind: PolicyKind, name: str) -> web.Response:
    query = {"done": "1"} | ({"name": name} if name and kind in NAMED else {})
    return see_other(request, "setting", query=query, kind=kind.value)


async def _page(request: web.Request, *, trouble: Trouble | None = None, status: int = 200) -> web.Response:
    policies, official, kind = request.app[REGISTER].policies, request[OFFICIAL], _kind(request)
    (version, body), versions = await asyncio.to_thread(
        lambda: (policies.body(official, kind), policies.versions(official, kind))
    )
    now = await asyncio.to_thread(lambda: policies.now)
    form = trouble.form if trouble else Form()
    name = form.get("name") or query_text(request, "name")
    values: dict[str, Any] = {
        "kind": kind,
        "name": name if kind in NAMED else "",
        "version": version,
        "versions": versions,
        "body": body,
        "now": now,
        "given": form,
        "previews": previews(kind, name, form, now, request[LANGUAGE]),
        "problem": trouble.problem if trouble else "",
        "conflict": bool(trouble and trouble.conflict),
        "done": "done" in request.query,
    }
    return render("setting.html", request, status=status, **values)


def _kind(request: web.Request) -> PolicyKind:
    try:
        return PolicyKind(request.match_info["kind"])
    except ValueError as error:
        raise NotFound("settings") from error


def _words(request: web.Request, refused: CaseError | Unreadable) -> str:
    say = partial(request.app[CATALOGUE].text, request[LANGUAGE])
    if isinstance(refused, StepIncomplete):
        return say("settings.reason_missing")
    return say("settings.not_taken", why=refused.detail)
