"""Run in an interpreter of its own by `tests/test_layers.py`: imports modules one by one, and watches what they do."""

import importlib
import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

TOUCHES = (
    "socket.", "subprocess.Popen", "os.system", "os.mkdir", "os.remove", "os.rename", "os.putenv", "os.unsetenv",
    "sqlite3.",
)  # fmt: skip
"""Audit events that an import has no business to cause."""

watched: list[str] = []
watching: list[Path] = []


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """The interpreter calls this for whatever touches the world outside of it."""
    if not watching:
        return
    if event.startswith(TOUCHES):
        watched.append(event)
    elif event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
        path = Path(os.fsdecode(arguments[0]))
        ours = path.is_relative_to(watching[0]) and ".venv" not in path.parts
        if ours and path.suffix not in (".py", ".pyc"):
            watched.append(f"opens {path.relative_to(watching[0])}")


def loaded(package: str) -> set[str]:
    """The modules of a package that are loaded."""
    return {name for name in sys.modules if name.partition(".")[0] == package}


def forget(names: set[str]) -> None:
    """Make modules as if nobody had imported them."""
    for name in names:
        parent, _, own = name.rpartition(".")
        if parent in sys.modules:
            vars(sys.modules[parent]).pop(own, None)
        del sys.modules[name]


def import_watched(name: str, root: Path) -> Iterator[str]:
    """Import one module; what it did."""
    threads, out = threading.active_count(), StringIO()
    watched.clear()
    watching.append(root)
    try:
        with redirect_stdout(out), redirect_stderr(out):
            importlib.import_module(name)
    except Exception as error:
        yield f"{type(error).__name__}: {error}"
    finally:
        watching.clear()
    yield from dict.fromkeys(watched)
    if out.getvalue():
        yield f"prints {out.getvalue()[:100]!r}"
    if threading.active_count() > threads:
        yield "starts a thread"


def import_package(package: str, names: list[str], never: list[str], root: Path) -> Iterator[tuple[str, list[str]]]:
    """Import each module of a package as if it were the first of them; what those did that did something.

    A module's package is always imported before it. So that is done once, and only what it left out is imported
    after it, each time with nothing else of the package loaded.
    """
    forget(loaded(package))
    first: set[str] = set()
    for name in [package, *(one for one in names if one != package)]:
        if name in first:
            continue
        did = list(import_watched(name, root))
        did += [f"brings {one} along" for one in never if one in sys.modules]
        if did:
            yield name, did
        first = first or loaded(package)
        forget(loaded(package) - first)


def main() -> None:
    """Read the task from standard input, answer on standard output."""
    task = json.load(sys.stdin)
    for library in task["libraries"]:
        importlib.import_module(library)
    sys.addaudithook(watch)
    found: dict[str, list[str]] = {}
    for package in dict.fromkeys(name.partition(".")[0] for name in task["modules"]):
        names = [name for name in task["modules"] if name.partition(".")[0] == package]
        found |= import_package(package, names, task["never"], Path(task["root"]))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
