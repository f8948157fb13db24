"""Adding to a filed case, and answering what officials asked: words, photos, files, in as many messages as it takes."""

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.base import FORM, Event
from actions.evidence import keep_files, keep_location
from actions.filed import Own, Turn, begin, none_said
from cases import CitizenStatus, Register
from nlu.text import replies

ONLY_ANNOUNCED = 30
"""A shorter message says that there is material; what it is comes next."""
_AFTER_COLON = re.compile(r"[:：](?P<words>.{4,})$", re.DOTALL)


class AddMaterial(Action):
    """Adds what comes next to the right case."""

    goal = "add_material"

    def __init__(self, register: Register) -> None:
        self._register = register

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_add_material"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Find the case, then take or await the material."""
        return begin(self, dispatcher, tracker, self._register)

    def fits(self, status: CitizenStatus) -> bool:
        """Always, until nothing is read there any more."""
        return "supplement" in status.steps

    def none(self, turn: Turn, cases: Sequence[Own]) -> None:
        """Nothing was filed here."""
        none_said(turn, cases, "utter_after_none")

    def begin(self, turn: Turn) -> None:
        """What was said already is added; a mere announcement is answered by waiting for it."""
        text = turn.said.text.strip()
        held = turn.awaited.get("held")
        if turn.pressed == "done":
            turn.say("utter_material_done", number=turn.own.number)
        elif turn.in_form:
            turn.say("utter_material_later", number=turn.own.number)
        elif held or len(text) >= ONLY_ANNOUNCED or _AFTER_COLON.search(text) or turn.said.data.get("files"):
            self._add(turn)
        else:
            turn.say("utter_material_ask", number=turn.own.number)
            turn.ask(self.goal)

    def hear(self, turn: Turn) -> None:
        """More of it, or the end."""
        text = turn.said.text.strip()
        if turn.said.intent in ("deny", "cancel", "thanks", "goodbye") or replies.is_done(text):
            turn.say("utter_material_done", number=turn.own.number)
        else:
            self._add(turn)

    def _add(self, turn: Turn) -> None:
        take(turn)
        turn.say("utter_material_added", turn.button("material_done", self.goal, "done"), number=turn.own.number)
        turn.ask(self.goal)


class AnswerOfficial(Action):
    """Gives the office what it asked for."""

    goal = "answer_official"

    def __init__(self, register: Register) -> None:
        self._register = register

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_answer_official"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Find the case that waits for it."""
        return begin(self, dispatcher, tracker, self._register)

    def fits(self, status: CitizenStatus) -> bool:
        """The office waits for material."""
        return "answer" in status.steps

    def none(self, turn: Turn, cases: Sequence[Own]) -> None:
        """Nobody asked: it can still be added."""
        if not cases:
            none_said(turn, cases, "utter_after_none")
            return
        turn.own = cases[0]
        turn.say("utter_answer_nothing_asked", turn.button("add_material", "add_material"), number=turn.own.number)

    def begin(self, turn: Turn) -> None:
        """What was held back is given to them, or begins a petition; else it is awaited."""
        status = turn.status()
        if turn.pressed == "no":
            self._another_matter(turn)
        elif not self.fits(status):
            turn.say("utter_answer_nothing_asked", turn.button("add_material", "add_material"), number=status.number)
        elif turn.pressed == "yes" and turn.awaited.get("words") is not None:
            self._give(turn, str(turn.awaited["words"]), str(turn.awaited.get("source", "")))
        elif turn.in_form:
            turn.say("utter_material_later", number=status.number)
        elif (match := _AFTER_COLON.search(turn.said.text)) or len(turn.said.text) >= ONLY_ANNOUNCED:
            self._give(turn, match["words"].strip() if match else turn.said.text, turn.said.source)
        else:
            self._await(turn, status)

    def hear(self, turn: Turn) -> None:
        """The answer itself; or, where it was offered, whether the words before were one."""
        if turn.awaited.get("words") is None:
            self._give(turn, turn.said.text.strip(), turn.said.source)
        elif turn.said.intent == "deny" or replies.objects(turn.said.text):
            self._another_matter(turn)
        else:
            words = str(turn.awaited["words"])
            more = "" if turn.said.intent == "affirm" or replies.agrees(turn.said.text) else turn.said.text
            self._give(turn, "\n".join(filter(None, (words, more))), str(turn.awaited.get("source", "")))

    def offer(self, turn: Turn) -> None:
        """Ask whether what was just said answers the office's question."""
        buttons = [turn.button("answer_yes", self.goal, "yes"), turn.button("answer_no", self.goal, "no")]
        turn.say("utter_answer_offer", *buttons, number=turn.own.number, question=_question(turn.status()))
        turn.ask(self.goal, words=turn.said.text, source=turn.said.source)

    def _await(self, turn: Turn, status: CitizenStatus) -> None:
        turn.say("utter_answer_ask", number=status.number, question=_question(status))
        turn.ask(self.goal)

    def _give(self, turn: Turn, words: str, source: str) -> None:
        keep_files(self._register, turn.said, case_number=turn.own.number)
        files = len(turn.said.data.get("files") or ())
        turn.take("answer", words or f"（发来{files}份材料）", source=source)
        turn.say("utter_answer_given", number=turn.own.number)

    def _another_matter(self, turn: Turn) -> None:
        words, source = str(turn.awaited.get("words") or ""), str(turn.awaited.get("source", ""))
        said, drafts = turn.said, self._register.drafts
        if words:
            draft = drafts.open(said.channel, said.address, language=said.language)
            drafts.append(draft.id, "facts", words, source=source or said.source)
        turn.events = [FollowupAction(FORM)]
        turn.slots |= {"after": None, "requested_slot": None}


def take(turn: Turn) -> None:
    """Keep a message's words, files and place with the case."""
    said = turn.said
    if said.intent == "share_location":
        keep_location(turn.register, said, case_number=turn.own.number)
    keep_files(turn.register, said, case_number=turn.own.number)
    if words := (_words(said.text) or str(turn.awaited.get("held") or "")):
        turn.register.supplement(turn.own.number, words, source=said.source, **turn.mine)


def _words(text: str) -> str:
    match = _AFTER_COLON.search(text.strip())
    return match["words"].strip() if match else text.strip()


def _question(status: CitizenStatus) -> str:
    """What the office asked, in the words the citizen was told."""
    return next((told for _, step, told in reversed(status.history) if step == "ask_material"), "")
