"""Urging: told to the unit at most once in some days, kept in the file every time, and honest about what it can do."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Event
from actions.filed import Own, Turn, begin, none_said
from actions.status import day, unit_of
from cases import CitizenStatus, Register


class UrgeCase(Action):
    """Passes an urging on, or keeps it."""

    goal = "urge"

    def __init__(self, register: Register) -> None:
        self._register = register

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_urge"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Find the case, then urge."""
        return begin(self, dispatcher, tracker, self._register)

    def fits(self, status: CitizenStatus) -> bool:
        """While it is being handled."""
        return self.goal in status.steps

    def none(self, turn: Turn, cases: Sequence[Own]) -> None:
        """Nothing is being handled."""
        none_said(turn, cases, "utter_urge_over")

    def begin(self, turn: Turn) -> None:
        """Urge; what comes too soon after the last urging is kept as the petitioner's words."""
        status = turn.status()
        if not self.fits(status):
            turn.say("utter_urge_over", number=status.number)
            return
        words = turn.said.text.strip()
        days = self._register.policies.now.timers.urge_days
        last = max((at for at, step, _ in status.history if step == self.goal), default=None)
        now = self._register.now()
        if last is not None and now - last < timedelta(days=days):
            turn.take("supplement", f"（再次催办）{words}")
            turn.say("utter_urge_kept", number=status.number, date=day(last), days=days)
            return
        turn.take(self.goal, words or "（催办）")
        self._tell(turn, status, now)

    def hear(self, turn: Turn) -> None:
        """Nothing is ever awaited here."""

    def _tell(self, turn: Turn, status: CitizenStatus, now: datetime) -> None:
        values = {"number": status.number, "unit": unit_of(status, turn.language)}
        if status.next_due is None:
            turn.say("utter_urged", **values)
        elif status.next_due < now:
            turn.say("utter_urged_late", **values, due=day(status.next_due))
        else:
            turn.say("utter_urged_due", **values, due=day(status.next_due))
