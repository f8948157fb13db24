"""The fingerprint of everything our components stand on but Rasa does not see: helper modules and word lists."""

import hashlib
from pathlib import Path

_NLU = Path(__file__).parents[1]


def fingerprint_of_sources(folder: Path = _NLU) -> str:
    """Hash the names and contents of `nlu/text` and `nlu/lexicon`, so that a changed word list retrains the model."""
    digest = hashlib.sha256()
    for path in sorted([*(folder / "text").rglob("*"), *(folder / "lexicon").rglob("*")]):
        if path.is_file() and path.suffix in (".py", ".yml", ".csv", ".txt"):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
