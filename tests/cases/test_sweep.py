"""Limits are looked after: warned of once, escalated once, whoever sweeps and however often."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cases import Register, Swept
from storage import Database
from tests.support.clock import FakeClock
from tests.support.register import OFFICIAL, filed, notices, replied, send_all, take


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
    assert register.sweep() == Swept()
    assert register.for_official(OFFICIAL).inbox().rows[0].next_clock == "C12"
