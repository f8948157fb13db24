"""Raised before? What is told again is offered a place in the open case, once, and the citizen decides.

The question stands beside the form's own: whoever does not answer it goes on and files a new petition.
"""

import re
from collections.abc import Mapping
from typing import Any

from actions import record
from actions.hearing import Hearing
from actions.understanding import Understanding
from cases import Draft, EarlierCase, Register

CHANGED = ("facts", "place_code", "petitioner_phone", "petitioner_name")
"""Only when one of these is new can another case have become the same."""
VERY_ALIKE = 0.5
"""So alike, it is the same even where the matters were read differently."""
_SAME = re.compile(
    r"同一(?:件|个)|一件事|一回事|加(?:到|进|在)|合(?:到|并|在)|并到|是那(?:件|个)|就是(?:那|上次|之前|原来)|补充到|"
    r"\b(?:same|add it|add to)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"不是(?:同|一|那|上)|不(?:同|一样)|另(?:外)?(?:一|登|报|立|件)|新的?(?:一件|登|报)|别的事|两码事|重新登|"
    r"\b(?:different|another|new one|not the same)\b",
    re.IGNORECASE,
)
_LONGEST = 24
# "是" and "不是" alone answer the offer, unless the form's own question can be answered so.
_TAKES_YES_OR_NO = frozenset({"confirm", "prior_handling", "affected_count", "evidence"})
_BARE = re.compile(r"(?:不?是的?|对的?|不对|yes|no|是啊|不是的)[。.!！]?", re.IGNORECASE)
_NO = re.compile(r"不|no", re.IGNORECASE)


def offer(h: Hearing, before: Mapping[str, Any], register: Register, understanding: Understanding) -> None:
    """Name an open case that this may be about, with its number and state; each is named once."""
    values = h.draft.values
    if h.listening or h.confirmed or not values.get("facts"):
        return
    if all(before.get(name) == values.get(name) for name in CHANGED):
        return
    named = list(values.get("same_asked") or ())
    found = find(h.draft, register, understanding)
    if found is None or found.number in named:
        return
    h.draft = register.drafts.save(h.draft.id, {"same_asked": [*named, found.number]})
    h.slots["same_case"] = found.number
    language = h.said.language
    state, buttons = register.state_label(found.state, language), record.join_buttons(found.number, language)
    h.say("utter_raised_before", number=found.number, state=state, buttons=buttons)


def find(draft: Draft, register: Register, understanding: Understanding) -> EarlierCase | None:
    """The most alike of this citizen's open cases, when one is alike enough."""
    cases = register.repeats.candidates(draft)
    if not cases:
        return None
    story = str(draft.values.get("facts") or "")
    matter = understanding.matter(story).path[:1]
    scored = [(understanding.similar(story, case.facts), case) for case in cases]
    score, case = max(scored, key=lambda item: item[0])
    same_matter = not case.matter or case.matter[:1] == matter
    return case if score >= (understanding.alike if same_matter else VERY_ALIKE) else None


def answered(text: str, *, asked: str | None) -> bool | None:
    """What a few words say to the offer: the same, another, or nothing about it."""
    if len(text) > _LONGEST:
        return None
    if asked not in _TAKES_YES_OR_NO and _BARE.fullmatch(text.strip()):
        return not _NO.match(text.strip())
    if _OTHER.search(text):
        return False
    return True if _SAME.search(text) else None
