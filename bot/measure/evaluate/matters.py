"""The matter on two levels, the nature, and the route."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bot.measure.evaluate.former_names import former
from bot.measure.evaluate.labels import label_figures
from bot.measure.evaluate.report import Figure, Report
from bot.measure.evaluate.scores import reliability
from bot.measure.evaluate.timed import ask_all
from nlu.text.matter_model import MatterModel
from nlu.text.nature import ACCUSATION, propose_nature

ROUTE_DAY = date(2026, 3, 2)
"""Which day it is changes what is left of a limit, never the route."""


def measure_matters(report: Report, rows: Sequence[dict[str, Any]], model: MatterModel) -> None:
    """Both levels and the reliability of level 1, which the confidence is about."""
    proposals = ask_all(report, "matters", lambda row: model.propose(row["text"]), rows)
    both = [(former(row["matter"]), former(each.path)) for row, each in zip(rows, proposals, strict=True)]
    first = [(meant[0], understood[0]) for meant, understood in both]
    second = [("/".join(meant), "/".join(understood)) for meant, understood in both]
    report.add("matters", [*label_figures("level 1", first), *label_figures("level 2", second)])
    right = [meant == understood for meant, understood in first]
    report.add_reliability("matters, level 1", reliability([each.confidence for each in proposals], right))


def measure_natures(report: Report, rows: Sequence[dict[str, Any]]) -> None:
    """Suggestion, accusation, claim or consultation."""
    natures = ask_all(report, "natures", lambda row: propose_nature(row["text"]).nature, rows)
    pairs = [(row["nature"], nature) for row, nature in zip(rows, natures, strict=True)]
    report.add("natures", label_figures("nature", pairs))


def measure_accusations(report: Report, rows: Sequence[dict[str, Any]]) -> None:
    """How many accusations would be sealed, and how much else."""
    natures = ask_all(report, "accusations", lambda row: propose_nature(row["text"]).nature, rows)
    sealed = [(row["sealed"], nature == ACCUSATION) for row, nature in zip(rows, natures, strict=True)]
    figures = []
    for name, meant in (("recall", True), ("false seals", False)):
        found = [understood for accuses, understood in sealed if accuses is meant]
        if found:
            figures.append(Figure.share(name, sum(found), len(found)))
    report.add("accusations", figures)


def measure_routes(report: Report, rows: Sequence[dict[str, Any]], route: Callable[[str], str] | None) -> None:
    """The way of Article 31, where there is something that proposes it."""
    if route is None:
        report.missing("routes", "nothing proposes them yet (nlu/text/routes.py)")
        return
    routes = ask_all(report, "routes", lambda row: route(row["text"]), rows)
    report.add("routes", label_figures("route", [(row["route"], each) for row, each in zip(rows, routes, strict=True)]))


def route_proposer(matters: MatterModel) -> Callable[[str], str] | None:
    """What proposes a route, by the nature and the matter that are proposed for the same text; None without it."""
    try:
        from nlu.text.routes import propose_route  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        return None

    def route(text: str) -> str:
        nature, matter = propose_nature(text).nature, matters.propose(text).path
        return str(propose_route(text, nature=nature, matter=matter, today=ROUTE_DAY).route)

    return route
