"""The record is shown: a yes files it, and everything else says what is wrong with it."""

import re

from actions import record
from actions.asides import LONGEST
from actions.corrections import named_field, sounds_like_one
from actions.hearing import Hearing
from nlu.text import replies
from nlu.text.agreement import says_yes

SURE = 0.55
LET_GO_AFTER = 2
STORY_LENGTH = 12
ADDS = re.compile(
    r"(?:(?:再|还要?|要|想|得)(?:帮我|给我)?(?:补充?|加|添)(?:上|进去|写|说|讲)?(?:一?[句点条下段]|几句)?|"
    r"(?:补充|加)(?:一?[句点下段]|几句))[ ,，:：]*.{4,}$",
    re.DOTALL,
)
"""Before what is still to be told: "事情经过再补一句：护工还把手机收走了"."""
TOLD = frozenset({"tell_story", "answer", "nlu_fallback", "out_of_scope"})


def confirms(h: Hearing) -> bool:
    """Whether the citizen says yes to the record."""
    text, intent = h.said.text, h.said.intent
    if intent == "affirm" and not replies.objects(text):
        return True
    # "对，就按这个报，名字可以写": a plain yes may speak of a field that nothing is corrected of.
    return replies.agrees(text) or (says_yes(text) and (named_field(text) is None or replies.stays_nameless(text)))


def tells_more(h: Hearing) -> bool:
    """Whether the citizen says more of the story instead of a yes or no."""
    text, intent = h.said.text, h.said.intent
    if h.is_told or sounds_like_one(text, asked="confirm"):
        return False
    if ADDS.search(text) and named_field(text) in (None, "facts"):
        return True
    if intent == "tell_story" and h.said.confidence >= SURE and replies.has_words(text, 3):
        return True
    return len(text) > STORY_LENGTH and intent in TOLD and not _wanted(text)


def change(h: Hearing) -> None:
    """Ask for the field that is named anew; where none is, ask which."""
    if wanted := _wanted(h.said.text):
        h.next = wanted
    else:
        h.understood = h.said.intent == "deny"
        ask_what_to_change(h)


def _wanted(text: str) -> str | None:
    return named_field(text) if len(text) <= LONGEST else None


def ask_what_to_change(h: Hearing) -> None:
    """Ask which field is wrong; who cannot say it is shown the way out."""
    h.listening = True
    if h.tries + 1 >= LET_GO_AFTER:
        h.way_out = True
    else:
        h.say("utter_what_to_change", buttons=record.change_buttons(h.said.language))
