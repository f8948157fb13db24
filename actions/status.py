"""Where a case stands, for the citizen who filed it or who has its number and code."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import mark
from actions.base import Event, Said, slots
from actions.exits import NUMBER, find_code
from cases import NotFound, Register

BEIJING = ZoneInfo("Asia/Shanghai")
MOST_CASES = 5


class AskStatus(Action):
    """Tells where the citizen's cases stand."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_ask_status"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """By number and code from anywhere; without them, the cases that were filed in this chat."""
        said = Said.latest(tracker)
        number, code = NUMBER.search(said.text), find_code(said.text)
        if number and code:
            self._by_code(dispatcher, said, number.group(), code)
            return []
        mine = self._register.cases_of(said.channel, said.address)
        if number:
            mine = [row for row in mine if row.number == number.group()]
        if not mine:
            dispatcher.utter_message(response="utter_status_how" if not number else "utter_status_needs_code")
        for row in mine[:MOST_CASES]:
            self._tell(dispatcher, row.number, said.language)
        return slots(last_aside=mark(said, tracker.get_slot("requested_slot")))

    def _by_code(self, dispatcher: CollectingDispatcher, said: Said, number: str, code: str) -> None:
        who = f"{said.channel}:{said.address}"
        if not self._register.lookups.allowed(who):
            dispatcher.utter_message(response="utter_too_many_tries")
        elif self._register.find(number, code) is None:
            self._register.lookups.failed(who)
            dispatcher.utter_message(response="utter_status_unknown")
        else:
            self._tell(dispatcher, number, said.language)

    def _tell(self, dispatcher: CollectingDispatcher, number: str, language: str) -> None:
        try:
            status = self._register.status_of(number)
        except NotFound:
            dispatcher.utter_message(response="utter_status_unknown")
            return
        dispatcher.utter_message(
            response=f"utter_status_{status.state}" + ("" if status.next_due else "_no_limit"),
            number=number,
            unit=status.unit or ("信访工作机构" if not language.startswith("en") else "the petition office"),
            since=day(status.since),
            due=day(status.next_due) if status.next_due else "",
        )


def day(moment: datetime) -> str:
    """A day as people write it, in Beijing time."""
    local = moment.astimezone(BEIJING)
    return f"{local.year}-{local.month:02d}-{local.day:02d}"
