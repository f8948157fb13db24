"""Asking for 复查 and 复核: while the window is open, with the days left, one tap for what is written already."""

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Event
from actions.filed import Own, Turn, begin, none_said
from actions.status import unit_of
from cases import CitizenStatus, Register
from nlu.text import replies

STEPS = ("ask_review", "ask_re_review")
ENOUGH = 20
"""So many characters of one's own say more than that one wants it."""


class AskReview(Action):
    """Hands in the request that the citizen saw, with what they added."""

    goal = "ask_review"

    def __init__(self, register: Register) -> None:
        self._register = register

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_ask_review"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Find the case, then show the request."""
        return begin(self, dispatcher, tracker, self._register)

    def fits(self, status: CitizenStatus) -> bool:
        """A window is open."""
        return bool(set(STEPS) & set(status.steps))

    def none(self, turn: Turn, cases: Sequence[Own]) -> None:
        """No window is open: why, depends on how far it came."""
        if not cases:
            none_said(turn, cases, "utter_review_not_yet")
            return
        turn.own = cases[0]
        self._not_now(turn, turn.status())

    def begin(self, turn: Turn) -> None:
        """Show what is written already, or do what a button says."""
        status = turn.status()
        if not self.fits(status):
            self._not_now(turn, status)
        elif turn.pressed == "yes":
            self._hand_in(turn, status, str(turn.awaited.get("words", "")))
        elif turn.pressed == "no":
            turn.say("utter_review_not", days=status.step_days.get(_step(status), 0), number=status.number)
        else:
            words = turn.said.text.strip() if len(turn.said.text) >= ENOUGH else ""
            self._show(turn, status, words)

    def hear(self, turn: Turn) -> None:
        """Yes, no, or more reasons: those are added, and all is shown once more."""
        status, text, words = turn.status(), turn.said.text.strip(), str(turn.awaited.get("words", ""))
        if not self.fits(status):
            self._not_now(turn, status)
        elif replies.agrees(text) or turn.said.intent == "affirm":
            self._hand_in(turn, status, words)
        elif turn.said.intent in ("deny", "cancel", "skip") and len(text) < ENOUGH:
            turn.say("utter_review_not", days=status.step_days.get(_step(status), 0), number=status.number)
        else:
            self._show(turn, status, "\n".join(filter(None, (words, text))))

    def _show(self, turn: Turn, status: CitizenStatus, words: str) -> None:
        step = _step(status)
        response = "utter_review_ready" if step == "ask_review" else "utter_re_review_ready"
        buttons = [turn.button("review_yes", self.goal, "yes"), turn.button("review_no", self.goal, "no")]
        days = status.step_days.get(step, 0)
        turn.say(response, *buttons, number=status.number, days=days, text=self._text(turn, status, words))
        turn.ask(self.goal, words=words)

    def _text(self, turn: Turn, status: CitizenStatus, words: str) -> str:
        """The request as it is handed in: the file is Chinese, what the citizen adds stays as they said it."""
        kind = "复查" if _step(status) == "ask_review" else "复核"
        wanted = f"我不同意{unit_of(status, 'zh')}对{status.number}的答复，请求{kind}。"
        return f"{wanted}\n理由：{words}" if words else wanted

    def _hand_in(self, turn: Turn, status: CitizenStatus, words: str) -> None:
        step = _step(status)
        turn.take(step, self._text(turn, status, words))
        turn.say("utter_review_asked" if step == "ask_review" else "utter_re_review_asked", number=status.number)

    def _not_now(self, turn: Turn, status: CitizenStatus) -> None:
        steps = [step for _, step, _ in status.history]
        if "re_review_reply" in steps or "ask_re_review" in steps:
            turn.say("utter_review_last", number=status.number)
        elif "ask_review" in steps and "review_reply" not in steps:
            turn.say("utter_review_running", number=status.number)
        elif "reply" in steps:
            turn.say("utter_review_over", number=status.number)
        else:
            turn.say("utter_review_not_yet", number=status.number)


def _step(status: CitizenStatus) -> str:
    return next(step for step in STEPS if step in status.steps)
