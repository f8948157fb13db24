"""Was it solved? Asked of the citizen, for a closed case is not a solved one."""

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Event
from actions.filed import Own, Turn, begin, none_said
from cases import CitizenStatus, Register

STEP = "confirm_solved"
ANSWERS = ("yes", "partly", "no")
_WORDS = (
    ("partly", r"一半|部分|有的[^，,。]*有的|没全|差不多|半拉|一条|第[一二三四五1-9][条项个]|partly|half|some of"),
    (
        "no",
        r"没[^，,。]{0,4}解决|未解决|木有|没得解决|没截决|还[^，,。]{0,6}(?:漏|烂|老样子|没)|老样子|其实没|个[屁锤寂]|"
        r"未搞掂|not|nothing changed|still",
    ),
    ("yes", r"解决|好了|搞定|搞掂|搞归一|收到|姐决|solved|fixed|done"),
)  # fmt: skip
_ASKS = re.compile(r"(?:了没有?|了吗|没有?啊?|吗)\s*[？?]*$|^(?:is|was|did)\b", re.IGNORECASE)


class ReportSolved(Action):
    """Keeps what the citizen says of the result."""

    goal = "report_solved"

    def __init__(self, register: Register) -> None:
        self._register = register

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_report_solved"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Find the case, then hear or ask."""
        return begin(self, dispatcher, tracker, self._register)

    def fits(self, status: CitizenStatus) -> bool:
        """It was answered."""
        return STEP in status.steps

    def none(self, turn: Turn, cases: Sequence[Own]) -> None:
        """Nothing was answered yet: it is told what can be done."""
        none_said(turn, cases, "utter_solved_not_yet")

    def begin(self, turn: Turn) -> None:
        """Keep what the button or the words say, else ask."""
        status = turn.status()
        said = turn.pressed if turn.pressed in ANSWERS else read_solved(turn.said.text)
        if not self.fits(status):
            turn.say("utter_solved_not_yet", number=status.number)
        elif said:
            self._keep(turn, said)
        else:
            self._ask(turn)

    def hear(self, turn: Turn) -> None:
        """An answer in words; what says neither is not pressed for."""
        said = read_solved(turn.said.text) or {"affirm": "yes", "deny": "no"}.get(turn.said.intent, "")
        if said:
            self._keep(turn, said)
        else:
            turn.say("utter_solved_later")

    def _ask(self, turn: Turn) -> None:
        buttons = [turn.button(answer, self.goal, answer) for answer in ANSWERS]
        turn.say("utter_solved", *buttons, number=turn.own.number)
        turn.ask(self.goal)

    def _keep(self, turn: Turn, said: str) -> None:
        status = turn.take(STEP, turn.said.text.strip(), solved=said)
        if said == "yes":
            turn.say("utter_solved_yes", turn.button("evaluate", "evaluate"), number=turn.own.number)
            return
        steps = [step for step in ("ask_review", "ask_re_review") if step in status.steps]
        buttons = [turn.button(step, "ask_review") for step in steps]
        turn.say("utter_solved_no", *buttons, turn.button("add_material", "add_material"), number=turn.own.number)


def read_solved(text: str) -> str:
    """What words say of the result: yes, partly, no, or nothing."""
    if _ASKS.search(text):
        return ""
    return next((answer for answer, words in _WORDS if re.search(words, text, re.IGNORECASE)), "")
