"""How many are affected."""

import pytest

from nlu.text.counts import find_count, find_counts, parse_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("我们30多户", 30),
        ("二十几个工人", 20),
        ("就我一个人", 1),
        ("我们村2000多人", 2000),
        ("拖欠我们三十多名农民工工资", 30),
        ("我和其他8个同事", 9),
        ("我们一家五口", 5),
        ("我们夫妻俩", 2),
        ("两三百人", 200),
        ("小区300多户居民都受影响", 300),
        ("我們五十多戶業主", 50),
        ("10多个农民工", 10),
    ],
)
def test_found_in_a_story(text: str, count: int) -> None:
    assert find_count(text) == count


@pytest.mark.parametrize(
    "text",
    ["3个孩子", "我们三个月没发工资", "第三人民医院", "死了3人", "几百人", "赔偿5万元", "住在5楼", "没有说", "2个小时"],
)
def test_what_counts_nobody_affected(text: str) -> None:
    assert find_count(text) is None


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        ("三个人", 3),
        ("3", 3),
        ("三十多户", 30),
        ("就我", 1),
        ("我自己", 1),
        ("只有我", 1),
        ("一家三口", 3),
        ("没有别人", 1),
        ("一百来号人", 100),
        ("大概50人左右", 50),
        ("30余人", 30),
        ("十几个吧", 10),
        ("一万多人", 10_000),
        ("两个人", 2),
        ("２０户", 20),
    ],
)
def test_an_answer(answer: str, count: int) -> None:
    assert parse_count(answer) == count


@pytest.mark.parametrize("answer", ["很多人", "不清楚", "好多", "为什么问这个", ""])
def test_no_number(answer: str) -> None:
    assert parse_count(answer) is None


def test_sure_leaves_out_other_people() -> None:
    text = "每天有200名学生从这里经过，我们12户住户都受影响"
    assert [mention.value for mention in find_counts(text, sure=True)] == ["12"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("一百来号业主交了钱拿不到房", 100),
        ("受害的有五十多人", 50),
        ("俺们庄上三百来口人", 300),
        ("三十户没暖气", 30),
        ("我和老伴两个人住", 2),
        ("医院有二十个医生", None),
        ("四个保安把我拖出去", None),
    ],
)
def test_whom_it_happened_to_is_surely_counted(text: str, count: int | None) -> None:
    found = find_counts(text, sure=True)
    assert (int(found[0].value) if found else None) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("就我们一家受影响", 1),
        ("我同埋另外五个业主去过", 6),
        ("和我一起被骗的还有二十二个人", 23),
        ("我们姐弟三个都没分到", 3),
        ("阿拉一条弄堂廿几家人家", 20),
        ("楼道灯坏了，十八户摸黑上楼", 18),
        ("不止我一个", None),
        ("我不相信这种问题就我一个", None),
        ("54栋1103业主刘英再", None),
        ("学校招收新生共90个人", None),
        ("706房被改建成6户", None),
    ],
)
def test_only_those_it_is_about(text: str, count: int | None) -> None:
    found = find_counts(text, sure=True)
    assert (int(found[0].value) if found else None) == count
