"""Shares made to mean what they say."""

import random

import pytest

from nlu.text.calibration import Calibration, fit_calibration


def test_overconfident_shares_are_brought_down() -> None:
    chance = random.Random(3)
    shares = [0.95] * 2000 + [0.6] * 2000
    right = [chance.random() < 0.7 for _ in range(2000)] + [chance.random() < 0.4 for _ in range(2000)]
    fitted = fit_calibration(shares, right)
    assert fitted(0.95) == pytest.approx(0.7, abs=0.03)
    assert fitted(0.6) == pytest.approx(0.4, abs=0.03)


def test_the_order_stays() -> None:
    fitted = fit_calibration([0.2, 0.4, 0.6, 0.8], [False, False, True, True])
    assert fitted(0.2) < fitted(0.5) < fitted(0.9)


def test_always_right_stays_finite() -> None:
    fitted = fit_calibration([0.5, 0.9, 0.99], [True, True, True])
    assert 0.5 < fitted(0.9) < 1


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_the_ends_are_shares_too(share: float) -> None:
    assert 0 <= Calibration()(share) <= 1
