import pytest

from cases.search import normalise_name, normalise_phone


@pytest.mark.parametrize(
    "typed", ["13800000001", "138 0000 0001", "138-0000-0001", "+8613800000001", "１３８００００００0１"]
)
def test_phones_are_compared_without_spelling(typed: str) -> None:
    assert normalise_phone(typed) == "13800000001"


def test_other_numbers_keep_their_86() -> None:
    assert normalise_phone("0797-8686868") == "07978686868"


@pytest.mark.parametrize("typed", ["王建国", " 王 建国 ", "王建国\n"])
def test_names_are_compared_without_spaces(typed: str) -> None:
    assert normalise_name(typed) == "王建国"


def test_foreign_names_are_compared_without_case() -> None:
    assert normalise_name("John SMITH") == normalise_name("Ｊohn Smith")
