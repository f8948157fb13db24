from cases import Register
from tests.support.clock import FakeClock


def test_five_wrong_tries_are_enough(register: Register, clock: FakeClock) -> None:
    for _ in range(5):
        assert register.lookups.allowed("telegram:7")
        register.lookups.failed("telegram:7")
    assert not register.lookups.allowed("telegram:7")
    assert register.lookups.allowed("telegram:8")


def test_after_a_quarter_of_an_hour_one_may_try_again(register: Register, clock: FakeClock) -> None:
    for _ in range(5):
        register.lookups.failed("telegram:7")
        clock.advance(minutes=1)
    clock.advance(minutes=9, seconds=59)
    assert not register.lookups.allowed("telegram:7")
    clock.advance(seconds=1)
    assert register.lookups.allowed("telegram:7")


def test_old_tries_are_not_kept(register: Register, clock: FakeClock) -> None:
    register.lookups.failed("telegram:7")
    clock.advance(minutes=15)
    register.lookups.failed("telegram:8")
    with register.transaction() as tx:
        assert tx.connection().exec_driver_sql("SELECT count(*) FROM attempts").scalar() == 1


def test_who_tried_is_not_readable(register: Register) -> None:
    register.lookups.failed("telegram:7")
    with register.transaction() as tx:
        assert "telegram:7" not in str(tx.connection().exec_driver_sql("SELECT * FROM attempts").all())
