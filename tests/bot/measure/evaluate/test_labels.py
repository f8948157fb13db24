"""Figures of labels."""

import pytest

from bot.measure.evaluate.labels import label_figures


def test_accuracy_and_f1_lie_within_their_intervals() -> None:
    pairs = [("a", "a")] * 40 + [("b", "b")] * 30 + [("b", "a")] * 10 + [("c", "c")] * 2
    accuracy, f1 = label_figures("nature", pairs)
    assert accuracy.value == pytest.approx(72 / 82)
    for figure in (accuracy, f1):
        assert figure.interval[0] < figure.value < figure.interval[1]
        assert figure.count == 82


def test_labels_that_must_be_known_count_though_nobody_meant_them() -> None:
    _, seen = label_figures("x", [("a", "a")])
    _, wanted = label_figures("x", [("a", "a")], ["a", "b"])
    assert (seen.value, wanted.value) == (1.0, 0.5)
