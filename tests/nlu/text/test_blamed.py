"""The one a story complains about, by what was learnt."""

from pathlib import Path

import numpy as np
import pytest

from nlu.text.blamed import LONGEST, NEVER, BlamedModel, model, piece_scores, write
from nlu.text.blamed_marks import WINDOWS
from nlu.text.called_parties import called_parties
from nlu.text.normalise import fold_spoken as fold
from nlu.text.respondents import find_respondents


def likeliest(text: str) -> tuple[str, float] | None:
    folded = fold(text)
    found = model().likeliest(folded, find_respondents(text), called_parties(text, folded))
    return (text[found.start : found.end], found.share) if found else None


def test_the_one_who_did_it_is_told_from_those_one_turned_to() -> None:
    found = likeliest("清泉纯净水厂从去年八月起拖欠我工资，劳动监察登记过，司法所也调解过，还是不给。")
    assert found is not None
    assert found[0] == "清泉纯净水厂"
    assert found[1] > 0.5


@pytest.mark.parametrize("text", ["", "我", "你好", "路灯坏了好几天了", "我去县社保中心问过，让我等"])
def test_nobody_is_sure_where_nobody_is_blamed(text: str) -> None:
    found = likeliest(text)
    assert found is None or found[1] < 0.5


def test_no_piece_goes_over_a_mark_between_clauses() -> None:
    scores = np.ones((5, 3), dtype=np.float32)
    scores[2] = NEVER
    pieces = piece_scores(scores, np.zeros(LONGEST + 1, dtype=np.float32))
    assert pieces[0, 2] == 2
    assert pieces[0, 4] < 0
    assert pieces[3, 2] == 2
    assert np.isneginf(pieces[4, 2])


def test_a_long_letter_is_read_too() -> None:
    found = likeliest("我们一直在等，没有人来。" * 290 + "实名投诉清泉纯净水厂拖欠工资。")
    assert found is None or len(found[0]) <= LONGEST


def test_what_is_written_is_read_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("nlu.text.blamed.WEIGHTS", tmp_path / "weights.csv")
    names = {stream: {"^": 1, "厂": 2} for stream in WINDOWS}
    weights = {
        stream: np.zeros((3, last - first + 1, 3), dtype=np.float32) for stream, (first, last) in WINDOWS.items()
    }
    weights["one"][2, 5] = (0.5, 0.01, -0.25)
    write(BlamedModel(names, weights, np.zeros(LONGEST + 1, dtype=np.float32)), 0.05)
    model.cache_clear()
    read = model()
    model.cache_clear()
    assert read.names["one"] == {"厂": 1}
    assert read.weights["one"][1, 5].tolist() == [0.5, 0.0, -0.25]
    assert not read.names["two"]
