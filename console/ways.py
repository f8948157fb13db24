"""The way of a case as its page draws it: the road most cases take, with the bend a case has taken instead."""

from dataclasses import dataclass

from cases import Case, State

MAIN = ("registered", "transferred", "accepted", "replied", "concluded")
"""The road from the door to the end."""

AFTER = {
    "received": "transferred",
    "objected": "transferred",
    "awaiting_material": "accepted",
    "drafted": "accepted",
    "approved": "accepted",
    "reviewing": "replied",
    "re_reviewing": "replied",
}
"""Bends of the road: after which part of it they come. A state that is neither is an end of its own."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage of the way."""

    state: str
    tone: str
    """past, skipped, here or ahead"""


def way_of(case: Case) -> list[Stage]:
    """The stages of a case, the one it is in among them."""
    here = case.state.value
    names = list(MAIN)
    if here in AFTER:
        names.insert(names.index(AFTER[here]) + 1, here)
    elif here not in MAIN:
        names = [MAIN[0], here]
    at = names.index(here)
    return [Stage(state=name, tone=_tone(case, name, index - at)) for index, name in enumerate(names)]


def _tone(case: Case, name: str, distance: int) -> str:
    if distance == 0:
        return "here"
    if distance > 0:
        return "ahead"
    # A case can be accepted where it was registered: the way then leads past the transfer.
    never = name == State.TRANSFERRED and all(entry.step not in ("transfer", "assign") for entry in case.history)
    return "skipped" if never else "past"
