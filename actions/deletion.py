"""Deleting one's data: what may go goes at once, the rest is put to a person, and all of it is said."""

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Event
from actions.filed import Own, Turn, finish, turn_of
from actions.filing import CLEARED
from cases import CitizenStatus, Register
from nlu.text import replies


class DeleteData(Action):
    """Explains, asks once, and does it."""

    goal = "delete_data"

    def __init__(self, register: Register) -> None:
        self._register = register

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_delete_data"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Explain and ask, or do what a button says."""
        turn = turn_of(tracker, self._register)
        self.begin(turn)
        return finish(turn, dispatcher, tracker)

    def fits(self, status: CitizenStatus) -> bool:
        """It is about the person, not a case."""
        return True

    def none(self, turn: Turn, cases: Sequence[Own]) -> None:
        """Never asked."""

    def begin(self, turn: Turn) -> None:
        """Say what goes and what the law keeps, then wait for a yes."""
        if turn.pressed == "yes":
            self._delete(turn)
        elif turn.pressed == "no":
            turn.say("utter_delete_not")
        else:
            turn.say(
                "utter_delete_sure",
                turn.button("delete_yes", self.goal, "yes"),
                turn.button("delete_no", self.goal, "no"),
            )
            turn.ask(self.goal)

    def hear(self, turn: Turn) -> None:
        """Yes or no; nothing is deleted on a doubt."""
        if replies.agrees(turn.said.text) or turn.said.intent in ("affirm", self.goal):
            self._delete(turn)
        else:
            turn.say("utter_delete_not")

    def _delete(self, turn: Turn) -> None:
        said = turn.said
        wish = self._register.deletions.ask(said.channel, said.address, source=said.source, language=said.language)
        turn.slots |= {**CLEARED, "forget": not wish.numbers or None, "opened": None, "help_named": None}
        turn.slots |= {"after": None, "session_started_metadata": None}
        turn.events = [ActiveLoop(None), FollowupAction("action_listen")]
        if wish.numbers:
            turn.say("utter_delete_some", numbers="、".join(wish.numbers))
        else:
            turn.say("utter_delete_done")
