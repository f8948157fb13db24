"""Words that were awaited about a filed case: who hears them, and what takes precedence over them.

The loop `afterwards_form` is open while the bot waits for a reason, a yes or more material. A side question is answered
and the loop asks on; another wish or a new story closes it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import LONGEST, QUESTION_SURE, VERY_SURE
from actions.base import FORM, Event, Said, slots
from actions.danger import name_help
from actions.filed import AFTER_FORM, AFTER_WORDS, Goal, Own, Turn, guarded, own_cases, turn_of
from actions.material import AnswerOfficial
from actions.understanding import Understanding
from cases import Register, State
from nlu.text import replies

BESIDE = frozenset({"faq", "ask_why", "help", "ask_human", "ask_status", "insult", "greet", "resume_draft"})
"""What is answered, or done, beside the words that are awaited."""
LEAVE = frozenset({"new_petition", "file_petition", "start_over"})
WORDS_WANTED = frozenset({"add_material", "answer_official", "ask_review"})
"""Goals that take a story: nothing told there begins another petition."""
FILES = frozenset({"give_evidence", "share_location"})


class HearAfterwards(Action):
    """Gives awaited words to the goal that awaits them."""

    def __init__(self, register: Register, understanding: Understanding, goals: Sequence[Goal]) -> None:
        self._register = register
        self._understanding = understanding
        self._goals = {goal.goal: goal for goal in goals}

    def name(self) -> str:
        """The name Rasa's form calls it by."""
        return "validate_afterwards_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Hear; returns no events for what is not for the goal: a rule answers it then."""
        awaited: Mapping[str, Any] = tracker.get_slot("after") or {}
        goal = self._goals.get(str(awaited.get("goal", "")))
        if goal is None:
            return slots(after=None, requested_slot=None)
        if _after_an_aside(tracker):
            return self._ask_on(dispatcher, awaited)
        said = Said.latest(tracker)
        if is_for_somebody_else(said, goal.goal, self._goals):
            return []
        _, remembered = name_help(dispatcher, said, tracker, self._understanding)
        turn = turn_of(tracker, self._register, awaited)
        turn.own = self._own(turn, tracker, awaited)
        guarded(turn, goal.begin if said.payload and said.intent == goal.goal else goal.hear)
        for response, values in turn.speech:
            dispatcher.utter_message(response=response, **values)
        asked = AFTER_WORDS if turn.awaits is not None else None
        kept = {"after": turn.awaits, "requested_slot": asked, "language": said.language, "last_aside": None}
        return [*remembered, *slots(**{**turn.slots, **kept}), *turn.events]

    def _own(self, turn: Turn, tracker: Tracker, awaited: Mapping[str, Any]) -> Own:
        number = str(turn.said.arguments.get("number", "") or awaited.get("number", ""))
        return next(
            (own for own in own_cases(turn.said, tracker, self._register) if own.number == number), Own(number, "")
        )

    def _ask_on(self, dispatcher: CollectingDispatcher, awaited: Mapping[str, Any]) -> list[Event]:
        response, values = awaited.get("ask") or (None, {})
        if response:
            dispatcher.utter_message(response=response, **values)
        return slots(after=dict(awaited), requested_slot=AFTER_WORDS)


def is_for_somebody_else(said: Said, goal: str, goals: Mapping[str, Goal]) -> bool:
    """Whether the message is a side question, another wish, or a new petition, and no answer to this goal."""
    if said.payload:
        return said.intent not in {goal, "affirm", "deny", "skip", "cancel"} | FILES
    short = len(said.text) <= LONGEST
    question = replies.asks(said.text) and said.confidence >= QUESTION_SURE
    if said.intent in BESIDE:
        return short and (question or said.confidence >= VERY_SURE)
    if said.intent in LEAVE or (said.intent in goals and said.intent != goal):
        return short and said.confidence >= VERY_SURE and goal != "answer_official"
    return said.intent == "tell_story" and goal not in WORDS_WANTED and len(said.text) > LONGEST and goal != "evaluate"


def _after_an_aside(tracker: Tracker) -> bool:
    """Whether another action answered the latest message, and the loop only asks on."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "action" and event.get("name") not in (AFTER_FORM, "action_listen"):
            return True
    return False


class PutAside(Action):
    """A new petition begins while something was awaited: that is let go, and the form hears the words."""

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_put_aside"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Close the loop and open the form."""
        return [ActiveLoop(None), *slots(after=None, requested_slot=None), FollowupAction(FORM)]


class HearStory(Action):
    """A story begins a petition, unless the office just asked this citizen something it may answer."""

    def __init__(self, register: Register, answers: AnswerOfficial) -> None:
        self._register = register
        self._answers = answers

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_hear_story"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Offer it to the case that waits, else go on to the form."""
        return offer_answer(dispatcher, tracker, self._register, self._answers) or [FollowupAction(FORM)]


def offer_answer(
    dispatcher: CollectingDispatcher, tracker: Tracker, register: Register, answers: AnswerOfficial
) -> list[Event]:
    """Ask whether the words answer the office's question, where a case of this chat waits for material."""
    said = Said.latest(tracker)
    if not said.text or said.payload:
        return []
    waiting = [row for row in register.cases_of(said.channel, said.address) if row.state is State.AWAITING_MATERIAL]
    if not waiting:
        return []
    turn = turn_of(tracker, register)
    turn.own = Own(waiting[0].number, "")
    answers.offer(turn)
    for response, values in turn.speech:
        dispatcher.utter_message(response=response, **values)
    opened = slots(after=turn.awaits, requested_slot=AFTER_WORDS, language=said.language)
    return [*opened, ActiveLoop(AFTER_FORM), FollowupAction("action_listen")]
