"""The settings as they hold now, made of the newest version of each kind."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

from cases.calendar import is_working_day
from cases.clocks import ClockRule
from cases.notices import Wording
from cases.papers.kinds import PaperTemplate
from cases.papers.numbers import prefix_of
from cases.papers.sources import Office
from cases.policies.shapes import SHAPES, Calendar, Helplines, Limits, NoticeTexts, PaperTexts, Spans, shipped_body
from cases.policies.values import HelplineTable, HelplineView, PolicyKind, Timers

Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class InForce:
    """All settings at one moment."""

    versions: Mapping[PolicyKind, int]
    limits: Mapping[str, ClockRule]
    days: Mapping[date, bool]
    wordings: Mapping[str, tuple[Wording, ...]]
    papers: PaperTexts
    templates: Mapping[str, PaperTemplate]
    helplines: HelplineTable
    timers: Timers

    def is_working_day(self, day: date) -> bool:
        """Whether offices here work on `day`."""
        known = self.days.get(day)
        return is_working_day(day) if known is None else known

    def office(self, region: str) -> Office:
        """The office that issues papers in a region: the longest code that fits."""
        fitting = [code for code in self.papers.offices if region.startswith(code)]
        if not fitting:
            return Office(name="", sign=prefix_of(region))
        known = self.papers.offices[max(fitting, key=len)]
        return Office(name=known.name, sign=known.sign)


def in_force(bodies: Mapping[PolicyKind, tuple[int, Mapping[str, Any]]]) -> InForce:
    """The settings of these versions; what is not named is as shipped. Raises pydantic's `ValidationError`."""
    read = {
        kind: shape.model_validate(bodies[kind][1] if kind in bodies else shipped_body(kind))
        for kind, shape in SHAPES.items()
    }
    papers = cast(PaperTexts, read[PolicyKind.PAPERS])
    calendar, spans = cast(Calendar, read[PolicyKind.CALENDAR]), cast(Spans, read[PolicyKind.TIMERS])
    versions = {kind: bodies[kind][0] if kind in bodies else 0 for kind in PolicyKind}
    limits, since = cast(Limits, read[PolicyKind.LIMITS]).rules(), {"version": versions[PolicyKind.LIMITS]}
    return InForce(
        versions=versions,
        # Each limit says its own version, so that a clock cannot be made of one and be marked with another.
        limits={name: rule.model_copy(update=since) for name, rule in limits.items()},
        days={day: known.working for day, known in calendar.days.items()},
        wordings=cast(NoticeTexts, read[PolicyKind.NOTICES]).all(),
        papers=papers,
        templates=papers.all(),
        helplines=_table(cast(Helplines, read[PolicyKind.HELPLINES])),
        timers=Timers(**spans.model_dump()),
    )


def _table(table: Helplines) -> HelplineTable:
    return HelplineTable(
        lines={number: HelplineView(number=number, **line.model_dump()) for number, line in table.lines.items()},
        kinds=table.kinds,
        regions=table.regions,
    )


@cache
def as_shipped() -> InForce:
    """The settings before anybody changed them. They are files of the product: read once."""
    return in_force({})


class Live(Mapping[str, Value]):
    """A mapping that is looked up anew each time: whoever was handed it follows the settings."""

    def __init__(self, now: Callable[[], Mapping[str, Value]]) -> None:
        self._now = now

    def __getitem__(self, key: str) -> Value:
        return self._now()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())


def shipped_helplines() -> HelplineTable:
    """The helplines before anybody changed them."""
    return as_shipped().helplines
