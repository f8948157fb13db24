"""Parts of real addresses, where they are at hand: for measuring only, nothing of them is in the project."""

import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from bot.addresses import LabelledAddress, read_addresses
from bot.measure.evaluate.intervals import bootstrap
from bot.measure.evaluate.report import Figure, Report
from bot.measure.evaluate.timed import ask_all

ADDRESSES = "addresses_train.jsonl"
TITLE = "parts of addresses"
PART_OF_FIVE = 5

Counts = tuple[int, int, int]
"""Of one address: parts that are right, that were found, that are labelled."""


def is_held_back(text: str) -> bool:
    """Whether an address is in the tested fifth; those that differ only in numbers are on the same side."""
    return sha256(re.sub(r"[0-9]", "", text).encode()).digest()[0] % PART_OF_FIVE == 0


def measure_addresses(report: Report, folder: Path) -> None:
    """A parser trained as an office would on all but a fifth: a part is right when its kind and both ends are."""
    from nlu.text.address_training import train_parser

    file = folder / ADDRESSES
    if not file.is_file():
        report.missing(TITLE, f"there is no {file}")
        return
    rows = read_addresses(file)
    test = [row for row in rows if is_held_back(row.text)]
    train = [(row.text, row.parts) for row in rows if not is_held_back(row.text)]
    if not test or not train:
        report.missing(TITLE, f"{file} holds too few addresses")
        return
    parser = train_parser(train)
    found = ask_all(report, TITLE, lambda row: parser.parse(row.text), test)
    counts = [_counts(row, parts) for row, parts in zip(test, found, strict=True)]
    right, of_found, stated = (sum(column) for column in zip(*counts, strict=True))
    report.add(
        TITLE,
        [
            Figure.share("precision", right, of_found),
            Figure.share("recall", right, stated),
            Figure("F1", f1(counts), bootstrap(f1, counts), stated),
        ],
    )


def f1(counts: Sequence[Counts]) -> float:
    """F1 over all parts of some addresses."""
    right, both = sum(each[0] for each in counts), sum(each[1] + each[2] for each in counts)
    return 2.0 * right / max(1, both)


def _counts(row: LabelledAddress, parts: Sequence[object]) -> Counts:
    return len(set(row.parts) & set(parts)), len(parts), len(row.parts)
