"""Signs of danger: found, denied, and not seen in ordinary words."""

import pytest

from nlu.text.risk import find_risk


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我不想活了", "self_harm"),
        ("再不解决我就去跳楼", "self_harm"),
        ("喝农药死给你们看", "self_harm"),
        ("不發工資我就自殺", "self_harm"),
        ("我要跟他们同归于尽", "violence"),
        ("我拿刀砍死他", "violence"),
        ("带汽油去炸了政府", "violence"),
        ("楼下着火了", "emergency"),
        ("煤气泄漏了，味道很大", "emergency"),
        ("有人被困在电梯里", "emergency"),
        ("孩子在幼儿园被老师打", "minor"),
        ("我今年13岁", "minor"),
        ("女儿被人猥亵", "minor"),
        ("老公天天打我", "domestic_violence"),
        ("家暴，我不敢回家", "domestic_violence"),
    ],
)
def test_high(text: str, kind: str) -> None:
    assert (kind, "high") in [(risk.kind, risk.level) for risk in find_risk(text)]


@pytest.mark.parametrize(
    "text",
    [
        "我不是想死，就是想讨个公道",
        "我们没有自杀的念头",
        "还不想死",
        "跳楼价大甩卖",
        "公园里的跳楼机坏了",
        "拼命加班也不给工资",
        "油炸店油烟扰民",
        "消防通道堵塞，火灾隐患",
        "绑架消费",
        "无情的扼杀了梦想",
        "公司拖欠工资",
        "累死了，气死人",
        "被打断施工",
    ],
)
def test_denied_and_ordinary_words_are_no_high_sign(text: str) -> None:
    assert [risk for risk in find_risk(text) if risk.level == "high"] == []


@pytest.mark.parametrize("text", ["担心电梯坠落", "如果房子倒塌怎么办", "2015年他跳楼自杀身亡"])
def test_fears_and_the_past_are_a_level_lower(text: str) -> None:
    assert {risk.level for risk in find_risk(text)} == {"medium"}


def test_the_most_urgent_comes_first_with_its_words() -> None:
    risks = find_risk("房子摇摇欲坠，再没人管我就不想活了")
    assert [(risk.kind, risk.level) for risk in risks] == [("self_harm", "high"), ("emergency", "medium")]
    assert risks[0].words == ("不想活",)
