"""A yes to the record, in whatever words."""

import pytest

from nlu.text.agreement import says_yes


@pytest.mark.parametrize(
    "text",
    [
        "Yes, great! How long till we get the answer?",
        "That's rather good actually. Yes, do send it.",
        "对，就这样报上去。什么时候有结果？",
        "Good as gold, send it through",
        "si, submit",
        "Splendid. Pray lodge it.",
        "Yes that is right. Send pls, my stop comes now",
        "没啥说的 交吧",
        "送上去吧谢谢",
    ],
)
def test_a_yes_beside_other_words_is_one(text: str) -> None:
    assert says_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Yes. But the phone is wrong.",
        "Is that right? Yes or no?",
        "对吗？",
        "好的。等等，电话不对。",
        "don't send it",
        "对，不过先别交",
        "报了两次都没人管",
        "I sent it to the court",
    ],
)
def test_a_yes_that_is_taken_back_is_none(text: str) -> None:
    assert not says_yes(text)
