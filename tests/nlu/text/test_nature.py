"""Suggestion, accusation, claim, consultation."""

import pytest

from nlu.text.nature import propose_nature


@pytest.mark.parametrize(
    "text",
    [
        "举报村支书贪污扶贫款",
        "实名举报镇长李某以权谋私",
        "派出所民警收受红包，给赌场当保护伞",
        "村主任套取国家补贴，吃拿卡要，村民敢怒不敢言",
        "局长把工程给自己亲戚，权钱交易",
        "舉報村支書貪污",
    ],
)
def test_accusation(text: str) -> None:
    assert propose_nature(text).nature == "accusation"


@pytest.mark.parametrize(
    "text", ["请问怎么办理社保", "咨询公积金提取政策", "我想了解一下低保的条件", "请问身份证丢了需要什么手续"]
)
def test_consultation(text: str) -> None:
    assert propose_nature(text).nature == "consultation"


@pytest.mark.parametrize("text", ["建议增设红绿灯", "提个建议，公园里可以考虑增设长椅", "关于优化公交线路的几点建议"])
def test_suggestion(text: str) -> None:
    assert propose_nature(text).nature == "suggestion"


@pytest.mark.parametrize(
    "text",
    [
        "公司拖欠工资三个月",
        "小区噪音扰民怎么办",
        "我家漏水，物业不管",
        "打举报电话没人接，工厂排污",
        "投诉超市卖过期食品，请问归谁管",
        "我儿子被打伤，派出所不立案",
    ],
)
def test_claim(text: str) -> None:
    assert propose_nature(text).nature == "claim"


def test_shows_the_words_and_how_sure_it_is() -> None:
    proposal = propose_nature("举报村支书贪污扶贫款")
    assert "贪污" in proposal.words
    assert proposal.confidence > 0.7
    assert propose_nature("有个事").confidence < 0.6
