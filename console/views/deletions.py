"""Wishes to have one's data deleted: what is left to decide, what the law keeps, and what was decided."""

import asyncio
from functools import partial

from aiohttp import web

from cases import SecondPersonNeeded, StepIncomplete, WrongState
from console.keys import CATALOGUE, FORM, LANGUAGE, LOG, OFFICIAL, REGISTER
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
    register, log = request.app[REGISTER], request.app[LOG]
    decided = partial(register.deletions.decide, request[OFFICIAL], wish, grant=word == "grant", answer=answer)
    try:
        await asyncio.to_thread(decided)
    except StepIncomplete:
        return await _page(request, problem="still_open" if answer.strip() else "no_answer", at=wish, status=422)
    except WrongState:
        return await _page(request, problem="decided_already", status=409)
    except SecondPersonNeeded as refused:
        return await _page(request, problem="second_person", at=wish, approval=refused.kind, status=403)
    # What a kill would leave undone here is done within the hour.
    await asyncio.to_thread(register.erasing.finish, log.forget_until)
    return see_other(request, "deletions", query={"done": word, "wish": str(wish)})


async def _page(
    request: web.Request, *, problem: str = "", at: int = 0, approval: str = "", status: int = 200
) -> web.Response:
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
        approval=approval,
        given={"word": form.get("word"), "text": form.get("text")} if form else {"word": "", "text": ""},
        problem=say(f"deletions.{problem}") if problem else "",
        done=say(f"deletions.done_{done}") if done in WORDS else "",
        settled=query_text(request, "wish")[:20],
        longest=ANSWER_LENGTH,
    )
