"""Intents: the model is taken out of Rasa's archive and asked without Rasa."""

import io
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import joblib

from bot.measure.evaluate.labels import label_figures
from bot.measure.evaluate.report import Report
from bot.measure.evaluate.scores import reliability
from bot.measure.evaluate.timed import ask_all
from nlu.text.intents import IntentModel, intent_of
from nlu.text.regions import Gazetteer

TITLE = "intents"
_FILE = "/intents.joblib"


def load_intents(archive: Path) -> IntentModel:
    """The intent model in a trained model of ours. Raises `KeyError` when the archive holds none."""
    with tarfile.open(archive) as files:
        member = next((each for each in files.getmembers() if each.name.endswith(_FILE)), None)
        stored = files.extractfile(member) if member else None
        if stored is None:
            raise KeyError(f"{archive} holds no intent model")
        # Our own file, written by our own training; never one from elsewhere.
        model = joblib.load(io.BytesIO(stored.read()))
    if not isinstance(model, IntentModel):
        raise KeyError(f"{archive} holds another kind of intent model")
    return model


def measure_intents(report: Report, rows: Sequence[dict[str, Any]], model: IntentModel, gazetteer: Gazetteer) -> None:
    """Accuracy, macro-F1, reliability and time of the likeliest intent, before the fallback's thresholds."""
    ranked = ask_all(report, TITLE, lambda row: model.rank(row["text"], gazetteer)[0], rows)
    # The topic of a question (`faq/cost`) has no agreed name outside the model: its intent has.
    pairs = [(row["intent"], intent_of(intent)) for row, (intent, _) in zip(rows, ranked, strict=True)]
    report.add(TITLE, label_figures("intent", pairs))
    right = [meant == understood for meant, understood in pairs]
    report.add_reliability(TITLE, reliability([confidence for _, confidence in ranked], right))
