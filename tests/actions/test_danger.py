"""Which help is named, in which order and how often, and whom it calls."""

import re
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import Understanding
from actions.base import Said
from actions.danger import AGAIN_AFTER, MOST, MOST_NUMBERS, ORDER, Heedful, calls_for, dangers, heed, help_for
from actions.exits import CallHuman
from actions.helplines import Helplines
from actions.intake import ValidatePetitionForm
from cases import shipped_helplines
from nlu.text.risk import KINDS, Risk
from tests.support.tracker import Conversation, set_slots, tracker

NUMBER = re.compile(r"(?<!\d)\d{3,5}(?!\d)")


def numbers(speech: list[Any]) -> set[str]:
    """The telephone numbers of an answer."""
    return {number for _, values in speech for number in NUMBER.findall(values["numbers"])}


def heeded(understanding: Understanding, text: str, **slots: Any) -> Any:
    """What a message makes us say and remember."""
    tracked = tracker(text, slots=slots)
    return heed(Said.latest(tracked), tracked, understanding)


def test_every_kind_of_danger_has_its_help() -> None:
    assert set(ORDER) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_one_urgent_sign_is_enough(kind: str) -> None:
    assert help_for([Risk(kind, "high", ())]) == [kind]
    assert calls_for([Risk(kind, "high", ())]) == [{"kind": kind, "level": "high"}]


@pytest.mark.parametrize("kind", KINDS)
def test_a_low_sign_says_nothing_and_calls_nobody(kind: str) -> None:
    assert help_for([Risk(kind, "low", ())]) == []
    assert calls_for([Risk(kind, "low", ())]) == []


def test_a_weaker_sign_of_despair_calls_a_person_a_weaker_sign_of_violence_does_not() -> None:
    risks = [Risk("self_harm", "medium", ()), Risk("violence", "medium", ())]
    assert help_for(risks) == ["self_harm"]
    assert calls_for(risks) == [{"kind": "self_harm", "level": "medium"}]


def test_the_most_urgent_come_first_and_more_than_two_are_not_read_out() -> None:
    everything = [Risk(kind, "high", ()) for kind in reversed(KINDS)]
    assert help_for(everything) == list(ORDER[:MOST])
    assert len(calls_for(everything)) == len(KINDS)


def test_no_danger_no_help(understanding: Understanding) -> None:
    nothing = heeded(understanding, "路灯坏了")
    assert (nothing.speech, nothing.slots) == ([], {})


@pytest.mark.parametrize(
    "text", ["我不想活了", "我不想活了，我要砍死他", "着火了快来人，我要跟他们同归于尽", "我不想活了，煤气泄漏了"]
)
def test_at_most_three_numbers_in_one_answer(understanding: Understanding, text: str) -> None:
    speech = heeded(understanding, text).speech
    assert 1 <= len(numbers(speech)) <= MOST_NUMBERS
    assert all(values["numbers"] for _, values in speech)


def test_the_right_number_comes_first(understanding: Understanding) -> None:
    (response, values), *_ = heeded(understanding, "我不想活了").speech
    assert response == "utter_help_self_harm"
    assert values["numbers"].startswith("12356（")


def test_help_for_violence_is_repeated_help_for_wages_is_not(understanding: Understanding) -> None:
    wages = "快过年了还欠我们三十多个工人的工资"
    first = heeded(understanding, wages)
    assert [response for response, _ in first.speech] == ["utter_help_wages"]
    again = heeded(understanding, wages, **first.slots)
    assert again.speech == []
    assert again.slots["alerts"] == [{"kind": "wages", "level": "high"}]
    threat = heeded(understanding, "我要砍死他")
    assert heeded(understanding, "我要砍死他", **threat.slots).speech == threat.speech


def test_after_some_hours_help_is_named_again(understanding: Understanding) -> None:
    named = heeded(understanding, "有人冒充公安让我转账").slots["help_named"]
    later = {kind: at - AGAIN_AFTER - 1 for kind, at in named.items()}
    assert heeded(understanding, "有人冒充公安让我转账", help_named=later).speech


def test_a_message_is_heeded_once_however_many_actions_it_has(understanding: Understanding) -> None:
    tracked = tracker("我不想活了")
    tracked.events.append({"event": "slot", "name": "alerts", "value": [{"kind": "self_harm", "level": "high"}]})
    assert heed(Said.latest(tracked), tracked, understanding).speech == []


def test_an_edited_message_is_heeded_too(understanding: Understanding) -> None:
    tracked = tracker(intent="edit_message", payload={}, data={"edits": "m0", "edited": "我不想活了"})
    assert heed(Said.latest(tracked), tracked, understanding).slots["alerts"]


class Quiet(Action):
    """An action that only says that it ran."""

    def name(self) -> str:
        """Its name."""
        return "action_quiet"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Say so."""
        dispatcher.utter_message(response="utter_quiet")
        return [{"event": "slot", "name": "quiet", "timestamp": None, "value": True}]


@pytest.mark.parametrize(
    ("text", "said"),
    [("查进度，再不办我就去跳楼", ["utter_help_self_harm", "utter_quiet"]), ("查进度", ["utter_quiet"])],
)
def test_any_action_names_help_first(
    understanding: Understanding, citizen: Conversation, text: str, said: list[str]
) -> None:
    action = Heedful(Quiet(), understanding)
    assert action.name() == "action_quiet"
    citizen.do(action, text)
    assert citizen.responses() == said
    assert citizen.slots["quiet"] is True


def test_each_dangerous_message_of_a_story_calls_again(form: ValidatePetitionForm, citizen: Conversation) -> None:
    for text in ("他们天天来闹，我不想活了", "我真的不想活了"):
        events = citizen.do(form, text, intent="tell_story")
        assert set_slots(events)["alerts"] == [{"kind": "self_harm", "level": "high"}]
        assert citizen.responses()[0] == "utter_help_self_harm"
    assert "alerts" not in set_slots(citizen.do(form, "是上坝村的事，去年三月修路占的地", intent="tell_story"))


def test_asking_for_a_person_calls_one(understanding: Understanding, citizen: Conversation) -> None:
    events = citizen.do(CallHuman(understanding), "我不想活了，给我找个人", intent="ask_human")
    called = [alert["kind"] for event in events if event["name"] == "alerts" for alert in event["value"]]
    assert called == ["self_harm", "human"]


def test_every_number_has_its_source_and_every_danger_its_numbers() -> None:
    helplines = Helplines(shipped_helplines())
    assert helplines.kinds == set(KINDS)
    for kind in KINDS:
        lines = helplines.of(kind)
        assert 1 <= len(lines) <= MOST_NUMBERS
        assert all(line.source and line.open and line.zh and line.en for line in lines)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("affected_count", "我儿子1个人"),
        ("affected_count", "我爸一个人"),
        ("request", "把鸡窝拆了，把路让出来"),
        ("request", "让他把烟管改了，或者装净化器"),
    ],
)
def test_a_plain_answer_alarms_nobody(understanding: Understanding, asked: str, text: str) -> None:
    assert help_for(dangers(text, asked, understanding)) == []


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("respondent", "I have no names. The oldest of them wears a green coat, the others call her Teacher Wu."),
        ("affected_count", "我家三口，加上隔壁我姨家五口，坡上老林家四口，裂得凶的就这三家"),
        ("prior_handling", "没敢去乡里说，乡里跟他穿一条裤子"),
    ],
)
def test_what_tells_of_no_harm_alarms_nobody(understanding: Understanding, asked: str, text: str) -> None:
    """A guess alone, in an answer that speaks of no deed that endangers anybody."""
    assert help_for(dangers(text, asked, understanding)) == []


@pytest.mark.parametrize("asked", [None, "request", "affected_count", "petitioner_phone"])
def test_danger_in_an_answer_is_heard(understanding: Understanding, asked: str | None) -> None:
    for text in ("我不想活了", "着火了！楼道全是烟", "要是再没人管我就从阳台跳下去"):
        assert help_for(dangers(text, asked, understanding))


@pytest.mark.parametrize("bye", ["我先走了，下次再说，再见", "我先走了，再见", "我要下线了，再见", "先吃饭，晚点再说"])
def test_who_says_goodbye_for_now_is_in_no_danger(understanding: Understanding, bye: str) -> None:
    assert dangers(bye, "occurred_at", understanding) == []


@pytest.mark.parametrize("farewell", ["我先走了，孩子就拜托你们了，再见", "我走了，下辈子再见", "等我走了你们再说"])
def test_who_takes_leave_for_good_is(understanding: Understanding, farewell: str) -> None:
    assert help_for(dangers(farewell, "occurred_at", understanding)) == ["self_harm"]
