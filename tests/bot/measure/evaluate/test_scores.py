"""The figures, worked out by hand."""

import pytest

from bot.measure.evaluate.scores import Found, accuracy, expected_error, macro_f1, percentile, reliability

PAIRS = [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("c", "a")]


def test_accuracy_and_macro_f1() -> None:
    assert accuracy(PAIRS) == 0.6
    assert macro_f1(PAIRS) == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)
    assert macro_f1(PAIRS, ["a", "b"]) == pytest.approx(2 / 3)


def test_a_label_that_was_not_meant_takes_from_the_others_precision_only() -> None:
    assert macro_f1([("a", "a"), ("a", "z")]) == pytest.approx(2 / 3)


def test_of_nothing_it_is_zero() -> None:
    assert (accuracy([]), macro_f1([]), percentile([], 50)) == (0.0, 0.0, 0.0)


def test_precision_and_recall() -> None:
    found = Found(stated=10, found=5, right=4)
    assert (found.precision, found.recall) == (0.8, 0.4)
    assert (Found(0, 0, 0).precision, Found(0, 0, 0).recall) == (0.0, 0.0)


def test_reliability_and_its_error() -> None:
    table = reliability([0.95, 1.0, 0.65, 0.62], [True, False, True, True])
    assert [(each.low, each.count) for each in table] == [(0.6, 2), (0.9, 2)]
    assert [each.right for each in table] == [1.0, 0.5]
    assert expected_error(table) == pytest.approx((2 * (1 - 0.635) + 2 * (0.975 - 0.5)) / 4)


def test_percentiles() -> None:
    assert [percentile(range(1, 101), of) for of in (50, 95, 100)] == [51, 96, 100]
