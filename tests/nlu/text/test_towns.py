"""Towns, and the counties that have one of that name."""

from nlu.text.lexicon import load_lists
from nlu.text.region_names import load_regions
from nlu.text.towns import counties_of_towns


def test_a_town_tells_its_counties() -> None:
    text = "赣州市江口镇的路"
    [(start, end, codes)] = counties_of_towns(text)
    assert text[start:end] == "江口镇"
    assert "360704" in codes
    assert len(codes) > 1


def test_a_town_is_read_from_a_place_on() -> None:
    assert list(counties_of_towns("王母渡镇", 2)) == []
    assert [codes for _, _, codes in counties_of_towns("王母渡镇")] == [frozenset({"360704"})]


def test_no_town() -> None:
    assert list(counties_of_towns("我们乡镇的街道")) == []


def test_every_county_of_the_list_exists() -> None:
    assert [code for code, _ in load_lists("towns.txt") if code not in load_regions()] == []
