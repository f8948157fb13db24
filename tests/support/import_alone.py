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


def ours(packages: set[str]) -> list[str]:
    """The modules of ours that are loaded."""
    return [name for name in sys.modules if name.partition(".")[0] in packages]


def import_alone(name: str, packages: set[str], root: Path) -> Iterator[str]:
    """Import one module with none of ours loaded; what it did."""
    for loaded in ours(packages):
        del sys.modules[loaded]
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


def main() -> None:
    """Read the task from standard input, answer on standard output."""
    task = json.load(sys.stdin)
    for library in task["libraries"]:
        importlib.import_module(library)
    sys.addaudithook(watch)
    packages = {name.partition(".")[0] for name in [*task["modules"], *task["never"]]}
    packages |= {"actions", "bot", "cases", "console", "conversations", "nlu", "storage"}
    packages &= {path.name for path in Path(task["root"]).iterdir()}
    found: dict[str, list[str]] = {}
    for name in task["modules"]:
        did = list(import_alone(name, packages, Path(task["root"])))
        did += [f"brings {never} along" for never in task["never"] if never in sys.modules]
        if did:
            found[name] = did
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
