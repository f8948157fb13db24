"""`fengqiao train`: train the models that fit the data, or an office's own of matters or of addresses."""

import argparse
from pathlib import Path

from bot.commands.output import say
from bot.settings import Settings, quiet_rasa


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--force`, `--matters`, `--addresses`."""
    parser.add_argument("--force", action="store_true", help="train even when a fitting model exists")
    parser.add_argument("--matters", type=Path, metavar="CSV", help="train on labelled messages: id,label,text[,words]")
    parser.add_argument("--addresses", type=Path, metavar="JSONL", help="train on addresses whose parts are labelled")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Train where it is needed; print where the model is."""
    if options.matters:
        return _train_matters(settings.models, options.matters)
    if options.addresses:
        return _train_addresses(settings.models, options.addresses)
    quiet_rasa()
    from bot.matters import train_matters
    from bot.model import TrainingFailed, ensure_model, train

    try:
        if options.force:
            train_matters(settings.models)
        path = train(settings.models) if options.force else ensure_model(settings.models)
    except TrainingFailed as error:
        say(f"The model could not be trained: {error}")
        return 1
    say(f"Model: {path}")
    return 0


def _train_matters(models: Path, table: Path) -> int:
    from bot.matters import HistoryUnreadable, train_office_matters

    try:
        path = train_office_matters(models, table)
    except HistoryUnreadable as error:
        say(str(error))
        return 1
    say(f"Model: {path}, used from the next start on; delete it to go back to the common one.")
    return 0


def _train_addresses(models: Path, file: Path) -> int:
    from bot.addresses import AddressesUnreadable, train_office_addresses

    try:
        path = train_office_addresses(models, file)
    except AddressesUnreadable as error:
        say(str(error))
        return 1
    say(f"Model: {path}")
    return 0
