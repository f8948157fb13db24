"""Who imports whom, as `docs/architecture.md` has it, and that importing a module does nothing."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.imports import OURS, ROOT, Module, modules, public_names, third_party_at_import

DOORS = ("actions", "cases", "console", "conversations", "storage")
"""Packages of which only the public names may be imported from outside."""
HEADING = "## Who may import whom"
NAMED = re.compile(r"`([\w.]+)`")

# Both read the environment because they start other processes with it.
READS_ENVIRONMENT = ("bot.settings", "bot.measure")
ENVIRONMENT = ("os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv", "os.unsetenv")


@dataclass(frozen=True)
class Rule:
    """One row of the table, for one of the packages it names."""

    package: str
    ours: frozenset[str]
    third_party: frozenset[str]


def read_rules() -> Mapping[str, Rule]:
    """The table of `docs/architecture.md`."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.split(HEADING)[1].split("\n## ")[0]
    rules: dict[str, Rule] = {}
    for line in table.splitlines():
        if not line.startswith("| `"):
            continue
        packages, ours, third_party = (dict.fromkeys(NAMED.findall(cell)) for cell in line.split("|")[1:4])
        rules |= {package: Rule(package, frozenset(ours), frozenset(third_party)) for package in packages}
    return rules


RULES = read_rules()
MODULES = {module.name: module for module in modules()}


def rule_of(module: str) -> Rule | None:
    """The row whose name fits best."""
    fitting = [package for package in RULES if module == package or module.startswith(f"{package}.")]
    return RULES[max(fitting, key=len)] if fitting else None


def breaches(module: Module) -> Iterator[str]:
    """What a module imports and may not."""
    rule = rule_of(module.name)
    for target, names in module.imports:
        top = target.partition(".")[0]
        if top in sys.stdlib_module_names:
            continue
        if rule is None:
            yield f"{module.name} has no row in docs/architecture.md"
            return
        if top not in OURS:
            if top not in rule.third_party:
                yield f"{module.name} imports {target}"
        elif not _may(rule, target, names):
            yield f"{module.name} imports {' and '.join(names) or 'all'} of {target}"


def _may(rule: Rule, target: str, names: tuple[str, ...]) -> bool:
    top = target.partition(".")[0]
    if _within(target, rule.package):
        return True
    if target in rule.ours and target in DOORS:
        return set(names) <= set(public_names(target))
    if top in DOORS:
        return target in rule.ours
    # `from nlu.text import replies` names a module as `import nlu.text.replies` does.
    wanted = {f"{target}.{name}" for name in names if f"{target}.{name}" in MODULES} or {target}
    return all(_within(one, rule.package) or any(_within(one, allowed) for allowed in rule.ours) for one in wanted)


def _within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def test_the_table_and_the_modules_are_found() -> None:
    assert {"cases", "bot.turns", "nlu.text"} <= set(RULES)
    assert {"cases.steps", "bot.channels.telegram.incoming", "console.views.cases"} <= set(MODULES)


@pytest.mark.parametrize("package", RULES)
def test_every_row_is_about_something_there_is(package: str) -> None:
    assert any(_within(name, package) for name in MODULES), f"docs/architecture.md: there is no {package}"
    used = {target for name in MODULES if rule_of(name) is RULES[package] for target, _ in MODULES[name].imports}
    third_party = {target.partition(".")[0] for target in used}
    assert RULES[package].third_party <= third_party, "the row allows a library that nothing there uses"


@pytest.mark.parametrize("name", MODULES)
def test_imports_keep_to_the_table(name: str) -> None:
    assert list(breaches(MODULES[name])) == []


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("from conversations import Log", "cases.new"),
        ("import sqlalchemy", "console.new"),
        ("from cases.tables import PetitionRow", "console.new"),
        ("from cases import tables", "actions.new"),
        ("from cases import normalise_code", "actions.new"),
        ("def later():\n    import rasa.core.agent", "bot.turns"),
        ("from bot import bootstrap", "bot.delivery"),
        ("from bot.channels import telegram", "bot.channels.webchat.new"),
        ("from nlu import components", "actions.new"),
        ("import aiohttp", "bot.new"),
        ("from .tables import PetitionRow", "cases.new"),
    ],
)
def test_a_breach_is_seen(source: str, name: str) -> None:
    assert list(breaches(Module.of(name, source))) != []


def test_modules_are_imported_by_name_only_where_that_is_the_point() -> None:
    by_name = {name for name, module in MODULES.items() if "import_module" in module.calls}
    assert by_name == {"bot.__main__", "migrations.env"}


@pytest.mark.parametrize("name", MODULES)
def test_the_environment_is_read_in_one_place(name: str) -> None:
    if any(_within(name, allowed) for allowed in READS_ENVIRONMENT):
        return
    touched = [
        ast.unparse(node)
        for node in ast.walk(MODULES[name].tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ENVIRONMENT
    ]
    taken = [f"os.{one}" for target, names in MODULES[name].imports if target == "os" for one in names]
    assert [*touched, *(one for one in taken if one in ENVIRONMENT)] == []


# ---- importing does nothing ------------------------------------------------------------------------------------------

NEEDS_RASA = ("bot.dialogue", "bot.tracker_store", "bot.engine", "nlu.components")
RUN_NOT_IMPORTED = ("migrations", "scripts")
RASA = ("rasa", "tensorflow", "keras")
GROUPS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # Group -> its packages, and what importing any of them must not bring along, directly or by detours.
    "registers": (
        ("storage", "cases", "conversations"),
        (*RASA, "rasa_sdk", "aiohttp", "telegram", "spacy", "alembic", "nlu", "bot", "console"),
    ),
    "text": (("nlu",), (*RASA, "rasa_sdk", "aiohttp", "telegram", "sqlalchemy", "cases", "conversations", "bot")),
    "actions": (("actions",), (*RASA, "telegram", "bot", "console", "conversations")),
    "console": (("console",), (*RASA, "rasa_sdk", "telegram", "spacy", "bot", "nlu", "actions")),
    "channels": (
        ("bot.channels", "bot.messages", "bot.settings"),
        (*RASA, "rasa_sdk", "sqlalchemy", "cases", "conversations"),
    ),
    "bot": (("bot",), RASA),
}


def group_of(name: str) -> str | None:
    """The first group that names a module."""
    return next((one for one, (packages, _) in GROUPS.items() if any(_within(name, p) for p in packages)), None)


def members(group: str) -> list[str]:
    """The modules of a group."""
    apart = (*NEEDS_RASA, *RUN_NOT_IMPORTED)
    return [name for name in MODULES if group_of(name) == group and not any(_within(name, one) for one in apart)]


def import_alone(names: list[str], folder: Path, *, never: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Import each module with none of ours loaded, in a fresh interpreter; what each of them did."""
    task = {"modules": names, "libraries": third_party_at_import(names), "never": never, "root": str(ROOT)}
    environ = {name: value for name, value in os.environ.items() if not name.startswith("FENGQIAO_")}  # noqa: TID251
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.import_alone"],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        cwd=folder,
        env={**environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_every_module_belongs_to_a_group() -> None:
    ungrouped = {name.partition(".")[0] for name in MODULES if group_of(name) is None}
    assert ungrouped == set(RUN_NOT_IMPORTED)


@pytest.mark.parametrize("group", GROUPS)
def test_each_module_can_be_imported_alone_and_does_nothing(group: str, tmp_path: Path) -> None:
    assert import_alone(members(group), tmp_path, never=GROUPS[group][1]) == {}


CARELESS = """
import os, threading
import yaml
os.mkdir("made")
os.environ["MADE"] = "yes"
print("hello")
threading.Thread(target=threading.Event().wait, daemon=True).start()
"""


def test_an_import_that_does_something_is_seen(tmp_path: Path) -> None:
    (tmp_path / "careless.py").write_text(CARELESS, encoding="ascii")
    found = import_alone(["careless"], tmp_path, never=("yaml",))["careless"]
    assert found == ["os.mkdir", "os.putenv", "prints 'hello\\n'", "starts a thread", "brings yaml along"]


@pytest.mark.rasa
def test_the_modules_on_rasa_can_be_imported_alone_and_do_nothing(tmp_path: Path) -> None:
    names = [name for name in MODULES if any(_within(name, package) for package in NEEDS_RASA)]
    assert import_alone(names, tmp_path) == {}
