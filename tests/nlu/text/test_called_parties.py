"""The other party by its name."""

import pytest

from nlu.text.called_parties import called_parties
from nlu.text.normalise import fold


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("邻村果园喷药，我的蜂全死了，果园主叫邵有才。", ["邵有才"]),
        ("孩子在泳池里脚夹伤了，泳池叫碧水湾。", ["碧水湾"]),
        ("我丈夫在一个轴承厂干了九年，厂名叫宏星轴承厂。", ["宏星轴承厂"]),
        ("桥被渣土车压断了，渣土车是联运物流的。", ["联运物流"]),
        ("撞她的人叫党立国，没有买保险。", ["党立国"]),
        ("楼上那户是做投资的，叫伏大海。", ["伏大海"]),
        ("我是重庆彭水的，叫冉启明，在街上摔了。", []),
        ("我女儿叫高小燕，在袜厂上班。", []),
        ("我在镇上开了个饭店，叫好再来。", []),
        ("老板叫什么我不知道", []),
    ],
)
def test_who_is_called_so(text: str, names: list[str]) -> None:
    assert [mention.value for mention in called_parties(text, fold(text))] == names
