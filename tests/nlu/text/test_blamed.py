"""The one a story complains about, where no accusing word stands beside the name."""

import pytest

from nlu.text.blamed import introduced, likely_blamed
from nlu.text.normalise import fold_spoken as fold
from nlu.text.respondents import find_respondents


def blamed(text: str) -> str | None:
    found = introduced(text, fold(text)) or likely_blamed(text, fold(text), find_respondents(text))
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("我跟我媳妇在博远电子厂干了八个月，厂子突然放假，两个月工资没个说法", "博远电子厂"),
        ("那个包工头老李从去年拖到今年，说好腊月二十给钱，人影都不见", "包工头老李"),
        ("俺村支书牛宝山把修路的款子装自己兜里了", "村支书牛宝山"),
        ("在一家叫“县长家菜馆”的饭店吃饭，结账多收一百，老板娘叫两个服务员堵着门不让走", "县长家菜馆"),
        ("我在一家叫好再来的理发店办了卡，充了两千，上个月关门了", "好再来"),
        ("楼下“老张烧烤”天天排油烟", "老张烧烤"),
        ("我找了个公司装修，公司叫恒美居，收了钱就不来了", "恒美居"),
    ],
)
def test_the_likeliest_is_chosen(text: str, value: str) -> None:
    assert blamed(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "我在赣县中学读书",
        "公司拖欠我们工资",
        "村里的路灯坏了五六盏",
        "我去社保局问过，不给办",
        "老板叫我等，不给钱",
        "房东不退押金",
        "县医院误诊",
    ],
)
def test_nobody_is_chosen_without_a_name_or_a_grievance(text: str) -> None:
    assert blamed(text) is None


def test_ones_own_shop_is_not_blamed() -> None:
    assert blamed("我在古城开了家剪纸铺子，店名叫巧姑剪纸，管事的人来说不换门头就不给年检。") is None


def test_where_one_lives_is_not_blamed() -> None:
    text = "我们小区叫明月花园，物业费从一块二涨到两块一，也没公示。"
    assert introduced(text, fold(text)) is None


def test_where_one_worked_once_is_not_blamed() -> None:
    told = "我1979年到1990年在市毛纺厂上班，办退休的时候这几年没给算，厂子早就倒了，一个月少拿两百多。"
    assert blamed(told) is None
