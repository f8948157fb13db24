"""Real messages' figures, on a board of our own."""

from pathlib import Path

import pytest

from bot.matters import Labelled
from bot.measure.evaluate.board import (
    LABELLED,
    UNLABELLED,
    Board,
    bench_folder,
    half_of,
    label_of,
    measure_alarms,
    measure_cold_start,
    measure_history,
    read_board,
)
from bot.measure.evaluate.report import Report
from nlu.text.matter_model import MatterModel
from tests.support.matters import EXAMPLES, small_common

LETTER = "小区电梯三天两头坏，老人上下楼要爬十几层，找物业找了半年没人修"


@pytest.fixture
def report() -> Report:
    return Report(lambda line: None)


def small_board() -> Board:
    names = {"劳动和社会保障": "劳动和社会保障", "教育": "教育文体", "生态环境": "环境保护"}
    rows = [
        Labelled(f"{label}{number}{more}", names[label.split("/")[0]], f"{text}{more}", True)
        for label, texts in EXAMPLES.items()
        for number, text in enumerate(texts)
        for more in ("请处理", "盼复", "急急急")
    ]
    return Board(tuple(rows), tuple(range(len(rows))))


@pytest.mark.parametrize(
    ("path", "label"),
    [
        (("房产物业", "物业服务"), "城乡建设"),
        (("市场监管", "食品药品监管"), "卫生计生"),
        (("文体旅游", "旅游管理"), "商贸旅游"),
        (("组织人事", "招录辞退"), "劳动和社会保障"),
        (("政法", "诉讼"), "政法"),
        (("教育文体", "教育收费"), "教育文体"),
    ],
)
def test_our_paths_by_the_boards_labels(path: tuple[str, ...], label: str) -> None:
    assert label_of(path) == label


def test_near_copies_are_found_by_their_words_and_counted_once(tmp_path: Path) -> None:
    words = LETTER.replace("，", " ")
    rows = ["id,label,text,words", f"1,城乡建设,{LETTER},{words}", f"2,城乡建设,,{words}", "3,教育文体,学校乱收费,"]
    (tmp_path / LABELLED).write_text("\n".join(rows), encoding="utf-8")
    board = read_board(tmp_path)
    assert board is not None
    assert board.groups[0] == board.groups[1] != board.groups[2]
    assert board.once() == [0, 2]


def test_no_copy_of_what_is_tested_is_trained_on() -> None:
    rows = tuple(Labelled(str(at), "甲", "话", at % 3 > 0) for at in range(40))
    board = Board(rows, tuple(at // 2 for at in range(40)))
    seen: list[int] = []
    for part in range(5):
        train, test = board.held_back(part)
        assert {board.groups[at] for at in train}.isdisjoint(board.groups[at] for at in test)
        assert all(rows[at].original for at in test)
        seen += test
    assert sorted(seen) == board.once()


def test_the_folder_is_the_given_one_or_the_set_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_BENCH_DATA", "/there")
    assert bench_folder(None) == Path("/there")
    assert bench_folder(Path("/here")) == Path("/here")


def test_without_messages_there_is_no_board(tmp_path: Path) -> None:
    assert read_board(tmp_path) is None


def test_cold_start_is_measured_on_each_half(report: Report) -> None:
    board = small_board()
    measure_cold_start(report, board, MatterModel(small_common()))
    figures = report.figures["matters of real messages, cold start"]
    halves = [sum(half_of(row) == half for row in board.rows) for half in (0, 1)]
    assert [figure.count for figure in figures] == [halves[0], halves[0], halves[1], halves[1]]
    assert figures[0].value > 0.9


def test_history_is_tested_on_what_was_held_back(report: Report) -> None:
    measure_history(report, small_board(), small_common())
    accuracy = report.figures["matters with history, fifth 1"][0]
    assert accuracy.count == 9
    assert accuracy.value > 0.7


def test_alarms_are_counted_and_shown(tmp_path: Path) -> None:
    lines: list[str] = []
    (tmp_path / UNLABELLED).write_text("subject,text\n求助,我不想活了\n路灯,坏了\n", encoding="utf-8")
    report = Report(lines.append)
    measure_alarms(report, tmp_path, show=True)
    assert [(each.name, each.value) for each in report.figures["alarms on real messages"]] == [
        ("any kind", 0.5),
        ("self_harm", 0.5),
    ]
    assert "  self_harm: 求助 我不想活了" in lines


def test_alarms_need_messages(tmp_path: Path) -> None:
    lines: list[str] = []
    measure_alarms(Report(lines.append), tmp_path, show=False)
    assert any("not measured" in line for line in lines)
