"""One case: its page, the steps taken on it, and its personal data shown for a reason."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import web

from cases import (
    Case,
    CaseError,
    Clock,
    ClockState,
    Colleague,
    Nature,
    Role,
    SecondPersonNeeded,
    StepForm,
    StepIncomplete,
    TakeStep,
    VersionConflict,
    WrongState,
)
from console.desks import desk_of
from console.highlight import lit
from console.keys import CATALOGUE, FORM, LANGUAGE, LOG, OFFICIAL, REGISTER
from console.reading import Form, query_text
from console.screen import render, see_other
from console.transcripts import read
from console.views.evidence import PICTURE_TYPES
from console.views.handlers import handlers_of
from console.ways import way_of

NUMBERED_ROUTES = ("一", "二", "三", "四", "五", "六")
"""The six ways of Art. 31."""

ROUTES = (*NUMBERED_ROUTES, "建议", "检举", "咨询")
OUTCOMES = ("supported", "explained", "not_supported")
CONFIRMING = frozenset({"accept", "correct"})
"""Steps with which a person has judged nature and matter."""

PREFILLED = frozenset({"accept"})
"""Steps whose form offers the machine's proposal for confirmation. A correction starts empty: it names what changes."""

FROM_ELSEWHERE = ("unit", "served_at", "delivery", "receipt", "document")
"""Fields that a link to a step may bring along."""

TURNS_SHOWN = 40
WORK = frozenset({"claimed", "handed", "taken", "handler_named", "handler_removed"})
NOTHING = Form()
MATTER = "matter"
BY_CLAIM = ("claims", "solved")
"""Fields with an answer for each claim, posted as `claims.1.outcome` and `solved.1`."""

STEP_FIELDS = frozenset(
    {
        "article",
        "assisting",
        "case",
        "claim",
        "claims",
        "day",
        "days",
        "delivery",
        "disposition",
        "document",
        "due_on",
        "facts",
        "ground",
        "leader",
        "legal_basis",
        "matter",
        "nature",
        "opinion",
        "outcome",
        "receipt",
        "received_on",
        "region",
        "remedy",
        "result",
        "road",
        "route",
        "served_at",
        "simple",
        "solved",
        "unit",
        "which",
    }
)
"""What a step can carry beside its text; a form may post other things too."""


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A step that was not taken, and everything needed to take it after all."""

    form: Form
    problem: str = ""
    conflict: bool = False
    approval: str = ""
    """The kind of approval by a second person that is missing."""


async def show(request: web.Request) -> web.Response:
    """The case as its reader may see it."""
    return await _shown(request)


async def unmask(request: web.Request) -> web.Response:
    """The case with its personal data. Drawn in answer to the form, so that the reason is in no address or history."""
    desk, number = desk_of(request), request.match_info["number"]
    reason = request[FORM].get("reason")
    case = await asyncio.to_thread(partial(desk.case, number, unmask=reason))
    return await _shown(request, case)


async def now(request: web.Request) -> web.Response:
    """Whether the case has changed, and by whom: an open page asks, so that nobody writes past a colleague."""
    version, last = await asyncio.to_thread(desk_of(request).latest, request.match_info["number"])
    catalogue, language = request.app[CATALOGUE], request[LANGUAGE]
    by, step = catalogue.label(language, "by", last.by), catalogue.label(language, "step", last.step)
    return web.json_response({"version": version, "news": catalogue.text(language, "live.changed", by=by, step=step)})


async def conversation(request: web.Request) -> web.Response:
    """The conversation a case was told in, masked: for whoever may see the case, and nothing sealed for others."""
    case = await asyncio.to_thread(desk_of(request).case, request.match_info["number"])
    sealed = Role.DISCIPLINE in request[OFFICIAL].roles
    ask = partial(request.app[LOG].transcript, f"{case.channel}:{case.address}", sealed=sealed, limit=TURNS_SHOWN)
    turns = await asyncio.to_thread(ask)
    part = "part" in request.query
    template = "_case_talk.html" if part else "case_conversation.html"
    return render(template, request, case=case, turns=read(turns, masked=True))


async def take_step(request: web.Request) -> web.Response:
    """Take one step, once: a second click meets a version that has moved on."""
    form, number = request[FORM], request.match_info["number"]
    command = TakeStep(
        number=number,
        step=form.get("step"),
        version=form.number("version"),
        text=form.get("text"),
        fields=fields_of(form),
    )
    desk = desk_of(request)
    try:
        forms = await asyncio.to_thread(desk.steps, number)
        await asyncio.to_thread(desk.take, command)
    except (VersionConflict, WrongState):
        return await _shown(request, trouble=Trouble(form=form, conflict=True), status=409)
    except StepIncomplete as refused:
        return await _shown(request, trouble=Trouble(form=form, problem=_words(request, refused)), status=422)
    except SecondPersonNeeded as refused:
        say = partial(request.app[CATALOGUE].text, request[LANGUAGE])
        trouble = Trouble(form=form, problem=say("steps.second_person"), approval=refused.kind)
        return await _shown(request, trouble=trouble, status=403)
    told = any(one.step == command.step and one.tells_citizen for one in forms)
    query = {"done": command.step} | ({"told": "1"} if told else {})
    return see_other(request, "case", query=query, number=number)


def fields_of(form: Form) -> dict[str, Any]:
    """What a step carries, from its form."""
    given: dict[str, Any] = {}
    for name in form.fields:
        value = form.get(name)
        field, _, rest = name.partition(".")
        if not value or field not in STEP_FIELDS:
            continue
        if field in BY_CLAIM and rest:
            position, _, part = rest.partition(".")
            answers = given.setdefault(field, {})
            if part:
                answers.setdefault(position, {})[part] = value
            else:
                answers[position] = value
        elif field == MATTER:
            given[field] = [level.strip() for level in value.replace("›", "/").split("/") if level.strip()]
        else:
            given[field] = value
    return given


def _words(request: web.Request, refused: CaseError) -> str:
    """Which fields are to blame, by the names they have on the screen; the register's own sentence where it has one."""
    catalogue, language = request.app[CATALOGUE], request[LANGUAGE]
    if own := refused.sentence(language):
        return own
    known = (key.removeprefix("field.") for key in catalogue.texts[language] if key.startswith("field."))
    named = [name for name in known if re.search(rf"\b{name}\b", refused.detail)]
    if not named:
        return catalogue.text(language, "steps.incomplete")
    fields = catalogue.text(language, "steps.comma").join(catalogue.label(language, "field", name) for name in named)
    return catalogue.text(language, "steps.problem", fields=fields)


async def _shown(
    request: web.Request, case: Case | None = None, *, trouble: Trouble | None = None, status: int = 200
) -> web.Response:
    desk, number = desk_of(request), request.match_info["number"]
    shown = await asyncio.to_thread(desk.case, number) if case is None else case
    steps, colleagues = await asyncio.to_thread(lambda: (desk.steps(number), desk.assignments.colleagues()))
    passing = next((step.step for step in steps if "unit" in step.required), "")
    routing = partial(request.app[REGISTER].routing.proposals, number, by=request[OFFICIAL])
    proposals = await asyncio.to_thread(routing) if passing else ()
    handlers, candidates = await asyncio.to_thread(handlers_of, request, shown)
    named = {"proposals": proposals, "passing": passing, "handlers": handlers, "candidates": candidates}
    return _page(request, shown, steps, colleagues, named, trouble=trouble, status=status)


def _page(
    request: web.Request,
    case: Case,
    steps: Sequence[StepForm],
    colleagues: Sequence[Colleague],
    named: Mapping[str, Any],
    *,
    trouble: Trouble | None = None,
    status: int = 200,
) -> web.Response:
    # What was chosen elsewhere (a proposed unit, a paper that was served) fills the form of its step.
    known = {name: [value] for name in FROM_ELSEWHERE if (value := query_text(request, name))}
    form = trouble.form if trouble else Form(known) if known else NOTHING
    # A button of the inbox leads straight to its step.
    wanted = form.get("step") or query_text(request, "step")
    done = _just_done(request, case)
    return render(
        "case.html",
        request,
        status=status,
        case=case,
        steps=steps,
        usual=[step for step in steps if step.usual],
        others=[step for step in steps if not step.usual],
        colleagues=colleagues,
        **named,
        work=work if (work := query_text(request, "work")) in WORK else "",
        way=way_of(case),
        natures=tuple(Nature),
        routes_known=ROUTES,
        numbered_routes=NUMBERED_ROUTES,
        nearest=_nearest(case),
        outcomes=OUTCOMES,
        story=lit(case.facts, case.matter_words),
        details=_details(request, case),
        confirmed=any(entry.step in CONFIRMING for entry in case.history),
        picture_types=PICTURE_TYPES,
        nothing=NOTHING,
        prefilled=PREFILLED,
        given=form,
        given_step=wanted,
        still_open=any(step.step == wanted for step in steps),
        problem=trouble.problem if trouble else "",
        approval=trouble.approval if trouble else "",
        conflict=bool(trouble and trouble.conflict),
        changes=_since(case, form) if trouble and trouble.conflict else (),
        done=done,
        told=bool(done) and "told" in request.query,
    )


def _nearest(case: Case) -> Clock | None:
    open_ones = (clock for clock in case.clocks if clock.ended is None and clock.state is not ClockState.STOPPED)
    return min(open_ones, key=lambda clock: clock.due, default=None)


def _just_done(request: web.Request, case: Case) -> str:
    # Only what the history confirms: the address is anybody's to write.
    done = request.query.get("done", "")
    return done if case.history and case.history[-1].step == done else ""


def _since(case: Case, form: Form) -> Sequence[Any]:
    seen = form.get("seen")
    return case.history[int(seen) :] if seen.isascii() and seen.isdigit() and len(seen) < 6 else ()


def _details(request: web.Request, case: Case) -> list[tuple[str, str]]:
    say = partial(request.app[CATALOGUE].text, request[LANGUAGE])
    region = f"{case.region_name} {case.region_code}".strip()
    return [
        ("place", case.place),
        ("region", region),
        ("occurred_at", case.occurred_at),
        ("respondent", case.respondent),
        ("affected_count", "" if case.affected_count is None else str(case.affected_count)),
        ("prior_handling", case.prior_handling),
        ("public_ok", say("case.yes") if case.public_ok else say("case.no")),
    ]
