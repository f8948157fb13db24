"""Intervals against figures from the literature and against chance."""

import pytest

from bot.measure.evaluate.intervals import bootstrap, wilson


@pytest.mark.parametrize(
    ("right", "of", "low", "high"), [(8, 10, 0.490, 0.943), (0, 20, 0.0, 0.161), (20, 20, 0.839, 1.0)]
)
def test_wilson(right: int, of: int, low: float, high: float) -> None:
    assert wilson(right, of) == pytest.approx((low, high), abs=0.001)


def test_of_nothing_anything_may_be_true() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_bootstrap_agrees_with_wilson_on_a_share() -> None:
    items = [1] * 160 + [0] * 40
    assert bootstrap(lambda drawn: sum(drawn) / len(drawn), items) == pytest.approx(wilson(160, 200), abs=0.02)


def test_bootstrap_says_the_same_twice() -> None:
    assert bootstrap(sum, [1, 5, 9]) == bootstrap(sum, [1, 5, 9])
