"""Whether two stories are about the same matter."""

import pytest

from nlu.text.similar import ALIKE, similarity

WAGES = "我在城东工地干活，包工头刘强拖欠我们二十多个人四个月工资，一共三十几万，要了好多次都说没钱。"
SMOKE = "楼下的烧烤店天天排油烟，一到晚上屋里全是味，老人咳得整夜睡不着，跟店主说了好几次都不管用。"
ROAD = "村口那条水泥路坏了两年多，下雨全是坑，上个月王大爷骑三轮摔断了腿，村里一直说没钱修。"


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (WAGES, "上次说的工地拖欠工资的事，包工头刘强还是不给，二十几个人四个月的钱。"),
        (WAGES, "刘强欠我们四个月工资到现在一分没给，我们二十多个人在城东工地白干了"),
        (SMOKE, "那家烧烤店还在排油烟，晚上屋里全是味，老人又咳得睡不着了"),
        (ROAD, "村口水泥路还是没修，下雨全是坑，又有人摔了"),
        (WAGES, WAGES.replace("干活", "幹活").replace("拖欠", "拖欠著")),
    ],
)
def test_the_same_told_again_is_alike(first: str, again: str) -> None:
    assert similarity(first, again) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WAGES, SMOKE),
        (SMOKE, ROAD),
        (WAGES, "公司把我辞退了，没有提前通知，也不给经济补偿，我在那里做了六年会计。"),
        (SMOKE, "我家楼上天天半夜拖桌子，孩子要高考了，物业上去敲门也不开。"),
        (ROAD, "村里的路灯装了一半就停了，晚上老人出门跳舞看不见路，请把剩下的装完。"),
        (ROAD, "村里征了我家两亩地，说好一亩三万，到现在补偿款没发。"),
    ],
)
def test_another_matter_of_the_same_kind_is_not(one: str, other: str) -> None:
    assert similarity(one, other) < ALIKE


def test_it_is_even_and_knows_nothing_of_the_empty() -> None:
    assert similarity(WAGES, SMOKE) == similarity(SMOKE, WAGES)
    assert similarity(WAGES, WAGES) == 1.0
    assert similarity("", WAGES) == 0.0
