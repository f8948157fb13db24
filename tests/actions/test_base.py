"""What an action reads from the tracker."""

from actions.base import NOT_A_PAYLOAD, Said, action_before, changed, slots
from tests.support.tracker import set_slots, tracker


def test_words_and_who_said_them() -> None:
    said = Said.latest(
        tracker(
            "路灯坏了",
            intent="tell_story",
            confidence=0.7,
            channel="telegram",
            address="7",
            language="en",
            parts=[("a", "路灯"), ("b", "坏了")],
        )
    )
    assert (said.text, said.intent, said.confidence, said.payload) == ("路灯坏了", "tell_story", 0.7, False)
    assert (said.channel, said.address, said.language) == ("telegram", "7", "en")
    assert said.parts == (("a", "路灯"), ("b", "坏了"))
    assert said.source == "b"


def test_a_buttons_meaning_is_not_words() -> None:
    said = Said.latest(tracker(intent="change_field", payload={"field": "place"}))
    assert said.payload
    assert said.text == ""
    assert said.arguments == {"field": "place"}


def test_words_that_begin_with_a_slash_are_words() -> None:
    said = Said.latest(tracker(NOT_A_PAYLOAD + "/cancel 我的钱"))
    assert not said.payload
    assert said.text == "/cancel 我的钱"


def test_entities_of_words_are_no_arguments() -> None:
    heard = tracker("我的电话是13800000001")
    heard.latest_message["entities"] = [{"entity": "field", "value": "place"}]
    assert Said.latest(heard).arguments == {}


def test_who_speaks_is_told_by_the_conversation_when_the_channel_says_nothing() -> None:
    heard = tracker("路灯坏了", channel="rest", address="a:b")
    heard.latest_message["metadata"] = None
    said = Said.latest(heard)
    assert (said.channel, said.address, said.language, said.source) == ("rest", "a:b", "zh", "")


def test_the_action_before_the_form() -> None:
    assert action_before(tracker("路灯坏了")) is None
    assert action_before(tracker("路灯坏了", after="petition_form")) is None
    assert action_before(tracker("多久有结果", after="action_answer_question")) == "action_answer_question"


def test_only_what_changed_becomes_an_event() -> None:
    heard = tracker("路灯坏了", slots={"place": "赣县区", "respondent": None})
    assert set_slots(changed(heard, place="赣县区", respondent=None, request="修好")) == {"request": "修好"}
    assert set_slots(slots(place="赣县区", request=None)) == {"place": "赣县区", "request": None}
