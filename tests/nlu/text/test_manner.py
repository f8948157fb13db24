"""What a short text sounds like."""

import pytest

from nlu.text.manner import LONGEST, fit, sounds_like


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
