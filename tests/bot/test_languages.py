"""The bot answers in the language that is written; a number or a name is in none."""

import pytest

from bot.languages import written_in


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("My landlord keeps the deposit.", "en"),
        ("hello", "en"),
        ("I want to talk to a human", "en"),
        ("楼上太吵", "zh"),
        ("我在 Yiwu 开店", "zh"),
        ("13812345678", None),
        ("ok", None),
        ("Ahmet Kaya", None),
        ("Chouzhou North Road, Yiwu", None),
        ("😡", None),
    ],
)
def test_what_the_words_are_written_in(text: str, language: str | None) -> None:
    assert written_in(text) == language
