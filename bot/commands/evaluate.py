"""`fengqiao evaluate`: how well the understanding understands."""

import argparse
import json
from pathlib import Path

from bot.addresses import AddressesUnreadable
from bot.commands.output import say
from bot.matters import HistoryUnreadable, load_matters
from bot.measure.evaluate.held_back import UnreadableSet
from bot.measure.evaluate.report import Report
from bot.measure.evaluate.run import measure_board, measure_held_back, measure_real_addresses
from bot.settings import ROOT, Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--held-back`, `--data`, `--history`, `--show`, `--json`."""
    parser.add_argument(
        "--held-back", type=Path, default=ROOT / "tests" / "held_back", help="folder of the held-back sets"
    )
    parser.add_argument("--data", type=Path, help="folder of the real messages (FENGQIAO_BENCH_DATA)")
    parser.add_argument(
        "--history",
        type=int,
        nargs="?",
        const=1,
        default=0,
        metavar="FIFTHS",
        help="train on real messages as an office would, test on a fifth (or so many fifths, one after another)",
    )
    parser.add_argument("--show", action="store_true", help="print the real messages that raise an alarm")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Measure and print; 1 when something that is there cannot be read."""
    report = Report(say)
    matters = load_matters(settings.models)
    try:
        measure_held_back(report, options.held_back, settings.models, matters)
        measure_board(report, options.data, matters, history=options.history, show=options.show)
        measure_real_addresses(report, options.data)
    except (UnreadableSet, HistoryUnreadable, AddressesUnreadable) as error:
        say(str(error))
        return 1
    report.say_times()
    if options.json:
        options.json.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0
