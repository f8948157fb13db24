"""Wishes to have one's data deleted: what is left to decide, what the law keeps, and what was decided."""

import asyncio
from functools import partial

from aiohttp import web

from cases import StepIncomplete, WrongState
from console.keys import CATALOGUE, FORM, LANGUAGE, OFFICIAL, REGISTER
from console.reading import query_text, whole_number
from console.screen import render, see_other

WORDS = ("grant", "keep")
ANSWER_LENGTH = 1000


async def deletions(request: web.Request) -> web.Response:
    """What waits, the oldest first; below it what was decided last."""
    return await _page(request)


async def decide(request: web.Request) -> web.Response:
    """Decide on one, with what the petitioner is told."""
    form, wish = request[FORM], whole_number(request.match_info["id"], "id")
    word, answer = form.get("word"), form.get("text")[:ANSWER_LENGTH]
    if word not in WORDS:
        return await _page(request, problem="no_word", at=wish, status=422)
    door = request.app[REGISTER].deletions
    try:
        await asyncio.to_thread(partial(door.decide, request[OFFICIAL], wish, grant=word == "grant", answer=answer))
    except StepIncomplete:
        return await _page(request, problem="no_answer", at=wish, status=422)
    except WrongState:
        return await _page(request, problem="decided_already", status=409)
    return see_other(request, "deletions", query={"done": word, "wish": str(wish)})


async def _page(request: web.Request, *, problem: str = "", at: int = 0, status: int = 200) -> web.Response:
    door, official = request.app[REGISTER].deletions, request[OFFICIAL]
    waiting, decided = await asyncio.gather(
        asyncio.to_thread(door.waiting, official), asyncio.to_thread(door.decided, official)
    )
    say = partial(request.app[CATALOGUE].text, request[LANGUAGE])
    form, done = request.get(FORM), query_text(request, "done")
    return render(
        "deletions.html",
        request,
        status=status,
        waiting=waiting,
        decided=decided,
        words=WORDS,
        at=at,
        given={"word": form.get("word"), "text": form.get("text")} if form else {"word": "", "text": ""},
        problem=say(f"deletions.{problem}") if problem else "",
        done=say(f"deletions.done_{done}") if done in WORDS else "",
        settled=query_text(request, "wish")[:20],
        longest=ANSWER_LENGTH,
    )
