"""Which help is named, and in which order."""

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions import Understanding
from actions.base import Said
from actions.danger import MOST, ORDER, help_for, name_help
from nlu.text.risk import KINDS, Risk
from tests.support.tracker import tracker


def test_every_kind_of_danger_has_its_help() -> None:
    assert set(ORDER) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_one_sign_is_enough(kind: str) -> None:
    assert help_for([Risk(kind, "low", ())]) == [f"utter_help_{kind}"]


def test_the_most_urgent_come_first_and_more_than_two_are_not_read_out() -> None:
    everything = [Risk(kind, "high", ()) for kind in reversed(KINDS)]
    assert help_for(everything) == [f"utter_help_{kind}" for kind in ORDER[:MOST]]


def test_no_danger_no_help() -> None:
    assert help_for([]) == []


@pytest.mark.parametrize(
    ("text", "named"), [("我不想活了", ["utter_help_self_harm"]), ("气死我了", []), ("路灯坏了", [])]
)
def test_help_outside_a_petition(understanding: Understanding, text: str, named: list[str]) -> None:
    dispatcher = CollectingDispatcher()
    assert name_help(dispatcher, Said.latest(tracker(text)), understanding) is bool(named)
    assert [message["response"] for message in dispatcher.messages] == named
