"""The officials' inbox."""

import re

import pytest

from cases import Nature
from tests.support.clock import FakeClock
from tests.support.console import House, file_case, take, talk

NUMBER = re.compile(r'<h2><a href="/console/cases/([^"]+)">')
COUNT = re.compile(r'data-state="(\w+)">(\d+)<')


async def found(house: House, query: str, name: str = "li.wei") -> list[str]:
    """The numbers an official finds."""
    visitor = await house.visitor(name)
    await visitor.get(f"/console/{query}")
    assert visitor.status == 200
    return NUMBER.findall(visitor.page)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"land", "wages", "idea"}),
        ("?state=transferred", {"wages"}),
        ("?state=replied", set()),
        ("?nature=suggestion", {"idea"}),
        ("?region=3607", {"land", "wages"}),
        ("?region=36", {"land", "wages"}),
        ("?region=44", {"idea"}),
        ("?matter=土地征收", {"land", "wages", "idea"}),
        ("?matter=教育", set()),
        ("?text=工资", {"wages"}),
        ("?text=王建国", {"land"}),
        ("?text=13900000002", {"wages"}),
        ("?state=transferred&text=工资&nature=claim", {"wages"}),
        ("?state=nonsense&nature=nonsense&region=abc&page=-3", {"land", "wages", "idea"}),
        ("?text=%00&page=99999999999999", {"land", "wages", "idea"}),
        ("?text=%25%27%22--", set()),
    ],
)
async def test_the_filters_find_what_they_say(house: House, query: str, expected: set[str]) -> None:
    numbers = {
        "land": file_case(house.register, address="1"),
        "wages": file_case(
            house.register,
            address="2",
            facts="拖欠工资五个月",
            request="发放工资",
            petitioner_name="李秀英",
            petitioner_phone="13900000002",
        ),
        "idea": file_case(
            house.register, address="3", nature=Nature.SUGGESTION, place_code="440300", petitioner_name="赵一"
        ),
    }
    take(house.register, numbers["wages"], "transfer", unit="人社局")
    assert set(await found(house, query)) == {numbers[name] for name in expected}


async def test_counts_by_state(house: House) -> None:
    take(house.register, file_case(house.register, address="1"), "transfer", unit="甲局")
    file_case(house.register, address="2")
    page = await (await house.visitor("li.wei")).get("/console/")
    assert dict(COUNT.findall(page)) == {
        "registered": "1",
        "transferred": "1",
        "accepted": "0",
        "replied": "0",
        "concluded": "0",
    }


async def test_sealed_cases_are_in_no_list_count_or_poll_of_others(house: House) -> None:
    sealed = file_case(house.register, nature=Nature.ACCUSATION, facts="举报某人")
    official, discipline = await house.visitor("li.wei"), await house.visitor("zhao.min")
    assert "举报" not in await official.get("/console/")
    assert sealed not in official.page
    assert '"inbox": 0' in await official.get("/console/counts")
    assert sealed in await discipline.get("/console/")
    assert '"inbox": 1' in await discipline.get("/console/counts")


async def test_the_nearest_limit_comes_first_and_the_overdue_is_marked(house: House, clock: FakeClock) -> None:
    old = file_case(house.register, address="1")
    clock.advance(days=17)
    new = file_case(house.register, address="2")
    visitor = await house.visitor("li.wei")
    page = await visitor.get("/console/")
    assert NUMBER.findall(page) == [old, new]
    rows = page.split('<li class="row')[1:]
    assert "已超期 2 天" in rows[0]
    assert rows[0].startswith(" card late")
    assert "剩 11 个工作日（15 天）" in rows[1]


async def test_signs_of_danger_are_seen_in_the_list(house: House) -> None:
    file_case(house.register, risk=({"kind": "self_harm", "level": "high"},))
    assert "可能有轻生或自伤风险" in await (await house.visitor("li.wei")).get("/console/")


async def test_long_lists_have_pages_that_keep_the_filter(house: House) -> None:
    for at in range(27):
        file_case(house.register, address=str(at))
    visitor = await house.visitor("li.wei")
    page = await visitor.get("/console/?nature=claim")
    assert len(NUMBER.findall(page)) == 25
    assert "第 1 / 2 页，共 27 条" in page
    assert "/console/?nature=claim&amp;page=2" in page
    assert len(NUMBER.findall(await visitor.get("/console/?nature=claim&page=2"))) == 2


async def test_nothing_yet_and_nothing_found_are_told_apart(house: House) -> None:
    visitor = await house.visitor("li.wei")
    assert "目前没有信访事项" in await visitor.get("/console/")
    page = await visitor.get("/console/?text=x")
    assert "没有符合条件的事项" in page
    assert "清除筛选条件" in page


async def test_the_list_fails_in_words(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = await house.visitor("li.wei")

    def busy(*_: object) -> None:
        raise TimeoutError("the database is busy")

    def broken(*_: object) -> None:
        raise RuntimeError("password=secret")

    monkeypatch.setattr("cases.desk.Desk.inbox", busy)
    assert "系统正忙" in await visitor.get("/console/")
    assert visitor.status == 503
    monkeypatch.setattr("cases.desk.Desk.inbox", broken)
    page = await visitor.get("/console/")
    assert visitor.status == 500
    assert "系统暂时出了问题" in page
    assert re.search(r"编号 E-[0-9a-f]{8}", page)
    assert "secret" not in page


async def test_who_handles_no_cases_begins_with_the_conversations(house: House) -> None:
    visitor = await house.visitor("wang.fang")
    assert visitor.url == "/console/conversations"
    await visitor.get("/console/")
    assert visitor.url == "/console/conversations"


async def test_the_poll_tells_each_role_its_own_numbers(house: House) -> None:
    file_case(house.register)
    talk(house)
    operator, administrator = await house.visitor("wang.fang"), await house.visitor("chen.jing")
    assert await operator.get("/console/counts") == '{"waiting": 0}'
    await administrator.get("/console/counts")
    assert {"states", "inbox", "parked", "waiting"} <= set(re.findall(r'"(\w+)":', administrator.page))
