"""Words that go on with the story while a question is open, and the fields that they state."""

from typing import Any

import pytest

from actions.base import Said
from actions.fragments import goes_on, stated
from actions.understanding import Understanding
from tests.support.tracker import tracker


def said(text: str, *, intent: str, confidence: float) -> Said:
    return Said.latest(tracker(text, intent=intent, confidence=confidence))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("老板姓刘", {"respondent": "老板姓刘"}),
        ("公司叫宏达建筑劳务", {"respondent": "宏达建筑劳务"}),
        ("一共12个人", {"affected_count": 12}),
        ("我们二十一个人都没拿到", {"affected_count": 21}),
        ("干了三个月", {}),
        ("老板说没钱", {}),
    ],
)
def test_what_a_short_message_states_as_a_whole(
    understanding: Understanding, text: str, values: dict[str, Any]
) -> None:
    assert stated(text, understanding) == values


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("place", "在工地干了三个月"),
        ("place", "老板姓刘"),
        ("place", "钱没给"),
        ("occurred_at", "一共12个人"),
        ("respondent", "到现在一分没拿到"),
        ("petitioner_phone", "他们昨天又来闹了"),
        ("petitioner_name", "他们把门锁换了"),
    ],
)
def test_more_of_the_story_answers_nothing(understanding: Understanding, asked: str, text: str) -> None:
    heard = said(text, intent="tell_story", confidence=0.8)
    assert goes_on(heard, asked, "", understanding)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("place", "就在我们小区"),
        ("place", "赣县区"),
        ("place", "村口那座桥"),
        ("occurred_at", "好多年了"),
        ("respondent", "物业公司"),
        ("respondent", "老板姓刘"),
        ("request", "把欠我们的钱给了"),
        ("prior_handling", "找过社区，没人管"),
        ("affected_count", "我们12个人"),
        ("petitioner_name", "王建国"),
        ("petitioner_address", "赣县区梅林镇红金路8号"),
        ("place", "跳过"),
    ],
)
def test_an_answer_is_no_more_of_the_story(understanding: Understanding, asked: str, text: str) -> None:
    assert not goes_on(said(text, intent="answer", confidence=0.8), asked, "", understanding)


def test_what_was_told_before_is_meant_as_the_answer(understanding: Understanding) -> None:
    text = "他们把门锁换了"
    assert not goes_on(said(text, intent="tell_story", confidence=0.9), "petitioner_name", text, understanding)
