"""Ways out of the form, and back into it: stop, start anew, resume, a person."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import mark
from actions.base import FORM, Event, Said, slots
from actions.danger import name_help
from actions.filing import CLEARED
from actions.understanding import Understanding
from cases import DraftState, Register
from nlu.text.codes import find_code

CALL = {"kind": "human", "level": "medium"}


class CancelPetition(Action):
    """Stops writing this petition."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_cancel_petition"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Cancel the draft; nothing is filed."""
        said = Said.latest(tracker)
        if draft := self._register.drafts.current(said.channel, said.address):
            self._register.drafts.cancel(draft.id)
        dispatcher.utter_message(response="utter_cancelled")
        return [ActiveLoop(None), *slots(**CLEARED)]


class RestartPetition(Action):
    """Begins the petition anew."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_restart_petition"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Cancel the draft; the form then opens a new one."""
        said = Said.latest(tracker)
        if draft := self._register.drafts.current(said.channel, said.address):
            self._register.drafts.cancel(draft.id)
        dispatcher.utter_message(response="utter_restarted")
        return slots(**CLEARED)


class LeaveForNow(Action):
    """ "I'll come back": the draft stays, and its code is told."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_leave_for_now"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Say how to come back."""
        said = Said.latest(tracker)
        draft = self._register.drafts.open(said.channel, said.address, language=said.language)
        dispatcher.utter_message(response="utter_come_back", code=draft.code)
        # The form stepped back; begun anew it hears the next words, whenever they come, and asks nothing now.
        left = slots(last_aside=mark(said, tracker.get_slot("requested_slot")))
        return [*left, ActiveLoop(FORM), FollowupAction("action_listen")]


class ResumeDraft(Action):
    """Takes up a draft again: this chat's own, or another channel's by its code."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_resume_draft"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Adopt the draft; wrong codes are counted, so that nobody can try them out."""
        said = Said.latest(tracker)
        code = str(said.arguments.get("code", "")) or find_code(said.text)
        if code:
            found = self._by_code(dispatcher, said, code)
        else:
            found = self._register.drafts.current(said.channel, said.address) is not None
            dispatcher.utter_message(response="utter_resumed" if found else "utter_nothing_to_resume")
        if not found:
            return []
        # Inside the form a rule asks on; outside, the form has to be entered.
        enter = [] if tracker.active_loop.get("name") else [FollowupAction(FORM)]
        return [*slots(**CLEARED), *enter]

    def _by_code(self, dispatcher: CollectingDispatcher, said: Said, code: str) -> bool:
        who = f"{said.channel}:{said.address}"
        if not self._register.lookups.allowed(who):
            dispatcher.utter_message(response="utter_too_many_tries")
            return False
        draft = self._register.drafts.adopt(code, said.channel, said.address)
        if draft is None:
            self._register.lookups.failed(who)
            dispatcher.utter_message(response="utter_code_unknown")
        elif draft.state is DraftState.FILED:
            dispatcher.utter_message(response="utter_already_filed", number=draft.case_number)
        else:
            dispatcher.utter_message(response="utter_resumed")
        return draft is not None and draft.state is DraftState.OPEN


class CallHuman(Action):
    """Calls a person with an alert, and tells how else one is reached."""

    def __init__(self, understanding: Understanding) -> None:
        self._understanding = understanding

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_call_human"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Say it honestly: when a person can be reached, and that writing on is possible meanwhile."""
        said = Said.latest(tracker)
        _, remembered = name_help(dispatcher, said, tracker, self._understanding)
        dispatcher.utter_message(response="utter_human")
        asked = tracker.get_slot("requested_slot")
        in_vain = int(tracker.get_slot("asked_times") or 0) + 1 if asked else None
        called = slots(alerts=[CALL], wants_human=True, last_aside=mark(said, asked), asked_times=in_vain)
        return [*remembered, *called]
