"""One step on many cases: each on the version that was seen, each on its own, so that one refusal stops no other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.errors import CaseError
from cases.values import Case, StepForm, TakeStep

MOST = 50


@dataclass(frozen=True, kw_only=True)
class BulkStep:
    """A step, what it carries, and the cases it is taken on: (number, the version that was seen)."""

    step: str
    cases: Sequence[tuple[str, int]]
    text: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class BulkResult:
    """How it went with one case."""

    number: str
    error: CaseError | None = None
    """Why it was not taken; None when it was."""


class Bulk:
    """Steps on many cases, through the door that takes one."""

    def __init__(self, take: Callable[[TakeStep], Case], steps: Callable[[str], list[StepForm]]) -> None:
        self._take = take
        self._steps = steps

    def forms(self, numbers: Sequence[str]) -> dict[str, tuple[StepForm, int]]:
        """The steps that can be taken on some of the cases, and on how many of them."""
        found: dict[str, tuple[StepForm, int]] = {}
        for number in numbers[:MOST]:
            for form in self._steps(number):
                found[form.step] = (form, found.get(form.step, (form, 0))[1] + 1)
        return dict(sorted(found.items(), key=lambda one: -one[1][1]))

    def take(self, command: BulkStep) -> list[BulkResult]:
        """Take the step on each case; the results in the same order."""
        return [self._one(command, number, version) for number, version in command.cases[:MOST]]

    def _one(self, command: BulkStep, number: str, version: int) -> BulkResult:
        one = TakeStep(
            number=number, step=command.step, version=version, text=command.text, fields=dict(command.fields)
        )
        try:
            self._take(one)
        except CaseError as refused:
            return BulkResult(number=number, error=refused)
        return BulkResult(number=number)
