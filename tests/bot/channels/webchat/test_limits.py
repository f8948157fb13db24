"""A gentle limit, for each session apart."""

from bot.channels.webchat import limits
from bot.channels.webchat.limits import Limit
from tests.support.clock import FakeClock


def make(clock: FakeClock, count: int = 3) -> Limit:
    return Limit(count, seconds=10, monotonic=lambda: clock().timestamp())


def test_so_many_and_no_more(clock: FakeClock) -> None:
    limit = make(clock)
    assert [limit.take("a") for _ in range(4)] == [True, True, True, False]


def test_each_session_has_its_own(clock: FakeClock) -> None:
    limit = make(clock, 1)
    assert limit.take("a")
    assert limit.take("b")
    assert not limit.take("a")


def test_time_passes(clock: FakeClock) -> None:
    limit = make(clock, 2)
    limit.take("a")
    clock.advance(seconds=6)
    limit.take("a")
    clock.advance(seconds=4)
    assert limit.take("a")
    assert not limit.take("a")


def test_a_refusal_does_not_count(clock: FakeClock) -> None:
    limit = make(clock, 1)
    limit.take("a")
    clock.advance(seconds=9)
    assert not limit.take("a")
    clock.advance(seconds=1)
    assert limit.take("a")


def test_visitors_who_never_come_back_are_forgotten(clock: FakeClock) -> None:
    limit = make(clock)
    for number in range(limits.SWEEP_ABOVE + 1):
        limit.take(str(number))
    clock.advance(seconds=11)
    limit.take("the next")
    assert set(limit._taken) == {"the next"}
