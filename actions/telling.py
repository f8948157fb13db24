"""The story, first or continued: kept word for word, read for what it already answers, asked on while it is short."""

import re
from collections.abc import Mapping
from typing import Any

from actions import record
from actions.asides import is_no_answer
from actions.base import Said
from actions.desk import Desk
from actions.fragments import about_the_matter, stated
from actions.hearing import Hearing
from actions.sealing import seal, seal_whole
from actions.stories import is_open, story_values
from actions.whereabouts import county_only
from cases import FIELDS, Draft
from nlu.text import replies
from nlu.text.prior import find_prior, only_vague

STORY_LENGTH = 12
"""Shorter messages are no story by themselves."""
ENOUGH_STORY = 20
"""Shorter stories are asked on once before the single questions begin…"""
ENOUGH_IN_PIECES = 40
"""…those of people who type a few words at a time, a little longer: more of it is on its way."""
MOST_OPENINGS = 3
"""An emoji, a sigh, "我要投诉快递！": so many of them are met with patience; then the way out is shown."""
FIRST_WORDS = 3
"""While there are only a few words, so often the rest is awaited."""
OPENINGS = frozenset({"file_petition", "new_petition", "greet", "affirm"})
KINDS = {"suggestion": "utter_kind_suggestion", "consultation": "utter_kind_consultation"}
SURE_KIND = 0.4
"""Below, nothing is said of the kind: being called wrong annoys more than not being called."""
SMALL_TALK_LENGTH = 30
IN_PASSING = 40
"""So short a piece of the story is judged by what it tells; how it sounds, together with the rest."""


PERSON = re.compile(
    r"书记|支书|主任|会计|干部|人员|警|[长员官师姓某管]|老[\u4e00-\u9fff]$|文书|经办|负责|那个|头$|"
    r"\b(?:officers?|officials?|heads?|chief|judge|secretary|director|mayor|man|woman|clerk|teacher|principal)\b",
    re.IGNORECASE,
)
"""Words that make somebody a person in office."""
VERY_SURE = 0.75
LONG = 40
HALF_SURE = 0.5
POLITE = frozenset({"greet", "thanks"})
"""How a letter begins and ends, whatever stands between."""
TALK = frozenset({"faq", "help", "insult", "deny", "skip", "ask_why", "cancel", "start_over"})


def tells_something(said: Said) -> bool:
    """Whether words outside a petition, taken for something else with little certainty, rather begin a story."""
    text = said.text
    if said.payload or not replies.has_words(text, 3) or replies.opens(text):
        return False
    if replies.asks(text) and not _tells_beside_asking(text):
        return False
    if said.intent in POLITE:
        return said.confidence < HALF_SURE and replies.has_words(text, LONG)
    if said.intent in TALK:
        return said.confidence < VERY_SURE and not replies.skips(text) and not replies.says_nothing(text)
    return said.intent in ("nlu_fallback", "answer", "correct_field") or (
        said.intent == "out_of_scope" and said.confidence < VERY_SURE
    )


def _tells_beside_asking(text: str) -> bool:
    """At such length a story is told, also where it asks something; and above a question may stand what it is about."""
    return replies.has_words(text, LONG) or any(
        replies.has_words(line, STORY_LENGTH) and not replies.asks(line) for line in text.splitlines()
    )


def tell(desk: Desk, h: Hearing) -> None:
    """Take the message for the story."""
    text = h.said.text
    told_all = bool(h.draft.values.get("facts")) and replies.told_all(text)
    opening = h.said.intent in OPENINGS and replies.opens(text)
    if told_all:
        return
    small_talk = (
        len(text) < SMALL_TALK_LENGTH
        and (h.said.confidence >= VERY_SURE or not replies.has_words(text, 4))
        and is_no_answer(h.said, "facts", desk.understanding)
    )
    if opening or small_talk or not replies.has_words(text, 2 if h.draft.values.get("facts") else 3):
        h.understood = opening or not text.strip()
        if not h.understood:
            h.say("utter_need_story")
        listen_on(desk, h)
        # Whoever only greets was greeted, and with that asked what it is about.
        h.question_said = h.same_tries = h.said.intent == "greet" and h.asked is None
        return
    parts = [part for part in h.said.parts if part[1].strip()] or [(h.said.source, text)]
    if not _told(h):
        # Whatever was sighed before, this is where the story begins.
        h.tries = 0
    for source, words in parts:
        h.draft = desk.register.drafts.append(h.draft.id, "facts", words, source=source)
    listen_on(desk, h)
    read_story(desk, h, h.draft.values["facts"], say_back=h.next is None)


def listen_on(desk: Desk, h: Hearing) -> None:
    """Ask for more while there is only a topic ("我要投诉旅行社") or the first line of a burst."""
    told = _told(h)
    if not told and h.tries >= MOST_OPENINGS:
        _without_story(desk, h)
        return
    in_pieces = len(h.said.text) < STORY_LENGTH and h.is_told
    patience = MOST_OPENINGS if not told else FIRST_WORDS if in_pieces or told < STORY_LENGTH else 1
    if h.tries < patience and told < (ENOUGH_IN_PIECES if in_pieces else ENOUGH_STORY):
        h.next, h.listening = "facts", True


def _told(h: Hearing) -> int:
    """How long the story is, without the lines that only say how one feels."""
    lines = h.facts.splitlines()
    return sum(len(line) for line in lines if replies.has_words(line) and not replies.vents(line))


def _without_story(desk: Desk, h: Hearing) -> None:
    """Who cannot type has perhaps spoken or sent photos: a person will hear them. Else the way out is shown."""
    if h.draft.evidence:
        note = record.told_in_files(h.said.language)
        h.draft = desk.register.drafts.append(h.draft.id, "facts", note, source=h.said.source)
    else:
        h.way_out = True


def add_to_story(desk: Desk, h: Hearing, *, quiet: bool = False) -> None:
    """More of the story, in place of an answer or beside it."""
    desk.keep_words(h)
    read_story(desk, h, h.said.text, say_back=False)
    seal_whole(desk, h)
    if not quiet:
        h.say("utter_added_to_story")


def read_story(desk: Desk, h: Hearing, text: str, *, say_back: bool) -> None:
    """Take what the story states of fields that are still empty, seal an accusation, and say back what was taken."""
    told = h.draft.values
    matter = about_the_matter(text, desk.understanding)
    values = {**stated(h.said.text, desk.understanding), **story_values(matter, desk.understanding)}
    found = {name: value for name, value in values.items() if is_open(told, name)}
    if str(values.get("occurred_at", "")).startswith(f"{told.get('occurred_at')}-"):
        # 去年, and a line later 从7月起: the same time, told more exactly.
        found["occurred_at"] = values["occurred_at"]
    found |= _more_tried(h) | _whole_place(values, h.draft)
    found_nature = seal(desk, h, text, in_passing=not say_back and len(text) <= IN_PASSING)
    if h.draft.values.get("sealed") and not PERSON.search(str(found.get("respondent", ""))):
        # An accusation is of a person: "县医院" leaves the question who it is.
        found.pop("respondent", None)
    if found:
        desk.save(h, found)
    taken = [name for name in FIELDS if name in found]
    if taken and say_back:
        h.say("utter_understood", fields=record.show_fields(h.draft, taken))
    elif say_back:
        h.say("utter_story_kept")
    if say_back and found_nature and found_nature.nature in KINDS and found_nature.confidence >= SURE_KIND:
        # What is no claim is called what it sounds like, and what that means.
        h.say(KINDS[found_nature.nature])


def _whole_place(values: Mapping[str, Any], draft: Draft) -> dict[str, Any]:
    """The place with its county: both of what is told now, or where in the county that was told before."""
    told, county = draft.values, county_only(draft)
    if values.get("place") and told.get("place") in (None, ""):
        return {name: values[name] for name in ("place", "place_code", "place_name") if name in values}
    if county and values.get("place_told") and "place_code" not in values:
        return {"place": f"{told['place_told']} {values['place_told']}"}
    return {}


def _more_tried(h: Hearing) -> dict[str, str]:
    """What else was tried before, told after some of it was read: it stands beside it."""
    before, told = str(h.draft.values.get("prior_handling") or ""), find_prior(h.said.text)
    if not before or not told or told in before or only_vague(told) or replies.says_nothing(before):
        return {}
    return {"prior_handling": told if before in told else f"{before};{told}"}
