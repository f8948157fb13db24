"""What a request carries is bounded and cleaned."""

import pytest

from console.reading import BadRequest, Form, clean, whole_number


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "٣", "９", " 1", "1" * 30, "0x10", "1_000"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        whole_number(text, "page")


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("1000000000", 10**9)])
def test_whole_numbers(text: str, number: int) -> None:
    assert whole_number(text, "page") == number


def test_bounds_are_kept() -> None:
    with pytest.raises(BadRequest, match="from 1 to 5"):
        whole_number("6", "page", low=1, high=5)


def test_text_is_cleaned_of_what_cannot_be_kept() -> None:
    assert clean("a\x00b\r\nc") == "ab\nc"


def test_a_form_gives_what_was_typed() -> None:
    form = Form({"name": [" li "], "roles": ["a", "b"]})
    assert (form.get("name"), form.raw("name"), form.get("none")) == ("li", " li ", "")
    assert form.all("roles") == ("a", "b")
