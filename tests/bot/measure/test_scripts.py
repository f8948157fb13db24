"""Dialogue scripts: read from files, or made of a petition board's messages."""

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.measure.scripts import PLACES, Aside, petition_scripts, read_scripts
from cases import FIELDS
from nlu.text.regions import Gazetteer

WHOLE: Mapping[str, Any] = {
    "id": "plain-lamp",
    "say": ["路灯坏了", "三个月没人修"],
    "answers": {"place": "赣县区", "confirm": ["等等", "对"]},
    "asides": [{"at": "place", "say": "为什么问这个", "expect": {"intent": "ask_why"}}],
    "expect": {"state": "registered"},
    "max_turns": 12,
}


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_script_is_read_whole(tmp_path: Path) -> None:
    (script,) = read_scripts([written(tmp_path / "a.jsonl", "", json.dumps(WHOLE), "  ")])
    assert script.id == "plain-lamp"
    assert script.say == ("路灯坏了", "三个月没人修")
    assert script.answers == {"place": ("赣县区",), "confirm": ("等等", "对")}
    assert script.asides == (Aside(at="place", say="为什么问这个", intent="ask_why"),)
    assert (script.expect, script.max_turns, script.files) == ({"state": "registered"}, 12, True)


def test_what_may_be_left_out(tmp_path: Path) -> None:
    (script,) = read_scripts(
        [written(tmp_path / "a.jsonl", '{"id": "x", "say": ["你好"], "expect": {"filed": false}}')]
    )
    assert (script.answers, script.asides, script.max_turns, script.files) == ({}, (), 40, False)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '"text"',
        '{"say": ["你好"]}',
        '{"id": "x"}',
        '{"id": "x", "say": null}',
        '{"id": "x", "say": ["你好"], "asides": [{"at": "place", "say": "为什么"}]}',
        '{"id": "x", "say": ["你好"], "max_turns": "many"}',
    ],
)
def test_what_is_no_script_is_named_with_file_and_line(tmp_path: Path, line: str) -> None:
    path = written(tmp_path / "broken.jsonl", json.dumps(WHOLE), line)
    with pytest.raises(ValueError, match=r"broken\.jsonl:2: "):
        list(read_scripts([path]))


def test_scripts_of_several_files_come_in_order(tmp_path: Path) -> None:
    paths = [written(tmp_path / name, json.dumps({**WHOLE, "id": name})) for name in ("b", "a")]
    assert [script.id for script in read_scripts(paths)] == ["b", "a"]


@pytest.fixture
def board(tmp_path: Path) -> Path:
    """A petition board's messages, their places disguised as the board does it."""
    path = tmp_path / "board.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "text"])
        for number in range(20):
            rows.writerow([number, f" 西地省A{number}市B{number}县的路灯坏了{number}个月，A市没人管 "])
        rows.writerow([99, "   "])
    return path


def test_a_petition_is_told_as_it_stands_its_disguises_replaced(board: Path) -> None:
    scripts = petition_scripts(board, count=20)
    assert len({script.id for script in scripts}) == 20
    for script, (place, _) in zip(scripts, PLACES * 3, strict=False):
        (story,) = script.say
        assert "西地省" not in story
        assert not re.search(r"[A-Z]\d*[市县]", story)
        assert story.startswith(place[:3])
        assert re.search(r"的路灯坏了\d+个月", story)
        assert script.expect["facts"] == story


def test_every_question_of_the_form_has_an_answer(board: Path) -> None:
    (script,) = petition_scripts(board, count=1)
    assert set(script.answers) == {*FIELDS, "evidence", "confirm"}
    assert re.fullmatch(r"13\d{9}", script.answers["petitioner_phone"][0])


def test_the_same_seed_gives_the_same_citizens(board: Path) -> None:
    assert petition_scripts(board, count=5) == petition_scripts(board, count=5)
    assert petition_scripts(board, count=5) != petition_scripts(board, count=5, seed=8)


@pytest.mark.parametrize(("place", "code"), PLACES)
def test_invented_citizens_live_in_real_counties(place: str, code: str) -> None:
    match = Gazetteer.load().resolve(place)
    assert match.best is not None
    assert match.best.code == code
