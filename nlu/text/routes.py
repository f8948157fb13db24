"""The way of Art. 31 a claim probably takes, and the other legal roads whose limits may be running.

A proposal with its reason: a person confirms the route, and no road is a reason to refuse (domain.md 1.3, 1.5).
"""

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from nlu.text.lexicon import load_yaml
from nlu.text.normalise import fold

OF_NATURE = {"suggestion": "建议", "accusation": "检举", "consultation": "咨询"}
PETITION = "六"
ENOUGH = 1.5
"""Less than this speaks for no procedure in particular: the petition procedure is what is left."""
_MATTER = 0.8
_PRIOR = 0.9
_REASONS = {
    "建议": ("是建议意见，由有权的单位研究后回复", "a suggestion is studied and answered"),
    "检举": ("是检举控告，按管理权限转纪检监察机关", "an accusation goes to the discipline organs"),
    "咨询": ("是咨询，直接解答", "a question is answered"),
    "六": ("没有看出应当走别的法定程序", "no other procedure of law was recognised"),
}
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Road:
    """Another legal road, its limit, and how much of it is left by what the petitioner said."""

    kind: str
    number: int | None
    unit: str | None
    law: str
    ends: date | None
    left_days: int | None
    """Days from today; negative when it may be over; None where no limit runs or nothing is known of the time."""
    waiting: bool = False
    """The limit is one of the authority: until it is over one waits."""


@dataclass(frozen=True, slots=True)
class RouteProposal:
    """The proposed way, how sure it is (0 to 1), why in words, and the roads beside it, the most pressing first."""

    route: str
    confidence: float
    reason: str
    reason_en: str
    words: tuple[str, ...]
    roads: tuple[Road, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    route: str
    weight: float
    roads: tuple[str, ...]
    matters: frozenset[str]
    reasons: tuple[str, str]
    signs: tuple[tuple[re.Pattern[str], float], ...]


def propose_route(
    text: str,
    *,
    nature: str,
    matter: Sequence[str] = (),
    prior_handling: str = "",
    today: date,
    occurred_at: str = "",
) -> RouteProposal:
    """Propose the way of a petition, or of one claim in it."""
    if nature in OF_NATURE:
        route = OF_NATURE[nature]
        return RouteProposal(route, 0.8, *_REASONS[route], (), ())
    scored = [_score(rule, fold(text).lower(), fold(prior_handling).lower(), matter) for rule in _rules()]
    best, score, words = max(scored, key=lambda item: item[1])
    total = sum(score for _, score, _ in scored)
    if score < ENOUGH:
        return RouteProposal(PETITION, round(0.6 - 0.2 * score / ENOUGH, 2), *_REASONS[PETITION], (), ())
    share = score / total
    roads = [find_road(kind, occurred_at=occurred_at, today=today) for kind in best.roads]
    roads.sort(key=lambda road: (road.left_days is None, (road.left_days or 0) < 0, road.left_days or 0))
    return RouteProposal(
        best.route, round(share * min(1.0, 0.4 + score / 6), 2), *best.reasons, tuple(words), tuple(roads)
    )


def find_road(kind: str, *, occurred_at: str, today: date) -> Road:
    """A road with its limit counted from when it happened, as far as that is known."""
    entry = load_yaml("routes.yml")["roads"][kind]
    limit = entry.get("limit") or {}
    number: int | None = limit.get("number")
    unit: str | None = limit.get("unit")
    began = first_day(occurred_at)
    ends = _later(began, number, unit) if began and number and unit and not entry.get("waiting") else None
    left = (ends - today).days if ends else None
    return Road(kind, number, unit, str(entry["law"]), ends, left, bool(entry.get("waiting")))


def road_names(kind: str, language: str) -> Mapping[str, str]:
    """How a road, and the law its limit stands in, are called."""
    entry = load_yaml("routes.yml")["roads"][kind]
    english = language.startswith("en")
    return {"road": entry["en" if english else "zh"], "law": entry["law_en" if english else "law"]}


def first_day(said: str) -> date | None:
    """The first day a stated time can mean: counted from there, nobody is told more time than they have."""
    match = _DAY.match(said.strip())
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _later(began: date, number: int, unit: str) -> date:
    """The last day of a limit; the day it begins on is not counted (民法典 201)."""
    if unit == "days":
        return began + timedelta(days=number)
    months = began.month - 1 + number * (12 if unit == "years" else 1)
    year, month = began.year + months // 12, months % 12 + 1
    return date(year, month, min(began.day, calendar.monthrange(year, month)[1]))


def _score(rule: _Rule, folded: str, prior: str, matter: Sequence[str]) -> tuple[_Rule, float, list[str]]:
    score, words = 0.0, []
    for pattern, weight in rule.signs:
        hits = list(dict.fromkeys(match.group() for match in pattern.finditer(folded)))[:3]
        # A second word of the same kind adds to the first, but is not as much again.
        score += weight * (1 + 0.35 * (len(hits) - 1)) if hits else 0.0
        words += hits
        if not hits and rule.name == "judged" and (before := pattern.search(prior)):
            score += _PRIOR * weight
            words.append(before.group())
    if score and matter and matter[0] in rule.matters:
        score += _MATTER
    return rule, score * rule.weight, words


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_rule(name, entry) for name, entry in load_yaml("routes.yml")["rules"].items())


def _rule(name: str, entry: Mapping[str, Any]) -> _Rule:
    return _Rule(
        name=name,
        route=entry["route"],
        weight=entry["weight"],
        roads=tuple(entry["roads"]),
        matters=frozenset(entry.get("matters", ())),
        reasons=(entry["zh"], entry["en"]),
        signs=tuple((re.compile(sign), weight) for sign, weight in entry["signs"].items()),
    )
