"""`fengqiao migrate`: bring the database to the newest form."""

import argparse
from pathlib import Path

from bot.bootstrap import open_store
from bot.commands.output import say
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--data`."""
    parser.add_argument("--data", type=Path, help="folder that everything is written under")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Opening the store migrates it."""
    open_store(settings).close()
    say("The database is up to date.")
    return 0
