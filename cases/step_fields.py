"""Reads what a step carries, as people and programs write it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cases.errors import StepIncomplete
from cases.numbers import normalise_number
from cases.values import Nature
from cases.workflow import Kind, Step, Workflow

LINE_LENGTH = 200
MOST_DAYS = 30
"""Art. 34: an extension is of thirty days at most."""
MOST_UNITS = 10
SOLVED = ("yes", "partly", "no")
TRUE, FALSE = frozenset({True, "true", "on", "1", "yes"}), frozenset({False, "false", "off", "0", "no"})


@dataclass(frozen=True, kw_only=True)
class ClaimOutcome:
    """What becomes of one claim."""

    outcome: str
    disposition: str | None = None
    opinion: str = ""
    legal_basis: str = ""


@dataclass(frozen=True, kw_only=True)
class StepFields:
    """What a step carries, checked."""

    text: str = ""
    unit: str | None = None
    assisting: tuple[str, ...] | None = None
    route: str | None = None
    nature: Nature | None = None
    matter: tuple[str, ...] | None = None
    region: tuple[str, str] | None = None
    claim: int | None = None
    claims: Mapping[int, ClaimOutcome] = field(default_factory=dict)
    solved: Mapping[int, str] = field(default_factory=dict)
    """By the claim's position; 0 stands for every claim."""
    simple: bool = False
    due_on: date | None = None
    received_on: date | None = None
    served_at: date | None = None
    day: date | None = None
    which: str | None = None
    days: int | None = None
    outcome: str | None = None
    disposition: str | None = None
    facts: str = ""
    legal_basis: str = ""
    remedy: str = ""
    article: str = ""
    document: str = ""
    road: str = ""
    ground: str | None = None
    case: str | None = None
    leader: str = ""
    delivery: str | None = None
    receipt: str | None = None
    opinion: str | None = None
    result: str | None = None


def read_fields(
    text: str, fields: Mapping[str, Any], step: Step, workflow: Workflow, *, strictly: bool = True
) -> StepFields:
    """What was given. Raises `StepIncomplete` naming what is missing, unknown or malformed.

    Not `strictly`: words may be missing. A petitioner need not give reasons.
    """
    given = {name: value for name, value in {"text": text, **fields}.items() if not _is_empty(value)}
    unknown = sorted(given.keys() - set(step.fields))
    if unknown:
        raise StepIncomplete(f"it does not carry: {', '.join(unknown)}")
    missing = [name for name in step.required if name not in given and (strictly or name != "text")]
    if missing:
        raise StepIncomplete(f"missing: {', '.join(missing)}")
    if step.one_of and not given.keys() & set(step.one_of):
        raise StepIncomplete(f"missing one of: {', '.join(step.one_of)}")
    return from_data(given, workflow)


def as_data(fields: StepFields) -> dict[str, Any]:
    """What a step carries, as JSON keeps it and `from_data` reads it."""
    return {name: _plain(name, value) for name, value in vars(fields).items() if not _is_empty(value) and value}


def _plain(name: str, value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case tuple():
            return " ".join(value) if name == "region" else list(value)
        case Mapping():
            return {str(at): vars(one) if isinstance(one, ClaimOutcome) else one for at, one in value.items()}
        case _:
            return value


def from_data(data: Mapping[str, Any], workflow: Workflow) -> StepFields:
    """What a step carried, or carries so far."""
    return StepFields(**{name: _read(name, value, workflow) for name, value in data.items() if not _is_empty(value)})


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value in ((), [], {})


def _read(name: str, value: Any, workflow: Workflow) -> Any:
    rule = workflow.fields[name]
    try:
        match rule.kind:
            case Kind.ROUTE:
                return _one_of(value, workflow.routes)
            case Kind.CHOICE:
                return _one_of(value, rule.choices)
            case Kind.CLAIMS:
                return _claims(value, workflow)
            case kind:
                return _READERS[kind](value)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StepIncomplete(f"{name}: {value!r} is not possible") from error


def _one_of(value: Any, known: Mapping[str, object]) -> str:
    if value not in known:
        raise ValueError(value)
    return str(value)


def _text(value: Any) -> str:
    return str(value).strip()


def _line(value: Any) -> str:
    return str(value).strip()[:LINE_LENGTH]


def _matter(value: Any) -> tuple[str, ...]:
    levels = value.split("/") if isinstance(value, str) else list(value)
    return tuple(str(level).strip() for level in levels if str(level).strip())


def _region(value: Any) -> tuple[str, str]:
    """From `{"code": …, "name": …}` or "360721 赣县区"."""
    if isinstance(value, Mapping):
        code, name = str(value["code"]), str(value.get("name", ""))
    else:
        code, _, name = str(value).strip().partition(" ")
    if not re.fullmatch(r"[0-9]{6}", code):
        raise ValueError(code)
    return code, name.strip()


def _units(value: Any) -> tuple[str, ...]:
    names = re.split(r"[、,，;；\n]", value) if isinstance(value, str) else list(value)
    found = tuple(dict.fromkeys(_line(name) for name in names if str(name).strip()))
    if len(found) > MOST_UNITS:
        raise ValueError(len(found))
    return found


def _position(value: Any) -> int:
    position = int(str(value))
    if position < 1:
        raise ValueError(position)
    return position


def _days(value: Any) -> int:
    days = int(str(value))
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(days)
    return days


def _day(value: Any) -> date:
    return date.fromisoformat(str(value)[:10])


def _flag(value: Any) -> bool:
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ValueError(value)


def _by_position(value: Any) -> Mapping[Any, Any]:
    """From `{"1": …}` or `[{"claim": 1, …}]`."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise TypeError(value)
    return {one["claim"]: {name: part for name, part in one.items() if name != "claim"} for one in value}


def _solved(value: Any) -> dict[int, str]:
    """From "yes" for all, or an answer for each claim."""
    given = {0: value} if isinstance(value, str) else _by_position(value)
    answers = {
        int(str(position)): str(answer.get("solved") if isinstance(answer, Mapping) else answer)
        for position, answer in given.items()
        if not _is_empty(answer)
    }
    if not answers or set(answers.values()) - set(SOLVED) or min(answers) < 0:
        raise ValueError(value)
    return answers


def _claims(value: Any, workflow: Workflow) -> dict[int, ClaimOutcome]:
    return {
        _position(position): _outcome(one, workflow)
        for position, one in _by_position(value).items()
        if not _is_empty(one) and any(not _is_empty(part) for part in one.values())
    }


def _outcome(value: Mapping[str, Any], workflow: Workflow) -> ClaimOutcome:
    if set(value) - {"outcome", "disposition", "opinion", "legal_basis"}:
        raise ValueError(sorted(value))
    disposition = value.get("disposition") or None
    return ClaimOutcome(
        outcome=_one_of(value["outcome"], workflow.outcomes),
        disposition=_one_of(disposition, workflow.fields["disposition"].choices) if disposition else None,
        opinion=_text(value.get("opinion") or ""),
        legal_basis=_line(value.get("legal_basis") or ""),
    )


_READERS: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: _text,
    Kind.LINE: _line,
    Kind.UNIT: _line,
    Kind.UNITS: _units,
    Kind.NATURE: Nature,
    Kind.MATTER: _matter,
    Kind.REGION: _region,
    Kind.CLAIM: _position,
    Kind.DAY: _day,
    Kind.PAST_DAY: _day,
    Kind.DAYS: _days,
    Kind.FLAG: _flag,
    Kind.CASE: lambda value: normalise_number(str(value))[:40],
    Kind.SOLVED: _solved,
}
