"""Figures on the screen and as JSON: two numbers each, and a list behind every one of them."""

import re

import pytest

from cases import Figure, Nature, Role, load_metrics
from console.views.figures import figure_words
from tests.console.test_api import Caller
from tests.support.clock import FakeClock
from tests.support.console import House, Visitor, file_case, take

BEHIND = re.compile(r'href="(/console/figures/behind\?[^"]+)"')


def counted(house: House) -> str:
    """Two cases, one of them passed on, and all counted; the number of the other."""
    waits = file_case(house.register, address="624181001")
    passed = file_case(house.register, address="624181002")
    take(house.register, passed, "transfer", unit="梅林镇政府")
    while house.register.figure_counting.count():
        pass
    return waits


async def page_of(house: House, path: str, name: str = "li.wei") -> Visitor:
    visitor = await house.visitor(name)
    await visitor.get(path)
    return visitor


@pytest.mark.parametrize("span", ["day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize("by", ["region", "unit", "matter"])
async def test_every_period_and_every_kind_of_line(house: House, span: str, by: str) -> None:
    counted(house)
    visitor = await page_of(house, f"/console/figures?span={span}&by={by}")
    assert visitor.status == 200
    assert "按期转送交办率" in visitor.page
    assert "<svg" in visitor.page
    named = {"region": "赣县区", "unit": "梅林镇政府", "matter": "自然资源"}[by]
    assert named in visitor.page


async def test_every_number_leads_to_its_list(house: House) -> None:
    waits = counted(house)
    visitor = await page_of(house, "/console/figures")
    links = [link.replace("&amp;", "&") for link in BEHIND.findall(visitor.page)]
    received = next(link for link in links if "metric=received" in link)
    assert waits in await visitor.get(received)
    for link in links[:12]:
        await visitor.get(link)
        assert visitor.status == 200, link


async def test_the_backlog_leads_to_just_the_cases_that_are_open(house: House, clock: FakeClock) -> None:
    waits = counted(house)
    ended = file_case(house.register, address="624181004")
    take(house.register, ended, "withdraw", text="已经解决")
    clock.advance(days=40)
    later = file_case(house.register, address="624181005")
    while house.register.figure_counting.count():
        pass
    visitor = await page_of(house, "/console/figures")
    section = visitor.page[visitor.page.index('id="backlog"') :]
    lists = [link.replace("&amp;", "&") for link in BEHIND.findall(section)]
    assert len(lists) == 2
    first, second = await visitor.get(lists[0]), await visitor.get(lists[1])
    assert waits in first
    assert ended not in first
    assert later not in first
    assert later in second


async def test_in_english_too(house: House) -> None:
    counted(house)
    visitor = await page_of(house, "/console/figures?lang=en")
    assert "Passed on in time" in visitor.page
    assert "Numerator:" in visitor.page


async def test_the_yearly_report(house: House, clock: FakeClock) -> None:
    counted(house)
    visitor = await page_of(house, f"/console/figures/{clock().year}")
    assert visitor.status == 200
    for part in ("一、数据统计", "二、涉及的领域", "三、被反映较多的单位", "四、转送、交办、督办情况", "梅林镇政府"):
        assert part in visitor.page


@pytest.mark.parametrize("query", ["span=century", "at=yesterday", "by=luck", "metric=happiness"])
async def test_what_cannot_be_asked(house: House, query: str) -> None:
    assert (await page_of(house, f"/console/figures?{query}")).status == 400


@pytest.mark.parametrize("day", ["0001-01-01", "1989-12-31", "9999-12-31"])
async def test_years_without_figures_are_not_found(house: House, day: str) -> None:
    assert (await page_of(house, f"/console/figures?at={day}")).status == 404


async def test_operators_read_no_figures(house: House) -> None:
    assert (await page_of(house, "/console/figures", "wang.fang")).status == 403


async def test_a_sealed_case_is_behind_no_number(house: House) -> None:
    counted(house)
    sealed = file_case(house.register, address="624181003", nature=Nature.ACCUSATION)
    while house.register.figure_counting.count():
        pass
    visitor = await page_of(house, "/console/figures", "zhao.min")
    for link in BEHIND.findall(visitor.page):
        assert sealed not in await visitor.get(link.replace("&amp;", "&"))


async def test_as_json(house: House) -> None:
    counted(house)
    answer = await Caller(house, Role.LEADER).get("/figures?span=year&by=unit")
    assert answer["total"]["figures"]["received"] == {"numerator": 2, "denominator": 2}
    assert {line["label"] for line in answer["lines"]} == {"", "梅林镇政府"}


@pytest.mark.parametrize(
    ("metric", "figure", "zh", "en"),
    [
        ("received", Figure(7, 7), "7", "7"),
        ("solved", Figure(1, 3), "33.3%", "33.3%"),
        ("solved", Figure(0, 0), "–", "–"),
        ("first_word", Figure(3 * 86400, 2), "1.5天", "1.5 d"),
    ],
)
def test_how_figures_are_written(metric: str, figure: Figure, zh: str, en: str) -> None:
    known = load_metrics()[metric]
    assert (figure_words(known, figure, language="zh"), figure_words(known, figure, language="en")) == (zh, en)
