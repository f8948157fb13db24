"""Reads what a step carries, as people and programs write it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.errors import StepIncomplete
from cases.values import Nature, TakeStep
from cases.workflow import Step, Workflow

UNIT_LENGTH = 200


@dataclass(frozen=True, kw_only=True)
class StepFields:
    """What a step carries, checked."""

    text: str = ""
    unit: str | None = None
    route: str | None = None
    nature: Nature | None = None
    matter: tuple[str, ...] | None = None
    region: tuple[str, str] | None = None
    outcome: str | None = None
    legal_basis: str = ""
    served_at: date | None = None


def read_fields(command: TakeStep, step: Step, workflow: Workflow) -> StepFields:
    """The fields of `command`. Raises `StepIncomplete` naming what is missing, unknown or malformed."""
    given = {name: value for name, value in {"text": command.text, **command.fields}.items() if not _is_empty(value)}
    unknown = sorted(given.keys() - set(step.fields))
    if unknown:
        raise StepIncomplete(f"it does not carry: {', '.join(unknown)}")
    missing = [name for name in step.required if name not in given]
    if missing:
        raise StepIncomplete(f"missing: {', '.join(missing)}")
    if step.one_of and not given.keys() & set(step.one_of):
        raise StepIncomplete(f"missing one of: {', '.join(step.one_of)}")
    return StepFields(**{name: _read(name, value, workflow) for name, value in given.items()})


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value in ((), [], {})


def _read(name: str, value: Any, workflow: Workflow) -> Any:
    try:
        match name:
            case "route":
                return _one_of(value, workflow.routes)
            case "outcome":
                return _one_of(value, workflow.outcomes)
            case "nature":
                return Nature(value)
            case "matter":
                return _matter(value)
            case "region":
                return _region(value)
            case "served_at":
                return date.fromisoformat(str(value)[:10])
            case "unit":
                return str(value).strip()[:UNIT_LENGTH]
            case _:
                return str(value).strip()
    except (ValueError, KeyError, TypeError) as error:
        raise StepIncomplete(f"{name}: {value!r} is not possible") from error


def _one_of(value: Any, known: Mapping[str, object]) -> str:
    if value not in known:
        raise ValueError(value)
    return str(value)


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
