"""Reads the register's own YAML files."""

from pathlib import Path
from typing import Any

import yaml


def load_yaml(name: str) -> Any:
    """The content of a YAML file beside this module."""
    return yaml.load((Path(__file__).parent / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
