"""The kinds of statutory papers: data in `templates/`, one file a kind."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, Self

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel, ConfigDict, Field, model_validator

from cases.data import load_yaml
from cases.values import Role

TEMPLATES = Path(__file__).parent / "templates"
GAP = "【"
"""How a draft marks what a person still has to write."""

# Administrators edit these texts in the console: they may fill gaps, and reach nothing else.
ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ChoiceText(_Data):
    """One of a closed list, and what the paper then says."""

    zh: str
    en: str
    text: str


class Part(_Data):
    """One part of a paper."""

    id: str = Field(pattern="^[a-z_]{1,20}$")
    zh: str
    en: str
    hint: str = ""
    hint_en: str = ""
    text: str = ""
    """Jinja: what the draft says, from the case. `【…】` marks what a person must still write."""
    required: bool = True
    per_claim: bool = False
    headed: bool = True
    choices: Mapping[str, ChoiceText] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _can_be_filled(self) -> Self:
        try:
            ENVIRONMENT.parse(self.text)
        except TemplateError as error:
            raise ValueError(f"{self.id}: {error}") from error
        return self


class PaperTemplate(_Data):
    """A kind of paper as the law and the office want it."""

    zh: str
    en: str
    word: str = Field(min_length=1, max_length=10)
    """Its word in the number: 处字."""
    article: str
    to: Literal["petitioner", "unit"]
    drafted_by: frozenset[Role] = Field(min_length=1)
    signed_by: frozenset[Role] = Field(min_length=1)
    parts: tuple[Part, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        names = [part.id for part in self.parts]
        if len(set(names)) < len(names) or set(names) & set(FRAME):
            raise ValueError(f"parts named twice: {names}")
        return self

    def names(self, claims: int) -> Iterator[tuple[str, Part, int | None]]:
        """Every field of a paper with so many claims: its name, its part, the claim it answers."""
        for part in self.parts:
            if part.per_claim:
                yield from ((f"{part.id}.{position}", part, position) for position in range(1, claims + 1))
            else:
                yield part.id, part, None


FRAME: Mapping[str, tuple[str, str]] = {
    "office": ("发文机关", "Issuing body"),
    "addressee": ("主送", "To"),
    "copies": ("抄送", "Copies to"),
}
"""What every paper has beside its parts."""
OPTIONAL_FRAME = frozenset({"copies"})


@cache
def load_templates() -> Mapping[str, PaperTemplate]:
    """The papers as they are shipped."""
    files = sorted(TEMPLATES.glob("*.yml"))
    return {path.stem: PaperTemplate.model_validate(load_yaml(f"papers/templates/{path.name}")) for path in files}
