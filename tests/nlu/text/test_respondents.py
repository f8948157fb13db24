"""Organisations and persons by role."""

import pytest

from nlu.text.respondents import find_respondents


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("赣州宏达建筑有限公司拖欠我们工资", ["赣州宏达建筑有限公司"]),
        ("我在宏达建筑公司打工，老板王总不给钱", ["宏达建筑公司", "老板王总"]),
        ("向赣县区教育局反映", ["赣县区教育局"]),
        ("投诉幸福小区物业乱收费", ["幸福小区物业"]),
        ("包工头刘德胜拖欠工资", ["包工头刘德胜"]),
        ("村支书李某贪污", ["村支书李某"]),
        ("我们村委会主任张大山私自卖地", ["村委会", "主任张大山"]),
        ("和平建筑公司", ["和平建筑公司"]),
        ("去找劳动监察大队", ["劳动监察大队"]),
        ("大和置业有限公司", ["大和置业有限公司"]),
        ("光明集团长沙分公司", ["光明集团长沙分公司"]),
        ("向人社局和信访局反映", ["人社局", "信访局"]),
        ("我儿子在赣县中学读书", ["赣县中学"]),
        ("小區的物業公司亂收費", ["物業公司"]),
        ("王老板欠钱不还", ["王老板"]),
        ("桃源村村委会不公开财务", ["桃源村村委会"]),
    ],
)
def test_found(text: str, names: list[str]) -> None:
    assert [mention.text for mention in find_respondents(text)] == names


@pytest.mark.parametrize(
    "text", ["这是最后的结局", "按照公司法", "在厂房里", "车队长期占道", "物业费太贵", "一局棋", "交物业管理费"]
)
def test_other_words_hold_no_organisation(text: str) -> None:
    assert find_respondents(text) == []


def test_what_is_quoted_blames_nobody() -> None:
    assert find_respondents("宣传册上写着「出门是地铁，楼下是医院」，收房一看都没有") == []
    assert [m.value for m in find_respondents("物业公司说“公司没钱，你们找开发商”，一直不修")] == ["物业公司"]
