"""One message on its way through the form: what it means, what is said to it, what is asked next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from actions.base import Said
from cases import Draft


@dataclass
class Hearing:
    """One message on its way through the form."""

    said: Said
    draft: Draft
    asked: str | None
    tries: int
    """How often the asked question was answered in vain."""
    understood: bool = True
    confirmed: bool = False
    listening: bool = False
    """The story goes on: more of it is awaited rather than the next answer."""
    next: str | None = None
    """A question to ask out of order: a field the citizen wants to change."""
    speech: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)

    def say(self, response: str, **values: Any) -> None:
        """Answer with a response of `domain.yml`."""
        self.speech.append((response, values))
