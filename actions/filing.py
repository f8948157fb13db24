"""Filing what the citizen confirmed. The receipt is a notice, written by the register in the filing's transaction."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.base import FORM, Event, Said, slots
from actions.understanding import Understanding
from cases import FIELDS, Draft, DraftChanged, DraftState, FilePetition, Nature, Proposal, Register

CLEARED: dict[str, None] = {
    **{name: None for name in FIELDS},
    "evidence": None,
    "confirm": None,
    "requested_slot": None,
    "draft_code": None,
    "draft_version": None,
    "place_choices": None,
    "asked_times": None,
    "last_aside": None,
    "sealed": None,
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
        if draft is None or draft.state is DraftState.CANCELLED:
            dispatcher.utter_message(response="utter_draft_gone")
            return slots(**CLEARED)
        version = int(tracker.get_slot("draft_version") or draft.version)
        try:
            filed = self._register.file(
                FilePetition(draft_id=draft.id, draft_version=version, proposal=self._propose(draft))
            )
        except DraftChanged:
            dispatcher.utter_message(response="utter_draft_changed")
            shown_again = slots(draft_version=draft.version, requested_slot="confirm")
            return [ActiveLoop(FORM), *shown_again, FollowupAction(FORM)]
        dispatcher.utter_message(response="utter_after_filing")
        return slots(**CLEARED, case_number=filed.case_number)

    def _propose(self, draft: Draft) -> Proposal:
        request = str(draft.values.get("request", ""))
        text = f"{draft.values.get('facts', '')}\n{request}"
        nature, matter = Nature(self._understanding.nature(text).nature), self._understanding.matter(text)
        if nature is Nature.CONSULTATION and request and self._understanding.nature(request).nature == "claim":
            # "想问问为什么停我低保" with the request to have it back: it asks for more than an answer.
            nature = Nature.CLAIM
        return Proposal(
            nature=nature,
            matter=tuple(matter.path),
            matter_confidence=matter.confidence,
            matter_words=tuple(matter.words),
            risk=tuple({"kind": risk.kind, "level": risk.level} for risk in self._understanding.risk(text)),
        )


def filed_in(said: Said, register: Register) -> str | None:
    """The newest case that was filed in this chat."""
    rows = register.cases_of(said.channel, said.address)
    return rows[0].number if rows else None
