"""What every action on a filed case shares: whose and which case it is, buttons, and words that are awaited."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import yaml
from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import mark
from actions.base import FORM, Event, Said, slots
from cases import CitizenStatus, NotFound, PetitionerStep, Register
from nlu.text.codes import NUMBER, find_code

AFTER_FORM = "afterwards_form"
AFTER_WORDS = "after_words"
MOST = 5
"""More cases than these are not offered as buttons."""
_TITLE = 12


@dataclass(frozen=True)
class Own:
    """A case that this citizen may act on."""

    number: str
    title: str
    code: str | None = None
    """Needed where it was not told in this conversation."""


@dataclass
class Turn:
    """One message about a filed case: what is said to it, what is awaited next."""

    said: Said
    register: Register
    in_form: bool
    """A petition is being written: nothing is awaited then, buttons carry all."""
    awaited: Mapping[str, Any] = field(default_factory=dict)
    """What the words answer, when they were awaited."""
    speech: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    awaits: dict[str, Any] | None = None
    slots: dict[str, Any] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    """What else is to follow, instead of the usual."""
    own: Own = field(default_factory=lambda: Own("", ""))

    @property
    def language(self) -> str:
        """`zh` or `en`."""
        return "en" if self.said.language.startswith("en") else "zh"

    @property
    def pressed(self) -> str:
        """What a button says beside its intent."""
        return str(self.said.arguments.get("say", ""))

    def say(self, response: str, *buttons: dict[str, str], **values: Any) -> None:
        """Answer with a response of `domain.yml`."""
        self.speech.append((response, {**values, **({"buttons": list(buttons)} if buttons else {})}))

    def ask(self, goal: str, **state: Any) -> None:
        """Await words for this goal; what was just said is said again after a side question."""
        response, values = self.speech[-1]
        self.awaits = {"goal": goal, "number": self.own.number, "ask": [response, dict(values)], **state}

    def button(self, title: str, intent: str, say: str = "", *, number: str = "") -> dict[str, str]:
        """A button on the present case; its title is a word of `filed.yml`."""
        return {"title": titles(self.language)[title], "payload": payload(intent, number or self.own.number, say)}

    def status(self) -> CitizenStatus:
        """Where the present case stands. Raises `NotFound`."""
        return self.register.status_of(self.own.number)

    def take(self, step: str, text: str = "", *, source: str = "", **fields: Any) -> CitizenStatus:
        """Take a step of the petitioner on the present case."""
        return self.register.petitioner_step(
            PetitionerStep(
                number=self.own.number,
                step=step,
                text=text,
                fields=fields,
                source=source or self.said.source,
                channel=self.said.channel,
                address=self.said.address,
                code=self.own.code,
            )
        )

    @property
    def mine(self) -> dict[str, Any]:
        """Who asks, as the register checks it."""
        return {"channel": self.said.channel, "address": self.said.address, "code": self.own.code}


class Goal(Protocol):
    """What a citizen wants of a filed case. `goal` is also the intent that begins it."""

    goal: str

    def fits(self, status: CitizenStatus) -> bool:
        """Whether it can be done with a case as it stands."""
        ...

    def begin(self, turn: Turn) -> None:
        """The citizen asks for it: words or a button, with the case known."""
        ...

    def hear(self, turn: Turn) -> None:
        """Words or files that this goal awaited."""
        ...

    def none(self, turn: Turn, cases: Sequence[Own]) -> None:
        """There is no case it can be done with; `cases` are those there are."""
        ...


@cache
def titles(language: str) -> Mapping[str, str]:
    """The words on buttons."""
    words: Mapping[str, Mapping[str, str]] = yaml.load(
        Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return words[language]


def payload(intent: str, number: str, say: str = "") -> str:
    """What a button sends: short, for Telegram takes 64 bytes."""
    arguments = {name: value for name, value in (("number", number), ("say", say)) if value}
    return f"/{intent}" + (json.dumps(arguments, separators=(",", ":")) if arguments else "")


def own_cases(said: Said, tracker: Tracker, register: Register) -> list[Own]:
    """The cases told in this chat, newest first, then those opened in it with number and code."""
    here = [Own(row.number, row.summary[:_TITLE]) for row in register.cases_of(said.channel, said.address)]
    known = {own.number for own in here}
    opened: Mapping[str, str] = tracker.get_slot("opened") or {}
    return [*here, *(Own(number, "", code) for number, code in opened.items() if number not in known)]


def which_case(turn: Turn, goal: Goal, cases: Sequence[Own]) -> Own | None:
    """The case that is meant, or None after something was said about which it could be."""
    named = str(turn.said.arguments.get("number", "")) or _number_in(turn.said.text) or turn.awaited.get("number", "")
    if named:
        found = next((own for own in cases if own.number == named), None)
        if found is None:
            turn.say("utter_status_needs_code")
        return found
    fitting = [own for own in cases if _fits(turn, goal, own)]
    if len(fitting) == 1 and not turn.in_form:
        return fitting[0]
    if not fitting:
        goal.none(turn, cases)
        return None
    buttons = [
        {"title": case_title(own, turn.language), "payload": payload(goal.goal, own.number)} for own in fitting[:MOST]
    ]
    turn.say("utter_after_which" if not turn.in_form else "utter_after_while_writing", *buttons)
    return None


def case_title(own: Own, language: str) -> str:
    """A case on a button: how its story begins, and the end of its number."""
    words = own.title or titles(language)["sealed"]
    return f"{words} {own.number[7:]}"


def none_said(turn: Turn, cases: Sequence[Own], why: str) -> None:
    """Say that there is no case at all, or why it cannot be done with the newest."""
    if not cases:
        turn.say("utter_after_none")
    else:
        turn.own = cases[0]
        turn.say(why, number=cases[0].number)


def begin(goal: Goal, dispatcher: CollectingDispatcher, tracker: Tracker, register: Register) -> list[Event]:
    """Begin what a citizen wants of a filed case."""
    turn = turn_of(tracker, register)
    if not _opens(turn, tracker):
        return finish(turn, dispatcher, tracker)
    cases = own_cases(turn.said, tracker, register) if "opened" not in turn.slots else [turn.own]
    own = which_case(turn, goal, cases)
    if own is not None:
        turn.own = own
        guarded(turn, goal.begin)
    return finish(turn, dispatcher, tracker)


def turn_of(tracker: Tracker, register: Register, awaited: Mapping[str, Any] | None = None) -> Turn:
    """A turn for the latest message."""
    in_form = (tracker.active_loop or {}).get("name") == FORM
    return Turn(said=Said.latest(tracker), register=register, in_form=in_form, awaited=awaited or {})


def guarded(turn: Turn, do: Callable[[Turn], None]) -> None:
    """Do it; a case that is not theirs is the same as none."""
    try:
        do(turn)
    except NotFound:
        turn.say("utter_status_unknown")


def finish(turn: Turn, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
    """Say what is to be said; await words only where no petition is being written."""
    for response, values in turn.speech:
        dispatcher.utter_message(response=response, **values)
    said, asked = turn.said, tracker.get_slot("requested_slot")
    kept = slots(**{"language": said.language, "last_aside": mark(said, asked), **turn.slots})
    if turn.events:
        return [*kept, *turn.events]
    if turn.awaits is not None and not turn.in_form:
        waiting = slots(after=turn.awaits, requested_slot=AFTER_WORDS)
        return [*kept, *waiting, ActiveLoop(AFTER_FORM), FollowupAction("action_listen")]
    if not turn.in_form:
        return [*kept, *slots(after=None, requested_slot=None), ActiveLoop(None)]
    # The form asks on.
    return [*kept, FollowupAction(FORM)]


def _opens(turn: Turn, tracker: Tracker) -> bool:
    """Open another's or an older case by number and code in the words; False when they do not match."""
    number, code = _number_in(turn.said.text), find_code(turn.said.text)
    if not (number and code):
        return True
    who = f"{turn.said.channel}:{turn.said.address}"
    if not turn.register.lookups.allowed(who):
        turn.say("utter_too_many_tries")
        return False
    if turn.register.find(number, code) is None:
        turn.register.lookups.failed(who)
        turn.say("utter_status_unknown")
        return False
    turn.own = Own(number, "", code)
    turn.slots["opened"] = {**(tracker.get_slot("opened") or {}), number: code}
    return True


def _number_in(text: str) -> str:
    match = NUMBER.search(text)
    return match.group() if match else ""


def _fits(turn: Turn, goal: Goal, own: Own) -> bool:
    try:
        return goal.fits(turn.register.status_of(own.number))
    except NotFound:
        return False
