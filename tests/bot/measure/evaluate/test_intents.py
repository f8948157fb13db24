"""The intent model out of an archive, measured."""

import io
import tarfile
from pathlib import Path

import joblib
import pytest

from bot.measure.evaluate.intents import load_intents, measure_intents
from bot.measure.evaluate.report import Report
from nlu.text.intents_training import train_intents
from nlu.text.regions import Gazetteer

TEXTS = {"greet": ["你好", "您好", "在吗", "早上好"], "ask_human": ["转人工", "我要找人工", "人工客服", "找真人"]}


def archive(folder: Path, stored: object) -> Path:
    data = io.BytesIO()
    joblib.dump(stored, data)
    path = folder / "model.tar.gz"
    with tarfile.open(path, "w:gz") as files:
        member = tarfile.TarInfo("components/train_IntentClassifier0/intents.joblib")
        member.size = data.tell()
        data.seek(0)
        files.addfile(member, data)
    return path


def test_the_archived_model_is_measured(tmp_path: Path) -> None:
    gazetteer = Gazetteer.load()
    pairs = [(text, intent) for intent, texts in TEXTS.items() for text in texts]
    trained = train_intents([text for text, _ in pairs], [intent for _, intent in pairs], gazetteer)
    model = load_intents(archive(tmp_path, trained))
    report = Report(lambda line: None)
    rows = [
        {"text": "你好", "intent": "greet"},
        {"text": "转人工", "intent": "ask_human"},
        {"text": "人工客服", "intent": "greet"},
    ]
    measure_intents(report, rows, model, gazetteer)
    assert report.figures["intents"][0].value == pytest.approx(2 / 3)
    assert sum(each.count for each in report.tables["intents"]) == 3


def test_another_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="another kind"):
        load_intents(archive(tmp_path, {"no": "model"}))
    with tarfile.open(tmp_path / "empty.tar.gz", "w:gz"):
        pass
    with pytest.raises(KeyError, match="no intent model"):
        load_intents(tmp_path / "empty.tar.gz")
