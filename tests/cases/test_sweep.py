"""Limits are looked after: warned of once, escalated once, whoever sweeps and however often."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import update

from cases import Register, Role, Swept
from cases.tables import PetitionRow
from storage import Database
from tests.support.clock import FakeClock
from tests.support.register import OFFICIAL, filed, notices, replied, send_all, take
from tests.support.units import member, prefecture


def steps(register: Register, number: str) -> list[str]:
    return [entry.step for entry in register.for_official(OFFICIAL).case(number).history]


def test_a_limit_is_warned_of_before_and_escalated_after_once_each(register: Register, clock: FakeClock) -> None:
    number = filed(register).case_number
    assert register.sweep() == Swept()
    clock.advance(days=13)
    assert register.sweep() == Swept(warned=1)
    assert register.sweep() == Swept()
    (warning,) = register.for_official(OFFICIAL).warnings()
    assert (warning.number, warning.clock, warning.article, warning.escalated_at) == (number, "C1", "22(1)", None)
    clock.advance(days=10)
    assert register.sweep() == Swept(escalated=1)
    assert register.sweep() == Swept()
    assert register.for_official(OFFICIAL).warnings()[0].escalated_at == clock.now
    assert steps(register, number) == ["registered", "warned", "escalated"]
    case = register.for_official(OFFICIAL).case(number)
    assert case.version == 1, "nobody changed the case"
    assert [event.kind for event in case.clocks[0].events] == ["started", "warned", "escalated"]


def test_what_passed_while_nobody_ran_is_escalated_and_not_warned_of(register: Register, clock: FakeClock) -> None:
    number = filed(register).case_number
    clock.advance(days=60)
    assert register.sweep() == Swept(escalated=1)
    take(register, number, "transfer", unit="区自然资源局")
    assert register.for_official(OFFICIAL).warnings() == []


def test_another_process_or_a_restart_warns_nobody_again(
    register: Register, database: Database, files_dir: Path, clock: FakeClock
) -> None:
    for at in range(4):
        filed(register, address=f"c{at}")
    clock.advance(days=13)
    others = [Register(database, files_dir=files_dir, clock=clock) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda one: one.sweep(), others))
    assert sum(one.warned for one in done) == 4
    assert register.sweep() == Swept()


def test_petitioners_are_reminded_of_their_own_limit_once(register: Register, clock: FakeClock) -> None:
    number = replied(register)
    send_all(register)
    clock.advance(days=24)
    assert register.sweep() == Swept(reminded=1)
    (reminder,) = notices(register)
    assert number in reminder.text
    assert "复查" in reminder.text
    clock.advance(days=30)
    assert register.sweep() == Swept(), "a right that lapsed is no office's fault"
    assert len(notices(register)) == 1


def test_at_once_is_never_late_by_machine(register: Register, clock: FakeClock) -> None:
    number = filed(register).case_number
    take(register, number, "mark_urgent", text="可能有多人聚集")
    take(register, number, "transfer", unit="区自然资源局")
    clock.advance(hours=5)
    assert register.sweep() == Swept(warned=1)
    clock.advance(days=5)
    assert register.sweep() == Swept(), "warned of once, and late at no day"
    (warning,) = register.for_official(OFFICIAL).warnings()
    assert (warning.number, warning.clock, warning.escalated_at) == (number, "C12", None)
    assert register.for_official(OFFICIAL).inbox().rows[0].next_clock == "C12"


def test_what_is_to_be_reported_at_once_is_told_to_all_who_answer_for_it(register: Register, clock: FakeClock) -> None:
    prefecture(register)
    number = filed(register).case_number
    take(register, number, "transfer", unit="a.land")
    take(register, number, "mark_urgent", text="可能有多人聚集", by=member(register, Role.HANDLER, "a.land"))
    clock.advance(minutes=1)
    assert register.sweep() == Swept(warned=1)
    told = [(Role.HANDLER, "a.land"), (Role.OFFICIAL, "a.office"), (Role.SUPERVISOR, "a.office"), (Role.LEADER, "gov")]
    for role, unit in told:
        desk = register.for_official(member(register, role, unit, name=f"{role}.{unit}.reads"))
        assert [one.clock for one in desk.warnings()] == ["C12"]
        assert desk.warning_count() == 1
    assert register.for_official(member(register, Role.SUPERVISOR, "b.office")).warnings() == []
    take(register, number, "report_urgent", text="已报区委区政府")
    assert register.for_official(OFFICIAL).warnings() == []


@pytest.mark.parametrize("unit", ["gov", "a.gov", "office", "a.office"])
def test_where_no_office_has_the_place_whoever_is_over_it_is_told(
    register: Register, clock: FakeClock, unit: str
) -> None:
    """A limit that passes is never nobody's: a county without an office of its own, and nothing passed on."""
    prefecture(register)
    number = filed(register).case_number
    with register.transaction() as tx:
        tx.execute(update(PetitionRow).values(office_id=None))
    clock.advance(days=40)
    assert register.sweep() == Swept(escalated=1)
    desk = register.for_official(member(register, Role.SUPERVISOR, unit))
    (warning,) = desk.warnings()
    assert (warning.number, warning.escalated_at) == (number, clock.now)
