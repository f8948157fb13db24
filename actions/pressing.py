"""A button, a command or an event of a channel: its meaning is not guessed."""

from actions import record
from actions.confirming import ask_what_to_change
from actions.desk import Desk
from actions.editing import edit
from actions.evidence import keep_location
from actions.hearing import Hearing
from actions.others import ASKED, BESIDE
from actions.sealing import seal_it
from actions.skipping import skip
from actions.telling import listen_on
from cases import FIELDS
from nlu.text.places import says_where_in_it


def press(desk: Desk, h: Hearing) -> None:
    """Do what the button says; one that fits nothing here does nothing."""
    match h.said.intent:
        case "affirm" if h.asked == "confirm":
            h.confirmed = True
        case "deny" if h.asked == "confirm":
            ask_what_to_change(h)
        case "change_field":
            wanted = str(h.said.arguments.get("field", ""))
            h.next = wanted if wanted in FIELDS else None
        case "just_me" if h.asked == "affected_count":
            desk.save(h, {"affected_count": 1})
        case "same_place" if h.asked == "petitioner_address" and h.draft.values.get("place"):
            desk.save(h, {"petitioner_address": h.draft.values["place"]})
        case "choose_region":
            _choose_region(desk, h)
        case "deny" if h.asked == "prior_handling":
            desk.save(h, {"prior_handling": record.none_word(h.said.language)})
        case "skip" | "deny" | "done_evidence" if h.asked:
            skip(desk, h)
        case _:
            _event(desk, h)


def _event(desk: Desk, h: Hearing) -> None:
    match h.said.intent:
        case "give_evidence" if h.asked in (None, "facts") and not h.draft.values.get("facts"):
            listen_on(desk, h)
        case "share_location":
            keep_location(desk.register, h.said, draft_id=h.draft.id)
            h.say("utter_location_kept")
            h.draft = desk.register.drafts.get(h.draft.id)
        case "edit_message":
            edit(desk, h)
        case "stale_button":
            h.say("utter_stale_button")
        case "add_to_case" if h.said.arguments.get("beside"):
            put_beside(desk, h)
        case "add_to_case":
            h.joined = str(h.said.arguments.get("number", "")) or None
        case "file_anyway":
            file_apart(desk, h)
        case "seal_it":
            seal_it(desk, h)


def put_beside(desk: Desk, h: Hearing) -> None:
    """What others told of is the same: officials are told that the citizen says so."""
    if number := h.draft.values.get(ASKED):
        desk.save(h, {BESIDE: number})
        h.say("utter_put_beside")
        h.question_said = True
    else:
        h.say("utter_stale_button")


def file_apart(desk: Desk, h: Hearing) -> None:
    """It is another matter, whether the citizen's own or what others told of."""
    if h.draft.values.get(BESIDE):
        desk.save(h, {BESIDE: ""})
    h.say("utter_filed_apart")
    h.question_said = h.asked == "confirm"


def _choose_region(desk: Desk, h: Hearing) -> None:
    region = desk.understanding.region(str(h.said.arguments.get("code", "")))
    if region is not None:
        told = h.draft.values.get("place_told") or region.full_name
        exact = says_where_in_it(told, desk.understanding.gazetteer)
        place = {"place": told} if exact else {"place": "", "place_told": region.full_name}
        desk.save(h, {**place, "place_code": region.code, "place_name": region.full_name})
