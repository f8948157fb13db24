"""What a message is to the question that is open."""

from pathlib import Path

import pytest

from actions.base import Said
from actions.understanding import Understanding
from actions.weighing import Meant, meant
from tests.support.tracker import tracker


def said(text: str, *, intent: str, confidence: float) -> Said:
    return Said.latest(tracker(text, intent=intent, confidence=confidence))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("place", "在工地干了三个月"),
        ("place", "老板姓刘"),
        ("place", "钱没给"),
        ("occurred_at", "一共12个人"),
        ("respondent", "到现在一分没拿到"),
        ("respondent", "I have a hearing at nine btw"),
        ("petitioner_phone", "他们昨天又来闹了"),
        ("petitioner_name", "他们把门锁换了"),
    ],
)
def test_more_of_the_story_answers_nothing(understanding: Understanding, asked: str, text: str) -> None:
    heard = said(text, intent="tell_story", confidence=0.8)
    assert meant(heard, asked, "", understanding) is Meant.STORY


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
        ("petitioner_address", "一样"),
        ("petitioner_address", "跟上面的地点一样"),
        ("request", "退钱"),
        ("request", "停工"),
        ("request", "给个说法"),
        ("affected_count", "就我一个"),
        ("occurred_at", "从上个月到现在"),
        ("prior_handling", "打过12345"),
        ("place", "跳过"),
    ],
)
def test_an_answer_is_no_more_of_the_story(understanding: Understanding, asked: str, text: str) -> None:
    heard = said(text, intent="answer", confidence=0.8)
    assert meant(heard, asked, "", understanding) in (Meant.ANSWER, Meant.BOTH)


def test_what_was_told_before_is_meant_as_the_answer(understanding: Understanding) -> None:
    text = "他们把门锁换了"
    heard = said(text, intent="tell_story", confidence=0.9)
    assert meant(heard, "petitioner_name", text, understanding) is Meant.ANSWER


def test_a_question_to_us_is_no_name_of_anybody(understanding: Understanding) -> None:
    heard = said("你们是不是骗子啊？", intent="out_of_scope", confidence=0.4)
    assert meant(heard, "respondent", "", understanding) is Meant.NEITHER


ENOUGH = 0.93


def held_back() -> list[list[str]]:
    """(asked, what the message is to it, message), written before the model was asked."""
    lines = Path(__file__).with_name("asked.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def test_nearly_every_short_message_is_heard_for_what_it_is(understanding: Understanding) -> None:
    right = {"answer": (Meant.ANSWER, Meant.BOTH), "story": (Meant.STORY,), "both": (Meant.STORY, Meant.BOTH)}
    wrong = [
        (asked, expected, text)
        for asked, expected, text in held_back()
        if meant(said(text, intent="answer", confidence=0.5), asked, "", understanding) not in right[expected]
    ]
    assert len(wrong) <= (1 - ENOUGH) * len(held_back()), wrong
