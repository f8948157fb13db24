"""`fengqiao bench`: measure the product."""

import argparse
import asyncio
import tempfile
from pathlib import Path

from tqdm import tqdm

from bot.commands.output import say
from bot.measure.figures import Figures
from bot.measure.kill import Losses, kill_and_count
from bot.measure.load import FILING, STARTER, Timed, load, petitions_of_one, was_filed
from bot.measure.server import Server, issue_token
from bot.measure.spike import Spike, spike
from bot.settings import Settings

FAITHFUL_PETITIONS = 60
CITIZENS = (1, 8, 100)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`turns`, `kill`, `register`, `spike`."""
    what = parser.add_subparsers(dest="what", required=True)
    turns = what.add_parser("turns", help="turns a second, latency, memory and start")
    turns.add_argument("--against", choices=["starter"], help="run the same load on Rasa's starter bot beside it")
    turns.add_argument("--starter-folder", type=Path, help="keep the starter bot's environment here, for the next time")
    turns.add_argument("--database", default="", help="a PostgreSQL URL instead of SQLite")
    kill = what.add_parser("kill", help="kill it at random instants and count what is lost or doubled")
    kill.add_argument("--times", type=int, default=10)
    kill.add_argument("--database", default="", help="a PostgreSQL URL (empty database) instead of SQLite")
    register = what.add_parser("register", help="fill the register with cases, measure pages, steps and whole lives")
    register.add_argument("--cases", type=int, nargs="+", default=[10_000, 100_000], help="how many; several in turn")
    register.add_argument("--database", default="", help="a PostgreSQL URL (one number of cases, empty database)")
    register.add_argument("--folder", type=Path, help="keep the filled databases here; what is filled is not again")
    register.add_argument("--seconds", type=float, default=30, help="how long officials click (30)")
    register.add_argument("--officials", type=int, default=50, help="how many click at once (50)")
    register.add_argument("--processes", type=int, default=2, help="how many processes take steps at once (2)")
    spike = what.add_parser("spike", help="ten times the steady load for a minute: what people hear, and what is lost")
    spike.add_argument("--seconds", type=float, default=60, help="how long the spike lasts (60)")
    spike.add_argument("--citizens", type=int, default=10, help="how many write at once in steady times (10)")
    spike.add_argument("--database", default="", help="a PostgreSQL URL (empty database) instead of SQLite")
    for each in (turns, kill, spike):
        each.add_argument("--workers", type=int, default=1, help="processes that share the work (1)")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Measure and print."""
    if options.what == "register":
        return _register(options)
    environ = {"FENGQIAO_DATABASE_URL": options.database} if options.database else {}
    if options.workers > 1:
        environ["FENGQIAO_WORKERS"] = str(options.workers)
    with tempfile.TemporaryDirectory(prefix="fengqiao-") as folder:
        server = Server(Path(folder) / "data", environ)
        if options.what == "kill":
            return _kill(server, options.times)
        if options.what == "spike":
            return _spike(server, citizens=options.citizens, seconds=options.seconds)
        asyncio.run(_turns(server, options, Path(folder)))
        return 0


def _register(options: argparse.Namespace) -> int:
    # Imported here: it reads the word lists.
    from bot.measure.register import measure, prepare

    with tempfile.TemporaryDirectory(prefix="fengqiao-") as passing:
        smallest: Figures | None = None
        for count in options.cases:
            folder = (options.folder or Path(passing)) / str(count)
            settings = Settings(data=folder, database_url=options.database)
            with tqdm(total=count, desc=f"{count} cases", unit="") as bar:
                filled = prepare(settings, count, progress=bar.update)
            where = "PostgreSQL" if options.database else "SQLite"
            say(f"{count} cases on {where}, filled in {filled:.0f} s")
            found = measure(settings, seconds=options.seconds, officials=options.officials, processes=options.processes)
            print_figures(found, smallest or found)
            smallest = smallest or found
    return 0


def print_figures(found: Figures, smallest: Figures) -> None:
    """One line a page: what half and nearly all clicks stayed under, and how that grew with the number of cases."""
    for name, timed in found.pages.items():
        before = smallest.pages.get(name, timed).percentile(95)
        say(
            f"  {name:26}{len(timed.latencies):6} times, p50 {timed.percentile(50):7.1f} ms, "
            f"p95 {timed.percentile(95):7.1f} ms, processor {found.work[name].percentile(50):5.1f} ms, "
            f"{timed.percentile(95) / before if before else 1:5.2f} times the first"
        )
    say(
        f"  whole lives of cases a second: {found.lives_per_second:.1f}, "
        f"{found.life_milliseconds:.1f} ms of processor time each; failures: {found.failures}"
    )


def _kill(server: Server, times: int) -> int:
    with tqdm(total=times, desc="Kills", unit="") as bar:

        def killed() -> None:
            bar.update(1)

        losses = asyncio.run(kill_and_count(server, times=times, progress=killed))
    print_losses(losses)
    return 0 if losses.none else 1


def _spike(server: Server, *, citizens: int, seconds: float) -> int:
    token = issue_token(server.settings())
    with tqdm(desc="Seconds", unit="") as bar:

        def passed() -> None:
            bar.update(1)

        try:
            found = asyncio.run(spike(server, token, citizens=citizens, seconds=seconds, tick=passed))
        finally:
            server.stop()
    print_spike(found)
    return 0 if found.holds else 1


def print_spike(found: Spike) -> None:
    """What people waited before, during and after, and what was lost."""
    times = {"before": found.before, "during": found.during, "after": found.after, "official": found.inbox}
    for name, timed in times.items():
        say(
            f"{name:10}{len(timed.latencies):6} answers, {timed.turns_per_second:6.1f}/s, "
            f"p50 {timed.percentile(50):7.1f} ms, p95 {timed.percentile(95):7.1f} ms"
        )
    quick = "never" if found.recovered is None else f"{found.recovered:.1f} s"
    say(f"asked to wait: {found.asked_to_wait}; errors: {found.errors}")
    say(f"after the spike: its last message answered within {found.drained:.1f} s; as quick as before after {quick}")
    print_losses(found.losses)


def print_losses(losses: Losses) -> None:
    """One line a figure."""
    for name, value in vars(losses).items():
        say(f"{name.replace('_', ' '):18}{value:8}")


async def _turns(server: Server, options: argparse.Namespace, folder: Path) -> None:
    issue_token(server.settings())
    ready = await server.start()
    try:
        first = await load(server.url, FILING[:1], citizens=1, conversations=1, ended_well=bool)
        say(f"start to first answer: {ready + first.seconds:.1f} s; resident {server.resident_megabytes():.0f} MB")
        ours = [await _measure(server.url, "ours", citizens) for citizens in CITIZENS]
        faithful = await petitions_of_one(server.url, count=FAITHFUL_PETITIONS)
        memory = server.resident_megabytes()
    finally:
        server.stop()
    nth = (1, 2, 10, 30, FAITHFUL_PETITIONS)
    say("one citizen's nth petition, ms a turn: " + ", ".join(f"{n}: {faithful[n - 1]:.1f}" for n in nth))
    say(f"resident after the load: {memory:.0f} MB")
    if options.against:
        await _against_starter(options.starter_folder or folder / "starter", ours, memory, ready + first.seconds)


async def _measure(base: str, name: str, citizens: int) -> Timed:
    messages, ended_well = (FILING, was_filed) if name == "ours" else (STARTER, bool)
    conversations = max(20, citizens * 2)
    timed = await load(base, messages, citizens=citizens, conversations=conversations, ended_well=ended_well)
    say(
        f"{name:8}{citizens:4} citizens: {timed.turns_per_second:7.1f} turns/s, p50 {timed.percentile(50):7.1f} ms, "
        f"p95 {timed.percentile(95):7.1f} ms, {timed.finished} of {timed.conversations} ended well, "
        f"{timed.errors} errors"
    )
    return timed


async def _against_starter(folder: Path, ours: list[Timed], memory: float, start: float) -> None:
    # Imported here: it is only for this comparison.
    from bot.measure.starter import Starter

    starter = Starter(folder)
    starter.prepare()
    try:
        their_start = await starter.start()
        theirs = [await _measure(starter.url, "starter", citizens) for citizens in CITIZENS]
        their_memory = starter.resident_megabytes()
    finally:
        starter.stop()
    say(f"start: ours {start:.1f} s, starter {their_start:.1f} s, ratio {start / their_start:.2f}")
    say(f"resident: ours {memory:.0f} MB, starter {their_memory:.0f} MB, ratio {memory / their_memory:.2f}")
    for mine, other in zip(ours, theirs, strict=True):
        say(
            f"{mine.citizens:4} citizens: {mine.turns_per_second / other.turns_per_second:.1f} times its turns/s, "
            f"p95 {mine.percentile(95) / other.percentile(95):.2f} of its p95"
        )
