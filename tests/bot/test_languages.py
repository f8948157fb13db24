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
        ("我在 Little Stars Kindergarten 上班，他们不给我工资", "zh"),
        ("The office is at 红金路8号, second floor, in the back of it", "en"),
        ("岳麓区 Xueshi Li compound gate 2, the stall", None),
        ("My agency is called Lumière North Models, in Chinese 北光模特经纪. My booker is Vicky", "en"),
        ("13812345678", None),
        ("ok", None),
        ("Ahmet Kaya", None),
        ("Chouzhou North Road, Yiwu", None),
        ("😡", None),
    ],
)
def test_what_the_words_are_written_in(text: str, language: str | None) -> None:
    assert written_in(text) == language
