"""What an English story states."""

import pytest

from nlu.text.english_fields import (
    english_address,
    english_count,
    english_name,
    english_prior,
    english_request,
    english_respondent,
    is_english,
)


def test_which_texts_are_english() -> None:
    assert is_english("The factory owes us money")
    assert not is_english("我在 KTV 上班，老板不给钱")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("There are six other teachers in the same situation.", "7"),
        ("About 80 families live here.", "80"),
        ("It affects 1,200 households.", "1200"),
        ("It is just me.", "1"),
    ],
)
def test_how_many_are_affected(text: str, count: str) -> None:
    found = english_count(text)
    assert found is not None
    assert found.value == count


def test_other_peoples_number() -> None:
    assert english_count("The bar has 200 customers a night.") is None


def test_what_was_tried_and_what_came_of_it() -> None:
    text = "The lift is broken. I called 12345 twice. Nobody came. It is dark."
    assert english_prior(text) == "I called 12345 twice. Nobody came"
    assert english_prior("I want to complain about the school.") is None


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("They owe me. I want them to pay my wages.", "I want them to pay my wages"),
        ("We hope the government can stop the work at night.", "We hope the government can stop the work at night"),
        ("Please make them repair the road.", "Please make them repair the road"),
    ],
)
def test_what_is_wanted(text: str, request_: str) -> None:
    found = english_request(text)
    assert found is not None
    assert found.value == request_


@pytest.mark.parametrize(
    "text",
    [
        "I hope this note finds you well.",
        "I want to complain about noise.",
        "Please help me.",
        "Please call me.",
        "I want help",
    ],
)
def test_a_request_for_nothing_in_particular(text: str) -> None:
    assert english_request(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My name is Sarah Collins. I teach", "Sarah Collins"),
        ("Contact: Li Na, 139", "Li Na"),
        ("Hello, I'm Tom Baker, a teacher", "Tom Baker"),
    ],
)
def test_who_writes(text: str, name: str) -> None:
    found = english_name(text)
    assert found is not None
    assert found.value == name


def test_not_every_capital_is_a_name() -> None:
    assert english_name("I am Chinese. I am from Hunan.") is None
    assert english_name("THIS IS THE THIRD PLACE I AM WRITING TO") is None


def test_a_first_name_alone_leaves_the_question_for_the_whole() -> None:
    assert english_name("My name is Chukwuemeka, I am a student.") is None


def test_where_the_writer_lives() -> None:
    found = english_address("I live at Room 502, Building 3, Haiyue Garden, and I cannot sleep.")
    assert found is not None
    assert found.value == "Room 502, Building 3, Haiyue Garden"
    assert english_address("I live in fear.") is None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Little Stars Kindergarten has not paid me.", "Little Stars Kindergarten"),
        ("I teach at Little Stars Kindergarten. The kindergarten owes me.", "Little Stars Kindergarten"),
        ("I want to complain about Hongda Construction Company.", "Hongda Construction Company"),
        ("I joined Power Fit Gym in May and they closed suddenly.", "Power Fit Gym"),
        ("The property company charges twice.", "property company"),
    ],
)
def test_who_is_blamed(text: str, who: str) -> None:
    found = english_respondent(text)
    assert found is not None
    assert found.value == who


def test_a_company_without_a_name_is_asked_for() -> None:
    assert english_respondent("My company has not paid me.") is None
