"""The matter models in the models folder: the common one by its fingerprint, an office's own where one was trained."""

import contextlib
import csv
import hashlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import structlog
from tqdm import tqdm

from bot.settings import ROOT
from nlu.text.matter_model import MatterModel, load_common, load_office, save_common, save_office

log = structlog.get_logger(__name__)

#: What the common model is made from, within `nlu`; other word lists may change without a new one.
SOURCES = ("lexicon/matters.yml", "lexicon/matter_examples/*.yml", "lexicon/traditional.txt")
CODE = ("calibration", "lexicon", "linear", "linear_training", "matter*", "ngrams", "normalise")
OFFICE = "matters-office.npz"
KEPT_MODELS = 3


class HistoryUnreadable(Exception):
    """A table of labelled messages cannot be learnt from."""


@dataclass(frozen=True)
class Labelled:
    """A message that an office has labelled: as the citizen wrote it (`original`), or its words joined."""

    id: str
    label: str
    text: str
    original: bool
    words: str = ""


def matters_path(models: Path, root: Path = ROOT) -> Path:
    """Where the common model that fits is, or would be."""
    digest = hashlib.sha256()
    patterns = (*SOURCES, *(f"text/{name}.py" for name in CODE))
    for path in sorted(path for pattern in patterns for path in (root / "nlu").glob(pattern)):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return models / f"matters-{digest.hexdigest()[:16]}.npz"


def ensure_matters(models: Path) -> Path:
    """The common model that fits, trained now if there is none."""
    path = matters_path(models)
    return path if path.exists() else train_matters(models)


def train_matters(models: Path) -> Path:
    """Train the common model on the project's own words and examples: some seconds."""
    # scikit-learn trains; serving needs numpy alone.
    from nlu.text.matter_training import train_common

    path = matters_path(models)
    models.mkdir(parents=True, exist_ok=True)
    with _progress("Training the matters") as advance:
        save_common(train_common(advance), path)
    _forget_old(models, keep=path)
    return path


def load_matters(models: Path) -> MatterModel:
    """The common model, with the office's own above it when it was trained and still fits."""
    common = load_common(ensure_matters(models))
    path = models / OFFICE
    if not path.exists():
        return MatterModel(common)
    try:
        return MatterModel(common, load_office(path, common.paths))
    except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
        log.warning("office's matter model left out", path=str(path), reason=str(error))
        return MatterModel(common)


def train_office_matters(models: Path, table: Path) -> Path:
    """Train on an office's labelled messages and keep it for the next start. Raises `HistoryUnreadable`."""
    from nlu.text.matter_training import train_office

    rows = read_history(table)
    common = load_common(ensure_matters(models))
    path = models / OFFICE
    with _progress("Training on the office's messages") as advance:
        model = train_office([row.text for row in rows], [row.label for row in rows], common, advance)
    save_office(model, path, common.paths)
    return path


def read_history(table: Path) -> list[Labelled]:
    """Read id,label,text[,words]: the text, or where it is missing the words joined. Raises `HistoryUnreadable`."""
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise HistoryUnreadable(f"{table} cannot be read: {error}") from error
    if not rows or not {"label", "text"} <= set(rows[0]):
        raise HistoryUnreadable(f"{table} needs the columns label and text (and may have id and words)")
    read = [_labelled(row, at) for at, row in enumerate(rows)]
    kept = [row for row in read if row.label and row.text]
    if len({row.label for row in kept}) < 2:
        raise HistoryUnreadable(f"{table} has fewer than two labels with messages")
    return kept


def _labelled(row: dict[str, str | None], at: int) -> Labelled:
    text, words = (row.get("text") or "").strip(), "".join((row.get("words") or "").split())
    return Labelled(row.get("id") or str(at), (row.get("label") or "").strip(), text or words, bool(text), words)


@contextlib.contextmanager
def _progress(title: str) -> Iterator[Callable[[str], object]]:
    with tqdm(desc=title, unit="label", file=sys.stderr) as bar:
        yield lambda label: bar.update(1)


def _forget_old(models: Path, *, keep: Path) -> None:
    stored = (path for path in models.glob("matters-*.npz") if path not in (keep, models / OFFICE))
    for path in sorted(stored, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT_MODELS - 1 :]:
        path.unlink()
