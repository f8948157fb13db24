"""The one way to read the word lists of `nlu/lexicon`."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[1] / "lexicon"


@cache
def load_yaml(name: str) -> Any:
    """Read one YAML word list; the result is shared, so nobody may change it."""
    # The C loader, safe as well, reads the long lists twenty times faster.
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def load_lines(name: str) -> tuple[str, ...]:
    """Read a plain list: words separated by blanks or line ends, `#` starts a comment."""
    lines = (line.split("#", 1)[0] for line in (FOLDER / name).read_text(encoding="utf-8").splitlines())
    return tuple(word for line in lines for word in line.split())


def load_lists(name: str) -> list[tuple[str, list[str]]]:
    """Read a list of lists: each line a key and its words."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [(words[0], words[1:]) for line in lines if (words := line.split()) and not line.startswith("#")]


def load_rows(name: str) -> list[dict[str, str]]:
    """Read a CSV table with a heading."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
