"""Weights as a table of the lexicon."""

from pathlib import Path

import pytest

from nlu.text import lexicon, weights
from nlu.text.linear_training import train_linear
from nlu.text.ngrams import ngrams


def test_a_model_is_read_back_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    monkeypatch.setattr(weights, "FOLDER", tmp_path)
    texts, labels = ["甲乙丙", "甲乙", "丁戊己", "丁戊"], ["one", "one", "other", "other"]
    model = train_linear(texts, labels, sizes=(1, 2), seen_in=1, strength=1.0, telling=False)
    weights.write_weights(model, "table.csv")
    read = weights.read_weights("table.csv", sizes=(1, 2), cut=ngrams)
    assert read.labels == model.labels
    assert read.shares("甲乙") == pytest.approx(model.shares("甲乙"), abs=0.01)
