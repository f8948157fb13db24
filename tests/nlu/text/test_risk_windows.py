"""Pieces of a message: a short one whole, a long one in sentences, nothing lost."""

import pytest

from nlu.text.risk_windows import SHORT, windows


def test_a_short_message_is_one_piece() -> None:
    assert windows("不想活了。真的。") == [(0, 8)]


def test_an_english_message_may_have_more_letters() -> None:
    text = "He checks my phone and counts the minutes I am at the store. Last week he locked me in for two days."
    assert len(text) > SHORT
    assert windows(text) == [(0, len(text))]


@pytest.mark.parametrize("text", ["路灯坏了,没有人修。" * 30, "没有标点的长句子" * 40, "a b. c d. " * 30])
def test_pieces_cover_the_whole_and_are_short(text: str) -> None:
    cut = windows(text)
    assert cut[0][0] == 0
    assert cut[-1][1] == len(text)
    assert all(end == start for (_, end), (start, _) in zip(cut, cut[1:], strict=False))
    assert all(end - start <= (SHORT + 10) * (3 if text.isascii() else 1) for start, end in cut)
