"""`fengqiao train`: train the model that fits the data."""

import argparse

from bot.commands.output import say
from bot.settings import Settings, quiet_rasa


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--force`."""
    parser.add_argument("--force", action="store_true", help="train even when a fitting model exists")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Train where it is needed; print where the model is."""
    quiet_rasa()
    from bot.model import TrainingFailed, ensure_model, train

    try:
        path = train(settings.models) if options.force else ensure_model(settings.models)
    except TrainingFailed as error:
        say(f"The model could not be trained: {error}")
        return 1
    say(f"Model: {path}")
    return 0
