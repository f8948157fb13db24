"""Times as citizens write them, counted from Saturday, 15 June 2024."""

from datetime import date

import pytest

from nlu.text.dates import find_date, find_dates

TODAY = date(2024, 6, 15)


def values(text: str) -> list[str]:
    return [mention.value for mention in find_dates(text, TODAY)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2023年5月1日", "2023-05-01"),
        ("2023年5月1号", "2023-05-01"),
        ("2023年5月", "2023-05"),
        ("2023年", "2023"),
        ("2023-05-01", "2023-05-01"),
        ("2023/5/1", "2023-05-01"),
        ("2023.5.1", "2023-05-01"),
        ("2018.5", "2018-05"),
        ("The lamp broke on 2023-05-01. Nobody came.", "2023-05-01"),
        ("20230501", "2023-05-01"),
        ("23年5月", "2023-05"),
        ("二〇二三年五月一日", "2023-05-01"),
        ("２０２３年５月", "2023-05"),
        ("2017年11月23日17时38分许", "2017-11-23"),
        ("5月1日", "2024-05-01"),
        ("12月3日", "2023-12-03"),
        ("三月十八号", "2024-03-18"),
        ("9月份", "2023-09"),
        ("3月18干完活走的", "2024-03-18"),
        ("3月18万多没给", "2024-03"),
        ("08年", "2008"),
        ("98年", "1998"),
        ("2019", "2019"),
    ],
)
def test_absolute(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("昨天", "2024-06-14"),
        ("昨晚", "2024-06-14"),
        ("前天晚上8点左右", "2024-06-13"),
        ("大前天", "2024-06-12"),
        ("今天上午", "2024-06-15"),
        ("3天前", "2024-06-12"),
        ("上周五", "2024-06-07"),
        ("上个星期三", "2024-06-05"),
        ("上个月", "2024-05"),
        ("上个月15号", "2024-05-15"),
        ("本月3号", "2024-06-03"),
        ("15号", "2024-06-15"),
        ("20号", "2024-05-20"),
        ("两个月前", "2024-04"),
        ("半年前", "2023-12"),
        ("一年半前", "2022-12"),
        ("三年前", "2021"),
        ("去年", "2023"),
        ("前年", "2022"),
        ("今年6月", "2024-06"),
        ("去年12月29日", "2023-12-29"),
        ("去年春节", "2023-01-22"),
        ("国庆节", "2023-10-01"),
    ],
)
def test_relative(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2019年至今", "2019-01-01/2024-06-15"),
        ("从2019年开始", "2019-01-01/2024-06-15"),
        ("今年3月以来", "2024-03-01/2024-06-15"),
        ("自2020年3月起", "2020-03-01/2024-06-15"),
        ("2018年1月28日开始一直停水至今", "2018-01-28/2024-06-15"),
        ("2018年3月至5月", "2018-03-01/2018-05-31"),
        ("2012年12月20日至2013年1月5日", "2012-12-20/2013-01-05"),
        ("2019年到2021年", "2019-01-01/2021-12-31"),
        ("五一期间", "2024-05-01/2024-05-05"),
        ("2019年上半年", "2019-01-01/2019-06-30"),
        ("去年夏天", "2023-06-01/2023-08-31"),
    ],
)
def test_spans(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("去年国庆前后", "2023-09-24/2023-10-14"),
        ("前几天", "2024-06-08/2024-06-13"),
        ("最近", "2024-05-01/2024-06-15"),
        ("年底", "2023-11-01/2023-12-31"),
        ("今年年初", "2024-01-01/2024-02-29"),
        ("十多年前", "2005-01-01/2014-12-31"),
        ("两三年前", "2021-01-01/2022-12-31"),
        ("一周前", "2024-06-03/2024-06-09"),
        ("上个月底", "2024-05-21/2024-05-31"),
    ],
)
def test_a_vague_word_has_every_day_it_can_mean(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "干了13年",
        "工作5年了",
        "3个月没发工资",
        "1.5万元",
        "12号楼",
        "六一路",
        "五一广场",
        "十一点",
        "18岁",
        "二十多户",
        "13800138000",
        "第5月亮湾",
        "三号线地铁",
        "月饼",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert values(text) == []


def test_an_impossible_day_keeps_what_is_possible() -> None:
    assert values("2024年13月1日") == ["2024"]
    assert values("2023年2月30日") in (["2023-02"], ["2023"])


def test_the_first_of_january_looks_back_over_the_year() -> None:
    assert [m.value for m in find_dates("12月28日和昨天", date(2024, 1, 1))] == ["2023-12-28", "2023-12-31"]


def test_a_leap_day_is_read() -> None:
    assert values("2024年2月29日") == ["2024-02-29"]


def test_mentions_keep_their_place() -> None:
    text = "我們從２０１９年開始，昨天又停水"
    assert [text[m.start : m.end] for m in find_dates(text, TODAY)] == ["從２０１９年開始", "昨天"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026年清明前两天，4月3号", "2026-04-03"),
        ("去年国庆，大概10月5号晚上", f"{TODAY.year - 1}-10-05"),
        ("今年的事，三月一号那天", f"{TODAY.year}-03-01"),
        ("不是22年，是23年7月20日，我打错了", "2023-07-20"),
        ("2024年3月签的合同，2025年6月5号发现", "2024-03"),
        ("2025年3月5号买的，3月8号坏了", "2025-03-05"),
        ("第二年八月名单出来没有我", None),
        ("不记得了", None),
    ],
)
def test_an_answer_is_the_day_it_names_beside_a_holiday(text: str, value: str | None) -> None:
    assert find_date(text, TODAY) == value


@pytest.mark.parametrize("text", ["打死了三十一头猪", "养了二十一只羊", "一共五十一个人"])
def test_the_end_of_a_number_is_no_holiday(text: str) -> None:
    assert find_dates(text, TODAY) == []
