"""An answer to the asked question: its value, more of the story instead, or nothing that can be used."""

import re

from actions import record
from actions.answers import READERS
from actions.asides import is_no_answer
from actions.confirming import change, confirms, tells_more
from actions.desk import Desk
from actions.hearing import Hearing
from actions.skipping import in_vain, skip
from actions.taking import only_what_is_named, reads
from actions.telling import SMALL_TALK_LENGTH, STORY_LENGTH, add_to_story
from actions.weighing import Meant, meant, wants_something
from actions.whereabouts import county_only
from nlu.text import replies
from nlu.text.normalise import HAN, fold
from nlu.text.respondents import find_respondents

MOST_FRAGMENTS = 5
"""So many messages may go on with the story at one question; from then on they are answers in vain."""
ABOUT_EVIDENCE = re.compile(
    r"[有没沒冇莫无发發拍传傳存拿留寄带帶在拷录錄照证證單本书扔丢给畀附补補交看]|单(?![元位])|行|好|完|不了|不用|不必|不需|就这|就咁|算|跳过|"
    r"\b(?:no|not|none|nothing|skip|yes|have|got|can'?t|cannot|photo|picture|video|paper|receipt|contract|record|file|send|"
    r"messages?|screenshots?|cctv|camera|reports?|x-?rays?|e-?mails?|slips?|discs?|letters?|witness|invoices?|"
    r"tickets?|bills?|only my word|keep that to|"
    r"later|done|that'?s all|don'?t)",
    re.IGNORECASE,
)
"""What an answer to "have you photos or papers?" holds, however it is put."""
SHORT_REMARK, SHORT_REMARK_IN_ENGLISH = 24, 80
DIGIT = re.compile(r"\d")


def answer(desk: Desk, h: Hearing) -> None:
    """Take the message for what was asked, or find out what else it is."""
    asked, text = h.asked or "", h.said.text
    if not text.strip():
        h.say("utter_empty_message")
    if asked == "confirm":
        _at_confirm(desk, h)
    elif not text.strip() or _is_small_talk(desk, h, asked):
        in_vain(desk, h, asked)
    elif asked == "evidence":
        _about_evidence(desk, h)
    else:
        _weigh(desk, h, asked)


def _weigh(desk: Desk, h: Hearing, asked: str) -> None:
    """What is no answer is told on or said to us; what may be both is taken and stays in the story as well."""
    if _belated_phone(desk, h, asked) or _early_request(desk, h, asked):
        return
    if asked == "respondent" and replies.blames_nobody(h.said.text):
        # Who only suggests or asks often says so here.
        desk.keep_words(h)
        skip(desk, h)
        return
    what = meant(h.said, asked, h.facts, desk.understanding)
    if what is Meant.STORY:
        _goes_on(desk, h, asked)
    elif what is Meant.NEITHER:
        _said_to_us(desk, h, asked)
    elif not reads(desk, h, asked):
        _without_value(desk, h, asked)
    elif what is Meant.BOTH:
        desk.keep_words(h)
        only_what_is_named(desk, h, asked)


def _is_small_talk(desk: Desk, h: Hearing, asked: str) -> bool:
    return len(h.said.text) < SMALL_TALK_LENGTH and is_no_answer(h.said, asked, desk.understanding)


def _at_confirm(desk: Desk, h: Hearing) -> None:
    if confirms(h):
        h.confirmed = True
    elif tells_more(h):
        add_to_story(desk, h)
    else:
        if h.said.intent != "deny" and DIGIT.search(h.said.text):
            # A figure of the story put right in words nothing here can tell the field of.
            desk.keep_words(h)
        change(h)


def _goes_on(desk: Desk, h: Hearing, asked: str) -> None:
    """More of the story: kept, acknowledged, and the question is not heard again in the same words."""
    add_to_story(desk, h, quiet=True)
    h.slots["told_on"] = h.told_on + 1
    if h.draft.values.get(asked) not in (None, ""):
        h.say("utter_added_to_story")
    elif h.told_on >= MOST_FRAGMENTS:
        h.say("utter_added_to_story")
        in_vain(desk, h, asked)
    else:
        h.question_said = True
        h.same_tries = True
        h.say("utter_go_on" if h.told_on % 2 else "utter_listening")
        if not h.told_on:
            place = "utter_hint_place_in" if county_only(h.draft) else "utter_ask_place_again"
            h.say(place if asked == "place" else f"utter_hint_{asked}")


def _belated_phone(desk: Desk, h: Hearing, asked: str) -> bool:
    """A bare number after the phone question was let go: it is still the phone number."""
    digits = sum(character.isdigit() for character in h.said.text)
    if asked in ("petitioner_phone", "petitioner_name") or h.draft.values.get("petitioner_phone"):
        return False
    if digits < 7 or digits * 2 < len(h.said.text):
        return False
    values = READERS["petitioner_phone"](h.said.text, desk.understanding)
    if values is None:
        return False
    desk.save(h, values)
    h.say("utter_corrected", fields=record.show_fields(h.draft, values))
    return True


def _early_request(desk: Desk, h: Hearing, asked: str) -> bool:
    """ "俺要他赔三万": asked whom it is about, somebody says what they want."""
    text = h.said.text
    if asked != "respondent" or h.draft.values.get("request") or find_respondents(text) or not wants_something(text):
        return False
    values = {"request": replies.plain(text)}
    desk.save(h, values)
    h.say("utter_noted", fields=record.show_fields(h.draft, values))
    h.same_tries = True
    return True


def _said_to_us(desk: Desk, h: Hearing, asked: str) -> None:
    """A question that no topic answers, or a word to us: kept, and the question stands; said again it was no answer."""
    if h.tries or h.is_told:
        _without_value(desk, h, asked)
        return
    desk.keep_words(h)
    desk.save(h, {"said_to_us": [*h.draft.values.get("said_to_us", ()), h.said.text]})
    h.understood = False
    h.say("utter_cannot_say" if replies.asks(h.said.text) else "utter_added_to_story")


def _without_value(desk: Desk, h: Hearing, asked: str) -> None:
    text = h.said.text
    if h.said.intent == "skip" or replies.skips(text) or replies.says_nothing(text):
        if replies.says_more(text):
            desk.keep_words(h)
        skip(desk, h)
        return
    h.understood = False
    if len(text) > STORY_LENGTH and not h.is_told:
        add_to_story(desk, h)
        if h.draft.values.get(asked) not in (None, ""):
            return
    elif replies.has_words(text) and text not in h.draft.values.get("place_told", ""):
        desk.keep_words(h)
    if asked == "affected_count" and replies.many(text) and not replies.asks(text):
        # "全村都是": how many that is, an official finds out; the words are kept.
        h.understood = True
        skip(desk, h)
        return
    in_vain(desk, h, asked)


def _is_no_word_of_evidence(text: str) -> bool:
    longest = SHORT_REMARK if HAN.search(text) else SHORT_REMARK_IN_ENGLISH
    return len(text) <= longest and replies.has_words(text, 4) and not ABOUT_EVIDENCE.search(fold(text))


def _about_evidence(desk: Desk, h: Hearing) -> None:
    text = h.said.text
    if h.said.data.get("files"):
        return
    if not h.tries and _is_no_word_of_evidence(text):
        # "一天天的就知道踢皮球" is no word about papers.
        _said_to_us(desk, h, "evidence")
        return
    if not (replies.has_no_files(text) or replies.skips(text)) and replies.has_words(text, 3):
        if replies.asks(text) and not h.tries and not replies.is_done(text):
            _said_to_us(desk, h, "evidence")
            return
        # Words about evidence that will come, or more of the story: kept as well.
        add_to_story(desk, h)
    skip(desk, h)
