"""What the intent classifier sees."""

import re

import pytest
import yaml

from nlu.text.features import features, is_plain_story
from nlu.text.normalise import fold
from nlu.text.regions import Gazetteer
from tests.support.imports import ROOT


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("王建国", "<name>"),
        ("138 0013 8000", "<phone>"),
        ("昨天", "<date>"),
        ("赣县区", "<region>"),
        ("三十多户", "<count>"),
        ("12", "<digits>"),
        ("怎么办？", "<question>"),
        ("取消", "<command>"),
    ],
)
def test_short_answers_show_their_shape(gazetteer: Gazetteer, text: str, mark: str) -> None:
    assert mark in features(text, gazetteer)


def test_a_long_story_shows_no_field(gazetteer: Gazetteer) -> None:
    seen = features("昨天在赣县区" + "楼上一直在漏水没有人来管这件事情" * 3, gazetteer)
    assert not {"<date>", "<region>"} & set(seen)


def test_only_the_beginning_of_a_long_message_is_read(gazetteer: Gazetteer) -> None:
    assert "龘" in features("路" * 299 + "龘", gazetteer)
    assert "龘" not in features("路" * 300 + "龘", gazetteer)


def test_spelling_makes_no_difference(gazetteer: Gazetteer) -> None:
    assert features("轉人工１", gazetteer) == features("转人工2", gazetteer)


def test_a_story_asks_nothing() -> None:
    story = (
        "小区的路灯坏了大半年，晚上出门看不见路，老人摔倒过好几次，物业和社区都推来推去，"
        "居民意见非常大，我们几十户人家一起凑钱买了手电筒。"
    )
    assert is_plain_story(story)
    assert not is_plain_story(story + "请问怎么办")
    assert not is_plain_story("路灯坏了")


@pytest.mark.parametrize(
    ("text", "mark"), [("武警能说吗", "<~army>"), ("can a veteran file", "<~army>"), ("12388", "<line 12388>")]
)
def test_words_of_one_group_and_helplines_leave_a_mark(gazetteer: Gazetteer, text: str, mark: str) -> None:
    assert features(text, gazetteer)[mark] > 1


def test_other_numbers_are_no_helplines(gazetteer: Gazetteer) -> None:
    assert [name for name in features("13812388000，12人", gazetteer) if name.startswith("<line")] == []


def test_words_of_the_groups_are_as_they_are_looked_up() -> None:
    groups = yaml.safe_load((ROOT / "nlu/lexicon/topics.yml").read_text("utf-8"))
    words = [word for some in groups.values() for word in some]
    assert [word for word in words if not isinstance(word, str) or fold(word).lower() != word] == []
    assert [word for word in words if not (re.fullmatch("[a-z]+", word) or 2 <= len(word) <= 4)] == []
