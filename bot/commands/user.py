"""`fengqiao user`: make, disable or reset a member of staff."""

import argparse
import secrets
from pathlib import Path

from bot.bootstrap import open_store
from bot.commands.output import say
from bot.settings import Settings
from cases import CaseError, Register, Role

COMMAND = "fengqiao user"
"""Who did it, as the audit says."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`add NAME --role …`, `reset NAME`, `reset-factor NAME`, `disable NAME`, `list`."""
    parser.add_argument("--data", type=Path, help="folder that everything is written under")
    actions = parser.add_subparsers(dest="what", required=True)
    add = actions.add_parser("add", help="make a member of staff; prints a first password")
    add.add_argument("name")
    add.add_argument("--role", action="append", choices=[role.value for role in Role], required=True)
    add.add_argument("--display-name", default="")
    add.add_argument("--unit", default="", help="code of the unit they belong to")
    for what, help_text in (
        ("reset", "give a new password"),
        ("reset-factor", "take the second factor away from who lost it"),
        ("disable", "end all access"),
    ):
        actions.add_parser(what, help=help_text).add_argument("name")
    actions.add_parser("list", help="list the staff")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Do it and say what came of it."""
    store = open_store(settings)
    try:
        _do(options, store.register)
    except CaseError as error:
        say(f"{error.code}: {error}")
        return 1
    finally:
        store.close()
    return 0


def _do(options: argparse.Namespace, register: Register) -> None:
    password = secrets.token_urlsafe(12)
    match options.what:
        case "add":
            roles = [Role(role) for role in options.role]
            register.staff.create(
                options.name, password, display_name=options.display_name, roles=roles, unit=options.unit or None
            )
            say(f"{options.name}: first password {password}")
        case "reset":
            register.staff.set_password(options.name, password)
            say(f"{options.name}: new password {password}")
        case "reset-factor":
            register.second_factor.reset(options.name, by=COMMAND)
            say(f"{options.name}: second factor reset, signed out everywhere")
        case "disable":
            register.staff.disable(options.name)
            say(f"{options.name}: disabled")
        case "list":
            for member in register.staff.list():
                say(f"{member.name}\t{','.join(sorted(member.roles))}")
