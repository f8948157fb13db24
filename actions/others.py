"""What others told before: said once, with the record, and of nobody.

Where somebody else told of the same incident the citizen may have their petition put beside it; an official confirms
that or does not. Where nobody did, how such things ended is told in numbers. Never of a sealed story, never in danger.
Nothing waits for an answer: the record that follows is what is asked.
"""

from collections.abc import Mapping
from typing import Any

from actions import record
from actions.danger import help_for
from actions.proposing import nature_of
from actions.understanding import Understanding
from cases import Draft, Nature, Register

ASKED = "others_asked"
"""The field of a draft with the number of the case that was asked about; empty where only numbers were told."""
BESIDE = "beside_case"
"""The field with the number of the case that the citizen wants theirs beside. No message of ours has ever named it."""


def mention(draft: Draft, register: Register, understanding: Understanding) -> tuple[Draft, str, Mapping[str, Any]]:
    """What to say of others' cases, if anything; noted in the draft, so that it is said once."""
    values = draft.values
    if ASKED in values or values.get("same_asked") or values.get("sealed") or not values.get("place_code"):
        return draft, "", {}
    story = f"{values.get('facts') or ''}\n{values.get('request') or ''}"
    if help_for(understanding.risk(story)) or nature_of(draft, understanding) is Nature.ACCUSATION:
        return draft, "", {}
    others = register.repeats.others(draft, matter=understanding.matter(story).path)
    if not (others.same or others.ended):
        return draft, "", {}
    draft = register.drafts.save(draft.id, {ASKED: others.same or ""})
    if others.same:
        return draft, "utter_told_by_others", {"buttons": record.beside_buttons(draft.language)}
    return draft, "utter_how_such_ended", {"count": others.ended, "supported": others.supported}
