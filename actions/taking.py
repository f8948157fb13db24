"""What an answer gives: the value that was asked for, and what it certainly states besides."""

import re

from actions.answers import FREE_TEXT, READERS, same_as_place, where_sentences
from actions.desk import Desk
from actions.fragments import stated
from actions.hearing import Hearing
from actions.sealing import seal, seal_whole
from actions.stories import is_open, story_values
from actions.whereabouts import region_of_address, takes_place
from nlu.text import replies
from nlu.text.answer_kinds import STORY, sounds_like, tells
from nlu.text.dialled import as_digits
from nlu.text.prior import find_prior

DIGITS = re.compile(r"\d")
MORE_THAN_AN_ANSWER = 10
"""So many characters beside a date, a number or a name say something of their own…"""
STORY_IN_BRIEF, MAY_BE_STORY = 5, 0.3
"""…and so many where they may be of the story: "去年 查出来 尘肺 三期"."""
TELLS_WHOM_OR_WHAT = frozenset({"respondent", "request", "prior_handling"})
"""Answers that can turn a story into an accusation."""
OWN_NAME = re.compile(
    r"[我俺额]叫|[我俺]是|[我俺]姓|本人|[我俺]的(?:名字|姓名)|\bI am\b|\bI'?m\b|\bmy name\b", re.IGNORECASE
)
NAMED_IN_A_STORY = TELLS_WHOM_OR_WHAT | {"place"}


def reads(desk: Desk, h: Hearing, asked: str) -> bool:
    """Take the value of the asked field, and what else is certain; whether there is a value."""
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
        taken = takes_place(desk, h)
        if taken:
            _take_beside(desk, h, asked)
        if taken and where_sentences(text, desk.understanding.gazetteer) != text:
            # "Hongshan district. He says the wall is dirty": the rest is told of the matter.
            desk.keep_words(h)
        return taken
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
        region_of_address(desk, h)
    if not is_words and _says_more(text, asked, str(values[asked])):
        # "13812345678，他们昨天又来砸门": a date, number or name is read; what else was said is kept.
        desk.keep_words(h)
    return True


def _says_more(text: str, asked: str, value: str) -> bool:
    """Whether an answer that was read says something of its own beside its value."""
    # A number read out ("幺三八四个零…") is no word of a story, and nothing to stand there in clear.
    plain = as_digits(text) if asked == "petitioner_phone" else text
    rest = DIGITS.sub("", plain).replace(value, "")
    if asked == "petitioner_name":
        # How a name is written, and whose it is, is no word of the story: only what tells on is.
        return replies.has_words(rest, MORE_THAN_AN_ANSWER) and tells(rest)
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
    new = {name: value for name, value in found.items() if name != asked and is_open(values, name)}
    new.pop("respondent", None)
    if asked in TELLS_WHOM_OR_WHAT and not OWN_NAME.search(text):
        # "包工头外号三娃，大名曾祥贵" names somebody else.
        new.pop("petitioner_name", None)
    if asked in ("prior_handling", "request", "affected_count", "petitioner_phone"):
        # When somebody was asked before is not when it happened.
        new.pop("occurred_at", None)
    if new:
        desk.save(h, new)


def only_what_is_named(desk: Desk, h: Hearing, asked: str) -> None:
    """在大石坝街道那个工地 干了三个月没给钱: of what stands in the story as well, the place alone is the place."""
    if asked in NAMED_IN_A_STORY and not h.draft.values.get("place_told"):
        named = story_values(h.said.text, desk.understanding).get(asked)
        if named:
            desk.save(h, {asked: named})
