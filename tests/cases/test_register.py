import ast
from pathlib import Path

import pytest

import cases
from cases import CaseError, CodeNeeded, NewMessage, NotClosable, Register, SecondPersonNeeded, State, ValueRefused
from cases import errors as errors_module
from cases import values as values_module

ROOT = Path(cases.__file__).parent


def test_all_public_names_are_there_and_sorted() -> None:
    assert all(hasattr(cases, name) for name in cases.__all__)
    assert len(set(cases.__all__)) == len(cases.__all__)


DETAILED: dict[type[CaseError], tuple[CaseError, str]] = {
    SecondPersonNeeded: (SecondPersonNeeded("export", "a1"), "export"),
    NotClosable: (NotClosable(("facts", "claims"), {"zh": "无", "en": "None."}), "facts, claims: None."),
    CodeNeeded: (CodeNeeded("secret"), ""),
    ValueRefused: (ValueRefused(("place", "nature")), "place, nature"),
}
"""Errors that are made of more than a detail, and the detail each of them gives."""


def test_every_error_and_value_is_public() -> None:
    for module in (errors_module, values_module):
        defined = {name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__}
        assert defined <= {*cases.__all__}, module.__name__


def test_every_error_has_a_sentence_and_a_code_of_its_own() -> None:
    found = [
        value for value in vars(errors_module).values() if isinstance(value, type) and issubclass(value, CaseError)
    ]
    assert len({error.code for error in found}) == len(found)
    for error in set(found) - DETAILED.keys():
        assert str(error("x")) == f"{error.__doc__} x"
        assert str(error()) == error.__doc__
    for error, (made, detail) in DETAILED.items():
        assert str(made) == f"{error.__doc__} {detail}".strip()


@pytest.mark.parametrize("module", sorted(ROOT.glob("*.py")), ids=lambda path: path.stem)
def test_the_register_knows_only_its_own_ground(module: Path) -> None:
    allowed = {"cases", "storage", "sqlalchemy", "pydantic", "yaml", "argon2", "chinese_calendar"}
    tree = ast.parse(module.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    import sys

    outside = {name.split(".")[0] for name in imported} - set(sys.stdlib_module_names)
    assert outside <= allowed


def test_a_transaction_spans_the_rooms(register: Register) -> None:
    with pytest.raises(RuntimeError), register.transaction() as tx:  # noqa: PT012  # the failure comes after the writes
        register.drafts.open("web", "a", tx=tx)
        register.outbox.put([NewMessage(channel="web", address="a", text="x")], tx=tx)
        raise RuntimeError
    assert register.drafts.current("web", "a") is None
    assert register.outbox.queued("web", "a") == []


def test_states_have_names_in_both_languages(register: Register) -> None:
    assert register.state_label(State.TRANSFERRED) == "已转送"
    assert register.state_label(State.TRANSFERRED, "en") == "Transferred"
