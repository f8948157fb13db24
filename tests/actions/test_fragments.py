"""Lines of a story as they come in pieces: what they state, and what they say of the one who speaks."""

from typing import Any

import pytest

from actions.fragments import about_the_matter, stated
from actions.understanding import Understanding


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("老板姓刘", {"respondent": "老板姓刘"}),
        ("公司叫宏达建筑劳务", {"respondent": "宏达建筑劳务"}),
        ("一共12个人", {"affected_count": 12}),
        ("我们二十一个人都没拿到", {"affected_count": 21}),
        ("干了三个月", {}),
        ("老板说没钱", {}),
    ],
)
def test_what_a_short_message_states_as_a_whole(
    understanding: Understanding, text: str, values: dict[str, Any]
) -> None:
    assert stated(text, understanding) == values


@pytest.mark.parametrize("line", ["四川渠县的", "南山区的", "你好 我是毕节织金的", "老家达州渠县的", "我是赣县区人"])
def test_where_somebody_is_from_is_not_where_it_happened(understanding: Understanding, line: str) -> None:
    story = "工棚漏雨\n钱也没结"
    assert about_the_matter(f"{line}\n{story}", understanding) == story


@pytest.mark.parametrize("line", ["我是做保洁的", "渠县龙潭乡村口那个工地", "渠县那边工地上的事", "赣县区梅林镇"])
def test_any_other_line_is_about_the_matter(understanding: Understanding, line: str) -> None:
    assert about_the_matter(line, understanding) == line
