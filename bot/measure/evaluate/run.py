"""Every measurement in turn; what is not at hand is left out with a sentence."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.measure.evaluate.addresses import measure_addresses
from bot.measure.evaluate.board import (
    bench_folder,
    measure_alarms,
    measure_cold_start,
    measure_history,
    read_board,
)
from bot.measure.evaluate.danger import measure_danger
from bot.measure.evaluate.held_back import read_set
from bot.measure.evaluate.intents import load_intents, measure_intents
from bot.measure.evaluate.lines import measure_lines
from bot.measure.evaluate.matters import (
    measure_accusations,
    measure_matters,
    measure_natures,
    measure_routes,
    route_proposer,
)
from bot.measure.evaluate.regions import measure_places, measure_times
from bot.measure.evaluate.report import Report
from bot.measure.evaluate.stories import measure_stories
from bot.model import model_path
from nlu.text.matter_model import MatterModel
from nlu.text.regions import Gazetteer

Rows = list[dict[str, Any]]


def measure_held_back(report: Report, folder: Path, models: Path, matters: MatterModel) -> None:
    """Every held-back set there is."""
    gazetteer = Gazetteer.load()
    # By the common model, for its names are the classification's; an office's own may be others.
    common = MatterModel(matters.common)
    parts: list[tuple[str, tuple[str, ...], Callable[[Rows], None]]] = [
        ("intents", ("intent",), lambda rows: _intents(report, rows, models, gazetteer)),
        ("fields", ("today", "fields"), lambda rows: measure_stories(report, rows)),
        ("places", ("code",), lambda rows: measure_places(report, rows, gazetteer)),
        ("times", ("today", "value"), lambda rows: measure_times(report, rows)),
        ("matters", ("matter",), lambda rows: measure_matters(report, rows, common)),
        ("natures", ("nature",), lambda rows: measure_natures(report, rows)),
        ("accusations", ("sealed",), lambda rows: measure_accusations(report, rows)),
        ("routes", ("route",), lambda rows: measure_routes(report, rows, route_proposer(common))),
        ("danger", ("kinds",), lambda rows: measure_danger(report, rows)),
        ("lines", ("asked", "kind"), lambda rows: measure_lines(report, rows)),
    ]
    for name, needed, measure in parts:
        rows = read_set(folder, name, *needed)
        if rows:
            measure(rows)
        else:
            report.missing(name, f"there is no {folder / name}.jsonl")


def _intents(report: Report, rows: Rows, models: Path, gazetteer: Gazetteer) -> None:
    archive = model_path(models)
    if archive.exists():
        measure_intents(report, rows, load_intents(archive), gazetteer)
    else:
        report.missing("intents", "no model fits the data: run `fengqiao train`")


def measure_real_addresses(report: Report, given: Path | None) -> None:
    """The parts of real addresses, where they are at hand."""
    measure_addresses(report, bench_folder(given))


def measure_board(report: Report, given: Path | None, matters: MatterModel, *, history: int, show: bool) -> None:
    """The real messages, where they are at hand."""
    folder = bench_folder(given)
    board = read_board(folder)
    if board is None:
        report.missing("real messages", f"they are not in {folder}")
        return
    measure_cold_start(report, board, MatterModel(matters.common))
    if history:
        measure_history(report, board, matters.common, history)
    measure_alarms(report, folder, show=show)
