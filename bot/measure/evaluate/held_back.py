"""The held-back sets: written by people who had not seen the training data, one JSON object a line."""

import json
from pathlib import Path
from typing import Any


class UnreadableSet(Exception):
    """A held-back set is not what it should be."""


def read_set(folder: Path, name: str, *needed: str) -> list[dict[str, Any]] | None:
    """Read a set, or None when there is none. Raises `UnreadableSet` naming file and line."""
    path = folder / f"{name}.jsonl"
    if not path.is_file():
        return None
    read = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise UnreadableSet(f"{path}:{number} is no JSON: {error}") from error
        missing = [key for key in ("text", *needed) if not isinstance(row, dict) or key not in row]
        if missing:
            raise UnreadableSet(f"{path}:{number} lacks {', '.join(missing)}")
        read.append(row)
    return read
