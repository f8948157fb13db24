"""The sentences that citizens are told when something happens to their case."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from string import Formatter
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from cases.calendar import BEIJING
from cases.data import load_yaml

PLACEHOLDERS = frozenset(
    {
        "number",
        "code",
        "unit",
        "unit_by",
        "date",
        "due",
        "route",
        "outcome",
        "text",
        "message",
        "legal_basis",
        "basis",
        "road",
        "article",
        "result",
        "solved",
        "served",
        "remedy",
        "remedy_by",
        "other",
        "goes",
        "stays",
    }
)

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Wording(BaseModel):
    """One notice in both languages, for the cases that `when` describes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    when: Mapping[str, tuple[bool | str, ...]] = Field(default_factory=dict)
    zh: str
    en: str

    @model_validator(mode="after")
    def _known_placeholders(self) -> Self:
        for text in (self.zh, self.en):
            used = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
            if used - PLACEHOLDERS:
                raise ValueError(f"unknown placeholders: {sorted(used - PLACEHOLDERS)}")
        return self

    def gaps(self, language: str) -> frozenset[str]:
        """The placeholders of one language."""
        text = self.en if language == "en" else self.zh
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)

    def fits(self, facts: Mapping[str, Any]) -> bool:
        """Whether every condition of `when` holds."""
        return all(facts.get(name) in allowed for name, allowed in self.when.items())


class Notices:
    """Chooses a notice's wording and fills it."""

    def __init__(self, wordings: Mapping[str, tuple[Wording, ...]]) -> None:
        self._wordings = wordings

    @property
    def names(self) -> frozenset[str]:
        """The notices there are."""
        return frozenset(self._wordings)

    def text(self, notice: str, *, language: str, facts: Mapping[str, Any], values: Mapping[str, str]) -> str:
        """The notice in `language`: `facts` choose the wording, `values` fill it."""
        wording = next(wording for wording in self._wordings[notice] if wording.fits(facts))
        return (wording.en if language.startswith("en") else wording.zh).format_map(values)


def day_in_words(moment: datetime, language: str) -> str:
    """A day as people write it: 2026年3月17日, or 17 March 2026."""
    day = moment.astimezone(BEIJING).date()
    if language.startswith("en"):
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


@cache
def load_wordings() -> Mapping[str, tuple[Wording, ...]]:
    """The wordings of `notices.yml`."""
    return TypeAdapter(dict[str, tuple[Wording, ...]]).validate_python(load_yaml("notices.yml"))


@cache
def load_notices() -> Notices:
    """The notices of `notices.yml`."""
    return Notices(load_wordings())
