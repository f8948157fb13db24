"""`fengqiao converse`: play dialogue scripts through the REST door and report how they ended."""

import argparse
import asyncio
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from bot.commands.output import say
from bot.measure.player import Outcome, play_all
from bot.measure.scripts import Script, petition_scripts, read_scripts
from bot.measure.server import serving
from bot.settings import Settings

ENOUGH_RIGHT = 0.97


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Scripts, or messages of a petition board; a server of its own, or a running one."""
    parser.add_argument("scripts", nargs="*", type=Path, help="script files (JSON lines)")
    parser.add_argument("--petitions", type=Path, help="CSV of petitions: play its original messages instead")
    parser.add_argument("--count", type=int, default=200, help="how many petitions (200)")
    parser.add_argument("--at-once", type=int, default=4, help="citizens at once (4)")
    parser.add_argument("--url", help="a running server (default: start one on an empty database)")
    parser.add_argument("--token", default="", help="its token, with every role")
    parser.add_argument("--show", action="store_true", help="print the conversations that went wrong")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Play and report; status 1 when fewer than 97 % ended as expected, or one petition of a board did not.

    Of those messages nothing else is expected than that each is filed, its story word for word in the case.
    """
    if not options.scripts and not options.petitions:
        say("Nothing to play: name script files, or --petitions FILE.")
        return 2
    scripts = (
        petition_scripts(options.petitions, count=options.count)
        if options.petitions
        else list(read_scripts(options.scripts))
    )
    outcomes = asyncio.run(_play(options, scripts))
    return report(outcomes, enough=1.0 if options.petitions else ENOUGH_RIGHT, show=options.show)


async def _play(options: argparse.Namespace, scripts: Sequence[Script]) -> list[Outcome]:
    with tqdm(total=len(scripts), desc="Conversations", unit="") as bar:

        def done(outcome: Outcome) -> None:
            bar.update(1)

        if options.url:
            return await play_all(scripts, base=options.url, token=options.token, at_once=options.at_once, done=done)
        with tempfile.TemporaryDirectory(prefix="fengqiao-") as folder:
            async with serving(Path(folder)) as (server, token):
                return await play_all(scripts, base=server.url, token=token, at_once=options.at_once, done=done)


def report(outcomes: Sequence[Outcome], *, enough: float = ENOUGH_RIGHT, show: bool = False) -> int:
    """Print how it went, by kind and in all; status 1 when a smaller part than `enough` ended as expected."""
    for outcome in outcomes:
        if show and (not outcome.right or outcome.looped or outcome.asides != outcome.asides_right):
            _show(outcome)
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        kinds[outcome.script.id.partition("-")[0]].append(outcome)
    say(f"{'kind':14}{'played':>8}{'filed':>8}{'right':>8}{'turns':>8}{'asked':>8}{'asides':>10}{'loops':>8}")
    for kind, some in [*kinds.items(), ("all", list(outcomes))]:
        asides = f"{sum(o.asides_right for o in some)}/{sum(o.asides for o in some)}"
        filed = [o for o in some if o.number]
        say(
            f"{kind:14}{len(some):8}{len(filed):8}{sum(o.right for o in some):8}{_mean(o.turns for o in filed):8.1f}"
            f"{_mean(o.questions for o in filed):8.1f}{asides:>10}{sum(o.looped for o in some):8}"
        )
    filed = [outcome for outcome in outcomes if outcome.number]
    if told := [outcome for outcome in outcomes if "facts" in outcome.script.expect]:
        kept = sum(outcome.number is not None and "facts" not in outcome.wrong for outcome in told)
        say(f"filed {len(filed)} of {len(outcomes)}, {_mean(o.turns for o in filed):.1f} turns per filing")
        say(f"story word for word in the case: {kept} of {len(told)}")
    right = sum(outcome.right for outcome in outcomes)
    say(f"{right} of {len(outcomes)} ended as expected ({right / len(outcomes):.1%})")
    return 0 if right / len(outcomes) >= enough else 1


def _mean(numbers: object) -> float:
    values = list(numbers)  # type: ignore[call-overload]
    return statistics.fmean(values) if values else 0.0


def _show(outcome: Outcome) -> None:
    say(
        f"--- {outcome.script.id}: case {outcome.number}, looped {outcome.looped}, "
        f"asides {outcome.asides_right}/{outcome.asides}"
    )
    for citizen, bot in outcome.heard:
        say(f"  > {citizen[:200]}")
        say("    " + bot[:400].replace("\n", "\n    "))
    for said, asked, instead in outcome.asides_lost:
        say(f"  beside {asked}: {said!r} led to {instead!r}")
    for name, (wanted, found) in outcome.wrong.items():
        say(f"  {name}: expected {wanted!r}, found {found!r}")
