"""The steps of a case as data: who may take which, from where to where, with what, and what follows from it."""

from collections.abc import Mapping
from functools import cache
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cases.data import load_yaml
from cases.values import Role, State, StepForm

STEP_FIELDS = frozenset({"text", "unit", "route", "nature", "matter", "region", "outcome", "legal_basis", "served_at"})
"""What a step can carry; `cases.steps` knows how to read each."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Label(_Data):
    """A name in both languages."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """The name in `language`; Chinese unless English is asked for."""
        return self.en if language.startswith("en") else self.zh


class _Event(_Data):
    article: str
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    notice: str | None = None


class Filing(_Event):
    """What filing does, in the words of a step."""

    to: State
    notice: str


class Step(_Event, Label):
    """One step an official can take."""

    from_: tuple[State, ...] = Field(alias="from", min_length=1)
    to: State | None = None
    roles: frozenset[Role] = Field(min_length=1)
    fields: tuple[str, ...]
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        unknown = set(self.fields) - STEP_FIELDS
        if unknown:
            raise ValueError(f"unknown fields: {sorted(unknown)}")
        missing = {*self.required, *self.one_of} - set(self.fields)
        if missing:
            raise ValueError(f"required but not among the fields: {sorted(missing)}")
        return self

    def form(self, step: str) -> StepForm:
        """This step as screens draw it."""
        return StepForm(
            step=step,
            label=self.zh,
            label_en=self.en,
            fields=self.fields,
            required=self.required,
            article=self.article,
            tells_citizen=self.notice is not None,
        )


class Workflow(_Data):
    """All states, ways and steps."""

    states: Mapping[State, Label]
    filing: Filing
    routes: Mapping[str, Label]
    outcomes: Mapping[str, Label]
    steps: Mapping[str, Step]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        unnamed = set(State) - set(self.states)
        if unnamed:
            raise ValueError(f"states without a label: {sorted(unnamed)}")
        reached = {self.filing.to, *(step.to for step in self.steps.values() if step.to)}
        unreachable = set(State) - reached
        if unreachable:
            raise ValueError(f"no step leads to: {sorted(unreachable)}")
        return self

    def forms(self, state: State, roles: frozenset[Role]) -> list[StepForm]:
        """The steps that somebody with `roles` can take on a case in `state`."""
        return [step.form(name) for name, step in self.steps.items() if state in step.from_ and roles & step.roles]


@cache
def load_workflow() -> Workflow:
    """The workflow of `workflow.yml`. Raises pydantic's `ValidationError` when it contradicts itself."""
    return Workflow.model_validate(load_yaml("workflow.yml"))
