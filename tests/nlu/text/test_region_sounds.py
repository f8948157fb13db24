"""Names of the same sound."""

import pytest

from nlu.text.region_sounds import blurred, sounding_like


@pytest.mark.parametrize(
    ("word", "code", "same"),
    [("保安区", "440306", 1), ("盐成市", "320900", 1), ("翻禺区", "440113", 1), ("武候区", "510107", 1)],
)
def test_found_by_sound(word: str, code: str, same: int) -> None:
    assert (code, same) in [(each.region.code, each.same) for each in sounding_like(word)]


@pytest.mark.parametrize("word", ["宝安区", "我们县", "区", "bao安区", "保安县", "中华人民共和国"])
def test_a_right_name_and_another_word_sound_like_none(word: str) -> None:
    assert list(sounding_like(word)) == []


def test_what_the_south_does_not_tell_apart() -> None:
    assert blurred("zhang") == blurred("zan")
    assert blurred("li") != blurred("ni")
