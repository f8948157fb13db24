"""Rating what was done: the unit and the petition office, each on its own; where it went badly, the reason is asked."""

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Event
from actions.filed import Own, Turn, begin, none_said
from cases import (
    CitizenStatus,
    Evaluation,
    EvaluationState,
    Level,
    Rate,
    RatedObject,
    Register,
    WrongState,
)
from nlu.text import replies

RATEABLE = frozenset({EvaluationState.OPEN, EvaluationState.RATED})
_LEVELS = (
    (
        Level.DISSATISFIED,
        r"不(?:太|是很|怎么|咋)?满意|唔满意|差评|零分|低分|很差|太差|"
        r"dissatisfied|not (?:at all )?satisfied|unsatisfied|unhappy|bad|poor",
    ),
    (Level.BASICALLY, r"基本满意|还行|一般|过得去|比较满意|凑合|fairly|mostly|so-?so"),
    (Level.SATISFIED, r"满意|好评|五星|很好|不错|巴适|satisfied|happy|good|great"),
)  # fmt: skip
_OFFICE = re.compile(r"信访(?:局|部门|办|工作机构)|接待|你们|petition office", re.IGNORECASE)
_UNIT = re.compile(
    r"办理单位|责任单位|承办|[局委办镇乡]政?府?|街道|单位|结果|处理|答复|bureau|unit|answer|result", re.IGNORECASE
)
_CLAUSE = re.compile(r"[，,。；;！!]|\bbut\b")
_LONGEST_LEVEL = 60
_SHORT = {RatedObject.OFFICE: "o", RatedObject.UNIT: "u"}
_OF = {short: rated for rated, short in _SHORT.items()}


class EvaluateCase(Action):
    """Keeps ratings."""

    goal = "evaluate"

    def __init__(self, register: Register) -> None:
        self._register = register

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_evaluate"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Find the case, then rate."""
        return begin(self, dispatcher, tracker, self._register)

    def fits(self, status: CitizenStatus) -> bool:
        """There is an answer, and the window is open."""
        return any(each.state in RATEABLE for each in self._open(status.number))

    def none(self, turn: Turn, cases: Sequence[Own]) -> None:
        """There is no answer yet, or the time is over."""
        none_said(turn, cases, "utter_evaluate_not_now")

    def begin(self, turn: Turn) -> None:
        """Keep what the words or the button say, then ask for the rest."""
        if not self._open(turn.own.number):
            turn.say("utter_evaluate_not_now", number=turn.own.number)
            return
        self._keep(turn, _pressed(turn.pressed) or read_levels(turn.said.text))

    def _keep(self, turn: Turn, said: Sequence[tuple[RatedObject, Level]]) -> None:
        for rated, level in said:
            self._rate(turn, rated, level)
        bad = next((rated for rated, level in said if level is Level.DISSATISFIED), None)
        if bad is not None and not turn.in_form:
            turn.say("utter_evaluate_why")
            turn.ask(self.goal, reason=bad.value)
            return
        self._ask_next(turn)

    def hear(self, turn: Turn) -> None:
        """The reason, or a level in words."""
        text = turn.said.text.strip()
        rated = RatedObject(str(turn.awaited.get("reason") or turn.awaited.get("object") or RatedObject.UNIT.value))
        if turn.awaited.get("reason"):
            if text and not replies.skips(text) and not replies.says_nothing(text):
                self._rate(turn, rated, Level.DISSATISFIED, reason=text)
            self._ask_next(turn)
            return
        levels = read_levels(text, otherwise=rated)
        if levels:
            self._keep(turn, levels)
        elif turn.said.intent in ("deny", "cancel", "skip") or turn.awaited.get("again"):
            turn.say("utter_evaluate_later")
        else:
            turn.say(*self._question(rated), *self._buttons(turn, rated))
            turn.ask(self.goal, object=rated.value, again=True)

    def _ask_next(self, turn: Turn) -> None:
        left = [each.object for each in self._open(turn.own.number) if each.state is EvaluationState.OPEN]
        if not left:
            turn.say("utter_evaluate_thanks")
            return
        rated = RatedObject.UNIT if RatedObject.UNIT in left else left[0]
        turn.say(*self._question(rated), *self._buttons(turn, rated), number=turn.own.number)
        turn.ask(self.goal, object=rated.value)

    def _question(self, rated: RatedObject) -> tuple[str]:
        return ("utter_evaluate_office" if rated is RatedObject.OFFICE else "utter_evaluate_unit",)

    def _buttons(self, turn: Turn, rated: RatedObject) -> list[dict[str, str]]:
        return [turn.button(level.value, self.goal, f"{_SHORT[rated]}{at}") for at, level in enumerate(Level, start=1)]

    def _rate(self, turn: Turn, rated: RatedObject, level: Level, *, reason: str = "") -> None:
        try:
            self._register.evaluations.rate(
                Rate(
                    number=turn.own.number,
                    object=rated,
                    level=level,
                    reason=reason,
                    source=turn.said.source,
                    **turn.mine,
                )
            )
        except WrongState:
            turn.say("utter_evaluate_not_now", number=turn.own.number)

    def _open(self, number: str) -> tuple[Evaluation, ...]:
        return tuple(each for each in self._register.evaluations.of(number) if each.state in RATEABLE)


def read_levels(text: str, *, otherwise: RatedObject = RatedObject.UNIT) -> list[tuple[RatedObject, Level]]:
    """What words say of whom: "信访局满意，住建局不满意". A level alone is about what was done."""
    if len(text) > _LONGEST_LEVEL:
        return []
    found: dict[RatedObject, Level] = {}
    for clause in _CLAUSE.split(text):
        level = next((level for level, words in _LEVELS if re.search(words, clause, re.IGNORECASE)), None)
        if level is None or replies.asks(clause):
            continue
        rated = (
            RatedObject.OFFICE if _OFFICE.search(clause) else RatedObject.UNIT if _UNIT.search(clause) else otherwise
        )
        found.setdefault(rated, level)
    return list(found.items())


def _pressed(say: str) -> list[tuple[RatedObject, Level]]:
    """A button: "u1" is the unit, satisfied."""
    levels = dict(enumerate(Level, start=1))
    if len(say) != 2 or say[0] not in _OF or not say[1].isdigit() or int(say[1]) not in levels:
        return []
    return [(_OF[say[0]], levels[int(say[1])])]
