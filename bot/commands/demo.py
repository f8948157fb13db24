"""`fengqiao demo`: fill an empty data folder with a prefecture to look around in."""

import argparse
import random
from datetime import UTC, datetime
from pathlib import Path

from tqdm import tqdm

from bot.bootstrap import open_store
from bot.commands.output import say
from bot.demo.play import LENGTH, Play, Time, understanding_at
from bot.demo.town import Login, build_town
from bot.matters import load_matters
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--data`, `--cases`."""
    parser.add_argument("--data", type=Path, help="folder that everything is written under")
    parser.add_argument("--cases", type=int, default=300, help="how many petitions (300)")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Fill it, and print who can sign in. Refuses a folder that somebody works in already."""
    end = datetime.now(UTC)
    time = Time(end - LENGTH)
    store = open_store(settings, clock=time)
    try:
        if store.register.staff.any():
            say("There are staff already: a demonstration needs a data folder of its own (--data DIR).")
            return 1
        # The same prefecture each time; passwords apart.
        chance = random.Random(20220501)
        town = build_town(store.register, chance)
        play = Play(store.register, town, understanding_at(time, load_matters(settings.models)), time, chance)
        with tqdm(total=options.cases, desc="Petitions", unit="") as bar:

            def filed() -> None:
                bar.update(1)

            play.run(options.cases, end=end, filed=filed)
        time.now = end
        while store.register.figure_counting.count():
            pass
        for line in play.refused:
            say(f"not taken: {line}")
        _say_logins(town.logins)
    finally:
        store.close()
    return 0


def _say_logins(logins: tuple[Login, ...]) -> None:
    say("Sign in at /console/ as one of these; the passwords are shown this once:")
    for one in logins:
        say(f"  {one.name:12}{one.password:20}{one.display_name}  {one.unit or '-'}  ({', '.join(one.roles)})")
