"""An answer to the asked question: its value, more of the story instead, or nothing that can be used."""

import re

from actions import record
from actions.answers import FREE_TEXT, READERS, same_as_place, story_values
from actions.asides import is_no_answer
from actions.confirming import change, confirms, tells_more
from actions.desk import Desk
from actions.fragments import stated
from actions.hearing import Hearing
from actions.sealing import seal, seal_whole
from actions.skipping import STUCK_AFTER, in_vain, skip
from actions.telling import SMALL_TALK_LENGTH, STORY_LENGTH, add_to_story
from actions.weighing import Meant, meant, wants_something
from nlu.text import replies
from nlu.text.answer_kinds import STORY, sounds_like
from nlu.text.dialled import as_digits
from nlu.text.normalise import fold
from nlu.text.prior import find_prior
from nlu.text.respondents import find_respondents

MOST_CHOICES = 6
MOST_FRAGMENTS = 5
"""So many messages may go on with the story at one question; from then on they are answers in vain."""
DIGITS = re.compile(r"\d")
ASKS_US = re.compile(r"你们|您|问[一哈下]|\byou\b", re.IGNORECASE)
ABOUT_EVIDENCE = re.compile(
    r"[有没沒冇莫无发發拍传傳存拿留寄带帶在拷录錄照证證单單本书扔丢给畀附补補交看]|行|好|完|不了|不用|不必|不需|就这|就咁|算|跳过|"
    r"\b(?:no|not|none|nothing|skip|yes|have|got|can'?t|cannot|photo|picture|video|paper|receipt|contract|record|file|send|"
    r"later|done|that'?s all|don'?t)",
    re.IGNORECASE,
)
"""What an answer to "have you photos or papers?" holds, however it is put."""
SHORT_REMARK = 24
TELLS_WHERE = re.compile(r"^\W*(?![我俺咱就是你您])[\u4e00-\u9fff]{1,6}在(?!于)")
"""厂在昆山张浦 tells where something is: a line of the story, and the place."""
MORE_THAN_AN_ANSWER = 10
"""So many characters beside a date, a number or a name say something of their own…"""
STORY_IN_BRIEF, MAY_BE_STORY = 5, 0.3
"""…and so many where they may be of the story: "去年 查出来 尘肺 三期"."""
TELLS_WHOM_OR_WHAT = frozenset({"respondent", "request", "prior_handling"})
"""Answers that can turn a story into an accusation."""
NAMED_IN_A_STORY = TELLS_WHOM_OR_WHAT | {"place"}


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
    what = meant(h.said, asked, h.facts, desk.understanding)
    if what is Meant.STORY:
        _goes_on(desk, h, asked)
    elif what is Meant.NEITHER:
        _said_to_us(desk, h, asked)
    elif not _reads(desk, h, asked):
        _without_value(desk, h, asked)
    elif what is Meant.BOTH:
        desk.keep_words(h)
        _only_what_is_named(desk, h, asked)


def _is_small_talk(desk: Desk, h: Hearing, asked: str) -> bool:
    return len(h.said.text) < SMALL_TALK_LENGTH and is_no_answer(h.said, asked, desk.understanding)


def _at_confirm(desk: Desk, h: Hearing) -> None:
    if confirms(h):
        h.confirmed = True
    elif tells_more(h):
        add_to_story(desk, h)
    else:
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
            h.say("utter_ask_place_again" if asked == "place" else f"utter_hint_{asked}")


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


def _reads(desk: Desk, h: Hearing, asked: str) -> bool:
    text = h.said.text
    is_words = asked in FREE_TEXT and not (asked == "occurred_at" and desk.understanding.date(text))
    if is_words and (replies.skips(text) or (replies.says_nothing(text) and asked != "prior_handling")):
        return False
    if asked == "petitioner_name" and replies.skips(text):
        return False
    if asked == "petitioner_address" and same_as_place(text) and (place := h.draft.values.get("place")):
        desk.save(h, {"petitioner_address": place})
        return True
    if asked == "prior_handling" and replies.told_all(text) and not replies.says_nothing(text):
        # "前面说过了": what the story says of it, however little.
        if told := find_prior(h.facts):
            desk.save(h, {asked: told})
        return bool(told)
    if asked == "place":
        return _place(desk, h)
    values = READERS[asked](text, desk.understanding)
    if values is None:
        return False
    desk.save(h, values)
    _take_beside(desk, h, asked)
    if asked in TELLS_WHOM_OR_WHAT:
        if asked == "prior_handling":
            # "找过，那人说拿三千就快": what was tried may accuse by itself.
            seal(desk, h, text, in_passing=True)
        seal_whole(desk, h)
    if asked == "petitioner_address":
        _region_of_address(desk, h)
    if not is_words and _says_more(text, asked, str(values[asked])):
        # "13812345678，他们昨天又来砸门": a date, number or name is read; what else was said is kept.
        desk.keep_words(h)
    return True


def _says_more(text: str, asked: str, value: str) -> bool:
    """Whether an answer that was read says something of its own beside its value."""
    # A number read out ("幺三八四个零…") is no word of a story, and nothing to stand there in clear.
    plain = as_digits(text) if asked == "petitioner_phone" else text
    rest = DIGITS.sub("", plain).replace(value, "")
    dated = asked == "occurred_at" and replies.has_words(rest, STORY_IN_BRIEF)
    return replies.has_words(rest, MORE_THAN_AN_ANSWER) or (dated and sounds_like(text)[STORY] >= MAY_BE_STORY)


_BESIDE = ("petitioner_name", "petitioner_phone", "affected_count", "occurred_at")


def _take_beside(desk: Desk, h: Hearing, asked: str) -> None:
    """ "王建国，13812345678": what else an answer certainly states is not asked for again."""
    text, values = h.said.text, h.draft.values
    story = desk.understanding.story(text)
    found = {name: getattr(story, name) for name in _BESIDE if name != asked and getattr(story, name, None)}
    if asked == "petitioner_name" and (phone := desk.understanding.phone(text)):
        found["petitioner_phone"] = phone
    found |= stated(text, desk.understanding)
    new = {name: value for name, value in found.items() if name != asked and values.get(name) in (None, "")}
    new.pop("respondent", None)
    if asked in ("prior_handling", "request", "affected_count", "petitioner_phone"):
        # When somebody was asked before is not when it happened.
        new.pop("occurred_at", None)
    if new:
        desk.save(h, new)


def _region_of_address(desk: Desk, h: Hearing) -> None:
    """Where no county was named before, that of the address is the likeliest; the citizen sees it before confirming."""
    values, home = h.draft.values, desk.understanding.place(h.said.text).best
    known = desk.understanding.region(str(values.get("place_code") or ""))
    if home is None or home.level != "county":
        return
    if known and (known.level == "county" or not desk.understanding.gazetteer.within(home, known)):
        return
    told = values.get("place") or home.full_name
    left = [name for name in values.get("skipped", ()) if name != "place"]
    desk.save(h, {"place": told, "place_code": home.code, "place_name": home.full_name, "skipped": left})


def _place(desk: Desk, h: Hearing) -> bool:
    """A place must name its region; what was told before helps ("赣州市", then "就在赣县区")."""
    text, before = h.said.text, h.draft.values.get("place_told", "")
    if ASKS_US.search(text) and replies.asks(text):
        # "你们是不是成都的哦" is no place.
        return False
    named = desk.understanding.place(text)
    if before and not (named.best or named.candidates or replies.could_be_place(text)):
        # What names no place adds nothing to the one that was told.
        return False
    told = f"{before} {text}".strip() if before and text not in before else text
    for words in dict.fromkeys((told, text)):
        if values := READERS["place"](words, desk.understanding):
            desk.save(h, values)
            _take_beside(desk, h, "place")
            if h.in_a_burst or TELLS_WHERE.match(text):
                desk.keep_words(h)
            return True
    match = desk.understanding.place(told)
    names_it = bool(match.candidates) or replies.could_be_place(text)
    if names_it and h.said.intent != "skip" and not replies.skips(text):
        h.draft = desk.register.drafts.save(h.draft.id, {"place_told": replies.plain(told)})
    if match.candidates and h.tries < STUCK_AFTER:
        h.slots["place_choices"] = [[region.code, region.full_name] for region in match.candidates[:MOST_CHOICES]]
        h.understood = False
        return True
    return False


def _only_what_is_named(desk: Desk, h: Hearing, asked: str) -> None:
    """在大石坝街道那个工地 干了三个月没给钱: of what stands in the story as well, the place alone is the place."""
    if asked in NAMED_IN_A_STORY and not h.draft.values.get("place_told"):
        named = story_values(desk.understanding.story(h.said.text)).get(asked)
        if named:
            desk.save(h, {asked: named})


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


def _about_evidence(desk: Desk, h: Hearing) -> None:
    text = h.said.text
    if h.said.data.get("files"):
        return
    if (
        not h.tries
        and len(text) <= SHORT_REMARK
        and not ABOUT_EVIDENCE.search(fold(text))
        and replies.has_words(text, 4)
    ):
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
