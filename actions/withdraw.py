"""Withdrawing a filed case: asked once more, done, and taken back while nothing else was decided."""

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import speaks_of_filed
from actions.base import FORM, Event, slots
from actions.filed import Own, Turn, begin, none_said, own_cases, turn_of
from actions.filing import CLEARED
from cases import CitizenStatus, Register
from nlu.text import replies

TAKE_BACK = "take_back"


class WithdrawCase(Action):
    """Withdraws a case after a yes. While a petition is written and nothing was filed, it gives up that petition."""

    goal = "withdraw"

    def __init__(self, register: Register) -> None:
        self._register = register

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_withdraw"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Find out what is to be withdrawn: the petition being written, or a filed one."""
        turn = turn_of(tracker, self._register)
        cases = own_cases(turn.said, tracker, self._register)
        if not turn.in_form and turn.said.intent == "cancel" and not cases:
            dispatcher.utter_message(response="utter_cancel")
            return slots(language=turn.said.language)
        if not turn.in_form:
            return begin(self, dispatcher, tracker, self._register)
        if not cases and replies.stays(turn.said.text):
            dispatcher.utter_message(response="utter_resumed")
            return [*slots(language=turn.said.language), FollowupAction(FORM)]
        if not cases and not speaks_of_filed(turn.said.text):
            return self._give_up(turn, dispatcher)
        return begin(self, dispatcher, tracker, self._register)

    def _give_up(self, turn: Turn, dispatcher: CollectingDispatcher) -> list[Event]:
        """Nothing was filed: what is withdrawn can only be what is being written."""
        if draft := self._register.drafts.current(turn.said.channel, turn.said.address):
            self._register.drafts.cancel(draft.id)
        dispatcher.utter_message(response="utter_cancelled")
        return [ActiveLoop(None), *slots(**CLEARED), FollowupAction("action_listen")]

    def fits(self, status: CitizenStatus) -> bool:
        """While nothing was decided; or it is withdrawn, and may be taken up again."""
        return bool({self.goal, TAKE_BACK} & set(status.steps))

    def none(self, turn: Turn, cases: Sequence[Own]) -> None:
        """All was answered or ended already."""
        none_said(turn, cases, "utter_withdraw_over")

    def begin(self, turn: Turn) -> None:
        """Ask once more, or do what a button says."""
        status = turn.status()
        if not turn.pressed and replies.stays(turn.said.text):
            self._leave(turn, status)
            return
        match turn.pressed:
            case "yes":
                self._do(turn, status)
            case "back":
                self._take_back(turn, status)
            case "no":
                turn.say("utter_withdraw_not", number=status.number)
            case _ if self.goal in status.steps:
                turn.say("utter_withdraw_sure", *self._buttons(turn), number=status.number)
                turn.ask(self.goal)
            case _ if TAKE_BACK in status.steps:
                turn.say("utter_withdrawn", turn.button("take_back", self.goal, "back"), number=status.number)
            case _:
                turn.say("utter_withdraw_over", number=status.number)

    def hear(self, turn: Turn) -> None:
        """Yes, no, or asked again."""
        if replies.stays(turn.said.text):
            self._leave(turn, turn.status())
        elif replies.agrees(turn.said.text) or turn.said.intent in ("affirm", self.goal):
            self._do(turn, turn.status())
        elif turn.said.intent in ("deny", "cancel") or replies.objects(turn.said.text) or turn.awaited.get("again"):
            turn.say("utter_withdraw_not", number=turn.own.number)
        else:
            turn.say("utter_withdraw_sure", *self._buttons(turn), number=turn.own.number)
            turn.ask(self.goal, again=True)

    def _buttons(self, turn: Turn) -> list[dict[str, str]]:
        return [turn.button("withdraw_yes", self.goal, "yes"), turn.button("withdraw_no", self.goal, "no")]

    def _do(self, turn: Turn, status: CitizenStatus) -> None:
        if self.goal in status.steps:
            turn.take(self.goal, turn.said.text.strip() or "（信访人在会话里确认撤回）")
        elif TAKE_BACK not in status.steps:
            turn.say("utter_withdraw_over", number=status.number)
            return
        turn.say("utter_withdrawn", turn.button("take_back", self.goal, "back"), number=status.number)

    def _leave(self, turn: Turn, status: CitizenStatus) -> None:
        """ "不撤了": what is withdrawn is taken up again, what is not is left as it is."""
        if TAKE_BACK in status.steps:
            self._take_back(turn, status)
        else:
            turn.say("utter_withdraw_not", number=status.number)

    def _take_back(self, turn: Turn, status: CitizenStatus) -> None:
        if TAKE_BACK in status.steps:
            turn.take(TAKE_BACK, "（信访人在会话里收回撤回）")
            turn.say("utter_withdraw_taken_back", number=status.number)
        elif self.goal in status.steps:
            turn.say("utter_withdraw_taken_back", number=status.number)
        else:
            turn.say("utter_withdraw_over", number=status.number)
