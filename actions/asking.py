"""Questions that need more than a sentence: the place with its candidates, the record before filing."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import record
from actions.base import Event, Said, slots
from cases import Register


class AskPlace(Action):
    """Asks where it happened; when the name fits several places, offers them."""

    def name(self) -> str:
        """The name Rasa's form calls it by."""
        return "action_ask_place"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Ask."""
        choices = tracker.get_slot("place_choices") or []
        if not choices:
            dispatcher.utter_message(response="utter_ask_place")
            return []
        buttons = [{"title": name, "payload": f'/choose_region{{"code": "{code}"}}'} for code, name in choices]
        dispatcher.utter_message(response="utter_which_place", buttons=buttons)
        return slots(place_choices=None)


class AskConfirm(Action):
    """Shows the whole record and asks whether it is right."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def name(self) -> str:
        """The name Rasa's form calls it by."""
        return "action_ask_confirm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Show it; the version shown is the one that will be filed."""
        said = Said.latest(tracker)
        draft = self._register.drafts.open(said.channel, said.address, language=said.language)
        dispatcher.utter_message(response="utter_ask_confirm", record=record.show(draft))
        return slots(draft_version=draft.version)
