"""The sentences of `domain.yml`, for the parts of the bot that speak without Rasa."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml


def in_language(variations: Sequence[Mapping[str, Any]], language: str) -> Mapping[str, Any]:
    """The variation for a language; the first one without a condition where there is none."""
    wanted = "en" if language.lower().startswith("en") else "zh"
    for variation in variations:
        conditions = variation.get("condition") or ()
        if any(c.get("name") == "language" and c.get("value") == wanted for c in conditions):
            return variation
    return next(variation for variation in variations if not variation.get("condition"))


class Sentences:
    """Looks sentences up by the names they have in `domain.yml`."""

    def __init__(self, responses: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        self._responses = responses

    @classmethod
    def read(cls, domain: Path) -> "Sentences":
        """Read the responses of a domain file."""
        # The C loader: this file is read at every start.
        loaded = yaml.load(domain.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return cls(loaded["responses"])

    def __call__(self, name: str, language: str = "zh") -> str:
        """The sentence of this name. Raises KeyError when there is none."""
        return str(in_language(self._responses[name], language)["text"]).strip()
