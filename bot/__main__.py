"""The command line: `fengqiao serve | train | converse | evaluate | user | token | export | migrate | bench | demo`."""

import argparse
import importlib
import sys
from collections.abc import Sequence

from bot.garbage import no_search_while_starting
from bot.logs import configure_logging
from bot.settings import Settings, SettingsError, one_thread_of_arithmetic

COMMANDS = {
    "serve": "serve web chat, console, API and Telegram",
    "train": "train the model",
    "converse": "play dialogue scripts through the REST door",
    "evaluate": "measure how well it understands",
    "user": "make, disable or reset a member of staff",
    "token": "issue or revoke an API token",
    "export": "write the cases to a file, personal data masked",
    "audit": "check that the audit was not changed",
    "migrate": "bring the database to the newest form",
    "bench": "measure the product",
    "demo": "fill an empty data folder with a prefecture to look around in",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="fengqiao", description="Fengqiao: a citizen opens a chat and is heard.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    arguments = list(sys.argv[1:] if argv is None else argv)
    # Only the module of the command that is asked for is imported: some take Rasa's seconds.
    asked = next((word for word in arguments if word in COMMANDS), None)
    if asked == "serve":
        one_thread_of_arithmetic()
        no_search_while_starting()
    for name, help_text in COMMANDS.items():
        command = commands.add_parser(name, help=help_text)
        if name == asked:
            module = importlib.import_module(f"bot.commands.{name}")
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    options = parser.parse_args(arguments)
    try:
        settings = Settings.from_env(
            data=getattr(options, "data", None),
            port=getattr(options, "port", None),
            host=getattr(options, "host", None),
            workers=getattr(options, "workers", None),
        )
    except SettingsError as error:
        print(f"fengqiao: {error}", file=sys.stderr)  # noqa: T201
        return 2
    configure_logging(settings.log_level)
    status: int = options.run(options, settings)
    return status


if __name__ == "__main__":
    sys.exit(main())
