"""Rasa for tests that need a piece of it and not a whole model. Importing this does not import Rasa."""

import warnings
from typing import Any

from bot.settings import ROOT


def load_domain() -> Any:
    """Our domain, as Rasa reads it; its YAML checker warns of Pythons to come."""
    from rasa.shared.core.domain import Domain

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Domain.load(str(ROOT / "domain.yml"))
