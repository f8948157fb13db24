"""Who writes, where no word for "name" stands before it."""

import pytest

from nlu.text.normalise import fold_spoken as fold
from nlu.text.writers import writer


def name_in(text: str) -> str | None:
    found = writer(text, fold(text))
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我是带班的聂卫东，电话打不通", "聂卫东"),
        ("这里是沙井村沙德贵，家里鱼塘死鱼", "沙德贵"),
        ("我是渠县人，叫柯长庚，今年在工地摔了", "柯长庚"),
        ("我在县城租房，姓董叫董安平。", "董安平"),
        ("我是他女儿潘玲，替他反映", "潘玲"),
        ("我姓占，占卜的占，占文辉", "占文辉"),
        ("敝姓欧阳，欧阳建华", "欧阳建华"),
        ("我姓闵叫闵福生我住在老棉纺厂", "闵福生"),
        ("我姓向，单名一个勇字", "向勇"),
        ("实名反映，晏子平，身份证号后四位3315", "晏子平"),
        ("家长 岳红霞 孩子在幼儿园受伤", "岳红霞"),
    ],
)
def test_introduced(text: str, name: str) -> None:
    assert name_in(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "我是建设路小学的老师",
        "我是李家村张家组",
        "老板姓周，叫周德才",
        "我父亲，李建国，男，56岁，被车撞了",
        "法定代表人：石龙，男",
        "我是卖菜的高中生",
    ],
)
def test_somebody_else_or_nobody(text: str) -> None:
    assert name_in(text) is None
