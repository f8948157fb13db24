"""`fengqiao token`: issue or revoke an API token."""

import argparse
from pathlib import Path

from bot.bootstrap import open_store
from bot.commands.output import say
from bot.settings import Settings
from cases import CaseError, Role


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`issue LABEL --role …`, `revoke LABEL`."""
    parser.add_argument("--data", type=Path, help="folder that everything is written under")
    actions = parser.add_subparsers(dest="what", required=True)
    issue = actions.add_parser("issue", help="issue a token; it is printed once")
    issue.add_argument("label")
    issue.add_argument("--role", action="append", choices=[role.value for role in Role], required=True)
    issue.add_argument("--days", type=int, default=365, help="how long it is valid (365)")
    actions.add_parser("revoke", help="end a token").add_argument("label")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the token alone, so that a script can take it."""
    store = open_store(settings)
    try:
        if options.what == "issue":
            roles = [Role(role) for role in options.role]
            say(store.register.staff.issue_token(options.label, roles, days=options.days))
        else:
            store.register.staff.revoke_token(options.label)
            say(f"{options.label}: revoked")
    except CaseError as error:
        say(f"{error.code}: {error}")
        return 1
    finally:
        store.close()
    return 0
