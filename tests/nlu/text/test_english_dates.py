"""Times in English, counted from Saturday, 15 June 2024."""

from datetime import date

import pytest

from nlu.text.dates import find_dates
from nlu.text.english_dates import english_number

TODAY = date(2024, 6, 15)


def values(text: str) -> list[str]:
    return [mention.value for mention in find_dates(text, TODAY)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("last October", "2023-10"),
        ("last month, the 28th", "2024-05-28"),
        ("the 3rd of this month", "2024-06-03"),
        ("last month", "2024-05"),
        ("last year", "2023"),
        ("last week", "2024-06-03/2024-06-09"),
        ("last Friday", "2024-06-07"),
        ("since March 2024", "2024-03-01/2024-06-15"),
        ("since last March", "2024-03-01/2024-06-15"),
        ("since about March last year", "2023-03-01/2024-06-15"),
        ("March the year before last", "2022-03"),
        ("last year in March", "2023-03"),
        ("on 8-th of march 2024", "2024-03-08"),
        ("since 2021", "2021-01-01/2024-06-15"),
        ("in 2022", "2022"),
        ("three weeks ago", "2024-05-20/2024-05-26"),
        ("two months ago", "2024-04"),
        ("3 days ago", "2024-06-12"),
        ("about two years ago", "2022"),
        ("half a year ago", "2023-12"),
        ("yesterday evening", "2024-06-14"),
        ("the day before yesterday", "2024-06-13"),
        ("this morning", "2024-06-15"),
        ("on May 3rd, 2024", "2024-05-03"),
        ("3 May 2024", "2024-05-03"),
        ("on 14 March this year", "2024-03-14"),
        ("March 14 last year", "2023-03-14"),
        ("May 3", "2024-05-03"),
        ("in May 2023", "2023-05"),
        ("on the 5th of June", "2024-06-05"),
        ("from January to March 2024", "2024-01-01/2024-03-31"),
        ("last winter", "2023-12-01/2024-02-29"),
        ("before Chinese New Year", "2024-01-27/2024-02-09"),
        ("during Spring Festival", "2024-02-10/2024-02-16"),
        ("the end of last year", "2023-11-01/2023-12-31"),
    ],
)
def test_found(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text", ["may I ask", "I may go", "march to the office", "Room 2022", "We owe 2022 yuan", "for three months"]
)
def test_verbs_and_numbers_are_no_dates(text: str) -> None:
    assert values(text) == []


def test_numbers_in_words() -> None:
    assert [english_number(word) for word in ("twelve", "a", "7", "many")] == [12, 1, 7, None]
