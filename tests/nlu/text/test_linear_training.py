"""Training of the linear model."""

import numpy as np
import pytest

from nlu.text.linear_training import train_linear

TEXTS = ["老板欠工资", "工资没发", "拖欠工资三月", "学校乱收费", "补课收费高", "收费的学校"]
LABELS = ["工资"] * 3 + ["收费"] * 3


@pytest.mark.parametrize("telling", [False, True])
def test_it_learns_what_tells_the_labels_apart(telling: bool) -> None:
    model = train_linear(TEXTS, LABELS, sizes=(1, 2), seen_in=1, strength=10.0, telling=telling)
    assert model.labels[int(model.shares("厂里欠我工资").argmax())] == "工资"
    assert model.labels[int(model.shares("这个学校收费").argmax())] == "收费"


def test_what_is_rare_is_left_out() -> None:
    model = train_linear(TEXTS, LABELS, sizes=(2,), seen_in=2, strength=10.0, telling=True)
    assert set(model.vocabulary) == {"工资", "欠工", "收费", "学校"}


def test_what_all_labels_say_alike_tells_least() -> None:
    texts, labels = ["工资请解决", "工资谢谢", "收费请解决", "收费谢谢"], ["a", "a", "b", "b"]
    model = train_linear(texts, labels, sizes=(2,), seen_in=1, strength=10.0, telling=True)
    scale = model.scales[0]
    assert scale[model.vocabulary["工资"]] > 5 * abs(scale[model.vocabulary["谢谢"]]) + 0.5


def test_training_again_gives_the_same() -> None:
    one, other = (train_linear(TEXTS, LABELS, sizes=(1, 2), seen_in=1, strength=10.0, telling=True) for _ in range(2))
    assert np.array_equal(one.weights, other.weights)


def test_progress_is_told_label_by_label() -> None:
    told: list[str] = []
    train_linear(TEXTS, LABELS, sizes=(1,), seen_in=1, strength=1.0, telling=False, progress=told.append)
    assert told == ["工资", "收费"]
