"""Which unit a case should go to, with the reasons. Only proposals: a person passes it on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from cases.accused import accused_units
from cases.data import load_yaml
from cases.unit_values import Unit, UnitKind, region_prefix
from cases.units import covers


class Weights(BaseModel):
    """How much each reason weighs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    remit: float
    remit_level: float
    region: float
    named: float
    precedent: float
    objected: float


class RoutingRules(BaseModel):
    """What `unit_routing.yml` holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: Weights
    unsure: float
    offered: int
    like_cases: int


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason for a unit."""

    kind: str
    """remit, region, named, precedent or objected"""
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class UnitProposal:
    """A unit that a case could go to, and why."""

    unit: Unit
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class Precedent:
    """How like cases (the same matter) fared at a unit."""

    ended: int
    """Cases that stayed there."""
    objected: int
    """Cases that it gave back."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is known of the case to be passed on."""

    matter: tuple[str, ...]
    region: str
    respondent: str
    sealed: bool
    words: tuple[str, ...] = ()
    """The citizen's words that led to the matter."""


@cache
def load_routing() -> RoutingRules:
    """The rules of `unit_routing.yml`."""
    return RoutingRules.model_validate(load_yaml("unit_routing.yml"))


def propose(
    question: Question,
    units: Sequence[Unit],
    *,
    precedents: Mapping[int, Precedent],
    out: Collection[int] = (),
    rules: RoutingRules | None = None,
) -> tuple[UnitProposal, ...]:
    """One unit when it is plain, up to three when it is not, none when nothing speaks for any. Never one of `out`."""
    rules = rules or load_routing()
    kinds = (UnitKind.DISCIPLINE,) if question.sealed else (UnitKind.HANDLING, UnitKind.PETITION_OFFICE)
    possible = [
        unit
        for unit in units
        if unit.active and unit.kind in kinds and unit.id not in out and covers(unit.region_code, question.region)
    ]
    named = {} if question.sealed else {unit.id: unit for unit in accused_units(possible, question.respondent)}
    found = [_judged(question, unit, precedents, unit.id in named, rules.weights) for unit in possible]
    ranked = sorted(filter(_speaks, found), key=lambda one: (-one.score, -one.unit.depth, one.unit.code))
    if not ranked:
        return ()
    near = [one for one in ranked if ranked[0].score - one.score < rules.unsure]
    return tuple(near[: rules.offered])


def _judged(
    question: Question, unit: Unit, precedents: Mapping[int, Precedent], named: bool, weights: Weights
) -> UnitProposal:
    reasons = list(_reasons(question, unit, precedents.get(unit.id), named))
    score = sum(_worth(reason, weights) for reason in reasons)
    return UnitProposal(unit=unit, score=round(score, 3), reasons=tuple(reasons))


def _worth(reason: Reason, weights: Weights) -> float:
    known = reason.values
    match reason.kind:
        case "remit":
            return weights.remit + weights.remit_level * float(known["levels"] - 1)
        case "region":
            return weights.region * float(known["levels"])
        case "named":
            return weights.named
        case "precedent":
            return weights.precedent * float(known["count"] / known["of"])
        case _:
            return weights.objected * float(known["count"] / known["of"])


def _reasons(question: Question, unit: Unit, precedent: Precedent | None, named: bool) -> Iterable[Reason]:
    if rule := rule_of(unit, question.matter):
        values = {"rule": rule, "levels": rule.count("/") + 1, "words": question.words}
        yield Reason(kind="remit", values=values)
    if prefix := region_prefix(unit.region_code):
        yield Reason(kind="region", values={"levels": len(prefix) // 2, "region": unit.region_code})
    if named:
        yield Reason(kind="named", values={})
    if precedent is not None:
        seen = precedent.ended + precedent.objected
        if precedent.ended:
            yield Reason(kind="precedent", values={"count": precedent.ended, "of": seen})
        if precedent.objected:
            yield Reason(kind="objected", values={"count": precedent.objected, "of": seen})


def _speaks(found: UnitProposal) -> bool:
    # That a unit works here says nothing about what it works on; of discipline units there is no more to know.
    kinds = {reason.kind for reason in found.reasons}
    return found.unit.kind is UnitKind.DISCIPLINE or bool(kinds & {"remit", "named", "precedent"})


def _levels(remit: Iterable[str], matter: tuple[str, ...]) -> int:
    """How many levels of the matter the remit's longest fitting entry names."""
    entries = (tuple(entry.split("/")) for entry in remit)
    return max((len(entry) for entry in entries if matter[: len(entry)] == entry), default=0)


def rule_of(unit: Unit, matter: tuple[str, ...]) -> str:
    """The entry of a unit's remit that names a matter; empty when none does."""
    return "/".join(matter[: _levels(unit.remit, matter)])
