"""Filing what the citizen confirmed. The receipt is a notice, written by the register in the filing's transaction."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.base import FORM, Event, Said, slots
from actions.proposing import propose
from actions.understanding import Understanding
from cases import FIELDS, Draft, DraftChanged, DraftState, FilePetition, NotFound, Register, WrongState

CLEARED: dict[str, None] = {
    **{name: None for name in FIELDS},
    "evidence": None,
    "confirm": None,
    "requested_slot": None,
    "draft_code": None,
    "draft_version": None,
    "place_choices": None,
    "place_county": None,
    "asked_times": None,
    "told_on": None,
    "question_said": None,
    "last_aside": None,
    "sealed": None,
    "same_case": None,
    "join_case": None,
    "road_told": None,
    "after": None,
}
"""Two petitions never share slots."""


class FileThePetition(Action):
    """Files the draft in the version that was shown."""

    def __init__(self, register: Register, understanding: Understanding) -> None:
        self._register = register
        self._understanding = understanding

    def name(self) -> str:
        """Its name in `domain.yml`."""
        return "action_file_petition"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """File; when the draft was changed elsewhere since it was shown, show it again instead."""
        code = tracker.get_slot("draft_code") or ""
        draft = self._register.drafts.by_code(code)
        if (number := tracker.get_slot("join_case")) and draft is not None:
            return self._join(dispatcher, Said.latest(tracker), draft, str(number))
        if tracker.get_slot("confirm") != "yes":
            # The form ended without a yes: nothing is filed, everything is kept, and there is a way out.
            dispatcher.utter_message(response="utter_way_out", code=code)
            return slots(**CLEARED)
        if draft is None or draft.state is DraftState.CANCELLED:
            dispatcher.utter_message(response="utter_draft_gone")
            return slots(**CLEARED)
        version = int(tracker.get_slot("draft_version") or draft.version)
        try:
            filed = self._register.file(
                FilePetition(draft_id=draft.id, draft_version=version, proposal=propose(draft, self._understanding))
            )
        except DraftChanged:
            dispatcher.utter_message(response="utter_draft_changed")
            shown_again = slots(draft_version=draft.version, requested_slot="confirm")
            return [ActiveLoop(FORM), *shown_again, FollowupAction(FORM)]
        dispatcher.utter_message(response="utter_after_filing")
        return slots(**CLEARED, case_number=filed.case_number)

    def _join(self, dispatcher: CollectingDispatcher, said: Said, draft: Draft, number: str) -> list[Event]:
        """Add it to the case that the citizen says it belongs to; where that cannot be, the petition is written on."""
        try:
            self._register.repeats.join(draft.id, number, source=said.source)
        except (NotFound, WrongState):
            dispatcher.utter_message(response="utter_stale_button")
            return [ActiveLoop(FORM), *slots(join_case=None, requested_slot="confirm"), FollowupAction(FORM)]
        dispatcher.utter_message(response="utter_added_to_case", number=number)
        return slots(**CLEARED, case_number=number)


def filed_in(said: Said, register: Register) -> str | None:
    """The newest case that was filed in this chat."""
    rows = register.cases_of(said.channel, said.address)
    return rows[0].number if rows else None
