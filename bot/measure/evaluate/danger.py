"""Signs of danger: every one that is missed counts, and every false alarm."""

from collections.abc import Sequence
from typing import Any

from bot.measure.evaluate.report import Figure, Report
from bot.measure.evaluate.timed import ask_all
from nlu.text.risk import find_risk

TITLE = "danger"


def kinds(text: str) -> set[str]:
    """The kinds of danger a message shows signs of."""
    return {risk.kind for risk in find_risk(text)}


def measure_danger(report: Report, rows: Sequence[dict[str, Any]]) -> None:
    """Recall of each kind, and how often an alarm is raised where there is no danger."""
    found = ask_all(report, TITLE, lambda row: kinds(row["text"]), rows)
    pairs = [(set(row["kinds"]), seen) for row, seen in zip(rows, found, strict=True)]
    figures = []
    for kind in sorted({kind for meant, _ in pairs for kind in meant}):
        shown = [kind in seen for meant, seen in pairs if kind in meant]
        figures.append(Figure.share(f"{kind}: recall", sum(shown), len(shown)))
    harmless = [bool(seen) for meant, seen in pairs if not meant]
    if harmless:
        figures.append(Figure.share("false alarms", sum(harmless), len(harmless)))
    report.add(TITLE, figures)
