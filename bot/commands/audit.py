"""`fengqiao audit`: check the chain of the audit, or print its head to keep elsewhere."""

import argparse
from pathlib import Path

from bot.bootstrap import open_store
from bot.commands.output import say
from bot.settings import Settings
from cases import Register


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`verify`, `head`."""
    parser.add_argument("--data", type=Path, help="folder that everything is written under")
    actions = parser.add_subparsers(dest="what", required=True)
    verify = actions.add_parser("verify", help="go through the whole chain; says where it breaks")
    verify.add_argument("--expect", default="", help="a head that was kept elsewhere: is it still part of the chain?")
    actions.add_parser("head", help="print the newest entry's hash alone")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Zero when the chain holds."""
    store = open_store(settings)
    try:
        if options.what == "head":
            say(store.register.audit_chain.head())
            return 0
        return _verify(store.register, options.expect)
    finally:
        store.close()


def _verify(register: Register, expect: str) -> int:
    found = register.audit_chain.verify(expect=expect.strip())
    if found.broken_at is not None:
        say(f"broken at entry {found.broken_at}: {found.entries} entries before it are as they were written")
    elif found.missing:
        say(f"{expect} is not in the chain: its end was cut off, or all of it was written anew")
    else:
        say(f"{found.entries} entries, each as it was written")
    say(f"head {found.head}")
    return 0 if found.holds else 1
