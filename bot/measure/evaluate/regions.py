"""Places and times: the code of the region, the value of the date."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.measure.evaluate.report import Figure, Report
from bot.measure.evaluate.timed import ask_all
from nlu.text.dates import find_dates
from nlu.text.regions import Gazetteer


def measure_places(report: Report, rows: Sequence[dict[str, Any]], gazetteer: Gazetteer) -> None:
    """How often the region's code is right; where no place is named, none must be found."""

    def code(row: dict[str, Any]) -> str | None:
        best = gazetteer.resolve(row["text"]).best
        return best.code if best else None

    _report(report, "places", [row["code"] for row in rows], ask_all(report, "places", code, rows))


def measure_times(report: Report, rows: Sequence[dict[str, Any]]) -> None:
    """How often the first date is right to the day, month or year; where none can be said, none must be found."""

    def value(row: dict[str, Any]) -> str | None:
        found = find_dates(row["text"], date.fromisoformat(row["today"]))
        return found[0].value if found else None

    _report(report, "times", [row["value"] for row in rows], ask_all(report, "times", value, rows))


def _report(report: Report, title: str, meant: Sequence[str | None], found: Sequence[str | None]) -> None:
    pairs = list(zip(meant, found, strict=True))
    figures = []
    for name, some in (
        ("right", pairs),
        ("right where one is named", [pair for pair in pairs if pair[0]]),
        ("silent where none is named", [pair for pair in pairs if not pair[0]]),
    ):
        if some:
            right = sum(one == other for one, other in some)
            figures.append(Figure.share(f"{title}: {name}", right, len(some)))
    report.add(title, figures)
