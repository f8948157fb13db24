"""Places in Latin letters."""

import pytest

from nlu.text.english_regions import find_english


def codes(text: str) -> list[list[str]]:
    return [[region.code for region in name.candidates] for name in find_english(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ganxian District, Ganzhou", [["360704"], ["360700"]]),
        ("in Xi'an", [["610100"]]),
        ("Inner Mongolia", [["150000"]]),
        ("shaanxi province", [["610000"]]),
        ("Pudong New Area", [["310115"]]),
        ("We live in Kunshan.", [["320583"]]),
    ],
)
def test_found(text: str, found: list[list[str]]) -> None:
    assert codes(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Nanjing Road is closed",
        "Mr. Jian does not pay",
        "my boss Ali",
        "the Beijing Hotel",
        "luan",
        "he can do an even run",
        "long an hour",
        "Bank of China",
        "My name is Jinan",
    ],
)
def test_streets_persons_and_words_are_no_places(text: str) -> None:
    assert codes(text) == []


def test_a_guarded_name_counts_beside_a_place() -> None:
    assert ["653200"] not in codes("Dali")
    assert ["532900"] in codes("Dali, Yunnan")


def test_a_county_of_a_people_is_known_without_it() -> None:
    codes = {region.code for name in find_english("Guancheng, Zhengzhou") for region in name.candidates}
    assert "410104" in codes
