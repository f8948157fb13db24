"""`fengqiao export`: the cases as a table, as the console exports them."""

import argparse
from pathlib import Path

from bot.bootstrap import open_store
from bot.commands.output import say
from bot.settings import Settings
from cases import CaseError, CaseFilter, Nature, Official, Register, Role
from console import write_table

KINDS = (".csv", ".xlsx")
TERMINAL = Official(id=0, name="fengqiao export", display_name="fengqiao export", roles=frozenset({Role.OFFICIAL}))
"""Who is written down: whoever can start commands here has no account that is asked for."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and why."""
    parser.add_argument("file", type=Path, help="FILE.csv or FILE.xlsx")
    parser.add_argument("--reason", required=True, help="why; it is written down in the audit")
    parser.add_argument("--nature", type=Nature, choices=list(Nature), help="only cases of this nature")
    parser.add_argument("--region", default="", help="only cases of this region: its code or its first digits")
    parser.add_argument("--data", type=Path, help="folder that everything is written under")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Zero when the file was written."""
    if options.file.suffix.lower() not in KINDS:
        say(f"{options.file}: its name must end in {' or '.join(KINDS)}")
        return 2
    store = open_store(settings)
    try:
        _export(options, store.register)
    except (CaseError, OSError) as error:
        say(str(error))
        return 1
    finally:
        store.close()
    return 0


def _export(options: argparse.Namespace, register: Register) -> None:
    exports = register.for_official(TERMINAL).exports
    wanted = CaseFilter(nature=options.nature, region=options.region)
    write_table(options.file, exports.header, exports.begin(wanted, reason=options.reason, at_the_machine=True))
    say(f"written to {options.file}")
