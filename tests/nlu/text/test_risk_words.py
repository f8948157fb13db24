"""A message made plain: closed up, put right, idioms blanked; and every place leads back to what was written."""

import pytest

from nlu.text.risk_words import plain


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("不 想 活 了", "不想活了"),
        ("自/杀", "自杀"),
        ("想*死", "想死"),
        ("我想紫砂", "我想自杀"),
        ("我想买紫砂壶", "我想买□□□"),
        ("不像活了", "不想活了"),
        ("自殺", "自杀"),
        ("I CAN’T", "i can't"),
        ("跳楼价", "□□□"),
        ("road 12, house 3", "road 12, house 3"),
    ],
)
def test_what_is_looked_in(written: str, meant: str) -> None:
    assert plain(written).text == meant


def test_every_place_leads_back_to_the_written_words() -> None:
    said = plain("我 真 的 想si了 啊")
    start = said.text.index("想死")
    assert said.original(start, start + 2) == "想si"
    assert said.original(0, len(said.text)) == "我 真 的 想si了 啊"
