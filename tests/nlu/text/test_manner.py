"""What a short text sounds like."""

from functools import cache

import pytest

from nlu.text.linear import LinearModel
from nlu.text.manner import LONGEST, PASSAGE, cut, passages, sounds_like
from nlu.text.manner_training import fit, fit_ours


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("请问办准生证要带什么材料", "consultation"),
        ("建议在河边多装几盏路灯", "suggestion"),
        ("老板跑了，工资一分没给", "claim"),
        ("村支书把扶贫款分给了自己的亲戚", "accusation"),
    ],
)
def test_what_it_sounds_like(text: str, nature: str) -> None:
    shares = sounds_like(text)
    assert max(shares, key=shares.__getitem__) == nature
    assert sum(shares.values()) == pytest.approx(1.0)


def test_a_long_text_sounds_like_everything_and_an_empty_one_like_nothing() -> None:
    assert sounds_like("村口的路坏了。" * LONGEST) == {}
    assert sounds_like("  ") == {}


def test_it_knows_only_what_it_is_shown() -> None:
    model = fit({"suggestion": ["甲乙丙", "甲乙"], "claim": ["丁戊己", "丁戊"]})
    shares = sounds_like("甲乙", model)
    assert set(shares) == {"suggestion", "claim"}
    assert shares["suggestion"] > shares["claim"]


def test_what_is_seen_of_a_text() -> None:
    seen = cut("書記 took 低保款", (1, 2))
    assert {"书记", "低保", " took", "[official]", "[public_money+take]"} <= set(seen)
    assert not any(piece in seen for piece in ("to", "记t"))


def test_a_long_text_is_judged_in_passages_of_whole_sentences() -> None:
    sentence = "村口的路坏了半年没有人来修。"
    cut_up = list(passages(sentence * 30))
    assert "".join(cut_up) == sentence * 30
    assert all(len(passage) <= PASSAGE and passage.endswith("。") for passage in cut_up)


def test_dictation_without_marks_is_cut_into_passages_that_overlap() -> None:
    told = "".join(chr(0x4E00 + at) for at in range(PASSAGE * 2 + 50))
    cut_up = list(passages(told))
    assert all(one[PASSAGE // 2 :] in told and one[-10:] in "".join(cut_up) for one in cut_up)
    assert all(told[at : at + PASSAGE // 2] in "|".join(cut_up) for at in range(len(told) - PASSAGE // 2))


@pytest.mark.parametrize(
    "text", ["请问办准生证要带什么材料", "村支书把扶贫款分给了自己的亲戚", "Please build a footbridge", "路灯坏了"]
)
def test_the_weights_are_those_of_our_sentences(text: str) -> None:
    """Who changes the sentences runs `scripts/train_manner.py`."""
    assert sounds_like(text) == pytest.approx(sounds_like(text, _ours()), abs=0.01)


@cache
def _ours() -> LinearModel:
    return fit_ours()
