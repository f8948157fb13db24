"""Pages and counts take the same time however many cases there are."""

from typing import Any

import pytest

from cases import CaseFilter, Nature, Register, State, listing
from tests.support.register import DISCIPLINE, OFFICIAL, filed


@pytest.fixture
def four(register: Register, monkeypatch: pytest.MonkeyPatch) -> Register:
    monkeypatch.setattr(listing, "MOST_COUNTED", 3)
    for address in "abcd":
        filed(register, address=address)
    return register


@pytest.mark.parametrize("wanted", [CaseFilter(page_size=2), CaseFilter(page_size=2, text="补偿款")])
def test_what_is_more_than_anybody_reads_is_not_counted(four: Register, wanted: CaseFilter) -> None:
    page = four.for_official(OFFICIAL).inbox(wanted)
    assert (page.total, page.more, len(page.rows)) == (3, True, 2)
    assert four.for_official(OFFICIAL).counts()[State.REGISTERED] == 4


def test_what_is_counted_is_what_may_be_seen(four: Register) -> None:
    filed(four, address="e", nature=Nature.ACCUSATION, place_code="110101")
    wanted = CaseFilter(region="11")
    assert four.for_official(OFFICIAL).inbox(wanted).total == 0
    page = four.for_official(DISCIPLINE).inbox(wanted)
    assert (page.total, page.more) == (1, False)


@pytest.mark.parametrize("level", ["农村农业", "征地补偿", "农村农业/征地补偿", "/征地补偿/"])
def test_a_matter_is_found_by_any_of_its_levels(register: Register, level: str) -> None:
    filed(register)
    assert register.for_official(OFFICIAL).inbox(CaseFilter(matter=level)).total == 1
    assert register.for_official(OFFICIAL).inbox(CaseFilter(matter="征地")).total == 0


def test_from_where_a_page_ended_the_next_goes_on(four: Register) -> None:
    desk, seen, after = four.for_official(OFFICIAL), list[str](), ""
    while True:
        page = desk.inbox(CaseFilter(page_size=1, after=after))
        seen += [row.number for row in page.rows]
        if not (after := page.after):
            break
    assert len(seen) == len(set(seen)) == 4
    assert desk.inbox(CaseFilter(page_size=1, page=4)).rows == ()


@pytest.mark.parametrize("after", ["x", "2026-01-01_3", "_", "2026-01-01T00:00:00Z_99999999999999999999"])
def test_a_place_that_is_none_is_the_beginning(register: Register, after: str) -> None:
    filed(register)
    assert len(register.for_official(OFFICIAL).inbox(CaseFilter(after=after)).rows) == 1


@pytest.mark.parametrize("most", [3, 4])
@pytest.mark.parametrize(
    "wanted", [{"region": "36"}, {"matter": "征地补偿"}, {"states": (State.REGISTERED,)}, {"text": "补偿款"}]
)
def test_few_and_many_come_in_the_same_order(
    four: Register, monkeypatch: pytest.MonkeyPatch, wanted: dict[str, Any], most: int
) -> None:
    monkeypatch.setattr(listing, "MOST_COUNTED", 10)
    desk = four.for_official(OFFICIAL)
    whole = [row.number for row in desk.inbox().rows]
    monkeypatch.setattr(listing, "MOST_COUNTED", most)
    if "text" in wanted:
        whole = whole[-most:]
    first = desk.inbox(CaseFilter(page_size=2, **wanted))
    rest = desk.inbox(CaseFilter(page_size=2, after=first.after, **wanted))
    assert [row.number for row in (*first.rows, *rest.rows)] == whole
