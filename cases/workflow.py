"""The steps of a case as data: who may take which, from where to where, with what, and what follows from it."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cases.data import load_yaml
from cases.values import FieldChoice, Role, State, StepField, StepForm

BACK: Literal["back"] = "back"
"""Leads to the state before the present one."""

ANY = "any"
"""In `from`: every state."""


class Kind(StrEnum):
    """What a field is, so that screens can draw it and the register can read it."""

    TEXT = "text"
    LINE = "line"
    UNIT = "unit"
    UNITS = "units"
    ROUTE = "route"
    NATURE = "nature"
    MATTER = "matter"
    REGION = "region"
    CLAIM = "claim"
    DAY = "day"
    PAST_DAY = "past_day"
    DAYS = "days"
    FLAG = "flag"
    CHOICE = "choice"
    CASE = "case"
    CLAIMS = "claims"
    SOLVED = "solved"


class Relation(StrEnum):
    """Whose step it is, where units are set up."""

    OFFICE = "office"
    LEAD = "lead"
    ANY = "any"


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Label(_Data):
    """A name in both languages."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """The name in `language`; Chinese unless English is asked for."""
        return self.en if language.startswith("en") else self.zh


class FieldRule(Label):
    """What a step can carry under one name."""

    kind: Kind
    choices: Mapping[str, Label] = Field(default_factory=dict)


class Filing(_Data):
    """What filing does, in the words of a step."""

    to: State
    article: str
    starts: tuple[str, ...]
    direct: Mapping[str, Any]
    """Article and clocks of a petition filed with another organ than a petition office."""
    notice: str

    @property
    def clocks(self) -> set[str]:
        """Every clock it names."""
        return {*self.starts, *self.direct["starts"]}

    def starting(self, *, direct: bool) -> tuple[str, ...]:
        """The clocks of a new case."""
        return tuple(self.direct["starts"]) if direct else self.starts


class Step(Label):
    """One step that can be taken on a case."""

    article: str
    from_: tuple[State, ...] = Field(alias="from", min_length=1)
    to: State | Literal["back"] | None = None
    of: Relation
    roles: frozenset[Role] = Field(min_length=1)
    roles_from: Mapping[State, frozenset[Role]] = Field(default_factory=dict)
    petitioner: bool = False
    assisting: bool = False
    """Those who see the case only because their unit assists in it take it too."""
    fields: tuple[str, ...]
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    clock: str | None = None
    after: str | None = None
    answers: str | None = None
    second_person: bool = False
    starts: tuple[str, ...] = ()
    renews: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    extends: Mapping[str, str] = Field(default_factory=dict)
    """Clock -> the rule that says by how much at most."""
    counts_from: Mapping[str, str] = Field(default_factory=dict)
    takes_over: Mapping[State, str] = Field(default_factory=dict)
    """State -> the step whose words this one only passes on from there."""
    closes: bool = False
    revives: bool = False
    notice: str | None = None
    personal: bool = False
    """Its notice is about what the petitioner did or is to do: those of merged cases are not told."""
    tells_others: str | None = None
    """The notice to all those handled together with whoever did it: it is done for them too."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        missing = {*self.required, *self.one_of, *self.counts_from.values()} - set(self.fields)
        if missing:
            raise ValueError(f"required but not among the fields: {sorted(missing)}")
        return self

    @property
    def clocks(self) -> set[str]:
        """Every clock it names."""
        named = {*self.starts, *self.renews, *self.stops, *self.pauses, *self.resumes, *self.counts_from}
        return named | set(self.extends) | set(self.extends.values()) | ({self.clock} if self.clock else set())


class Workflow(_Data):
    """All states, ways, fields and steps."""

    states: Mapping[State, Label]
    groups: Mapping[str, tuple[State, ...]]
    filing: Filing
    routes: Mapping[str, Label]
    outcomes: Mapping[str, Label]
    fields: Mapping[str, FieldRule]
    steps: Mapping[str, Step]

    @model_validator(mode="before")
    @classmethod
    def _spelled_out(cls, data: dict[str, Any]) -> dict[str, Any]:
        """Write out what stands for several: groups of states, and the outcomes among the choices."""
        groups = {**data["groups"], ANY: list(data["states"])}
        steps = {
            name: {**step, "from": [state for one in step["from"] for state in groups.get(one, [one])]}
            for name, step in data["steps"].items()
        }
        fields = {
            name: {**rule, "choices": data[rule["choices"]]} if isinstance(rule.get("choices"), str) else rule
            for name, rule in data["fields"].items()
        }
        return {**data, "steps": steps, "fields": fields}

    @model_validator(mode="after")
    def _complete(self) -> Self:
        unnamed = set(State) - set(self.states)
        if unnamed:
            raise ValueError(f"states without a label: {sorted(unnamed)}")
        reached = {self.filing.to, *(step.to for step in self.steps.values() if step.to)}
        unreachable = set(State) - reached
        if unreachable:
            raise ValueError(f"no step leads to: {sorted(unreachable)}")
        for name, step in self.steps.items():
            if set(step.fields) - set(self.fields):
                raise ValueError(f"{name} has unknown fields: {sorted(set(step.fields) - set(self.fields))}")
            if {step.after, step.answers, *step.takes_over.values()} - {None, *self.steps}:
                raise ValueError(f"{name} follows a step that does not exist")
        return self

    def forms(self, state: State, roles: frozenset[Role]) -> list[StepForm]:
        """What people with `roles` can take in a state by the rules alone; `cases.permits` knows the case too."""
        return [
            self.form(name, state)
            for name, step in self.steps.items()
            if state in step.from_ and roles & step.roles_from.get(state, step.roles)
        ]

    def form(self, name: str, state: State) -> StepForm:
        """A step as screens draw it: what it takes over in this state nobody is asked for."""
        earlier = self.steps[name].takes_over.get(state)
        if earlier is None:
            return self._forms[name]
        form, known = self._forms[name], self.steps[earlier].fields
        return replace(
            form,
            fields=tuple(field for field in form.fields if field not in known),
            required=tuple(field for field in form.required if field not in known),
            one_of=tuple(field for field in form.one_of if field not in known),
            inputs=tuple(field for field in form.inputs if field.name not in known),
        )

    @cached_property
    def _forms(self) -> Mapping[str, StepForm]:
        return {name: self._form(name, step) for name, step in self.steps.items()}

    def _form(self, name: str, step: Step) -> StepForm:
        return StepForm(
            step=name,
            label=step.zh,
            label_en=step.en,
            fields=step.fields,
            required=step.required,
            article=step.article,
            tells_citizen=step.notice is not None,
            one_of=step.one_of,
            inputs=tuple(self._input(field, step) for field in step.fields),
        )

    def _input(self, field: str, step: Step) -> StepField:
        rule = self.fields[field]
        choices = self.routes if rule.kind is Kind.ROUTE else rule.choices
        return StepField(
            name=field,
            kind=rule.kind.value,
            label=rule.zh,
            label_en=rule.en,
            required=field in step.required,
            choices=tuple(FieldChoice(value=value, label=one.zh, label_en=one.en) for value, one in choices.items()),
        )


@cache
def load_workflow() -> Workflow:
    """The workflow of `workflow.yml`. Raises pydantic's `ValidationError` when it contradicts itself."""
    return Workflow.model_validate(load_yaml("workflow.yml"))
