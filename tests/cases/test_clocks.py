from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cases import ClockState
from cases.calendar import BEIJING, WorkingCalendar, is_working_day
from cases.clocks import ClockRule, Clocks, Holder, cancel, load_clocks, pause
from cases.tables import ClockRow

MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
EVERY_DAY_WORKS = WorkingCalendar(lambda day: True)
WEEKENDS_FREE = WorkingCalendar(lambda day: day.weekday() < 5)


def clocks(calendar: WorkingCalendar | None = None, **extra: Mapping[str, object]) -> Clocks:
    rules = {
        name: ClockRule.model_validate({"zh": "", "en": "", "article": "", **rule}) for name, rule in extra.items()
    }
    return Clocks({**load_clocks(), **rules}, calendar or WorkingCalendar())


def running(
    name: str = "C1", *, started: datetime = datetime(2026, 3, 2, 1, tzinfo=UTC), route: str = "六"
) -> ClockRow:
    row = clocks().start(name, started, case_id=1, route=route, region="360721")
    assert row is not None
    return row


def local(moment: datetime) -> date:
    return moment.astimezone(BEIJING).date()


@pytest.mark.parametrize(
    ("clock", "article", "days", "routes", "holder"),
    [
        ("C1", "22(1)", 15, (), Holder.OFFICE),
        ("C2", "23(2)", 15, (), Holder.OFFICE),
        ("C3", "23(3)", 15, (), Holder.OFFICE),
        ("C4", "23(3)", 5, (), Holder.UNIT),
        ("C5", "22(1)(3)", None, (), Holder.OFFICE),
        ("C6", "34", 60, ("六",), Holder.OFFICE),
        ("C7", "34", 30, ("六",), Holder.OFFICE),
        ("C8", "35", 30, ("六",), Holder.PETITIONER),
        ("C9", "35", 30, ("六",), Holder.OFFICE),
        ("C10", "36(1)", 30, ("六",), Holder.PETITIONER),
        ("C11", "36(1)", 30, ("六",), Holder.OFFICE),
        ("C12", "25", None, (), Holder.OFFICE),
    ],
)
def test_the_shipped_limits_are_those_of_the_regulation(
    clock: str, article: str, days: int | None, routes: tuple[str, ...], holder: Holder
) -> None:
    rule = load_clocks()[clock]
    assert (rule.article, rule.days, rule.routes, rule.holder) == (article, days, routes, holder)
    assert (rule.unit == "working_days") is (clock == "C4"), "the one limit of the Regulation in working days"


@pytest.mark.parametrize(
    ("clock", "started", "due", "rolled"),
    [
        ("C1", date(2026, 3, 2), date(2026, 3, 17), date(2026, 3, 17)),
        ("C2", date(2026, 3, 2), date(2026, 3, 17), date(2026, 3, 17)),
        ("C4", date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 9)),
        ("C6", date(2026, 3, 17), date(2026, 5, 16), date(2026, 5, 18)),
        ("C8", date(2026, 6, 20), date(2026, 7, 20), date(2026, 7, 20)),
    ],
)
def test_known_limits(clock: str, started: date, due: date, rolled: date) -> None:
    moment = datetime(started.year, started.month, started.day, 2, tzinfo=UTC)
    raw, moved = clocks().limit(clock, moment, region="360721")
    assert (local(raw), local(moved)) == (due, rolled)


def test_an_extension_is_counted_from_the_raw_end() -> None:
    row = running("C6", started=datetime(2026, 3, 17, 2, tzinfo=UTC))
    clocks().lengthen(row, 30)
    assert (local(row.due), local(row.rolled)) == (date(2026, 6, 15), date(2026, 6, 15))


def test_the_simple_procedure_counts_ten_working_days() -> None:
    started = datetime(2026, 3, 2, 2, tzinfo=UTC)
    row = clocks(WEEKENDS_FREE).start("C6", started, case_id=1, route="咨询", region="", simple=True)
    assert row is not None
    assert local(row.due) == date(2026, 3, 16)
    clocks().to_ordinary(row, region="")
    assert local(row.due) == date(2026, 5, 1), "counted from the same day"
    assert clocks().start("C6", started, case_id=1, route="四", region="", simple=True) is None


def test_a_day_that_a_person_sets_is_the_limit() -> None:
    row = clocks().start(
        "C5", datetime(2026, 3, 2, tzinfo=UTC), case_id=1, route=None, region="", last_day=date(2026, 3, 28)
    )
    assert row is not None
    assert (local(row.due), local(row.rolled)) == (date(2026, 3, 28), date(2026, 3, 30))


def test_at_once_has_no_number_that_could_be_missed() -> None:
    row = running("C12")
    assert row.due == row.started
    assert clocks().state(row, row.started + timedelta(days=99)) is ClockState.RUNNING
    clocks().end(row, row.started + timedelta(hours=3))
    assert row.state is ClockState.MET


@given(MOMENTS, st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=4))
def test_what_is_paused_is_not_counted(started: datetime, pauses: list[tuple[int, int]]) -> None:
    rules, now, not_counted = clocks(EVERY_DAY_WORKS), started, 0
    row = rules.start("C11", started, case_id=1, route="六", region="")
    assert row is not None
    for run, hold in pauses:
        now += timedelta(days=run)
        pause(row, now)
        assert rules.state(row, now + timedelta(days=999)) is ClockState.PAUSED
        now += timedelta(days=hold)
        not_counted += rules.resume(row, now)
    assert not_counted == sum(hold for _, hold in pauses)
    assert local(row.due) == local(started) + timedelta(days=30 + not_counted)


@given(MOMENTS, MOMENTS, st.sampled_from(["C1", "C4", "C6"]))
def test_a_corrected_start_gives_what_the_right_one_would_have(wrong: datetime, right: datetime, name: str) -> None:
    corrected, fresh = running(name, started=wrong), running(name, started=right)
    clocks().count_from(corrected, right)
    assert (corrected.due, corrected.rolled) == (fresh.due, fresh.rolled)


@given(MOMENTS, st.integers(1, 120))
def test_calendar_days_are_counted_from_the_next_day(started: datetime, days: int) -> None:
    due, rolled = clocks(EVERY_DAY_WORKS, X={"days": days}).limit("X", started, region="")
    assert local(due) - local(started) == timedelta(days=days)
    assert due == rolled


@given(MOMENTS, st.integers(1, 120))
def test_the_rolled_limit_is_the_first_working_day_from_the_raw_one(started: datetime, days: int) -> None:
    due, rolled = clocks(X={"days": days}).limit("X", started, region="")
    between = [local(due) + timedelta(days=i) for i in range((rolled - due).days)]
    assert is_working_day(local(rolled))
    assert not any(is_working_day(day) for day in between)


@given(MOMENTS)
def test_a_limit_ends_at_the_end_of_a_day_in_beijing(started: datetime) -> None:
    for moment in clocks().limit("C6", started, region=""):
        assert moment.astimezone(BEIJING).time().isoformat() == "23:59:59"


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=400)), st.sampled_from(["days", "working_days"]))
def test_who_starts_later_is_never_due_earlier(started: datetime, later: timedelta, unit: str) -> None:
    rules = clocks(X={"days": 15, "unit": unit})
    assert rules.limit("X", started, region="") <= rules.limit("X", started + later, region="")


@given(MOMENTS, st.integers(1, 60))
def test_working_days_hold_exactly_as_many_working_days(started: datetime, days: int) -> None:
    due, rolled = clocks(WEEKENDS_FREE, X={"days": days, "unit": "working_days"}).limit("X", started, region="")
    counted = [local(started) + timedelta(days=i + 1) for i in range((local(due) - local(started)).days)]
    assert sum(day.weekday() < 5 for day in counted) == days
    assert due == rolled


@given(st.integers(0, 23), st.integers(0, 59))
def test_the_hour_of_the_day_does_not_matter(hour: int, minute: int) -> None:
    started = datetime(2026, 3, 2, hour, minute, tzinfo=BEIJING)
    assert local(clocks().limit("C1", started, region="")[0]) == date(2026, 3, 17)


@pytest.mark.parametrize(("region", "days"), [("330102", 5), ("330200", 10), ("360721", 15), ("000000", 15)])
def test_the_closest_region_decides(region: str, days: int) -> None:
    rule = ClockRule(zh="", en="", article="", days=15, regions={"33": 10, "3301": 5})
    assert rule.days_in(region) == days


@pytest.mark.parametrize("route", ["一", "二", "三", "四", "五", "建议", "检举", "咨询", None])
def test_sixty_days_belong_to_the_sixth_route_alone(route: str | None) -> None:
    for clock in ("C6", "C8"):
        assert clocks().start(clock, datetime(2026, 3, 2, tzinfo=UTC), case_id=1, route=route, region="") is None


def test_a_running_clock_is_missed_when_its_time_has_passed() -> None:
    row = running()
    assert clocks().state(row, row.rolled) is ClockState.RUNNING
    assert clocks().state(row, row.rolled + timedelta(seconds=1)) is ClockState.MISSED


def test_a_petitioners_own_limit_cannot_be_missed() -> None:
    row = running("C8")
    assert clocks().state(row, row.rolled + timedelta(days=9)) is ClockState.STOPPED
    assert not clocks().is_office(row)


def test_ending_a_clock_tells_whether_it_was_in_time() -> None:
    in_time, late, dropped = running(), running(), running()
    clocks().end(in_time, in_time.rolled)
    clocks().end(late, late.rolled + timedelta(seconds=1))
    cancel(dropped, dropped.started)
    assert [row.state for row in (in_time, late, dropped)] == [ClockState.MET, ClockState.MISSED, ClockState.STOPPED]
    assert late.ended == late.rolled + timedelta(seconds=1)


def test_a_reply_clock_counts_from_the_day_it_was_served() -> None:
    now = datetime(2026, 6, 22, 3, tzinfo=UTC)
    assert local(clocks().start_of("C8", now, {"served_at": date(2026, 6, 20)})) == date(2026, 6, 20)
    assert clocks().start_of("C8", now, {"served_at": None}) == now
    assert clocks().start_of("C1", now, {"served_at": date(2026, 6, 20)}) == now


def test_moving_a_clock_recounts_it_from_its_start() -> None:
    rules = clocks(X={"days": 15, "regions": {"33": 5}})
    row = rules.start("X", datetime(2026, 3, 2, 1, tzinfo=UTC), case_id=1, route=None, region="360721")
    assert row is not None
    rules.move(row, region="330102")
    assert local(row.due) == date(2026, 3, 7)


@pytest.mark.parametrize(
    "broken", [{}, {"days": 5, "at_once": True}, {"days": 0}, {"days": 5, "unit": "weeks"}, {"days": 5, "typo": 1}]
)
def test_a_broken_rule_is_refused(broken: Mapping[str, object]) -> None:
    with pytest.raises(ValidationError):
        clocks(X=broken)
