"""A guess at danger: from learnt weights, for short messages, with the pieces it rests on."""

import csv

import pytest

from nlu.text.risk import KINDS
from nlu.text.risk_guess import BIAS, ORDINARY, WEIGHTS, features, guess, pieces


def test_the_weights_are_of_the_kinds_there_are() -> None:
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        head, bias, *rows = csv.reader(file)
    assert set(head[1:]) == {*KINDS, ORDINARY}
    assert bias[0] == BIAS
    assert len(rows) > 1000


def test_pieces_are_of_one_to_three_characters_with_both_ends() -> None:
    assert list(pieces("甲")) == ["^", "甲", "$", "^甲", "甲$", "^甲$"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("死了就不连累家里人了", "self_harm"), ("喝完酒又对我动手了", "domestic_violence")],
)
def test_danger_is_guessed_with_the_words_it_rests_on(text: str, kind: str) -> None:
    guessed = guess(text)
    assert guessed.kind() == kind
    assert guessed.danger >= 0.6
    words = guessed.words(kind)
    assert words
    assert all(word in text for word in words)


@pytest.mark.parametrize(
    "text", ["", "路灯坏了三天没人修", "王建国", "13800000001", "赣县区茅店镇上坝村", "是的", "谢谢"]
)
def test_ordinary_words_are_not_guessed_at(text: str) -> None:
    assert guess(text).danger < 0.3


def test_a_sign_that_is_taken_back_weighs_otherwise_than_one_that_holds() -> None:
    held, taken_back = guess("他要打我", [("violence", "high")]), guess("他要打我", [("violence", None)])
    assert held.likely["violence"] > taken_back.likely["violence"]


def test_long_and_short_sentences_weigh_the_same() -> None:
    for text in ("不想活了", "我们小区的路灯坏了三天没人修, 想问一下应该找哪个部门来处理这个问题"):
        values = features(text, [], [])
        assert sum(value * value for value in values.values()) == pytest.approx(36)


def test_the_same_words_are_guessed_alike() -> None:
    assert guess("死了就不连累家里人了") == guess("死了就不连累家里人了")
