"""Drafts a paper from its case: gaps that only a person can fill stay marked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinja2 import TemplateError

from cases.clocks import ClockRule
from cases.dossiers import Entry
from cases.errors import StepIncomplete
from cases.notices import day_in_words
from cases.papers.kinds import ENVIRONMENT, GAP, PaperTemplate
from cases.papers.layout import ordinal
from cases.tables import ClockRow, PetitionRow
from cases.values import Claim
from cases.workflow import Workflow

FORMS: Mapping[str, str] = {"letter": "来信", "visit": "来访", "call": "来电"}
"""How a petition came in, by channel; everything else came through the net."""
HIDDEN = "信访人（姓名依法保密）"


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What is known of the case that a paper is drafted for."""

    row: PetitionRow
    claims: Sequence[Claim]
    clocks: Sequence[ClockRow]
    history: Sequence[Entry]
    office: str
    numbers: Mapping[str, str]
    """Kind -> number of the latest signed paper of this case."""
    limits: Mapping[str, ClockRule]
    workflow: Workflow
    now: datetime


def drafted(template: PaperTemplate, matter: Matter) -> dict[str, str]:
    """The contents of a new draft. Raises `StepIncomplete` when a template asks for what there is not."""
    known = _known(template, matter)
    claims = {claim.position: claim for claim in matter.claims}
    contents = {"office": matter.office, "addressee": _addressee(template, matter), "copies": ""}
    for name, part, position in template.names(len(matter.claims)):
        told = known if position is None else {**known, "claim": _claim(claims[position], matter)}
        try:
            text = ENVIRONMENT.from_string(part.text).render(told)
        except (TemplateError, TypeError, ValueError) as error:
            raise StepIncomplete(f"the paper's template cannot be filled: {part.id}: {error}") from error
        contents[name] = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    return contents


def missing_of(template: PaperTemplate, contents: Mapping[str, str], claims: int) -> tuple[str, ...]:
    """The fields without which it cannot be signed: empty, still with a gap, or no choice of the closed list."""
    lacking = [name for name in ("office", "addressee") if _is_open(contents.get(name, ""))]
    for name, part, _ in template.names(claims):
        text = contents.get(name, "")
        if part.choices:
            lacking += [name] if text not in part.choices else []
        elif (part.required and _is_open(text)) or GAP in text:
            lacking.append(name)
    return tuple(lacking)


def _is_open(text: str) -> bool:
    return not text.strip() or GAP in text


def _addressee(template: PaperTemplate, matter: Matter) -> str:
    if template.to == "unit":
        return matter.row.unit or "【有权处理的机关、单位】"
    return matter.row.petitioner_name or "【信访人姓名（名称）】"


def _known(template: PaperTemplate, matter: Matter) -> dict[str, Any]:
    row, route = matter.row, matter.row.route
    hidden = row.sealed and template.to != "petitioner"
    return {
        "number": row.number,
        "received": day_in_words(row.received_at, "zh"),
        "form": FORMS.get(row.channel, "通过网上渠道"),
        "petitioner": HIDDEN if hidden or not row.petitioner_name else row.petitioner_name,
        "sealed": row.sealed,
        "facts": row.facts,
        "unit": row.unit,
        "region": row.region_name,
        "route": matter.workflow.routes[route].zh if route else "",
        "route_key": route or "",
        "claims": [_claim(claim, matter) for claim in matter.claims],
        "days": lambda clock: matter.limits[clock].days_in(row.region_code) if clock in matter.limits else "【日数】",
        "due": _due(matter.clocks),
        "said": _said(matter.history),
        "paper_number": lambda kind: matter.numbers.get(kind, ""),
        "review_organ": "",
        "today": day_in_words(matter.now, "zh"),
    }


def _claim(claim: Claim, matter: Matter) -> dict[str, str]:
    outcome = matter.workflow.outcomes[claim.outcome].zh if claim.outcome else ""
    several = len(matter.claims) > 1
    return {
        "ordinal": f"（{ordinal(claim.position)}）" if several else "",
        "request": claim.request,
        "unit": claim.unit,
        "outcome": outcome,
        "facts": str(getattr(claim, "facts", "") or ""),
        "opinion": str(getattr(claim, "opinion", "") or ""),
        "legal_basis": str(getattr(claim, "legal_basis", "") or ""),
    }


def _due(clocks: Sequence[ClockRow]) -> Callable[[str], str]:
    ends = {clock.clock: day_in_words(clock.due, "zh") for clock in clocks}
    return lambda clock: ends.get(clock, "")


def _said(history: Sequence[Entry]) -> Callable[[str], str]:
    texts = {entry.step: entry.text for entry in history}
    return lambda step: texts.get(step, "")
