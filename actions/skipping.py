"""A question that is left open: by the citizen's wish, or because it could not be answered."""

from actions.confirming import ask_what_to_change
from actions.desk import Desk
from actions.hearing import STUCK_AFTER, Hearing
from actions.telling import listen_on
from actions.whereabouts import county_only
from nlu.text import replies

NOT_SKIPPABLE = frozenset({"facts", "confirm"})
WORTH_ANOTHER = frozenset({"place", "petitioner_phone"})
"""Let go one answer later, because much depends on it: which county it is, and how to reach the citizen."""
OF_THE_PERSON = ("petitioner_name", "petitioner_phone", "petitioner_address")


def skip(desk: Desk, h: Hearing) -> None:
    """Leave the asked question open; what happened, and the yes at the end, cannot be left out."""
    asked, text = h.asked or "", h.said.text
    if asked in NOT_SKIPPABLE:
        h.understood = False
        if asked == "confirm":
            ask_what_to_change(h)
        else:
            h.say("utter_need_story")
            listen_on(desk, h)
    elif asked == "affected_count" and replies.says_nothing(text):
        # "没有" here says that nobody else is affected.
        desk.save(h, {"affected_count": 1})
    elif asked == "place" and (told := h.draft.values.get("place_told")):
        # The detail is kept as told; which county it is, a person will find out.
        desk.save(h, {"place": told})
    else:
        _leave_open(desk, h, asked)


def _leave_open(desk: Desk, h: Hearing, asked: str) -> None:
    left = {asked}
    if asked == "petitioner_name":
        h.say("utter_anonymous_note")
        if h.draft.values.get("sealed"):
            # Who accuses and gives no name is not asked for a number and an address one after another.
            left |= {name for name in OF_THE_PERSON if h.draft.values.get(name) in (None, "")}
    desk.save(h, {"skipped": sorted({*h.draft.values.get("skipped", ()), *left})})


def stay_nameless(desk: Desk, h: Hearing) -> None:
    """ "My name must not stand there": who says so at the record is registered without it."""
    desk.save(h, {"petitioner_name": ""})
    _leave_open(desk, h, "petitioner_name")


def in_vain(desk: Desk, h: Hearing, asked: str) -> None:
    """Help to answer, and after a few times let the question go."""
    h.understood = False
    where_in_it = asked == "place" and bool(county_only(h.draft))
    if h.tries + 1 < STUCK_AFTER + (asked in WORTH_ANOTHER and not where_in_it):
        h.say("utter_hint_place_in" if where_in_it else f"utter_hint_{asked}")
    else:
        h.say("utter_let_go")
        skip(desk, h)
