"""spaCy 3.7 warns while it is imported beside a newer click and pyparsing; afterwards it is silent."""

import warnings

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import spacy  # noqa: F401


@pytest.fixture(autouse=True)
def _logging_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command sets logging up for its process: here it would go on writing to a test's output that is closed."""
    monkeypatch.setattr("bot.__main__.configure_logging", lambda level: None)
