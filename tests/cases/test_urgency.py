"""What stands where in the inbox, and why."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from cases import Register, Role, listing
from cases.search import conditions
from cases.tables import PetitionRow
from cases.urgency import load_urgency, place, spring_festival, usual_steps
from cases.values import CaseFilter, State
from storage import Database
from tests.cases.test_tables import plans
from tests.support.clock import FakeClock
from tests.support.register import DISCIPLINE, OFFICIAL, file, filed, take, told

DANGER: Mapping[str, Any] = {"kind": "self_harm", "level": "high"}


def order(register: Register, **wanted: Any) -> list[str]:
    """The numbers of the inbox, from the top."""
    return [row.number for row in register.for_official(OFFICIAL).inbox(CaseFilter(**wanted)).rows]


def whys(register: Register, number: str) -> tuple[str, ...]:
    """Why a case is lifted."""
    return register.for_official(OFFICIAL).case(number).urgency


def test_the_nearest_limit_is_first_and_what_is_finished_last_the_newest_first(
    register: Register, clock: FakeClock
) -> None:
    old, finished = filed(register, address="a").case_number, filed(register, address="b").case_number
    clock.advance(days=1)
    new, later = filed(register, address="c").case_number, filed(register, address="d").case_number
    for number in (finished, later):
        take(register, number, "accept", route="咨询")
    assert order(register) == [old, new, later, finished]


def test_danger_is_above_everything_until_a_person_has_taken_a_step(register: Register, clock: FakeClock) -> None:
    old = filed(register, address="a").case_number
    clock.advance(days=20)
    danger = file(register, told(register, address="b"), risk=(DANGER,)).case_number
    assert order(register) == [danger, old]
    assert whys(register, danger) == ("danger",)
    take(register, danger, "note", text="已电话联系，家人陪着。")
    assert order(register) == [old, danger]
    assert whys(register, danger) == ()


def test_who_wrote_again_waits_until_the_next_step(register: Register, clock: FakeClock) -> None:
    first, second = filed(register, address="a").case_number, filed(register, address="b").case_number
    clock.advance(days=1)
    register.supplement(second, "又来量地了", source="m2", channel="web", address="b")
    assert order(register) == [second, first]
    row = register.for_official(OFFICIAL).inbox().rows[0]
    assert (row.urgency, row.waiting_since) == (("waiting",), clock.now)
    clock.advance(days=1)
    register.supplement(second, "还有一块", source="m3", channel="web", address="b")
    assert register.for_official(OFFICIAL).inbox().rows[0].waiting_since != clock.now
    take(register, second, "note", text="已阅")
    assert order(register) == [first, second]


def test_who_writes_after_the_end_is_seen_again(register: Register, clock: FakeClock) -> None:
    finished = filed(register, address="a").case_number
    take(register, finished, "accept", route="咨询")
    clock.advance(days=30)
    accepted = filed(register, address="b").case_number
    take(register, accepted, "accept", route="六")
    assert order(register) == [accepted, finished]
    register.supplement(finished, "还是没办", source="m2", channel="web", address="a")
    assert order(register) == [finished, accepted]


def test_who_cannot_be_reached_is_looked_at_sooner_and_not_when_they_are_back(register: Register) -> None:
    first, second = filed(register, address="a").case_number, filed(register, address="b").case_number
    register.contacts.unreachable("web", "b", "blocked")
    assert order(register) == [second, first]
    assert whys(register, second) == ("unreachable",)
    register.contacts.reachable("web", "b")
    assert order(register) == [first, second]


@pytest.mark.parametrize(
    ("facts", "risk", "expected"),
    [
        ("家里有瘫痪的老人", (), ("vulnerable",)),
        ("包工头不给工资", ({"kind": "wages", "level": "medium"},), ("wages",)),
        ("路灯不亮", ({"kind": "crowd", "level": "high"},), ()),
        ("不想活了", ({"kind": "self_harm", "level": "low"},), ()),
    ],
)
def test_what_is_seen_at_filing(register: Register, facts: str, risk: tuple, expected: tuple[str, ...]) -> None:
    assert whys(register, file(register, told(register, facts=facts), risk=risk).case_number) == expected


def test_wages_are_due_before_the_festival(register: Register, clock: FakeClock) -> None:
    clock.now = clock.now.replace(year=2025, month=1, day=10)
    other = filed(register, address="a").case_number
    wages = file(register, told(register, address="b"), risk=({"kind": "wages", "level": "medium"},)).case_number
    assert order(register) == [wages, other]


def test_the_festival_is_known_where_its_year_is_announced() -> None:
    assert spring_festival(date(2025, 1, 1)) == date(2025, 1, 28)
    assert spring_festival(date(2400, 1, 1)) is None


def test_an_objection_is_lifted_by_its_state() -> None:
    class Objected:
        value = "objected"

    row = PetitionRow(urgency=0, waiting_since=None, next_due=None, received_at=FakeClock().now)
    row.__dict__["state"] = Objected()
    place(row)
    assert row.urgency == 2


def test_every_lift_has_a_number_and_the_usual_steps_are_in_order() -> None:
    assert set(load_urgency().lifts) == {"danger", "objection", "waiting", "unreachable", "vulnerable"}
    assert usual_steps(State.REGISTERED)[0] == "transfer"
    assert usual_steps("nowhere") == ()


def test_the_row_says_what_is_next_for_its_reader(register: Register) -> None:
    filed(register)
    row = register.for_official(OFFICIAL).inbox().rows[0]
    assert row.next_step is not None
    assert (row.next_step.step, row.next_clock, row.article, row.working_days) == ("transfer", "C1", "22(1)", 11)
    assert register.for_official(DISCIPLINE).inbox().rows[0].next_step == row.next_step


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"why": "waiting"}, 1),
        ({"why": "danger"}, 0),
        ({"why": "nonsense"}, 2),
        ({"clock": "C1"}, 2),
        ({"clock": "C6"}, 0),
        ({"due": "soon"}, 0),
        ({"due": "late"}, 0),
        ({"form": "online"}, 2),
        ({"form": "visit"}, 0),
        ({"unit": "赣县"}, 0),
    ],
)
def test_what_the_inbox_is_filtered_by(register: Register, wanted: dict[str, str], found: int) -> None:
    filed(register, address="a")
    number = filed(register, address="b").case_number
    register.supplement(number, "再说一句", source="m2", channel="web", address="b")
    assert len(order(register, **wanted)) == found


def test_a_long_inbox_is_read_in_the_order_of_an_index(
    sqlite_database: Database,
    clock: FakeClock,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    register = Register(sqlite_database, files_dir=tmp_path_factory.mktemp("files"), clock=clock)
    register.staff.create("li.wei", "correct horse", display_name="李伟", roles={Role.OFFICIAL})
    for address in ("a", "b"):
        register.for_official(OFFICIAL).assignments.claim(filed(register, address=address).case_number)
    monkeypatch.setattr(listing, "MOST_COUNTED", 1)
    asked = plans(sqlite_database, of="cases")
    register.for_official(OFFICIAL).inbox(CaseFilter(states=(State.REGISTERED,)))
    register.for_official(OFFICIAL).inbox()
    register.for_official(OFFICIAL).inbox(CaseFilter(assigned="li.wei"))
    assert not any("TEMP B-TREE FOR ORDER" in step for step in asked), asked
    assert any("ix_cases_rank_at" in step for step in asked)


def test_a_short_inbox_is_found_by_its_own_index(
    sqlite_database: Database, clock: FakeClock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    register = Register(sqlite_database, files_dir=tmp_path_factory.mktemp("files"), clock=clock)
    filed(register)
    asked = plans(sqlite_database, of="cases")
    register.for_official(OFFICIAL).inbox(CaseFilter(assigned="li.wei"))
    assert not any(step.startswith("SCAN cases") for step in asked), asked
    assert any("ix_cases_assigned_to_rank_at" in step for step in asked)


def test_an_unknown_reason_filters_nothing() -> None:
    assert not list(conditions(CaseFilter(why="x"), now=FakeClock().now))
