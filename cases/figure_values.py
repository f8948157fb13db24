"""What the figures are made of: their names and words, periods, and what a reader asks for and gets."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Self

from pydantic import BaseModel, ConfigDict, TypeAdapter

from cases.data import load_yaml

METRICS = (
    "received",
    "passed_on_time",
    "accepted_on_time",
    "replied_on_time",
    "first_word",
    "right_first",
    "repeated",
    "rated",
    "content",
    "rated_office",
    "content_office",
    "solved",
    "asked",
    "concluded",
    "open",
    "overdue",
    "transferred",
    "assigned",
    "supervised",
    "urged",
)
"""All figures in the order they are shown. Their words are in `figures.yml`, their columns in `figure_tables`."""


class Both(BaseModel):
    """A sentence in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str

    def text(self, language: str) -> str:
        """It in `language`; Chinese unless English is asked for."""
        return self.en if language.startswith("en") else self.zh


class MetricKind(StrEnum):
    COUNT = "count"
    SHARE = "share"
    MEAN = "mean"


class Metric(Both):
    """One figure's name, and what its two numbers count."""

    kind: MetricKind
    good: str = ""
    numerator: Both
    denominator: Both


@cache
def load_metrics() -> Mapping[str, Metric]:
    """The figures of `figures.yml`, all of `METRICS`, in their order."""
    found = TypeAdapter(dict[str, Metric]).validate_python(load_yaml("figures.yml"))
    if set(found) != set(METRICS):
        raise ValueError(f"figures.yml and METRICS differ in {sorted(set(found) ^ set(METRICS))}")
    return {name: found[name] for name in METRICS}


class Span(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Dimension(StrEnum):
    """What a table of figures has its lines by."""

    ALL = "all"
    REGION = "region"
    UNIT = "unit"
    MATTER = "matter"


@dataclass(frozen=True)
class Period:
    """A day, week (from Monday), month, quarter or year, in Beijing's days."""

    span: Span
    first: date
    last: date

    @classmethod
    def of(cls, span: Span, day: date) -> Self:
        """The period of this length that `day` lies in."""
        match span:
            case Span.DAY:
                return cls(span, day, day)
            case Span.WEEK:
                monday = day - timedelta(days=day.weekday())
                return cls(span, monday, monday + timedelta(days=6))
            case Span.MONTH:
                return cls(span, day.replace(day=1), _month_end(day))
            case Span.QUARTER:
                begin = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
                return cls(span, begin, _month_end(begin.replace(month=begin.month + 2)))
        return cls(span, date(day.year, 1, 1), date(day.year, 12, 31))

    def before(self) -> Self:
        """The period that ends where this one begins."""
        return self.of(self.span, self.first - timedelta(days=1))

    def after(self) -> Self:
        """The period that begins where this one ends."""
        return self.of(self.span, self.last + timedelta(days=1))

    @property
    def whole_months(self) -> bool:
        """Whether it is made of months, whose sums are kept."""
        return self.span in (Span.MONTH, Span.QUARTER, Span.YEAR)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


@dataclass(frozen=True)
class Figure:
    """One figure: two counts, and nothing else is ever said of them."""

    numerator: int
    denominator: int

    @property
    def share(self) -> float | None:
        """Numerator ÷ denominator; None when there was nothing to count."""
        return self.numerator / self.denominator if self.denominator else None


NONE = Figure(0, 0)


@dataclass(frozen=True, kw_only=True)
class FigureLine:
    """One line of a table of figures."""

    key: str
    """What the list behind it is asked for with."""
    label: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True, kw_only=True)
class FigureTable:
    """The figures of a period."""

    period: Period
    by: Dimension
    total: FigureLine
    lines: tuple[FigureLine, ...]
    counted_at: datetime | None
    """When the counts were last brought up to date."""


@dataclass(frozen=True, kw_only=True)
class Unfinished:
    """How many petitions were begun and not filed in a period, with the reason and the question they ended at."""

    filed: int
    reasons: Mapping[tuple[str, str], int]
    """(reason, question) -> how many."""

    @property
    def begun(self) -> int:
        """How many were begun."""
        return self.filed + sum(self.reasons.values())
