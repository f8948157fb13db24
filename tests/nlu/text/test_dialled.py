"""Numbers as people read them out."""

import pytest

from nlu.text.dialled import as_digits
from nlu.text.phones import valid_phone


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        ("幺三九四个零二二幺六", "13900002216"),
        ("幺三八洞洞洞洞五二六拐", "13800005267"),
        ("幺三洞，洞洞洞洞，四个拐", "13000007777"),
        ("135，零零零零，六六二洞", "13500006620"),
        ("一三六然后零零零零然后四二四二", "13600004242"),
        ("thirteen five, then four zeros, then sixty-two eighty-one", "13500006281"),
        ("幺三八，四个零，六六幺三", "13800006613"),
        ("一三六三个零零五二一八", "13600005218"),
        ("one three one, zero zero zero zero, two eight four seven", "13100002847"),
        ("It's one three double zero, double zero, oh, four four one two", "13000004412"),
    ],
)
def test_read_out(answer: str, number: str) -> None:
    assert valid_phone(answer) == number


@pytest.mark.parametrize("answer", ["四个人", "one two", "两个电话都打不通", "三个零件"])
def test_no_number(answer: str) -> None:
    assert valid_phone(answer) is None


def test_what_is_read_out_stands_in_digits() -> None:
    assert as_digits("幺三八四个零一二三四，他又来砸门") == "13800001234,他又来砸门"
    assert as_digits("三个人一起来的") == "三个人一起来的"
