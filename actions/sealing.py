"""Sealing an accusation: from the message in which it is recognised, and before anything more is asked."""

import re

from actions.desk import Desk
from actions.hearing import Hearing
from actions.proposing import accuses
from nlu.text.nature import NatureProposal

IT_ACCUSES = re.compile(
    r"按(?:检举|密件|举报)|^(?:就是|是的?，?|对，?)?我?(?:是|要|就是要?)检举|\bseal it\b", re.IGNORECASE
)


def seal(desk: Desk, h: Hearing, text: str, *, in_passing: bool = False) -> NatureProposal | None:
    """Seal what accuses; where anger only hints, ask. Gives back what was proposed; None once it is sealed."""
    if h.draft.values.get("sealed"):
        return None
    found = desk.understanding.nature(text, in_passing=in_passing)
    if found.nature == "accusation":
        _sealed(desk, h)
    elif found.hints and not h.draft.values.get("hinted"):
        h.draft = desk.register.drafts.save(h.draft.id, {"hinted": True})
        h.say("utter_mentions_misconduct", words="、".join(found.hints))
    return found


def seal_whole(desk: Desk, h: Hearing) -> None:
    """The story told what was done, an answer by whom: together they may accuse."""
    if not h.draft.values.get("sealed") and accuses(h.draft, desk.understanding):
        _sealed(desk, h)


def seal_it(desk: Desk, h: Hearing) -> None:
    """The citizen says that it is an accusation: that decides it."""
    h.draft = desk.register.drafts.save(h.draft.id, {"accuses": True})
    _sealed(desk, h)


def says_it_accuses(h: Hearing) -> bool:
    """Whether words answer the question that a hint raised."""
    values = h.draft.values
    return bool(values.get("hinted") and not values.get("sealed") and IT_ACCUSES.search(h.said.text))


def _sealed(desk: Desk, h: Hearing) -> None:
    h.draft = desk.register.drafts.save(h.draft.id, {"sealed": True})
    h.say("utter_accusation_sealed", code=h.draft.code)
