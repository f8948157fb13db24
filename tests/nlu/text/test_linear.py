"""The linear model as plain data."""

from pathlib import Path

import numpy as np
import pytest

from nlu.text.linear import LinearModel, read_arrays


@pytest.fixture
def model() -> LinearModel:
    floats = {
        "idf": np.ones(3, dtype=np.float32),
        "scales": np.ones((1, 3), dtype=np.float32),
        "weights": np.array([[4, -4, 0], [-4, 4, 0]], dtype=np.float32),
        "bias": np.zeros(2, dtype=np.float32),
    }
    return LinearModel(("工资", "学校"), (2,), {"工资": 0, "学校": 1, "领导": 2}, **floats)


def test_shares_sum_to_one_and_follow_the_words(model: LinearModel) -> None:
    shares = model.shares("工资，领导")
    assert shares.sum() == pytest.approx(1)
    assert shares[0] > 0.9


def test_unknown_words_leave_it_even(model: LinearModel) -> None:
    assert model.shares("天气") == pytest.approx([0.5, 0.5])
    assert model.telling("天气", 0) == []


def test_what_speaks_for_a_label_is_named_and_nothing_else(model: LinearModel) -> None:
    assert model.telling("学校欠工资，领导", 0) == ["工资"]


def test_a_stored_model_answers_alike(model: LinearModel, tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "m.npz", **model.arrays("a_"))
    again = LinearModel.of_arrays(read_arrays(tmp_path / "m.npz"), "a_")
    assert again.labels == model.labels
    assert again.shares("学校的工资和领导") == pytest.approx(model.shares("学校的工资和领导"), abs=1e-3)


def test_a_file_that_could_run_code_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "m.npz", about=np.array([{"any": "object"}], dtype=object))
    with pytest.raises(ValueError, match="pickle"):
        read_arrays(tmp_path / "m.npz")
