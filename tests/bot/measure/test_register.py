"""A filled register is one that the product itself could have made, and it is measured through its own door."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.measure import register_fill
from bot.measure.register_fill import fill
from bot.measure.register_load import PERSON, live, measure_pages
from bot.measure.register_stories import Storyteller
from cases import CaseFilter, Period, Register, Span, UnitKind
from storage import Database


@pytest.fixture
def filled(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    monkeypatch.setattr(register_fill, "ORIGINALS", 20)
    fill(database, 50, now=datetime.now(UTC), progress=lambda _: None)
    return Register(database, files_dir=tmp_path / "files", clock=lambda: datetime.now(UTC))


def test_what_is_filled_can_be_read_found_and_worked_on(filled: Register) -> None:
    desk = filled.for_official(PERSON)
    page = desk.inbox(CaseFilter(page_size=100))
    assert 40 <= page.total <= 50
    assert len({row.number for row in page.rows}) == page.total
    # A copy has the words of its original, but is found by a phone of its own.
    original = next(row.number for row in page.rows if int(row.number[16:]) < 1000)
    case = desk.case(original, unmask="bench")
    assert case.claims
    assert case.clocks
    assert case.history
    assert case.number in {row.number for row in desk.inbox(CaseFilter(text=case.petitioner_phone)).rows}
    # The leaders' figures are those that counting would have come to, and one of a line sees less.
    assert not filled.figure_counting.count()
    total = filled.figures(PERSON).table(Period.of(Span.YEAR, datetime.now(UTC).date())).total.figures
    assert 0 < total["received"].numerator < page.total
    office = next(
        unit for unit in filled.units.list() if unit.kind is UnitKind.PETITION_OFFICE and unit.region_code[2:] != "0000"
    )
    assert 0 <= filled.for_official(replace(PERSON, unit_id=office.id)).inbox().total < page.total
    live(filled, Storyteller(7, datetime.now(UTC)))
    assert desk.inbox(CaseFilter(page_size=100)).total == page.total + 1


def test_clicks_are_timed_and_none_fails(filled: Register) -> None:
    found = measure_pages(filled, seconds=1.0, officials=3, pause=0.0)
    assert found.failures == 0
    assert found.pages.keys() == found.work.keys()
    assert sum(len(timed.latencies) for timed in found.pages.values()) >= 3


def test_the_same_seed_tells_the_same_petitions() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    one, other = Storyteller(1, now), Storyteller(1, now)
    told = [one.tell() for _ in range(50)]
    assert told == [other.tell() for _ in range(50)]
    assert all(story.received_at < now and len(story.facts) > 20 for story in told)
    assert len({(story.place, story.respondent) for story in told}) < len(told)
