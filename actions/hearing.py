"""One message on its way through the form: what it means, what is said to it, what is asked next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from actions.base import Said
from actions.danger import Heeded
from cases import Draft

STUCK_AFTER = 2
"""After this many answers that could not be used a question is let go."""


@dataclass
class Hearing:
    """One message on its way through the form."""

    said: Said
    draft: Draft
    asked: str | None
    tries: int
    """How often the asked question was answered in vain."""
    told_on: int = 0
    """How many messages in a row went on with the story while this was asked."""
    understood: bool = True
    confirmed: bool = False
    way_out: bool = False
    """Nothing can be made of the words: the form ends with a way out, and the draft stays."""
    listening: bool = False
    """The story goes on: more of it is awaited rather than the next answer."""
    same_tries: bool = False
    """The question stands where it stood: this was no answer in vain."""
    question_said: bool = False
    """What is said asks already: the question is not put in full again."""
    next: str | None = None
    """A question to ask out of order: a field the citizen wants to change."""
    speech: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    same_case: str | None = None
    """The open case that was just offered: what is told may belong to it."""
    joined: str | None = None
    """The case that the citizen wants it added to."""
    slots: dict[str, Any] = field(default_factory=dict)
    heeded: Heeded = field(default_factory=Heeded)
    """What danger in the message makes us say first."""

    @property
    def facts(self) -> str:
        """The story so far, word for word."""
        return str(self.draft.values.get("facts") or "")

    @property
    def is_told(self) -> bool:
        """Whether the story says these very words already."""
        return self.said.text in self.facts

    def say(self, response: str, **values: Any) -> None:
        """Answer with a response of `domain.yml`."""
        self.speech.append((response, values))
