"""What each kind of settings may look like. A setting that does not fit is not taken."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cases.afterwards import load_afterwards
from cases.clocks import ClockRule, load_clocks
from cases.data import load_yaml
from cases.notices import Wording, load_wordings
from cases.papers.kinds import PaperTemplate, load_templates
from cases.policies.values import PolicyKind

REGION = r"[0-9]{2,6}"


@cache
def dangers() -> frozenset[str]:
    """The kinds of danger that helplines are named for."""
    return frozenset(load_yaml("helplines.yml")["kinds"])


class Shape(BaseModel):
    """A kind of settings. Made from nothing, it is what is shipped."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Limit(Shape):
    """A limit of law as it holds here."""

    days: int | None = Field(default=None, gt=0, le=1000)
    regions: Mapping[str, int] | None = None


class Limits(Shape):
    """Changes to `clocks.yml`: the days, and the days of a region."""

    clocks: Mapping[str, Limit] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _fit_the_law(self) -> Self:
        self.rules()
        return self

    def rules(self) -> dict[str, ClockRule]:
        """All limits, with the changes."""
        shipped = load_clocks()
        if unknown := sorted(self.clocks.keys() - shipped.keys()):
            raise ValueError(f"there is no limit {', '.join(unknown)}")
        return {name: _limited(rule, self.clocks.get(name)) for name, rule in shipped.items()}


class Day(Shape):
    """A day that is otherwise here than in the national calendar."""

    working: bool
    name: str = Field(min_length=1, max_length=40)


class Calendar(Shape):
    """Local holidays and made-up working days."""

    days: Mapping[date, Day] = Field(default_factory=dict)


class NoticeTexts(Shape):
    """Changes to `notices.yml`: all wordings of the notices that are named."""

    wordings: Mapping[str, tuple[Wording, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        shipped = load_wordings()
        for name, wordings in self.wordings.items():
            if name not in shipped:
                raise ValueError(f"there is no notice {name}")
            # A case that no wording fits could be told nothing.
            if [one.when for one in wordings] != [one.when for one in shipped[name]]:
                raise ValueError(f"{name}: the cases that wordings are for are not changed here")
            for one, ours in zip(wordings, shipped[name], strict=True):
                _keeps_what_it_must_say(name, one, ours)
        return self

    def all(self) -> dict[str, tuple[Wording, ...]]:
        """All wordings, with the changes."""
        return {**load_wordings(), **self.wordings}


class OfficeText(Shape):
    """The office that issues papers in a region."""

    name: str = Field(min_length=2, max_length=60)
    sign: str = Field(min_length=1, max_length=20, pattern=r"^[^\s〔〕]+$")


class PaperTexts(Shape):
    """Changes to the papers' templates, and the offices that issue them."""

    templates: Mapping[str, PaperTemplate] = Field(default_factory=dict)
    offices: Mapping[str, OfficeText] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        shipped = load_templates()
        for kind, template in self.templates.items():
            if kind not in shipped:
                raise ValueError(f"there is no paper {kind}")
            required = {part.id for part in shipped[kind].parts if part.required}
            kept = {part.id for part in template.parts if part.required}
            if lost := sorted(required - kept):
                raise ValueError(f"{kind}: the law wants {', '.join(lost)}")
        signs = [office.sign for office in self.offices.values()]
        if len(set(signs)) < len(signs):
            raise ValueError("two offices with one sign would share their numbers")
        _regions(self.offices)
        return self

    def all(self) -> dict[str, PaperTemplate]:
        """All templates, with the changes."""
        return {**load_templates(), **self.templates}


class Line(Shape):
    """One helpline."""

    zh: str = Field(min_length=1, max_length=40)
    en: str = Field(min_length=1, max_length=60)
    open: str = Field(max_length=60)
    source: str = Field(max_length=200)
    checked: date


class Helplines(Shape):
    """The whole table: which numbers are named for which danger."""

    lines: Mapping[str, Line]
    kinds: Mapping[str, tuple[str, ...]]
    regions: Mapping[str, Mapping[str, tuple[str, ...]]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if missing := sorted(dangers() ^ self.kinds.keys()):
            raise ValueError(f"dangers without numbers, or unknown: {', '.join(missing)}")
        _regions(self.regions)
        for place, kinds in ({"": self.kinds} | dict(self.regions)).items():
            for kind, numbers in kinds.items():
                if kind not in dangers() or not numbers:
                    raise ValueError(f"{place} {kind}: no numbers".strip())
                if unknown := sorted(set(numbers) - self.lines.keys()):
                    raise ValueError(f"{kind}: no such line: {', '.join(unknown)}")
        return self


class Spans(Shape):
    """Spans that no law sets."""

    evaluation_days: int = Field(default_factory=lambda: load_afterwards().evaluation_days, ge=1, le=365)
    """How long a petitioner may say whether they are content."""
    urge_days: int = Field(default_factory=lambda: load_afterwards().urge_days, ge=1, le=90)
    """A petitioner may urge again after so many days."""
    unfiled_months: int = Field(default=6, ge=1, le=60)
    """Drafts and chats that never became a case are deleted after so many months."""
    held_days: int = Field(default=7, ge=1, le=365)
    """Uploads that became part of nothing are deleted after so many days."""


SHAPES: Mapping[PolicyKind, type[Shape]] = {
    PolicyKind.LIMITS: Limits,
    PolicyKind.CALENDAR: Calendar,
    PolicyKind.NOTICES: NoticeTexts,
    PolicyKind.PAPERS: PaperTexts,
    PolicyKind.HELPLINES: Helplines,
    PolicyKind.TIMERS: Spans,
}


def shipped_body(kind: PolicyKind) -> dict[str, Any]:
    """What stands before anybody changed anything."""
    body = load_yaml("helplines.yml") if kind is PolicyKind.HELPLINES else {}
    return SHAPES[kind].model_validate(body).model_dump(mode="json")


def _limited(rule: ClockRule, change: Limit | None) -> ClockRule:
    if change is None:
        return rule
    if rule.days is None and change.days is not None:
        raise ValueError("this limit has no number to change")
    named = {name: value for name, value in change.model_dump().items() if value is not None}
    _regions(named.get("regions", {}))
    limited = ClockRule.model_validate({**rule.model_dump(), **named})
    most = max([limited.days or 0, *limited.regions.values()])
    # What binds an office may be shortened here and never lengthened; what a citizen has, the other way round.
    if rule.days is not None and rule.holder == "office" and most > rule.days:
        raise ValueError(f"{rule.zh}: the law allows {rule.days} days at most")
    if rule.days is not None and rule.holder == "petitioner":
        least = min([limited.days or 0, *limited.regions.values()])
        if least < rule.days:
            raise ValueError(f"{rule.zh}: the law gives the petitioner {rule.days} days")
    return limited


def _keeps_what_it_must_say(name: str, wording: Wording, shipped: Wording) -> None:
    for language in ("zh", "en"):
        lost = shipped.gaps(language) & {"number", "code", "due"} - wording.gaps(language)
        if lost:
            raise ValueError(f"{name}: a citizen must be told {', '.join(sorted(lost))}")


def _regions(codes: Mapping[str, Any]) -> None:
    if wrong := [code for code in codes if not re.fullmatch(REGION, code)]:
        raise ValueError(f"not a region code or its first digits: {', '.join(wrong)}")
