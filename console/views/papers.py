"""Statutory papers: drawn up for a case, finished, signed, served, printed."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from aiohttp import web

from cases import NotFound, Paper, PaperDesk, StepIncomplete, VersionConflict, Way, WrongState
from cases import Service as PaperService
from console.keys import CATALOGUE, FORM, LANGUAGE, OFFICIAL, REGISTER
from console.reading import Form, whole_number
from console.screen import render, see_other
from console.views.evidence import disposition

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SERVED_BY_STEP = frozenset({"opinion", "review_opinion", "re_review_opinion"})
"""Papers from whose service the petitioner's limits count: the case has a step for it."""
DELIVERY: Mapping[Way, str] = {
    Way.IN_PERSON: "in_person",
    Way.POST: "post",
    Way.CHAT: "online",
}
"""A way as the step `serve` has it; everything else is "other" there."""
DONE = frozenset({"draft", "change", "issue", "serve", "void"})


async def papers(request: web.Request) -> web.Response:
    """The papers of a case, and the kinds that can be drawn up."""
    desk, number = _desk(request), request.match_info["number"]
    found, kinds = await asyncio.to_thread(lambda: (desk.of(number), desk.kinds(number)))
    return render("papers.html", request, number=number, papers=found, kinds=kinds)


async def draft(request: web.Request) -> web.Response:
    """Draw up a paper from the case."""
    number, kind = request.match_info["number"], request[FORM].get("kind")
    paper = await asyncio.to_thread(_desk(request).draft, number, kind)
    return see_other(request, "paper", query={"done": "draft"}, id=str(paper.line.id))


async def show(request: web.Request) -> web.Response:
    """One paper: its parts, what is missing, its versions."""
    return await _page(request)


async def change(request: web.Request) -> web.Response:
    """Keep what was changed, and sign it when that was the button."""
    form, paper_id, desk = request[FORM], _id(request), _desk(request)
    contents = {name.removeprefix("part."): form.get(name) for name in form.fields if name.startswith("part.")}
    done = "issue" if form.get("go") == "issue" else "change"

    def keep() -> None:
        paper = desk.change(paper_id, form.number("version"), contents)
        if done == "issue":
            desk.issue(paper_id, paper.version)

    return await _do(request, keep, done)


async def serve(request: web.Request) -> web.Response:
    """Note how the paper was handed over."""
    form = request[FORM]

    def keep() -> None:
        _desk(request).serve(_id(request), form.number("version"), _service(form))

    return await _do(request, keep, "serve")


async def void(request: web.Request) -> web.Response:
    """Give the paper up."""
    form = request[FORM]
    give_up = partial(_desk(request).void, _id(request), form.number("version"), form.get("reason"))
    return await _do(request, give_up, "void")


async def page(request: web.Request) -> web.Response:
    """The paper as it is printed."""
    layout = await asyncio.to_thread(_desk(request).layout, _id(request))
    return render("paper_print.html", request, page=layout, paper_id=request.match_info["id"])


async def word(request: web.Request) -> web.Response:
    """The paper as a Word document."""
    official, paper_id = request[OFFICIAL], _id(request)
    register = request.app[REGISTER]
    layout, body = await asyncio.to_thread(
        lambda: (
            register.papers.for_official(official).layout(paper_id),
            register.papers.as_word(official, paper_id),
        )
    )
    name = f"{layout.title}{layout.number}.docx"
    return web.Response(body=body, content_type=WORD, headers={"Content-Disposition": disposition(name)})


async def _do(request: web.Request, act: Callable[[], object], done: str) -> web.Response:
    try:
        await asyncio.to_thread(act)
    except (VersionConflict, WrongState):
        return await _page(request, conflict=True, status=409)
    except StepIncomplete as refused:
        return await _page(request, problem=refused.detail, status=422)
    return see_other(request, "paper", query={"done": done}, id=str(_id(request)))


async def _page(request: web.Request, *, problem: str = "", conflict: bool = False, status: int = 200) -> web.Response:
    desk, paper_id = _desk(request), _id(request)
    paper, versions = await asyncio.to_thread(lambda: (desk.read(paper_id), desk.versions(paper_id)))
    # What a person typed is given back where it could not be kept.
    given = request[FORM] if request.method == "POST" else Form()
    done = request.query.get("done", "")
    return render(
        "paper.html",
        request,
        status=status,
        paper=paper,
        versions=versions,
        given=given,
        ways=tuple(Way),
        serving=_serving(paper),
        problem=_words(request, paper, problem) if problem else "",
        conflict=conflict,
        done=done if done in DONE else "",
    )


def _serving(paper: Paper) -> dict[str, str]:
    """What the step `serve` of the case carries, once this paper was served; nothing for papers without that step."""
    if paper.service is None or paper.line.kind not in SERVED_BY_STEP:
        return {}
    given = {"step": "serve", "served_at": paper.service.on.isoformat(), "document": paper.line.number or ""}
    given |= {"delivery": DELIVERY.get(paper.service.way, "other")}
    given |= {"receipt": "refused" if paper.service.refused else "signed" if paper.service.received_by else ""}
    return {name: value for name, value in given.items() if value}


def _words(request: web.Request, paper: Paper, detail: str) -> str:
    """What is missing, by the names it has on the screen."""
    say, english = partial(request.app[CATALOGUE].text, request[LANGUAGE]), request[LANGUAGE] == "en"
    labels = {
        part.name: (part.label_en if english else part.label) + (f" {part.claim}" if part.claim else "")
        for part in paper.parts
    }
    kind, _, names = detail.partition(": ")
    if kind != "missing":
        return say("papers.cannot", why=detail)
    own = {name: say(f"papers.{name}") for name in ("proof", "by", "reason")}
    known = [(own | labels).get(name, name) for name in names.split(", ")]
    return say("papers.missing", parts=say("steps.comma").join(known))


def _service(form: Form) -> PaperService:
    try:
        return PaperService(
            way=Way(form.get("way")),
            on=date.fromisoformat(form.get("on")),
            by=form.get("by"),
            proof=form.get("proof"),
            received_by=form.get("received_by"),
            refused=bool(form.get("refused")),
        )
    except ValueError as error:
        raise StepIncomplete("on: a way and a day are needed") from error


def _desk(request: web.Request) -> PaperDesk:
    return request.app[REGISTER].papers.for_official(request[OFFICIAL])


def _id(request: web.Request) -> int:
    number = whole_number(request.match_info["id"], "id", high=10**18)
    # No database has a larger one, and PostgreSQL refuses to look for it.
    if number > 2**31 - 1:
        raise NotFound("paper")
    return number
