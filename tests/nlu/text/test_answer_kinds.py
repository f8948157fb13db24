"""Which question a short text could answer, or whether it goes on with the story."""

from functools import cache

import pytest

from nlu.text.answer_kinds import STORY, cut, sounds_like, tells
from nlu.text.answer_kinds_training import fit_ours
from nlu.text.linear import LinearModel


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("宏达建筑劳务公司", "respondent"),
        ("把欠的钱还给我们", "request"),
        ("去镇政府问过三次", "prior_handling"),
        ("去年八月份", "when"),
        ("江西省赣州市赣县区", "where"),
        ("一共二十六户", "how_many"),
        ("13812345678", "phone"),
        ("照片在我儿子手机里", "evidence"),
        ("你们到底是哪个单位的", "question"),
        ("老板说等他卖了房子再给", STORY),
        ("包工头叫我们先回家等着", STORY),
        ("my boss just laughed at me", STORY),
    ],
)
def test_what_it_sounds_like(text: str, kind: str) -> None:
    shares = sounds_like(text)
    assert max(shares, key=shares.__getitem__) == kind
    assert sum(shares.values()) == pytest.approx(1.0)


def test_a_line_of_a_story_tells_and_a_question_does_not() -> None:
    assert tells("他们把我的被子扔到雨里")
    assert not tells("你们管不管这个")


def test_what_is_seen_of_a_text() -> None:
    seen = cut("宏达公司 欠12000元", (1, 2))
    assert {"^宏达", "元$", "[digits 5]", "[party]", "[clauses 1]"} <= set(seen)


@pytest.mark.parametrize("text", ["厂里一直拖着", "让他们退钱", "not yet", "报过警了", "村口"])
def test_the_weights_are_those_of_our_sentences(text: str) -> None:
    """Who changes the sentences runs `scripts/train_answer_kinds.py`."""
    fitted = dict(zip(_ours().labels, _ours().shares(text), strict=True))
    assert sounds_like(text) == pytest.approx(fitted, abs=0.01)


@cache
def _ours() -> LinearModel:
    return fit_ours()
