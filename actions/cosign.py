"""Petitioning together: a join code for the others, and each of them signing from their own chat."""

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import READERS
from actions.base import Event
from actions.filed import Own, Turn, begin, finish, none_said, turn_of
from actions.understanding import Understanding
from cases import CitizenStatus, Join, JoinKind, NotFound, Register, WrongState, load_afterwards
from nlu.text import replies
from nlu.text.codes import find_code

_LEAVES = re.compile(r"退出|不联名|去掉|take my name off|leave", re.IGNORECASE)


class CoSign(Action):
    """Invites, signs and leaves."""

    goal = "cosign"

    def __init__(self, register: Register, understanding: Understanding) -> None:
        self._register = register
        self._understanding = understanding

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_cosign"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """By a code that was given to somebody, else about one's own case."""
        turn = turn_of(tracker, self._register)
        if code := find_code(turn.said.text):
            self._given(turn, code)
        elif turn.pressed in ("rep", "leave") or _LEAVES.search(turn.said.text):
            self._change(turn)
        else:
            return begin(self, dispatcher, tracker, self._register)
        return finish(turn, dispatcher, tracker)

    def fits(self, status: CitizenStatus) -> bool:
        """While it goes on; a sealed case has no code."""
        return "supplement" in status.steps and self._register.copetitioners.of(status.number) is not None

    def none(self, turn: Turn, cases: Sequence[Own]) -> None:
        """Who has no case needs a code; an accuser stays alone."""
        none_said(turn, cases, "utter_cosign_sealed") if cases else turn.say("utter_cosign_how")

    def begin(self, turn: Turn) -> None:
        """Give the code of one's own case."""
        try:
            code = self._register.copetitioners.invite(turn.own.number, **turn.mine)
        except WrongState:
            turn.say("utter_cosign_sealed", number=turn.own.number)
            return
        group = self._register.copetitioners.of(turn.own.number)
        count, most = group.count if group else 1, load_afterwards().representatives
        turn.say("utter_cosign_invite", number=turn.own.number, code=code, count=count, most=most)

    def hear(self, turn: Turn) -> None:
        """Name, then phone; the phone may be left out."""
        text, name = turn.said.text.strip(), str(turn.awaited.get("name") or "")
        if turn.said.intent in ("deny", "cancel") and not name:
            turn.say("utter_cosign_not")
        elif not name:
            self._take_name(turn, text)
        else:
            phone = self._understanding.phone(text) or ""
            if not phone and not replies.skips(text) and not turn.awaited.get("again"):
                turn.say("utter_cosign_phone")
                turn.ask(self.goal, code=turn.awaited["code"], name=name, again=True)
                return
            self._sign(turn, str(turn.awaited["code"]), name, phone, JoinKind.SIGNER)

    def _given(self, turn: Turn, code: str) -> None:
        who = f"{turn.said.channel}:{turn.said.address}"
        if not self._register.lookups.allowed(who):
            turn.say("utter_too_many_tries")
            return
        group = self._register.copetitioners.by_code(code)
        if group is None:
            self._register.lookups.failed(who)
            turn.say("utter_cosign_unknown")
        elif turn.in_form:
            turn.say("utter_cosign_later")
        else:
            turn.own = Own(group.number, "")
            turn.say("utter_cosign_about", number=group.number, request=group.request, count=group.count)
            turn.ask(self.goal, code=code)

    def _take_name(self, turn: Turn, text: str) -> None:
        values = READERS["petitioner_name"](text, self._understanding)
        if not values and turn.awaited.get("again"):
            turn.say("utter_cosign_not")
        elif not values:
            turn.say("utter_cosign_name")
            turn.ask(self.goal, code=turn.awaited["code"], again=True)
        else:
            turn.say("utter_cosign_phone")
            turn.ask(self.goal, code=turn.awaited["code"], name=str(values["petitioner_name"]))

    def _sign(self, turn: Turn, code: str, name: str, phone: str, kind: JoinKind) -> None:
        said = turn.said
        where = {"channel": said.channel, "address": said.address, "language": said.language}
        try:
            group = self._register.copetitioners.join(Join(code=code, name=name, phone=phone, kind=kind, **where))
        except NotFound:
            turn.say("utter_cosign_unknown")
        except WrongState:
            turn.say("utter_cosign_full")
        else:
            turn.own = Own(group.number, "")
            buttons = [turn.button("represent", self.goal, "rep"), turn.button("leave", self.goal, "leave")]
            turn.say("utter_cosign_done", *buttons, number=group.number, count=group.count)

    def _change(self, turn: Turn) -> None:
        """Represent the others, or sign no longer."""
        said = turn.said
        signed = self._register.copetitioners.cases_of(said.channel, said.address)
        wanted = str(said.arguments.get("number", "")) or (signed[0] if signed else "")
        if wanted not in signed:
            turn.say("utter_cosign_none")
        elif turn.pressed == "rep":
            kept = self._register.copetitioners.represent(wanted, channel=said.channel, address=said.address)
            turn.say("utter_cosign_represents" if kept else "utter_cosign_full", number=wanted)
        else:
            self._register.copetitioners.leave(wanted, channel=said.channel, address=said.address)
            turn.say("utter_cosign_left", number=wanted)
