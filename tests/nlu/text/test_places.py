"""Places as whole phrases."""

import pytest

from nlu.text.places import find_places, says_where_in_it
from nlu.text.regions import Gazetteer


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("我在江西省赣州市赣县区梅林镇桃源村3组", ["江西省赣州市赣县区梅林镇桃源村3组"]),
        ("幸福小区3栋2单元501", ["幸福小区3栋2单元501"]),
        ("文明大道12号楼下很吵", ["文明大道12号楼"]),
        ("住在南昌市东湖区八一大道12号，30多户居民", ["南昌市东湖区八一大道12号"]),
        ("A3区银双路兰亭小区违建", ["A3区银双路兰亭小区"]),
        ("在赣县区的阳光花园工地干活", ["赣县区的阳光花园工地"]),
        ("我哋喺台山端芬有間祖屋", ["台山端芬"]),
        ("通渭县马营的，庄稼打成光杆了", ["通渭县马营"]),
        ("宾川种葡萄的", ["宾川"]),
        ("监利县（以前是县）承安镇的", ["监利县（以前是县）承安镇"]),
        ("监利县（以前我去过）我是农民", ["监利县"]),
        ("历下区「金色家园」三期电梯坏了", ["历下区「金色家园」三期"]),
        ("横山区波罗镇，叫小滩子，有四十户", ["横山区波罗镇，叫小滩子"]),
        ("横山区波罗镇，叫柴小龙，有四十岁", ["横山区波罗镇"]),
        ("靖边县青阳岔超限站", ["靖边县青阳岔"]),
        ("家里在王母渡镇下邦村", ["王母渡镇下邦村"]),
        ("文林街道那个锦绣江城工地上绑钢筋", ["文林街道那个锦绣江城工地"]),
        ("parking in Horgos, Xinjiang", ["Horgos, Xinjiang"]),
        ("乡下的路，镇上没人管", []),
        ("從長沙市開福區到梅林鎮", ["長沙市開福區", "梅林鎮"]),
    ],
)
def test_found(text: str, places: list[str]) -> None:
    assert [mention.text for mention in find_places(text, Gazetteer.load())] == places


@pytest.mark.parametrize(
    ("place", "exactly"),
    [
        ("赣州市赣县区", False),
        ("就在赣县区这边", False),
        ("老家是赣县区农村的", False),
        ("赣县区梅林镇", True),
        ("赣县区那个老车站", True),
        ("大良街道", True),
        ("It's in Nanshan District, Shenzhen", False),
        ("Nanshan District, Shenzhen, Keyuan Road 5", True),
    ],
)
def test_a_county_alone_does_not_say_where_in_it(place: str, exactly: bool) -> None:
    assert says_where_in_it(place, Gazetteer.load()) is exactly


@pytest.mark.parametrize(
    "text",
    [
        "我们小区停水了",
        "城镇居民医保",
        "乡镇干部",
        "农村户口",
        "走投无路",
        "全国推行城乡一体化",
        "这条路",
        "村里没人管",
        "物业公司",
    ],
)
def test_no_place(text: str) -> None:
    assert find_places(text, Gazetteer.load()) == []
