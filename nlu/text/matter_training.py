"""Training of the matter models: the common one on our own words and examples, an office's on its labelled messages."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from nlu.text.calibration import Calibration, fit_calibration
from nlu.text.lexicon import FOLDER, load_yaml
from nlu.text.linear import Floats
from nlu.text.linear_training import train_linear
from nlu.text.matter_model import CommonModel, OfficeModel, within
from nlu.text.matters import listed_words, score_words

EXAMPLES = "matter_examples"
_FOLDS = 3
_HELD_BACK = 5
_SEED = 7

Progress = Callable[[str], object]


def examples() -> list[tuple[str, str]]:
    """Return our own examples with their `level 1/level 2`."""
    files = sorted((FOLDER / EXAMPLES).glob("*.yml"))
    tables = (load_yaml(f"{EXAMPLES}/{file.name}") for file in files)
    return [
        (text, f"{first}/{second}")
        for table in tables
        for first, below in table.items()
        for second, texts in below.items()
        for text in texts
    ]


def train_common(progress: Progress = lambda part: None) -> CommonModel:
    """Train on the examples and the lexicon's words; calibrated on examples that were left out of the training."""
    shown = examples()
    shares, right = [], []
    for fold in range(_FOLDS):
        model = _common([each for at, each in enumerate(shown) if at % _FOLDS != fold], progress)
        for text, label in shown[fold::_FOLDS]:
            firsts = model.first_shares(model.shares(text, score_words(text)))
            shares.append(float(firsts.max()))
            right.append(model.firsts[int(firsts.argmax())] == label.split("/")[0])
    return replace(_common(shown, progress), calibration=fit_calibration(shares, right))


def _common(shown: Sequence[tuple[str, str]], progress: Progress) -> CommonModel:
    known = {label for _, label in examples()}
    words = [(word, "/".join(path)) for word, path in listed_words() if "/".join(path) in known]
    texts, labels = zip(*shown, *words, strict=True)
    linear = train_linear(texts, labels, sizes=(1, 2), seen_in=1, strength=10.0, telling=False, progress=progress)
    return CommonModel(linear, Calibration())


def train_office(
    texts: Sequence[str], labels: Sequence[str], common: CommonModel, progress: Progress = lambda part: None
) -> OfficeModel:
    """Train on an office's labelled messages; calibrated on a fifth that was left out of a first training."""
    order = list(range(len(texts)))
    random.Random(_SEED).shuffle(order)
    left_out, kept = order[::_HELD_BACK], [at for at in order if at not in set(order[::_HELD_BACK])]
    beside = np.array([common.shares(text, score_words(text)) for text in texts])
    first = _office([texts[at] for at in kept], [labels[at] for at in kept], common, beside[kept], progress)
    shares, right = [], []
    for at in left_out:
        found = first.shares(texts[at], beside[at])
        shares.append(float(found.max()))
        right.append(first.linear.labels[int(found.argmax())] == labels[at])
    whole = _office(texts, labels, common, beside, progress)
    return replace(whole, calibration=fit_calibration(shares, right))


def _office(
    texts: Sequence[str], labels: Sequence[str], common: CommonModel, beside: Floats, progress: Progress
) -> OfficeModel:
    linear = train_linear(texts, labels, sizes=(1, 2, 3), seen_in=3, strength=20.0, telling=True, progress=progress)
    return OfficeModel(linear, Calibration(), within(common, beside, list(labels), linear.labels))
