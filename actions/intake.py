"""The intake form: what a message means while a petition is being written, and what is asked next.

The draft in the register holds the petition; Rasa's slots only mirror it. A message is first weighed as a side question
or an exit (the form then steps back and a rule answers), else it is heard (`actions.listening`).
"""

from collections.abc import Collection
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import again
from actions.asides import is_aside
from actions.base import FORM, Event, Said, action_before, changed, slots
from actions.danger import dangers, heed, help_for, only_asked_about
from actions.hearing import Hearing
from actions.listening import Listener
from actions.understanding import Understanding
from actions.whereabouts import county_only
from cases import FIELDS, Draft, DraftState, Register

HEARD_AFTER = frozenset({None, "action_take_later", "action_not_understood", "action_hear_story", "action_put_aside"})
"""Called after any other action, the form is only back from a side question and asks on."""
OPENS_IT = "action_answer_question"
"""Outside the form it hands on what rather begins a story; inside, it has answered a side question."""
QUESTIONS = (*FIELDS, "evidence", "confirm")


class ValidatePetitionForm(Action):
    """Hears a message while the form is active, and names the next question."""

    def __init__(self, register: Register, understanding: Understanding) -> None:
        self._register = register
        self._understanding = understanding
        self._listener = Listener(register, understanding)

    def name(self) -> str:
        """The name Rasa's form calls it by."""
        return f"validate_{FORM}"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Returns no events for a side question or exit: the form then rejects, and a rule answers it."""
        said = Said.latest(tracker)
        asked = tracker.get_slot("requested_slot")
        if asked == "confirm" and self._is_filed(tracker.get_slot("draft_code")):
            # A process died between filing and remembering it, and the confirmation is heard once more.
            return slots(confirm="yes", requested_slot=None)
        draft = self._register.drafts.open(said.channel, said.address, language=said.language)
        before = action_before(tracker)
        if before not in HEARD_AFTER and not (before == OPENS_IT and asked is None):
            return self._ask_on(draft, asked, tracker, said)
        last_aside = tracker.get_slot("last_aside")
        # Danger outranks everything: what shows it is heard here, whatever else it looks like.
        place = str(draft.values.get("place_code") or "")
        heeded = heed(said, tracker, self._understanding, region=place)
        risks = dangers(said.text, asked, self._understanding)
        in_danger = bool(help_for(risks)) and not only_asked_about(said, risks)
        tries = int(tracker.get_slot("asked_times") or 0)
        same_case = tracker.get_slot("same_case")
        offered = self._listener.answers_an_offer(said, draft, asked=asked, same_case=same_case)
        hearing = Hearing(
            said=said,
            draft=draft,
            asked=asked,
            tries=tries,
            told_on=int(tracker.get_slot("told_on") or 0),
            same_case=same_case,
            slots={"same_case": None, "told_on": None},
            heeded=heeded,
        )
        heard_here = not asked or in_danger or offered
        if not heard_here and is_aside(said, str(asked), self._understanding, before=last_aside, tries=tries):
            self._listener.keep_beside(hearing)
            return []
        self._listener.hear(hearing)
        if not hearing.joined:
            again.offer(hearing, draft.values, self._register, self._understanding)
        for response, values in hearing.speech:
            dispatcher.utter_message(response=response, **values)
        return self._events(hearing, tracker)

    def _is_filed(self, code: str | None) -> bool:
        draft = self._register.drafts.by_code(code) if code else None
        return draft is not None and draft.state is DraftState.FILED

    def _ask_on(self, draft: Draft, asked: str | None, tracker: Tracker, said: Said) -> list[Event]:
        # A field the citizen is just changing is asked again, although the draft still has its old value.
        question = asked if asked in QUESTIONS else next_question(draft)
        mirrored = changed(tracker, **mirror(draft), language=said.language)
        return [*mirrored, *slots(requested_slot=question, draft_version=draft.version, question_said=None)]

    def _events(self, hearing: Hearing, tracker: Tracker) -> list[Event]:
        draft = hearing.draft
        ended = hearing.confirmed or hearing.way_out or hearing.joined
        question = None if ended else hearing.next or next_question(draft)
        in_vain = hearing.listening or (question == hearing.asked and not hearing.understood)
        tries = hearing.tries if hearing.same_tries else hearing.tries + 1 if in_vain else 0
        mirrored = changed(tracker, **mirror(draft), **hearing.slots, language=hearing.said.language)
        return [
            *mirrored,
            # Always an event, even with the same value: each message that shows danger calls a person.
            *slots(**hearing.heeded.slots),
            *slots(
                asked_times=tries,
                question_said=(hearing.question_said and question in (hearing.asked, hearing.next)) or None,
                misunderstood=not hearing.understood,
                draft_version=draft.version,
                confirm="yes" if hearing.confirmed else None,
                join_case=hearing.joined,
                # Who was answered, and says the same again, answers; the third time, too.
                last_aside=tracker.get_slot("last_aside") if in_vain else None,
                requested_slot=question,
            ),
        ]


def next_question(draft: Draft) -> str:
    """The first field that is still missing; when none is, the citizen's confirmation."""
    skipped: Collection[str] = draft.values.get("skipped", ())
    for name in FIELDS:
        if draft.values.get(name) in (None, "") and name not in skipped:
            return name
    return "confirm" if "evidence" in skipped else "evidence"


def mirror(draft: Draft) -> dict[str, Any]:
    """The draft as slot values: what is skipped reads as an empty text, what is missing as nothing."""
    skipped = draft.values.get("skipped", ())
    mirrored: dict[str, Any] = {name: "" if name in skipped else None for name in FIELDS}
    mirrored.update({name: value for name in FIELDS if (value := draft.values.get(name)) not in (None, "")})
    mirrored["evidence"] = [file.id for file in draft.evidence] or ([] if "evidence" in skipped else None)
    mirrored["place_county"] = county_only(draft) or None
    mirrored["draft_code"] = draft.code
    mirrored["sealed"] = bool(draft.values.get("sealed")) or None
    return mirrored
