"""A register on SQLite, and an understanding whose today is a fixed day."""

import warnings
from datetime import date
from pathlib import Path

import pytest

with warnings.catch_warnings():
    # spaCy 3.7 warns while it is imported beside a newer click and pyparsing; afterwards it is silent.
    warnings.simplefilter("ignore")
    import spacy  # noqa: F401

from actions import Understanding
from actions.intake import ValidatePetitionForm
from cases import Draft, Register
from storage import Database
from tests.support.clock import FakeClock
from tests.support.tracker import Conversation


@pytest.fixture(scope="session")
def understanding() -> Understanding:
    return Understanding.load(lambda: date(2026, 3, 2))


@pytest.fixture
def register(sqlite_database: Database, files_dir: Path, clock: FakeClock) -> Register:
    return Register(sqlite_database, files_dir=files_dir, clock=clock)


@pytest.fixture
def form(register: Register, understanding: Understanding) -> ValidatePetitionForm:
    return ValidatePetitionForm(register, understanding)


@pytest.fixture
def citizen() -> Conversation:
    return Conversation()


@pytest.fixture
def draft(register: Register) -> Draft:
    """The empty draft of `citizen`."""
    return register.drafts.open("web", "citizen")
