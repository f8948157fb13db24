"""New contact data for filed cases: a phone number, an address, a name, read from words or asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import READERS
from actions.base import Event, Said
from actions.corrections import NEW_VALUE, named_field, read_correction
from actions.filed import Own, Turn, finish, none_said, own_cases, turn_of
from actions.understanding import Understanding
from cases import CitizenStatus, CorrectContact, Register

FIELDS = {"phone": "petitioner_phone", "home": "petitioner_address", "name": "petitioner_name"}


class ChangeContact(Action):
    """Corrects the contact data of all of a citizen's cases: who moves has moved for all of them."""

    goal = "change_contact"

    def __init__(self, register: Register, understanding: Understanding) -> None:
        self._register = register
        self._understanding = understanding

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_change_contact"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Read the new value, or ask for it."""
        turn = turn_of(tracker, self._register)
        self._begin(turn, own_cases(turn.said, tracker, self._register))
        return finish(turn, dispatcher, tracker)

    def fits(self, status: CitizenStatus) -> bool:
        """Always."""
        return True

    def none(self, turn: Turn, cases: Sequence[Own]) -> None:
        """Nothing was filed here."""
        none_said(turn, cases, "utter_after_none")

    def begin(self, turn: Turn) -> None:
        """Used by nobody: it is about all cases."""

    def hear(self, turn: Turn) -> None:
        """The new value of the field that was asked for."""
        field, cases = str(turn.awaited.get("field") or ""), [Own(n, "", c) for n, c in turn.awaited.get("cases", ())]
        new = self._value(turn.said, field)
        if new:
            self._correct(turn, cases, new)
        elif turn.said.intent in ("deny", "cancel", "skip") or turn.awaited.get("again"):
            turn.say("utter_contact_not")
        else:
            self._ask(turn, cases, field, again=True)

    def _begin(self, turn: Turn, cases: Sequence[Own]) -> None:
        if not cases:
            self.none(turn, cases)
            return
        field = FIELDS.get(turn.pressed) or named_field(turn.said.text) or ""
        new = self._value(turn.said, field if field in FIELDS.values() else "")
        if new:
            self._correct(turn, cases, new)
        else:
            self._ask(turn, cases, field if field in FIELDS.values() else "")

    def _ask(self, turn: Turn, cases: Sequence[Own], field: str, *, again: bool = False) -> None:
        if turn.in_form:
            turn.say("utter_contact_later")
        elif not field:
            turn.say("utter_contact_which", *(turn.button(name, self.goal, name) for name in FIELDS))
        else:
            turn.say(f"utter_contact_{field.removeprefix('petitioner_')}")
        turn.ask(self.goal, field=field, cases=[[own.number, own.code] for own in cases], again=again)

    def _value(self, said: Said, field: str) -> Mapping[str, str]:
        """What the words say the field is now."""
        text = said.text
        if phone := self._understanding.phone(text):
            return {"petitioner_phone": phone}
        if not text:
            return {}
        read = dict(read_correction(text, {}, self._understanding) or {})
        found = {name: str(read[name]) for name in FIELDS.values() if read.get(name)}
        if found or not field:
            return found
        match = NEW_VALUE.search(text)
        answer = READERS[field](match["value"] if match else text, self._understanding)
        named_only = field == "petitioner_address" and not match and said.intent == self.goal
        return {} if named_only or not answer else {field: str(answer[field])}

    def _correct(self, turn: Turn, cases: Sequence[Own], new: Mapping[str, str]) -> None:
        changed = []
        for own in cases:
            turn.own = own
            command = CorrectContact(number=own.number, source=f"{turn.said.source}:contact", **turn.mine, **new)
            if self._register.contact_data.correct(command):
                changed.append(own.number)
        if changed:
            turn.say("utter_contact_changed", value="、".join(new.values()), numbers="、".join(changed))
        else:
            turn.say("utter_contact_same")
