"""An office's own address parser in the models folder, learnt from addresses whose parts it has labelled."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from nlu.text.address_parts import AddressPart, save_parser

OFFICE = "addresses-office.npz"


class AddressesUnreadable(Exception):
    """A file of labelled addresses cannot be learnt from."""


@dataclass(frozen=True)
class LabelledAddress:
    """An address and its parts."""

    text: str
    parts: tuple[AddressPart, ...]


def train_office_addresses(models: Path, file: Path) -> Path:
    """Train on an office's labelled addresses and keep the parser: some minutes. Raises `AddressesUnreadable`."""
    from nlu.text.address_training import ROUNDS, train_parser

    rows = read_addresses(file)
    models.mkdir(parents=True, exist_ok=True)
    with tqdm(desc="Training on the office's addresses", total=ROUNDS, unit="round", file=sys.stderr) as bar:
        parser = train_parser([(row.text, row.parts) for row in rows], lambda part: bar.update(1))
    path = models / OFFICE
    save_parser(parser, path)
    return path


def read_addresses(file: Path) -> list[LabelledAddress]:
    """Read one JSON object a line: text, and entities with type, start and end. Raises `AddressesUnreadable`."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise AddressesUnreadable(f"{file} cannot be read: {error}") from error
    rows = [_address(line, f"{file}:{number}") for number, line in enumerate(lines, start=1) if line.strip()]
    if not any(row.parts for row in rows):
        raise AddressesUnreadable(f"{file} has no address with parts")
    return rows


def _address(line: str, where: str) -> LabelledAddress:
    try:
        row = json.loads(line)
        text = str(row["text"])
        parts = tuple(sorted((_part(text, each) for each in row["entities"]), key=lambda part: part.start))
    except (ValueError, KeyError, TypeError) as error:
        raise AddressesUnreadable(f"{where} is no address with text and entities: {error!r}") from error
    if not text or any(one.end > other.start for one, other in zip(parts, parts[1:], strict=False)):
        raise AddressesUnreadable(f"{where} is empty, or its parts overlap")
    return LabelledAddress(text, parts)


def _part(text: str, entity: dict[str, Any]) -> AddressPart:
    start, end = int(entity["start"]), int(entity["end"])
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no place {start} to {end} in {text}")
    return AddressPart(str(entity["type"]), start, end, text[start:end])
