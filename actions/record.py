"""The record as the citizen reads it: before filing in full, after a story the fields that were taken from it."""

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cases import FIELDS, Draft

SHOWN_FACTS = 400


@cache
def _texts() -> Mapping[str, Any]:
    texts: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
    return texts


def _language(language: str) -> str:
    return "en" if language.startswith("en") else "zh"


def label(field: str, language: str) -> str:
    """A field's name as the citizen reads it."""
    return str(_texts()["labels"][_language(language)][field])


def show(draft: Draft) -> str:
    """The whole record, a line a field."""
    lines = [_line(draft, field) for field in FIELDS]
    if draft.evidence:
        words = _texts()["words"][_language(draft.language)]
        value = words["files"].format(count=len(draft.evidence))
        lines.append(f"{label('evidence', draft.language)}{words['separator']}{value}")
    return "\n".join(lines)


def show_fields(draft: Draft, fields: Collection[str]) -> str:
    """Some of its fields, in the form's order."""
    return "\n".join(_line(draft, field) for field in FIELDS if field in fields)


def _line(draft: Draft, field: str) -> str:
    words = _texts()["words"][_language(draft.language)]
    return f"{label(field, draft.language)}{words['separator']}{_value(draft, field, words)}"


def _value(draft: Draft, field: str, words: Mapping[str, str]) -> str:
    value = draft.values.get(field)
    if value in (None, ""):
        return words["skipped"]
    if field == "affected_count":
        return words["people"].format(count=value)
    if field == "place" and (name := draft.values.get("place_name")) and name not in value:
        return f"{value}（{name}）"
    text = str(value)
    if field == "facts" and len(text) > SHOWN_FACTS:
        return text[:SHOWN_FACTS] + words["more"].format(count=len(text))
    return text


def none_word(language: str) -> str:
    """What a "no" button writes down."""
    return str(_texts()["words"][_language(language)]["none"])


def change_buttons(language: str) -> list[dict[str, str]]:
    """A button for every field, to change it."""
    return [{"title": label(name, language), "payload": f'/change_field{{"field": "{name}"}}'} for name in FIELDS]
