"""The gazetteer's data: complete, consistent, and its hand-written lists point to places that exist."""

from collections import Counter

from nlu.text.lexicon import load_lines, load_yaml
from nlu.text.region_names import CITY, COUNTY, PROVINCE, Kind, load_names, load_regions


def test_every_province_is_there() -> None:
    levels = Counter(region.level for region in load_regions().values())
    assert levels[PROVINCE] == 34
    assert levels[CITY] > 330
    assert levels[COUNTY] > 2850


def test_every_parent_exists_and_is_the_level_above() -> None:
    regions = load_regions()
    orphans = [r.code for r in regions.values() if r.level != PROVINCE and r.parent not in regions]
    assert orphans == []


def test_full_names() -> None:
    regions = load_regions()
    assert regions["360704"].full_name == "江西省赣州市赣县区"
    assert regions["110105"].full_name == "北京市朝阳区"
    assert regions["429004"].full_name == "湖北省仙桃市"
    assert regions["810002"].full_name == "香港特别行政区湾仔区"


def test_old_and_short_names_point_to_codes_that_exist() -> None:
    lists = load_yaml("region_names.yml")
    unknown = [name for key in ("old", "short") for name, code in lists[key].items() if code not in load_regions()]
    assert unknown == []


def test_every_bare_county_is_a_name_of_one_county() -> None:
    names = load_names()
    wrong = [word for word in load_lines("bare_counties.txt") if word not in names or len(names[word].codes) != 1]
    assert wrong == []


def test_guarded_names_are_names() -> None:
    assert [name for name in load_yaml("region_names.yml")["guards"] if name not in load_names()] == []


def test_a_county_leaves_the_short_name_to_its_city() -> None:
    assert load_names()["长沙"].codes == ["430100"]
    assert load_names()["海南"].codes == ["460000"]


def test_a_raised_county_answers_to_its_old_name() -> None:
    assert load_names()["铜山县"].codes == ["320312"]
    assert load_names()["铜山县"].kind == Kind.OLD
