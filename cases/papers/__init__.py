"""Statutory papers (告知书、转送函、意见书): drafted from the case, finished, signed and served by a person."""

from collections.abc import Callable
from datetime import datetime

from cases.papers.desk import PaperDesk
from cases.papers.sources import Shipped, Sources
from cases.papers.word import as_word
from cases.rules import Rules
from cases.values import Official
from storage import Database


class Papers:
    """The door to papers."""

    def __init__(
        self, database: Database, *, rules: Rules, clock: Callable[[], datetime], sources: Sources | None = None
    ) -> None:
        self._database = database
        self._rules = rules
        self._clock = clock
        self._sources = sources or Shipped()

    def for_official(self, official: Official) -> PaperDesk:
        """The papers as this official may draw them up."""
        return PaperDesk(self._database, official, rules=self._rules, sources=self._sources, clock=self._clock)

    def as_word(self, official: Official, paper_id: int) -> bytes:
        """A paper as a Word document."""
        return as_word(self.for_official(official).layout(paper_id))


__all__ = ["Papers"]
