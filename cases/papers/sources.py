"""Where the papers' templates and the offices that issue them come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from cases.papers.kinds import PaperTemplate, load_templates
from cases.papers.numbers import prefix_of


@dataclass(frozen=True, kw_only=True)
class Office:
    """Who issues papers in a region: its full name, and its sign in the numbers."""

    name: str
    sign: str


class Sources(Protocol):
    """What papers are made with. Settings of the console may stand behind it."""

    @property
    def version(self) -> int:
        """The version of the templates now; 0 is what is shipped."""

    def templates(self, version: int | None = None) -> Mapping[str, PaperTemplate]:
        """The templates of a version, by kind; those in force when none is named."""

    def office(self, region: str) -> Office:
        """The office that issues papers in a region."""


class Shipped:
    """The templates as they are shipped, and no office's name."""

    version = 0

    def templates(self, version: int | None = None) -> Mapping[str, PaperTemplate]:
        """The same, whatever the version."""
        return load_templates()

    def office(self, region: str) -> Office:
        """Its sign is known by the province; its name a person writes."""
        return Office(name="", sign=prefix_of(region))
