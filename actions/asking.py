"""Questions that need more than a sentence: in other words when asked again, the place with its candidates, the record.

Nobody is asked the same thing in the same words three times: after answers in vain a question changes its wording.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import others, record
from actions.base import Event, Said, slots
from actions.claims import draft_claims
from actions.proposing import road_response, road_to_tell
from actions.understanding import Understanding
from cases import Register

TOWNS = ("镇", "乡", "街道", "苏木")
AGAIN = 2
"""From so many answers in vain on, a question is asked in other words."""


def in_vain(tracker: Tracker) -> int:
    """How often the asked question was answered in vain."""
    return int(tracker.get_slot("asked_times") or 0)


class AskFacts(Action):
    """Asks what happened; each time in other words, for "hello" and a sigh are met with patience."""

    def name(self) -> str:
        """The name Rasa's form calls it by."""
        return "action_ask_facts"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Ask."""
        wordings = ("utter_ask_facts", "utter_ask_facts_more", "utter_ask_facts_again")
        dispatcher.utter_message(response=wordings[min(in_vain(tracker), AGAIN)])
        return []


class AskField(Action):
    """Asks for one field with its own sentence, unless what was said just now has asked for it already."""

    def __init__(self, field: str, *, again: bool = False) -> None:
        self._field = field
        self._again = again

    def name(self) -> str:
        """The name Rasa's form calls it by."""
        return f"action_ask_{self._field}"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Ask."""
        if tracker.get_slot("question_said"):
            return []
        again = "_again" if self._again and in_vain(tracker) >= AGAIN else ""
        if self._field.startswith("petitioner_") and tracker.get_slot("sealed"):
            # Who accuses is never pressed for who they are.
            again = "_sealed"
        dispatcher.utter_message(response=f"utter_ask_{self._field}{again}")
        return []


class AskPlace(Action):
    """Asks where it happened, then where in the county; when the name fits several places, offers them."""

    def name(self) -> str:
        """The name Rasa's form calls it by."""
        return "action_ask_place"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Ask."""
        if tracker.get_slot("question_said"):
            return []
        choices = tracker.get_slot("place_choices") or []
        if not choices and (county := tracker.get_slot("place_county")):
            below = "utter_ask_place_in_town" if county.endswith(TOWNS) else "utter_ask_place_in"
            dispatcher.utter_message(response=below, county=county)
            return []
        if not choices:
            again = in_vain(tracker) >= AGAIN
            dispatcher.utter_message(response="utter_ask_place_again" if again else "utter_ask_place")
            return []
        buttons = [{"title": name, "payload": f'/choose_region{{"code": "{code}"}}'} for code, name in choices]
        dispatcher.utter_message(response="utter_which_place", buttons=buttons)
        return slots(place_choices=None)


class AskConfirm(Action):
    """Shows the whole record and asks whether it is right; before it, once, what there is to know beside it."""

    def __init__(self, register: Register, understanding: Understanding) -> None:
        self._register = register
        self._understanding = understanding

    def name(self) -> str:
        """The name Rasa's form calls it by."""
        return "action_ask_confirm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Show it; the version shown is the one that will be filed."""
        said = Said.latest(tracker)
        draft = self._register.drafts.open(said.channel, said.address, language=said.language)
        if in_vain(tracker) or tracker.get_slot("question_said"):
            dispatcher.utter_message(response="utter_ask_confirm_again")
            return slots(draft_version=draft.version)
        road = None if tracker.get_slot("road_told") else road_to_tell(draft, self._understanding)
        if road is not None:
            response, values = road_response(road, said.language)
            dispatcher.utter_message(response=response, **values)
        draft, mention, told = others.mention(draft, self._register, self._understanding)
        if mention:
            dispatcher.utter_message(response=mention, **told)
        claims = draft_claims(draft, self._understanding)
        dispatcher.utter_message(response="utter_ask_confirm", record=record.show(draft, claims))
        return slots(draft_version=draft.version, road_told=True)
