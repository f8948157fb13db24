"""Whether a message while a petition is being written is a side question or an exit, and not an answer."""

import re

from actions.answers import FREE_TEXT, READERS
from actions.base import Said
from actions.understanding import Understanding
from nlu.text import replies

SIDE_QUESTIONS = frozenset(
    {
        "ask_why", "ask_identity", "ask_privacy", "ask_time_limit", "ask_where", "ask_cost", "ask_anonymous",
        "ask_accusation", "help", "thanks", "greet", "insult", "ask_status", "ask_human", "new_petition",
    }
)  # fmt: skip
EXITS = frozenset({"cancel", "start_over", "goodbye", "resume_draft"})
UNRELATED = frozenset({"out_of_scope", "nlu_fallback"})
TO_US = re.compile(r"你|您|\byou\b", re.IGNORECASE)

SURE = 0.55
"""A short message is taken for a side question or exit from this confidence on…"""
VERY_SURE = 0.75
"""…where the citizen's own words are asked for, only from this one…"""
NEVER_ANSWERS = frozenset({"ask_human", "ask_identity", "ask_cost", "insult"})
"""What nobody says in answer to a question of ours: there, too, the first mark is enough."""
QUESTION_SURE = 0.4
"""…and what has the shape of a question, from this one."""
LONGEST = 40
"""Longer messages are told, not asked."""


def is_aside(said: Said, asked: str, understanding: Understanding, *, before: str | None = None) -> bool:
    """Whether the form should step back. A valid answer beats a guessed intent, the shape of a question a free text.

    `before` is the aside that was answered just now (`mark`): the same again is no question any more, but an answer.
    """
    if said.payload:
        return said.intent in SIDE_QUESTIONS | EXITS
    if said.intent not in SIDE_QUESTIONS | EXITS | UNRELATED or answers(said, asked, understanding):
        return False
    question = replies.asks(said.text)
    if before in (mark(said, asked), mark(said, asked, words=False)) and said.intent not in EXITS - {"goodbye"}:
        return question and before != mark(said, asked)
    if said.intent in UNRELATED:
        # Of what was not recognised, only a question put to us; the rest may well be an answer.
        to_us = said.intent == "out_of_scope" or bool(TO_US.search(said.text))
        return question and to_us and asked not in ("facts", "confirm") and len(said.text) <= LONGEST
    takes_words = asked in FREE_TEXT or asked in ("facts", "confirm")
    if takes_words and len(said.text) > LONGEST:
        return False
    if said.confidence >= VERY_SURE or (question and said.confidence >= QUESTION_SURE):
        return True
    own_words = asked in FREE_TEXT and said.intent not in NEVER_ANSWERS
    return said.confidence >= SURE and not own_words


def mark(said: Said, asked: str | None, *, words: bool = True) -> str:
    """What is remembered of an aside: where it was said, its intent, and its words."""
    return f"{asked}:{said.intent}:{said.text if words else ''}"


def answers(said: Said, asked: str, understanding: Understanding) -> bool:
    """Whether the message is certainly an answer, whatever its intent looks like."""
    text = said.text
    if asked == "confirm":
        return replies.agrees(text)
    if asked == "evidence":
        return replies.says_nothing(text) or replies.is_done(text)
    if asked == "prior_handling" and replies.says_nothing(text):
        return True
    if asked == "request" and replies.wishes(text):
        # A consultation asks for an answer: its request has the shape of a question.
        return True
    if asked.startswith("petitioner_") and replies.skips(text) and not replies.asks(text):
        return True
    if asked in FREE_TEXT or asked == "facts" or replies.asks(text):
        return False
    found = READERS[asked](text, understanding) is not None
    # Nearly any short word could be a name: there the intent decides when it is sure.
    return found and (asked != "petitioner_name" or said.confidence < VERY_SURE)
