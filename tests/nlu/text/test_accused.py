"""Whom a story accuses: in a form, by the learnt reader, by name alone."""

import pytest

from nlu.text.accused import accused
from nlu.text.normalise import fold_spoken as fold
from nlu.text.respondents import find_respondents


def value(text: str) -> str | None:
    found = accused(text, fold(text), find_respondents(text))
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("投诉对象：东山家具城\n事由：买的床三个月就塌了", "东山家具城"),
        ("被举报人：卢某，在镇里管低保", "卢某"),
        ("我要投诉翠湖小区物业，乱收停车费", "翠湖小区物业"),
        ("撞她的人叫翟洪亮，医药费不给", "翟洪亮"),
        ("楼下的烧烤摊天天吵到后半夜", "楼下的烧烤摊"),
    ],
)
def test_who_is_accused(text: str, name: str) -> None:
    assert value(text) == name


@pytest.mark.parametrize(
    "text",
    ["我去民政局问过两回", "公司不给我发工资", "我在古镇开了个面馆，店名叫老味道，不知道证怎么换", "希望领导重视"],
)
def test_who_is_not_accused_is_asked_for(text: str) -> None:
    assert value(text) is None
