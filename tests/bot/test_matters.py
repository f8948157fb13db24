"""The matter models in the models folder."""

from pathlib import Path

import pytest

import bot.matters
import nlu.text.matter_training
from bot.matters import (
    OFFICE,
    HistoryUnreadable,
    Labelled,
    ensure_matters,
    load_matters,
    matters_path,
    read_history,
    train_matters,
    train_office_matters,
)
from nlu.text.matter_model import CommonModel
from tests.support.matters import EXAMPLES, small_common


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often was trained; the model is a small one."""
    done: list[str] = []

    def train(progress: object) -> CommonModel:
        done.append("common")
        return small_common()

    monkeypatch.setattr(nlu.text.matter_training, "train_common", train)
    return done


def history(folder: Path) -> Path:
    lines = ["id,label,text,words"]
    for number, (label, texts) in enumerate(EXAMPLES.items()):
        for text in texts:
            for more in ("请处理", "盼复", "急"):
                lines.append(f"{number},{label.split('/')[0]},{text}，{more},{text} {more}")
    path = folder / "history.csv"
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


def test_it_is_trained_once_and_found_again(tmp_path: Path, trainings: list[str]) -> None:
    first, again = ensure_matters(tmp_path), ensure_matters(tmp_path)
    assert first == again == matters_path(tmp_path)
    assert trainings == ["common"]
    assert load_matters(tmp_path).propose("老板欠我工钱").path[0] == "劳动和社会保障"
    assert trainings == ["common"]


def test_another_lexicon_is_another_model(tmp_path: Path) -> None:
    for folder in ("lexicon/matter_examples", "text"):
        (tmp_path / "nlu" / folder).mkdir(parents=True)
    words = tmp_path / "nlu" / "lexicon" / "matters.yml"
    seen = set()
    for text in ("a", "b"):
        words.write_text(text, encoding="utf-8")
        seen.add(matters_path(tmp_path, tmp_path))
    (tmp_path / "nlu" / "lexicon" / "risk.yml").write_text("c", encoding="utf-8")
    seen.add(matters_path(tmp_path, tmp_path))
    (tmp_path / "nlu" / "text" / "matter_model.py").write_text("d", encoding="utf-8")
    seen.add(matters_path(tmp_path, tmp_path))
    assert len(seen) == 3


def test_the_fingerprint_names_files_that_are_there() -> None:
    nlu_folder = Path(bot.matters.ROOT) / "nlu"
    patterns = (*bot.matters.SOURCES, *(f"text/{name}.py" for name in bot.matters.CODE))
    assert [pattern for pattern in patterns if not list(nlu_folder.glob(pattern))] == []


def test_old_models_are_forgotten_and_the_offices_is_kept(tmp_path: Path, trainings: list[str]) -> None:
    for number in range(5):
        (tmp_path / f"matters-{number}.npz").touch()
    (tmp_path / OFFICE).touch()
    train_matters(tmp_path)
    assert len(list(tmp_path.glob("matters-*.npz"))) == bot.matters.KEPT_MODELS + 1
    assert (tmp_path / OFFICE).exists()


def test_an_offices_model_is_picked_up_at_the_next_start(tmp_path: Path, trainings: list[str]) -> None:
    assert load_matters(tmp_path).office is None
    train_office_matters(tmp_path, history(tmp_path))
    model = load_matters(tmp_path)
    assert model.office is not None
    assert model.office.linear.labels == ("劳动和社会保障", "教育", "生态环境")


@pytest.mark.parametrize("content", [b"no archive", b""])
def test_a_broken_office_model_is_left_out(tmp_path: Path, trainings: list[str], content: bytes) -> None:
    (tmp_path / OFFICE).write_bytes(content)
    assert load_matters(tmp_path).office is None


def test_rows_are_read_as_written_or_as_words(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    rows = ["id,label,text,words", "7,教育,学校乱收费,学校 收费", "8,劳动,,拖欠 工资", "9,,没有标签,"]
    table.write_text("\n".join(rows), encoding="utf-8")
    assert read_history(table) == [
        Labelled("7", "教育", "学校乱收费", True, "学校收费"),
        Labelled("8", "劳动", "拖欠工资", False, "拖欠工资"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("id,text\n1,话\n", "needs the columns"),
        ("label,text\n甲,话\n", "fewer than two labels"),
        ("", "needs the columns"),
    ],
)
def test_what_cannot_be_learnt_from_is_said(tmp_path: Path, content: str, reason: str) -> None:
    table = tmp_path / "t.csv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(HistoryUnreadable, match=reason):
        read_history(table)


def test_a_table_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(HistoryUnreadable, match="cannot be read"):
        read_history(tmp_path / "none.csv")
