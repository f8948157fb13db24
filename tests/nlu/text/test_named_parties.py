"""Persons and firms named without a word for what they are."""

import pytest

from nlu.text.named_parties import brands, named_after_kind, persons_who


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("儿媳妇林燕把我从房子里赶出来", "儿媳妇林燕"),
        ("隔壁子王老二占了我的地", "隔壁子王老二"),
        ("健身房动力空间突然跑路了", "动力空间"),
        ("公司严重违法", None),
        ("在饭店洗碗端菜，工资没发", None),
    ],
)
def test_after_what_it_is(text: str, name: str | None) -> None:
    assert [found.value for found in named_after_kind(text, text)] == ([name] if name else [])


def test_persons_who_did_something() -> None:
    assert [found.value for found in persons_who("跟着刘德海干活", "跟着刘德海干活")] == ["刘德海"]
    assert not list(persons_who("陈雪兵一家人乱成一锅粥", "陈雪兵一家人乱成一锅粥"))


def test_where_one_bought_or_paid() -> None:
    assert [found.value for found in brands("我在金鼎健身办的年卡", "我在金鼎健身办的年卡")] == ["金鼎健身"]
    assert not list(brands("我在网上买了一台冰箱", "我在网上买了一台冰箱"))
