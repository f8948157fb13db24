"""The name a letter is signed with."""

import pytest

from nlu.text.normalise import fold_spoken as fold
from nlu.text.signatures import signed_name

LETTER = "我们村的水渠被埋了三年，地里浇不上水，庄稼一年比一年差，希望派人来看一看，把水渠清出来。"


@pytest.mark.parametrize(
    ("end", "name"),
    [
        ("此致敬礼 占桂花 2024年4月9日", "占桂花"),
        ("\n        代表：耿德才\n        2024年5月20日", "耿德才"),
        ("谢谢！市民 贝晓东", "贝晓东"),
        ("——孙女 瞿诗雨", "瞿诗雨"),
        ("此致\n敬礼\n反映人：扎西卓玛\n电话：13500000011", "扎西卓玛"),
        ("王建国13900000000", "王建国"),
        ("，王利民", "王利民"),
        ("二〇二四年六月一日", None),
        ("我们两栋楼九十六户老人居多", None),
        ("包工头李大勇13900000000", None),
        ("希望高度重视", None),
    ],
)
def test_signed(end: str, name: str | None) -> None:
    letter = fold(LETTER + end)
    found = signed_name(letter)
    assert (letter[slice(*found)] if found else None) == name


def test_a_short_message_may_end_with_any_word() -> None:
    assert signed_name("路灯坏了。平安") is None
