"""The record as the citizen reads it: before filing in full, after a story the fields that were taken from it."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cases import FIELDS, Draft

SHOWN_FACTS = 400


@cache
def _texts() -> Mapping[str, Any]:
    texts: Mapping[str, Any] = yaml.load(
        Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return texts


def _language(language: str) -> str:
    return "en" if language.startswith("en") else "zh"


def label(field: str, language: str) -> str:
    """A field's name as the citizen reads it."""
    return str(_texts()["labels"][_language(language)][field])


def show(draft: Draft, claims: Sequence[str] = ()) -> str:
    """The whole record, a line a field; several claims are numbered, so that each can be put right."""
    several = len(claims) > 1
    lines = [
        show_claims(claims, draft.language) if several and field == "request" else _line(draft, field)
        for field in FIELDS
    ]
    if draft.evidence:
        words = _texts()["words"][_language(draft.language)]
        value = words["files"].format(count=len(draft.evidence))
        lines.append(f"{label('evidence', draft.language)}{words['separator']}{value}")
    return "\n".join(lines)


def show_claims(claims: Sequence[str], language: str) -> str:
    """The claims under their heading, each with its number."""
    words = _texts()["words"][_language(language)]
    heading = words["claims"].format(count=len(claims))
    items = (words["claim"].format(number=number, request=claim) for number, claim in enumerate(claims, start=1))
    return "\n".join([f"{label('request', language)}{heading}", *items])


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


def told_in_files(language: str) -> str:
    """What stands for a story that was spoken or photographed."""
    return str(_texts()["words"][_language(language)]["told_in_files"])


def change_buttons(language: str) -> list[dict[str, str]]:
    """A button for every field, to change it."""
    return [{"title": label(name, language), "payload": f'/change_field{{"field": "{name}"}}'} for name in FIELDS]


def beside_buttons(language: str) -> list[dict[str, str]]:
    """Have it put beside what others told, or not."""
    words = _texts()["words"][_language(language)]
    return [
        # Whose case that is, and its number, stay with us.
        {"title": str(words["beside"]), "payload": '/add_to_case{"beside": "yes"}'},
        {"title": str(words["not_beside"]), "payload": "/file_anyway"},
    ]


def join_buttons(number: str, language: str) -> list[dict[str, str]]:
    """Add what is told to an open case, or file it on its own."""
    words = _texts()["words"][_language(language)]
    return [
        {"title": str(words["join"]), "payload": f'/add_to_case{{"number": "{number}"}}'},
        {"title": str(words["apart"]), "payload": "/file_anyway"},
    ]
