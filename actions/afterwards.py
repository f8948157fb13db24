"""What is said or sent outside the form: files and words for a filed case, a first hello, what was not understood."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, FollowupAction, SessionStarted
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import SMALL_TALK, mark
from actions.base import FORM, Event, Said, slots
from actions.conversing import offer_answer
from actions.danger import help_for, name_help, only_asked_about
from actions.evidence import keep_files, keep_location
from actions.filing import filed_in
from actions.material import AnswerOfficial
from actions.telling import tells_something
from actions.understanding import Understanding
from cases import Register


class SessionStart(Action):
    """The first turn: the notice about personal information (PIPL Art. 17), once a conversation."""

    def name(self) -> str:
        """Rasa's own name for it."""
        return "action_session_start"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Start the session and listen."""
        metadata = tracker.get_slot("session_started_metadata") or {}
        language = metadata.get("language") or "zh"
        dispatcher.utter_message(response="utter_notice")
        return [SessionStarted(), *slots(language=language), ActionExecuted("action_listen")]


class AnswerQuestion(Action):
    """Answers a side question with the response of the same name; words of danger with help instead."""

    def __init__(self, understanding: Understanding, register: Register) -> None:
        self._understanding = understanding
        self._register = register

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_answer_question"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """`ask_why` depends on what is being asked; every topic of `faq`, and everything else, has one answer."""
        said = Said.latest(tracker)
        asked = tracker.get_slot("requested_slot")
        if not asked and not tracker.active_loop.get("name") and tells_something(said):
            # "让我自己花钱" is no question about costs: somebody begins to tell.
            return [FollowupAction(FORM)]
        # A button can carry no topic: `/faq` alone asks what there is to ask.
        meaning = {"nlu_fallback": "out_of_scope", "faq": "help"}.get(said.meaning, said.meaning)
        asked_about = only_asked_about(said, self._understanding.risk(said.text))
        named, remembered = name_help(dispatcher, said, tracker, self._understanding)
        if named and not asked_about:
            return [*remembered, *slots(language=said.language, wants_human=True)]
        if said.intent == "ask_why" and asked:
            dispatcher.utter_message(response=f"utter_why_{asked}")
        else:
            dispatcher.utter_message(response=f"utter_{meaning}")
        # Small talk brings no answer nearer; who asks a real question is still with us.
        in_vain = int(tracker.get_slot("asked_times") or 0) + 1 if said.meaning in SMALL_TALK else 0
        answered = slots(language=said.language, last_aside=mark(said, asked), asked_times=in_vain if asked else None)
        if said.intent == "greet" and self._nothing_yet(said, tracker):
            # Who greets, and has filed nothing here, is about to tell: the form waits for it.
            return [*remembered, *answered, FollowupAction(FORM)]
        return [*remembered, *answered]

    def _nothing_yet(self, said: Said, tracker: Tracker) -> bool:
        return not tracker.active_loop.get("name") and filed_in(said, self._register) is None


class TakeLater(Action):
    """A file, a location or an edit when no petition is being written: it belongs to the case filed last."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_take_later"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Add it to the newest case of this chat, or begin a petition with it."""
        said = Said.latest(tracker)
        number = filed_in(said, self._register)
        if number is None:
            return [FollowupAction(FORM)] if said.intent != "edit_message" else self._nothing(dispatcher)
        if said.intent == "share_location":
            keep_location(self._register, said, case_number=number)
        elif said.intent == "edit_message":
            words = str(said.data.get("edited", ""))
            self._supplement(said, number, words, source=str(said.data.get("edits", "")))
        keep_files(self._register, said, case_number=number)
        if said.text:
            self._supplement(said, number, said.text, source=said.source)
        dispatcher.utter_message(response="utter_added_to_case", number=number)
        return []

    def _supplement(self, said: Said, number: str, words: str, *, source: str) -> None:
        self._register.supplement(number, words, source=source, channel=said.channel, address=said.address)

    def _nothing(self, dispatcher: CollectingDispatcher) -> list[Event]:
        dispatcher.utter_message(response="utter_edit_unclear")
        return []


class NotUnderstood(Action):
    """Outside the form, with a way out; what says anything is the beginning of a story, whatever was recognised."""

    def __init__(self, understanding: Understanding, register: Register, answers: AnswerOfficial) -> None:
        self._understanding = understanding
        self._register = register
        self._answers = answers

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_not_understood"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Offer what can be done here."""
        said = Said.latest(tracker)
        in_danger = bool(help_for(self._understanding.risk(said.text)))
        if not in_danger and (offered := offer_answer(dispatcher, tracker, self._register, self._answers)):
            return offered
        if in_danger or tells_something(said) or said.data.get("files"):
            return [FollowupAction(FORM)]
        dispatcher.utter_message(response="utter_not_understood")
        return slots(misunderstood=True, language=said.language)
