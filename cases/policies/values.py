"""Settings that the office edits, as others see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PolicyKind(StrEnum):
    """What can be edited in the console, never in code."""

    LIMITS = "limits"
    CALENDAR = "calendar"
    NOTICES = "notices"
    PAPERS = "papers"
    HELPLINES = "helplines"
    TIMERS = "timers"


@dataclass(frozen=True, kw_only=True)
class PolicyVersion:
    """One version of one kind of settings; version 0 is what is shipped."""

    kind: PolicyKind
    version: int
    at: datetime | None
    by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class HelplineView:
    """One number, what it is for, and where that is known from."""

    number: str
    zh: str
    en: str
    open: str
    source: str
    checked: date


@dataclass(frozen=True, kw_only=True)
class HelplineTable:
    """The helplines in force."""

    lines: Mapping[str, HelplineView]
    kinds: Mapping[str, tuple[str, ...]]
    """Danger -> numbers, the most useful first."""
    regions: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Region code or its first digits -> what it has instead."""


@dataclass(frozen=True, kw_only=True)
class Timers:
    """Spans that no law sets."""

    evaluation_days: int
    urge_days: int
    unfiled_months: int
    held_days: int
