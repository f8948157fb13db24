"""Our modules as their source tells of them, read without importing any."""

import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
OURS = ("actions", "bot", "cases", "console", "conversations", "migrations", "nlu", "scripts", "storage")


@dataclass(frozen=True)
class Module:
    """One module and what it imports, wherever in it."""

    name: str
    tree: ast.Module
    imports: tuple[tuple[str, tuple[str, ...]], ...]
    """(module, the names taken from it; none for a plain import)."""

    @classmethod
    def of(cls, name: str, source: str) -> Self:
        """Read it from its source."""
        tree = ast.parse(source)
        return cls(name, tree, tuple(_imports(tree)))

    @property
    def calls(self) -> frozenset[str]:
        """The names of all functions and methods that are called."""
        functions = (node.func for node in ast.walk(self.tree) if isinstance(node, ast.Call))
        return frozenset(
            function.attr if isinstance(function, ast.Attribute) else function.id
            for function in functions
            if isinstance(function, ast.Attribute | ast.Name)
        )


def _imports(tree: ast.AST) -> Iterator[tuple[str, tuple[str, ...]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, ()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # A relative import keeps its dots, and so is allowed nowhere.
            yield "." * node.level + (node.module or ""), tuple(alias.name for alias in node.names)


@cache
def modules() -> tuple[Module, ...]:
    """All modules of ours, tests apart. They are read once: that takes seconds."""
    return tuple(_modules())


def _modules() -> Iterator[Module]:
    for package in OURS:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts).removesuffix(".__init__")
            yield Module.of(name, path.read_text(encoding="utf-8"))


@cache
def public_names(package: str) -> tuple[str, ...]:
    """A package's `__all__`."""
    tree = ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return tuple(ast.literal_eval(node.value))
    raise AssertionError(f"{package} does not say what is public")


def third_party_at_import(names: Sequence[str]) -> list[str]:
    """The libraries that come along when these modules are imported, not later in a function."""
    known = {module.name: module for module in modules()}
    found: set[str] = set()
    seen: set[str] = set()
    ahead = list(names)
    while ahead:
        name = ahead.pop()
        if name in seen or name not in known:
            continue
        seen.add(name)
        parent = name.rpartition(".")[0]
        wanted = {parent, *_wanted_at_import(known[name])}
        ahead += [one for one in wanted if one.partition(".")[0] in OURS]
        found |= {one for one in wanted if one and one.partition(".")[0] not in {*OURS, *sys.stdlib_module_names}}
    return sorted(found)


def _wanted_at_import(module: Module) -> Iterator[str]:
    body = ast.Module([node for node in module.tree.body if isinstance(node, ast.Import | ast.ImportFrom)], [])
    for target, names in _imports(body):
        yield target
        if target.partition(".")[0] in OURS:
            # What is taken from a package of ours may be a module of it.
            yield from (f"{target}.{name}" for name in names)
