"""What everything that hears a message works with: the drafts in the register, and the understanding."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.hearing import Hearing
from actions.understanding import Understanding
from cases import Register, ValueRefused


@dataclass(frozen=True)
class Desk:
    """Where a draft lies while it is being written."""

    register: Register
    understanding: Understanding

    def save(self, h: Hearing, values: Mapping[str, Any], *, source: str | None = None) -> None:
        """Write values into the draft, with the message that says them.

        What the register refuses (and logs) is no answer: the question stays, and the words stand in the story.
        """
        source = h.said.source if source is None else source
        try:
            h.draft = self.register.drafts.save(h.draft.id, values, source=source)
        except ValueRefused:
            h.understood = False
            self.keep_words(h)

    def keep_words(self, h: Hearing) -> None:
        """What is no value of any field still stands in the story, word for word."""
        if h.is_told:
            return
        for source, words in h.said.parts or ((h.said.source, h.said.text),):
            if words.strip():
                h.draft = self.register.drafts.append(h.draft.id, "facts", words, source=source)
