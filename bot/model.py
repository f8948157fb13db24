"""Finding the trained model that fits the training data, and training it when there is none."""

import contextlib
import hashlib
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from tqdm import tqdm

from bot.matters import ensure_matters
from bot.settings import ROOT

SOURCES = ("domain.yml", "config.yml", "data", "nlu")
KEPT_MODELS = 3


class TrainingFailed(Exception):
    """The model could not be trained."""


def fingerprint(root: Path = ROOT) -> str:
    """A digest of all that the model is made from: another digest, another model."""
    digest = hashlib.sha256()
    for path in sorted(_sources(root)):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sources(root: Path) -> Iterator[Path]:
    for name in SOURCES:
        top = root / name
        if top.is_file():
            yield top
            continue
        for path in top.rglob("*"):
            if path.is_file() and path.suffix != ".pyc" and path.name != "README.md":
                yield path


def model_path(models: Path, root: Path = ROOT) -> Path:
    """Where the model that fits is, or would be."""
    return models / f"fengqiao-{fingerprint(root)}.tar.gz"


def ensure_model(models: Path) -> Path:
    """The model that fits the data, trained now if there is none."""
    # The matters first: they take seconds, and the start looks for both.
    ensure_matters(models)
    path = model_path(models)
    return path if path.exists() else train(models)


def train(models: Path) -> Path:
    """Train with a progress bar. Raises `TrainingFailed` with a sentence a developer can act on."""
    # Rasa takes seconds to import, and only training needs this part of it.
    import rasa.model_training

    path = model_path(models)
    models.mkdir(parents=True, exist_ok=True)
    with _progress(_steps()):
        try:
            result = rasa.model_training.train(
                domain=str(ROOT / "domain.yml"),
                config=str(ROOT / "config.yml"),
                training_files=str(ROOT / "data"),
                output=str(models),
                fixed_model_name=path.name.removesuffix(".tar.gz"),
                # Rasa's own cache sees neither our word lists nor our helper modules; our fingerprint does.
                force_training=True,
            )
        except RuntimeError as error:
            raise TrainingFailed(str(error)) from error
    if result.code != 0 or not path.exists():
        raise TrainingFailed("rasa found no valid training data")
    _forget_old(models, keep=path)
    return path


def _steps() -> int:
    config = yaml.load((ROOT / "config.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return len(config["pipeline"]) + len(config["policies"])


@contextlib.contextmanager
def _progress(steps: int) -> Iterator[None]:
    """A bar that moves when Rasa says that a component is trained."""
    logger = logging.getLogger("rasa.engine.training.hooks")
    level, propagate = logger.level, logger.propagate
    # Rasa draws bars of its own and prints advice in between: ours is the one a newcomer should see.
    with (
        tqdm(total=steps, desc="Training the model", unit="part", file=sys.stderr) as bar,
        open(os.devnull, "w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        handler = _Advance(bar)
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
        try:
            yield
        finally:
            logger.removeHandler(handler)
            logger.setLevel(level)
            logger.propagate = propagate
            bar.update(max(0, steps - bar.n))


class _Advance(logging.Handler):
    def __init__(self, bar: Any) -> None:
        super().__init__(logging.INFO)
        self._bar = bar

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage().startswith("Finished training") and self._bar.n < (self._bar.total or 0):
            self._bar.update(1)


def _forget_old(models: Path, *, keep: Path) -> None:
    others = sorted(models.glob("fengqiao-*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in [other for other in others if other != keep][KEPT_MODELS - 1 :]:
        path.unlink()
