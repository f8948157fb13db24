"""A message that was edited on its channel: what it once said is corrected where it was used."""

from actions import record
from actions.answers import READERS
from actions.desk import Desk
from actions.hearing import Hearing
from actions.sealing import seal
from actions.stories import story_values


def edit(desk: Desk, h: Hearing) -> None:
    """Put the new words where the old ones went."""
    edited, text = str(h.said.data.get("edits", "")), str(h.said.data.get("edited", ""))
    name = desk.register.drafts.field_of(h.draft.id, edited)
    if name == "facts":
        h.draft = desk.register.drafts.append(h.draft.id, "facts", text, source=edited)
        seal(desk, h, text)
        _read_again(desk, h, edited)
        return
    reader = READERS.get(name or "")
    if reader and (values := reader(text, desk.understanding)):
        desk.save(h, values, source=edited)
        h.say("utter_corrected", fields=record.show_fields(h.draft, values))
        return
    h.say("utter_edit_unclear")


def _read_again(desk: Desk, h: Hearing, edited: str) -> None:
    """What was read from a story follows the story when that is edited; what was answered or corrected stays."""
    values, of = h.draft.values, desk.register.drafts.field_of
    stated = story_values(values.get("facts", ""), desk.understanding)
    if "place_code" in stated:
        stated.setdefault("place", stated["place_told"])
    told = {name: h.draft.sources.get(name, "") for name in stated if values.get(name) not in (None, stated[name])}
    new = {name: stated[name] for name, source in told.items() if of(h.draft.id, source) == "facts"}
    if not new:
        h.say("utter_edit_taken")
        return
    desk.save(h, new, source=edited)
    h.say("utter_corrected", fields=record.show_fields(h.draft, new))
