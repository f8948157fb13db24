"""What a message is to the question that is open: its answer, more of the story, both, or something said to us.

People who type in bursts do not wait for a question, and their next words are seldom its answer.
"""

import re
from enum import Enum, auto

from actions.answers import FREE_TEXT, READERS, same_as_place
from actions.asides import TO_US
from actions.base import Said
from actions.fragments import stated
from actions.understanding import Understanding
from nlu.text import replies
from nlu.text.answer_kinds import QUESTION, STORY, sounds_like
from nlu.text.english_fields import english_prior
from nlu.text.normalise import HAN
from nlu.text.prior import find_prior

KINDS = {
    "place": "where",
    "occurred_at": "when",
    "respondent": "respondent",
    "request": "request",
    "prior_handling": "prior_handling",
    "affected_count": "how_many",
    "petitioner_name": "name",
    "petitioner_phone": "phone",
    "petitioner_address": "where",
}
"""What an answer to each question sounds like."""
UNSURE, SURE, CERTAIN = 0.4, 0.6, 0.85
"""Of what a message sounds like, answer and story together being one: below the first the story goes on, because to ask
once more costs less than a wrong record; from the second on it is the answer alone. What a reader reads is a story only
where the story is certain."""
UNSURE_WISH = 0.33
"""A wish is told in as many ways as a story: kept in it as well, it is taken a little more readily."""
OF_THE_PERSON = frozenset({"petitioner_name", "petitioner_phone", "petitioner_address"})
SAID_TO_US, NO_ANSWER = 0.33, 0.35
"""What sounds so much like talk to us, or as a question so little like an answer, would be taken for one in vain."""
SURELY_TO_US = 0.4
"""…and so much where nobody is called "you": "sorry, somebody is knocking"."""
NO_REQUEST = 0.25
"""What is asked for may well be put as a question."""
WANTED = 0.45


PLACED = re.compile(r"\d|\b(?:same|above|at|in|near|behind|opposite)\b", re.IGNORECASE)
"""What in English may be where somebody lives: a number, or words of place."""


OF_ONESELF = re.compile(
    r"\W*I(?:'m|'ve|'ll| am| have| had| was| will| need| must)\b"
    r"(?!.*\b(?:against|blame|about|with|complain\w*|accus\w*)\b)",
    re.IGNORECASE,
)
"""I have a deposition at nine: whoever speaks of themselves names nobody."""


class Meant(Enum):
    """What a message is to the question that is open."""

    ANSWER = auto()
    BOTH = auto()
    """Taken as the answer, and kept in the story."""
    STORY = auto()
    NEITHER = auto()


def meant(said: Said, asked: str, facts: str, understanding: Understanding) -> Meant:
    """Whether the message answers what is asked, goes on with the story, or both."""
    text = said.text
    if said.payload or text in facts or asked not in KINDS or not replies.has_words(text) or _says_no_more(text):
        # Said before: the citizen means it as the answer.
        return Meant.ANSWER
    if _states_another(text, asked, understanding) or (asked == "respondent" and OF_ONESELF.match(text)):
        return Meant.STORY
    shares, asks = sounds_like(text), replies.asks(text)
    answer, story = shares[KINDS[asked]], shares[STORY]
    dated = asked == "occurred_at" and not asks and understanding.date(text) is not None
    if asked in FREE_TEXT and not dated and _is_said_to_us(text, asked, answer, shares[QUESTION]):
        return Meant.NEITHER
    holds_answer = _holds_answer(text, asked, understanding)
    if holds_answer is False:
        return Meant.STORY if story == max(shares.values()) and not asks else Meant.ANSWER
    if holds_answer and asked in OF_THE_PERSON:
        # A name, a number or "一样" that can be read is never only a story.
        return Meant.ANSWER
    unsure = 1 - CERTAIN if holds_answer else UNSURE_WISH if asked == "request" else UNSURE
    return _weighed(answer / (answer + story), unsure=unsure)


def wants_something(text: str) -> bool:
    """Whether words say what somebody wants, whatever was asked."""
    shares = sounds_like(text)
    return shares[KINDS["request"]] == max(shares.values()) >= WANTED


def _is_said_to_us(text: str, asked: str, answer: float, to_us: float) -> bool:
    """A question no answer is put as, or words to us: what is told or asked for is neither."""
    if asked == "request" and replies.wishes(text):
        return False
    if replies.asks(text):
        return answer < (NO_REQUEST if asked == "request" else NO_ANSWER)
    if TO_US.search(text):
        return to_us >= SAID_TO_US and to_us > 2 * answer
    names_place = asked == "petitioner_address" and (HAN.search(text) or PLACED.search(text))
    return not names_place and to_us >= SURELY_TO_US and to_us > 3 * answer


def _says_no_more(text: str) -> bool:
    return replies.skips(text) or replies.says_nothing(text) or replies.told_all(text)


def _weighed(sure: float, *, unsure: float) -> Meant:
    """The cheapest mistake."""
    return Meant.ANSWER if sure >= SURE else Meant.BOTH if sure >= unsure else Meant.STORY


def _holds_answer(text: str, asked: str, understanding: Understanding) -> bool | None:
    """Whether the answer can be read out of the words; None where unread words may be one as well."""
    match asked:
        case "place":
            return understanding.place(text).best is not None or _could_be_place(text)
        case "occurred_at":
            return understanding.date(text) is not None or None
        case "prior_handling":
            return find_prior(text) is not None or english_prior(text) is not None or None
        case "petitioner_address":
            return same_as_place(text) or replies.reads_like_address(text) or None
        case "respondent" | "request":
            return None
        case _:
            return READERS[asked](text, understanding) is not None


def _could_be_place(text: str) -> bool | None:
    return False if replies.asks(text) else replies.could_be_place(text) or None


def _states_another(text: str, asked: str, understanding: Understanding) -> bool:
    """老板姓刘 answers nobody who asks where; 12 people are no date."""
    other = stated(text, understanding)
    if not other or asked in other or asked == "petitioner_address":
        return False
    return asked not in FREE_TEXT or asked == "occurred_at" or "affected_count" in other
