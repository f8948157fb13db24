"""Figures: every number is a numerator over a denominator, and the list behind it has just so many lines."""

from datetime import timedelta

import pytest

from cases import Dimension, Figure, NotAllowed, NotFound, Official, Period, Register, Role, Span, TakeStep, UnitKind
from tests.support.clock import FakeClock
from tests.support.register import ADMINISTRATOR, DISCIPLINE, OFFICIAL, OPERATOR, filed, replied, take, told
from tests.support.units import member, prefecture

LEADER = Official(id=9, name="ma", display_name="马", roles=frozenset({Role.LEADER}))


def count(register: Register) -> None:
    while register.figure_counting.count():
        pass


def month(register: Register, clock: FakeClock) -> Period:
    return Period.of(Span.MONTH, register.figures(LEADER).today())


def total(register: Register, clock: FakeClock) -> dict[str, Figure]:
    count(register)
    table = register.figures(LEADER).table(month(register, clock))
    return dict(table.total.figures)


def test_what_is_received_is_counted_by_region_unit_and_matter(register: Register, clock: FakeClock) -> None:
    number = filed(register).case_number
    filed(register, address="second", place_code="110101", place_name="北京市东城区")
    take(register, number, "transfer", unit="梅林镇政府")
    count(register)
    figures, period = register.figures(LEADER), month(register, clock)
    by_region = {line.key: line.figures["received"] for line in figures.table(period, by=Dimension.REGION).lines}
    assert by_region == {"360721": Figure(1, 1), "110101": Figure(1, 1)}
    by_unit = {
        line.label: line.figures["transferred"].numerator for line in figures.table(period, by=Dimension.UNIT).lines
    }
    assert by_unit == {"梅林镇政府": 1, "": 0}
    by_matter = figures.table(period, by=Dimension.MATTER).lines
    assert [(line.key, line.figures["received"].numerator) for line in by_matter] == [("农村农业", 2)]
    assert figures.table(period).total.figures["received"] == Figure(2, 2)


def test_counting_again_changes_nothing(register: Register, clock: FakeClock) -> None:
    replied(register)
    before = total(register, clock)
    clock.advance(minutes=5)
    assert total(register, clock) == before


def test_a_day_and_a_month_agree(register: Register, clock: FakeClock) -> None:
    replied(register)
    count(register)
    figures = register.figures(LEADER)
    day, whole = (figures.table(Period.of(span, figures.today())) for span in (Span.DAY, Span.MONTH))
    assert day.total.figures == whole.total.figures


def test_a_limit_counts_when_it_is_kept_or_has_passed(register: Register, clock: FakeClock) -> None:
    kept, late = filed(register).case_number, filed(register, address="late").case_number
    take(register, kept, "transfer", unit="梅林镇政府")
    begun = month(register, clock)
    count(register)
    assert register.figures(LEADER).table(begun).total.figures["passed_on_time"] == Figure(1, 1)
    clock.advance(days=30)
    count(register)
    figures = register.figures(LEADER).table(begun).total.figures
    assert figures["passed_on_time"] == Figure(1, 2)
    # The one that was passed on has had no word of how it is handled: that limit has passed too.
    assert figures["accepted_on_time"] == Figure(0, 1)
    assert figures["overdue"].numerator == 2
    assert {row.number for row in register.figures(LEADER).behind(begun, "overdue", "n").rows} == {kept, late}


def test_other_roads_have_no_sixty_days(register: Register, clock: FakeClock) -> None:
    replied(register, route="六")
    assert total(register, clock)["replied_on_time"] == Figure(1, 1)
    number = filed(register, address="court").case_number
    take(register, number, "accept", route="一")
    clock.advance(days=1)
    assert total(register, clock)["replied_on_time"] == Figure(1, 1)


def test_concluded_is_not_solved_and_silence_is_not_content(register: Register, clock: FakeClock) -> None:
    number = replied(register)
    take(register, number, "conclude")
    figures = total(register, clock)
    assert figures["concluded"] == Figure(1, 1)
    assert figures["solved"] == Figure(0, 0)
    assert figures["asked"] == Figure(0, 1)
    assert figures["rated"] == Figure(0, 1)
    assert figures["content"] == Figure(0, 0)
    assert figures["content"].share is None


def test_the_first_word_is_that_of_a_person(register: Register, clock: FakeClock) -> None:
    number = filed(register).case_number
    assert total(register, clock)["first_word"] == Figure(0, 0)
    clock.advance(hours=6)
    take(register, number, "note", text="已阅")
    take(register, number, "transfer", unit="梅林镇政府")
    assert total(register, clock)["first_word"] == Figure(6 * 3600, 1)


def test_a_sealed_case_is_in_no_figure_and_on_no_list(register: Register, clock: FakeClock) -> None:
    number = filed(register).case_number
    assert total(register, clock)["received"] == Figure(1, 1)
    take(register, number, "correct", nature="accusation")
    assert total(register, clock)["received"] == Figure(0, 0)
    for reader in (LEADER, DISCIPLINE, ADMINISTRATOR):
        figures = register.figures(reader)
        assert figures.behind(month(register, clock), "received", "n").rows == ()
        assert figures.table(month(register, clock), by=Dimension.REGION).lines == ()


def test_whoever_is_sealed_is_out_of_every_sum_at_once(register: Register, clock: FakeClock) -> None:
    prefecture(register)
    clerk = member(register, Role.OFFICIAL, "a.office")
    number = filed(register).case_number
    filed(register, address="second")
    count(register)
    take(register, number, "correct", nature="accusation")
    for reader in (LEADER, clerk):
        figures = register.figures(reader)
        for span in (Span.DAY, Span.MONTH):
            assert figures.table(Period.of(span, figures.today())).total.figures["received"] == Figure(1, 1)
        assert [how_many for _, how_many in figures.backlog()] == [1]


def test_of_a_line_just_its_own_cases_are_in_the_sums(register: Register, clock: FakeClock) -> None:
    prefecture(register)
    moved = filed(register, address="moved").case_number
    filed(register, place_code="360726", place_name="乙县", address="b")
    filed(register, place_code="110101", place_name="东城区", address="elsewhere")
    take(register, filed(register, address="handled").case_number, "transfer", unit="甲县自然资源局")
    staff = [member(register, Role.OFFICIAL, unit) for unit in ("office", "a.office", "b.office")]
    staff += [member(register, Role.HANDLER, "a.land"), member(register, Role.LEADER, "a.gov")]
    for _ in range(2):
        count(register)
        for official in staff:
            figures, seen = register.figures(official), register.for_official(official).inbox().total
            for span in Span:
                period = Period.of(span, figures.today())
                assert figures.table(period).total.figures["received"] == Figure(seen, seen), (official.name, span)
                for by in (Dimension.REGION, Dimension.UNIT, Dimension.MATTER):
                    lines = figures.table(period, by=by).lines
                    for line in lines:
                        behind = figures.behind(period, "received", "n", by=by, key=line.key)
                        assert line.figures["received"].numerator == behind.total, (official.name, span, by)
                    assert sum(line.figures["received"].numerator for line in lines) == seen
                assert figures.course(period, "received")[-1][1] == Figure(seen, seen)
            assert sum(how_many for _, how_many in figures.backlog()) == seen
        take(register, moved, "correct", region="360726 乙县")
        clock.advance(minutes=1)


def test_every_number_is_the_length_of_the_list_behind_it(register: Register, clock: FakeClock) -> None:
    replied(register)
    number = filed(register, address="second").case_number
    take(register, number, "transfer", unit="梅林镇政府")
    count(register)
    figures, period = register.figures(OFFICIAL), month(register, clock)
    for metric, figure in figures.table(period).total.figures.items():
        # Times and claims are sums: behind them stand the cases they were added up from.
        if metric in ("first_word", "solved", "asked"):
            continue
        for part, expected in (("n", figure.numerator), ("d", figure.denominator)):
            assert figures.behind(period, metric, part).total == expected, (metric, part)


def test_the_course_of_a_figure_ends_with_the_period(register: Register, clock: FakeClock) -> None:
    filed(register)
    clock.advance(days=32)
    filed(register, address="second")
    filed(register, address="third")
    count(register)
    course = register.figures(LEADER).course(month(register, clock), "received", count=3)
    assert [figure.numerator for _, figure in course] == [0, 1, 2]
    assert register.figures(LEADER).backlog() == [
        (f"{period.first:%Y-%m}", n) for period, n in zip((p for p, _ in course[1:]), (1, 2), strict=True)
    ]


def test_what_was_begun_and_not_filed_is_counted_with_its_reason(register: Register, clock: FakeClock) -> None:
    filed(register)
    register.drafts.cancel(told(register, address="cancels").id)
    register.drafts.save(register.drafts.open("web", "leaves", language="zh").id, {"facts": "路灯坏了"}, source="m")
    clock.advance(days=2)
    count(register)
    while register.unfinished_counting.count():
        pass
    seen = register.figures(LEADER).unfinished(Period.of(Span.YEAR, register.figures(LEADER).today()))
    assert seen.reasons == {("cancelled", "prior_handling"): 1, ("left", "place"): 1}
    assert (seen.begun, seen.filed) == (3, 1)


def test_who_comes_back_and_files_has_finished(register: Register, clock: FakeClock) -> None:
    draft = told(register)
    clock.advance(days=2)
    register.unfinished_counting.count()
    from tests.support.register import file

    file(register, draft)
    register.unfinished_counting.count()
    assert register.figures(LEADER).unfinished(Period.of(Span.YEAR, register.figures(LEADER).today())).reasons == {}


def test_figures_are_for_those_who_work_with_cases(register: Register) -> None:
    with pytest.raises(NotAllowed):
        register.figures(OPERATOR)


def test_a_figure_that_there_is_not(register: Register, clock: FakeClock) -> None:
    figures, period = register.figures(LEADER), month(register, clock)
    with pytest.raises(NotFound):
        figures.course(period, "happiness")
    with pytest.raises(NotFound):
        figures.behind(period, "received", "x")


def test_a_step_that_is_refused_counts_nothing(register: Register, clock: FakeClock) -> None:
    number = filed(register).case_number
    before = total(register, clock)
    with pytest.raises(Exception, match="version"):
        register.for_official(OFFICIAL).take(TakeStep(number=number, step="transfer", version=99, fields={"unit": "x"}))
    clock.advance(minutes=1)
    assert total(register, clock) == before


@pytest.mark.parametrize(
    ("span", "day", "first", "last"),
    [
        ("day", "2026-03-15", "2026-03-15", "2026-03-15"),
        ("week", "2026-03-15", "2026-03-09", "2026-03-15"),
        ("month", "2026-02-15", "2026-02-01", "2026-02-28"),
        ("quarter", "2026-05-31", "2026-04-01", "2026-06-30"),
        ("year", "2026-05-31", "2026-01-01", "2026-12-31"),
    ],
)
def test_periods(span: str, day: str, first: str, last: str) -> None:
    from datetime import date

    period = Period.of(Span(span), date.fromisoformat(day))
    assert (str(period.first), str(period.last)) == (first, last)
    assert period.before().last == period.first - timedelta(days=1)
    assert period.after().first == period.last + timedelta(days=1)


def test_who_is_passed_on_again_was_not_passed_rightly_at_first(register: Register, clock: FakeClock) -> None:
    kept, taken_over = filed(register).case_number, filed(register, address="second").case_number
    for number in (kept, taken_over):
        take(register, number, "transfer", unit="梅林镇政府")
    assert total(register, clock)["right_first"] == Figure(2, 2)
    take(register, taken_over, "escalate", unit="赣州市自然资源局", text="镇里办不了")
    assert total(register, clock)["right_first"] == Figure(1, 2)


def test_every_passage_to_another_unit_that_handles_counts(register: Register, clock: FakeClock) -> None:
    prefecture(register)
    number = filed(register).case_number
    take(register, number, "transfer", unit="a.land")
    assert total(register, clock)["right_first"] == Figure(1, 1)
    register.units.create("a.land2", "甲县征收办", kind=UnitKind.HANDLING, region="360721", by="chen")
    take(register, number, "accept", route="六", unit="a.land2")
    assert total(register, clock)["right_first"] == Figure(0, 1)
