"""What stands around a sign: each of the things that take it back, weaken it, or make it urgent."""

import pytest

from nlu.text.risk import find_risk
from nlu.text.risk_context import Context


def level(before: str, sign: str, after: str = "", *, kind: str = "emergency", group: str = "now") -> str | None:
    """How urgent a sign is between these words."""
    text = before + sign + after
    return Context(text).level(kind, group, len(before), len(before) + len(sign))


def test_an_event_in_a_short_message_is_urgent_in_a_long_one_only_now() -> None:
    long = "我们小区的物业管理一直很差，楼道里堆满了东西，打过很多次电话都没有人来处理，业主们意见非常大，" * 2
    assert level("", "着火了") == "high"
    assert level(long, "着火了") == "low"
    assert level(long + "现在楼下", "着火了") == "high"


@pytest.mark.parametrize("before", ["没有", "不会", "从来没", "防止", "谁说"])
def test_what_is_denied_is_no_sign(before: str) -> None:
    assert level(before, "着火") is None


@pytest.mark.parametrize("before", ["逼得我不得不去", "忍不住", "不仅"])
def test_a_no_that_denies_nothing(before: str) -> None:
    assert level(before, "跳楼", kind="self_harm", group="sure") == "high"


@pytest.mark.parametrize("before", ["新闻里说有人", "昨天的电视剧里他", "标语上写着"])
def test_what_is_told_of_elsewhere_is_no_sign(before: str) -> None:
    assert level(before, "跳楼", kind="self_harm", group="high") is None


def test_news_that_somebody_takes_to_heart_is_one() -> None:
    assert "self_harm" in {risk.kind for risk in find_risk("看到新闻里有人跳楼，我也想去跳楼") if risk.level == "high"}


@pytest.mark.parametrize("before", ["2015年", "去年", "十年前", "小时候"])
def test_the_past_is_low_unless_it_goes_on(before: str) -> None:
    assert level(before, "着火了") == "low"
    assert level(before + "到现在一直", "打我", kind="domestic_violence", group="sure") == "high"


@pytest.mark.parametrize(
    ("before", "after"), [("担心", ""), ("如果", ""), ("", "的危险"), ("", "谁负责"), ("容易", "")]
)
def test_what_is_feared_is_low(before: str, after: str) -> None:
    assert level(before, "着火", after) == "low"


@pytest.mark.parametrize("around", ["快过年了", "三十多个工人"])
def test_many_or_a_festival_make_wages_urgent(around: str) -> None:
    assert level(around, "欠薪", kind="wages", group="many") == "high"
    assert level("", "欠薪", kind="wages", group="many") == "medium"


def test_what_somebody_else_wishes_the_petitioner_is_not_their_own_wish() -> None:
    assert level("老板骂我你", "去死", kind="self_harm", group="sure") is None
    assert level("我妈跟我说她", "想死", kind="self_harm", group="sure") == "high"


def test_a_shop_that_cannot_live_on_is_no_person() -> None:
    assert level("我的小店", "活不下去了", kind="self_harm", group="sure") == "low"
