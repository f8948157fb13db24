"""How many, said without a number or in English."""

import pytest

from nlu.text.head_counts import answered_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("就俺家", 1),
        ("我小孩", 1),
        ("我爸", 1),
        ("just me", 1),
        ("only me", 1),
        ("me", 1),
        ("one, me", 1),
        ("nobody else", 1),
        ("我和孩子", 2),
        ("老两口", 2),
        ("me and my wife", 2),
        ("my family, 3", 3),
        ("three of us", 3),
        ("about thirty families", 30),
        ("七八户", 7),
        ("全村", None),
        ("不知道", None),
        ("a few", None),
        ("between 20 and 30", None),
    ],
)
def test_an_answer_in_words(text: str, count: int | None) -> None:
    assert answered_count(text) == count
