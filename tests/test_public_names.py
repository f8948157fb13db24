"""What the packages with one door call public is there, complete, and all of it wanted outside."""

import ast
import importlib

import pytest

from tests.support.imports import ROOT, modules, public_names

PACKAGES = ("actions", "cases", "console", "conversations", "storage")


@pytest.mark.parametrize("package", ["cases", "console", "conversations", "storage"])
def test_public_names_can_be_imported(package: str) -> None:
    module = importlib.import_module(package)
    assert [name for name in module.__all__ if not hasattr(module, name)] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_the_list_is_sorted_and_names_everything_once(package: str) -> None:
    names = public_names(package)
    assert len(set(names)) == len(names)
    # Constants, classes, functions: as `ruff` sorts them.
    assert list(names) == sorted(names, key=lambda name: (_kind(name), name))


def _kind(name: str) -> int:
    return 0 if name.isupper() else 1 if name[0].isupper() else 2


@pytest.mark.parametrize("package", PACKAGES)
def test_what_the_package_gathers_is_public(package: str) -> None:
    tree = ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8"))
    gathered = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] == package
        for alias in node.names
    }
    used_here = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert gathered - used_here <= set(public_names(package))


@pytest.mark.parametrize("package", PACKAGES)
def test_what_others_take_is_public(package: str) -> None:
    taken = {
        name
        for module in modules()
        if module.name.partition(".")[0] != package
        for target, names in module.imports
        if target == package
        for name in names
    }
    assert taken
    assert taken <= set(public_names(package))
