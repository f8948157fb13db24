"""Which help is named first when a message shows danger. It outranks every form (domain.md 5)."""

from collections.abc import Iterable

from rasa_sdk.executor import CollectingDispatcher

from actions.base import Said
from actions.understanding import Understanding
from nlu.text.risk import Risk

ORDER = ("self_harm", "violence", "emergency", "minor", "domestic_violence")
MOST = 2
"""More than two such answers at once would bury the numbers that matter."""


def help_for(risks: Iterable[Risk]) -> list[str]:
    """The responses of `domain.yml` that name help, the most urgent first."""
    kinds = {risk.kind for risk in risks}
    return [f"utter_help_{kind}" for kind in ORDER if kind in kinds][:MOST]


def name_help(dispatcher: CollectingDispatcher, said: Said, understanding: Understanding) -> bool:
    """Name help where a message outside the form shows danger; whether it did."""
    responses = help_for(understanding.risk(said.text))
    for response in responses:
        dispatcher.utter_message(response=response)
    return bool(responses)
