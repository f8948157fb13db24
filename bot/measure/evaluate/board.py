"""Real messages of a petition board, where they are at hand: for measuring only, nothing of them is in the project."""

import csv
import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.matters import Labelled, read_history
from bot.measure.evaluate.danger import kinds
from bot.measure.evaluate.former_names import former
from bot.measure.evaluate.labels import label_figures
from bot.measure.evaluate.report import Figure, Report
from bot.measure.evaluate.scores import reliability
from bot.measure.evaluate.timed import ask_all
from bot.settings import PREFIX, ROOT
from nlu.text.copies import group_copies
from nlu.text.matter_model import CommonModel, MatterModel
from nlu.text.matters import MatterProposal

LABELLED, UNLABELLED = "petitions_train.csv", "petitions_unlabelled.csv"
PART_OF_FIVE = 5
SEVEN = ("交通运输", "劳动和社会保障", "卫生计生", "商贸旅游", "城乡建设", "教育文体", "环境保护")
#: The classification before had no level 1 for staff; and what of the economy is on this board is trade.
_NEAREST = {"组织人事": "劳动和社会保障", "经济管理": "商贸旅游"}


@dataclass(frozen=True)
class Board:
    """Labelled messages, each with the number of its group of near copies."""

    rows: tuple[Labelled, ...]
    groups: tuple[int, ...]

    def once(self) -> list[int]:
        """Where the original messages stand, one of each group."""
        seen: dict[int, int] = {}
        for at, (row, group) in enumerate(zip(self.rows, self.groups, strict=True)):
            if row.original:
                seen.setdefault(group, at)
        return sorted(seen.values())

    def held_back(self, part: int = 0) -> tuple[list[int], list[int]]:
        """What to train on, and a fifth of the originals to test on, no near copy of which is trained on."""
        test = [at for number, at in enumerate(self.once()) if number % PART_OF_FIVE == part]
        tested = {self.groups[at] for at in test}
        return [at for at, group in enumerate(self.groups) if group not in tested], test


def bench_folder(given: Path | None) -> Path:
    """Where the real messages are, or would be."""
    named = os.environ.get(f"{PREFIX}BENCH_DATA")  # noqa: TID251  # as tests and other measurements read it
    return given or Path(named or ROOT.parent / "shared" / "data")


def read_board(folder: Path) -> Board | None:
    """The labelled messages, or None when they are not at hand."""
    table = folder / LABELLED
    if not table.is_file():
        return None
    rows = tuple(read_history(table))
    return Board(rows, tuple(group_copies([row.words or row.text for row in rows])))


def label_of(path: Sequence[str]) -> str:
    """The board's label of a proposed path; of another level 1 than its seven, that name."""
    first, _ = former(path)
    return _NEAREST.get(first, first)


def measure_cold_start(report: Report, board: Board, model: MatterModel) -> None:
    """The model as every office starts with it, on each half of the messages.

    The lexicon was improved while looking at what the first half gets wrong; the second half was left unseen.
    """
    rows = [board.rows[at] for at in board.once()]
    proposals = ask_all(report, "matters, real messages", lambda row: model.propose(row.text), rows)
    figures: list[Figure] = []
    for name, half in (("first half", 0), ("second half, unseen", 1)):
        pairs = [
            (row.label, label_of(each.path)) for row, each in zip(rows, proposals, strict=True) if half_of(row) == half
        ]
        figures += label_figures(name, pairs, SEVEN)
    report.add("matters of real messages, cold start", figures)
    right = [row.label == label_of(each.path) for row, each in zip(rows, proposals, strict=True)]
    table = reliability([each.confidence for each in proposals], right)
    report.add_reliability("matters of real messages, cold start", table)


def half_of(row: Labelled) -> int:
    """Which half a message belongs to: the same in every run."""
    return sha256(row.id.encode()).digest()[0] % 2


def measure_history(report: Report, board: Board, common: CommonModel, parts: int = 1) -> None:
    """A model trained as an office would on its own history, on a fifth of the originals that was held back."""
    from nlu.text.matter_training import train_office

    pairs: list[tuple[str, str]] = []
    found: list[MatterProposal] = []
    for part in range(parts):
        train, test = board.held_back(part)
        texts, labels = [board.rows[at].text for at in train], [board.rows[at].label for at in train]
        model = MatterModel(common, train_office(texts, labels, common))
        rows = [board.rows[at] for at in test]
        proposals = ask_all(report, "matters, with history", model.propose, [row.text for row in rows])
        here = [(row.label, each.path[0]) for row, each in zip(rows, proposals, strict=True)]
        report.add(f"matters with history, fifth {part + 1}", label_figures("level 1", here, SEVEN))
        pairs += here
        found += proposals
    right = [meant == understood for meant, understood in pairs]
    report.add_reliability("matters with history", reliability([each.confidence for each in found], right))


def measure_alarms(report: Report, folder: Path, *, show: bool) -> None:
    """How many messages of a petition board raise an alarm: nearly all of them are false ones."""
    table = folder / UNLABELLED
    if not table.is_file():
        report.missing("alarms on real messages", f"there is no {table}")
        return
    with table.open(encoding="utf-8-sig", newline="") as file:
        texts = [f"{row['subject']}\n{row['text']}" for row in csv.DictReader(file)]
    alarms = [(seen, text) for text in texts if (seen := kinds(text))]
    of = len(texts)
    figures = [Figure.share("any kind", len(alarms), of)]
    for kind in sorted({kind for seen, _ in alarms for kind in seen}):
        count = sum(kind in seen for seen, _ in alarms)
        figures.append(Figure.share(kind, count, of))
    report.add("alarms on real messages", figures)
    for seen, text in alarms if show else ():
        report.say(f"  {', '.join(sorted(seen))}: {' '.join(text.split())[:100]}")
