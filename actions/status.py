"""Where a case stands, for the citizen who filed it, who signed with them, or who has its number and code."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import mark
from actions.base import Event, Said, slots
from actions.filed import payload, titles
from cases import CitizenStatus, EvaluationState, NotFound, Register
from nlu.text.codes import NUMBER, find_code

BEIJING = ZoneInfo("Asia/Shanghai")
MOST_CASES = 5
MOST_LINES = 12
CAN_DO = ("answer", "ask_review", "ask_re_review", "confirm_solved", "supplement", "urge", "withdraw")
"""Steps that are offered as buttons, the most pressing first…"""
MOST_BUTTONS = 5
"""…and no more than these."""
BUTTONS: Mapping[str, tuple[str, str]] = {
    # The step -> title and intent.
    "answer": ("answer_official", "answer_official"),
    "ask_review": ("ask_review", "ask_review"),
    "ask_re_review": ("ask_re_review", "ask_review"),
    "confirm_solved": ("report_solved", "report_solved"),
    "supplement": ("add_material", "add_material"),
    "urge": ("urge", "urge"),
    "withdraw": ("withdraw", "withdraw"),
}


class AskStatus(Action):
    """Tells where the citizen's cases stand, what happened to them, and what can be done now."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_ask_status"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """By number and code from anywhere; without them, the cases that were filed or signed in this chat."""
        said = Said.latest(tracker)
        number, code = NUMBER.search(said.text), find_code(said.text)
        remembered = slots(last_aside=mark(said, tracker.get_slot("requested_slot")), language=said.language)
        if number and code:
            return [*remembered, *self._by_code(dispatcher, tracker, said, number.group(), code)]
        named = str(said.arguments.get("number", "")) or (number.group() if number else "")
        mine = self._mine(said, tracker)
        wanted = [one for one in mine if one == named] if named else mine
        if not wanted:
            dispatcher.utter_message(response="utter_status_needs_code" if named else "utter_status_how")
        for one in wanted[:MOST_CASES]:
            self._tell(dispatcher, one, said.language, alone=len(wanted) == 1)
        return remembered

    def _mine(self, said: Said, tracker: Tracker) -> list[str]:
        here = [row.number for row in self._register.cases_of(said.channel, said.address)]
        signed = self._register.copetitioners.cases_of(said.channel, said.address)
        return list(dict.fromkeys([*here, *signed, *(tracker.get_slot("opened") or {})]))

    def _by_code(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, said: Said, number: str, code: str
    ) -> list[Event]:
        who = f"{said.channel}:{said.address}"
        if not self._register.lookups.allowed(who):
            dispatcher.utter_message(response="utter_too_many_tries")
        elif self._register.find(number, code) is None:
            self._register.lookups.failed(who)
            dispatcher.utter_message(response="utter_status_unknown")
        else:
            self._tell(dispatcher, number, said.language, alone=True)
            # What is done with it next needs no second reading of the code.
            return slots(opened={**(tracker.get_slot("opened") or {}), number: code})
        return []

    def _tell(self, dispatcher: CollectingDispatcher, number: str, language: str, *, alone: bool) -> None:
        try:
            status = self._register.status_of(number)
        except NotFound:
            dispatcher.utter_message(response="utter_status_unknown")
            return
        language = "en" if language.startswith("en") else "zh"
        buttons = {"buttons": self._buttons(status, language, alone=alone)}
        dispatcher.utter_message(
            response=f"utter_status_{status.state}" + ("" if status.next_due else "_no_limit"),
            number=number,
            unit=unit_of(status, language),
            since=day(status.since),
            due=day(status.next_due) if status.next_due else "",
            **({} if alone else buttons),
        )
        if alone:
            dispatcher.utter_message(response="utter_status_history", history=timeline(status), **buttons)

    def _buttons(self, status: CitizenStatus, language: str, *, alone: bool) -> list[dict[str, str]]:
        """What can be done now; for one of several cases, how to see all of it."""
        words = titles(language)
        if not alone:
            return [{"title": words["progress"], "payload": payload("ask_status", status.number)}]
        open_to = [BUTTONS[step] for step in CAN_DO if step in status.steps]
        if any(each.state is EvaluationState.OPEN for each in self._register.evaluations.of(status.number)):
            open_to.insert(0, ("evaluate", "evaluate"))
        return [
            {"title": words[title], "payload": payload(intent, status.number)}
            for title, intent in open_to[:MOST_BUTTONS]
        ]


def timeline(status: CitizenStatus) -> str:
    """Every dated entry the citizen was told, a line each, the newest last."""
    return "\n".join(f"{day(at)}　{_first_line(told)}" for at, _, told in status.history[-MOST_LINES:])


def _first_line(told: str) -> str:
    return told.strip().splitlines()[0] if told.strip() else ""


def unit_of(status: CitizenStatus, language: str) -> str:
    """Who has it now."""
    return status.unit or ("信访工作机构" if not language.startswith("en") else "the petition office")


def day(moment: datetime) -> str:
    """A day as people write it, in Beijing time."""
    local = moment.astimezone(BEIJING)
    return f"{local.year}-{local.month:02d}-{local.day:02d}"
