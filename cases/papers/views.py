"""Paper rows as values."""

from collections.abc import Collection
from datetime import date
from typing import Any

from cases.papers.drafting import missing_of
from cases.papers.kinds import FRAME, PaperTemplate, Part
from cases.papers.tables import PaperRow
from cases.papers.values import Choice, Paper, PaperLine, PaperPart, PaperState, Service, Way
from cases.tables import PetitionRow
from cases.values import Role


def line_of(row: PaperRow, template: PaperTemplate, case_number: str) -> PaperLine:
    """A paper in its case's list."""
    return PaperLine(
        id=row.id,
        case_number=case_number,
        kind=row.kind,
        label=template.zh,
        label_en=template.en,
        number=row.number or "",
        state=row.state,
        changed_at=row.changed_at,
        issued_at=row.issued_at,
        served_on=row.served_on,
    )


def paper_of(row: PaperRow, template: PaperTemplate, case: PetitionRow, *, roles: Collection[Role]) -> Paper:
    """A paper with its words, and what its reader may do with it."""
    held = frozenset(roles)
    drafted = row.state is PaperState.DRAFTED
    return Paper(
        line=line_of(row, template, case.number),
        article=template.article,
        to=template.to,
        version=row.version,
        contents=dict(row.contents),
        parts=tuple(parts_of(template, row)),
        missing=missing_of(template, row.contents, row.claims),
        created_by=row.created_by,
        changed_by=row.changed_by,
        issued_by=row.issued_by,
        service=service_of(row.service),
        may_change=drafted and bool(held & (template.drafted_by | template.signed_by)),
        may_sign=bool(held & template.signed_by),
        sealed=case.sealed,
        void_reason=row.void_reason,
    )


def parts_of(template: PaperTemplate, row: PaperRow) -> list[PaperPart]:
    """The fields of the form a paper is edited with, in their order."""
    frame = [
        PaperPart(
            name=name,
            label=zh,
            label_en=en,
            hint="",
            hint_en="",
            required=name != "copies",
            choices=(),
            text=row.contents.get(name, ""),
            claim=None,
        )
        for name, (zh, en) in FRAME.items()
    ]
    return frame + [_part(name, part, at, row) for name, part, at in template.names(row.claims)]


def service_of(kept: dict[str, Any] | None) -> Service | None:
    """How a paper was served."""
    if kept is None:
        return None
    return Service(
        way=Way(kept["way"]),
        on=date.fromisoformat(kept["on"]),
        by=kept["by"],
        proof=kept["proof"],
        received_by=kept["received_by"],
        refused=kept["refused"],
    )


def _part(name: str, part: Part, position: int | None, row: PaperRow) -> PaperPart:
    return PaperPart(
        name=name,
        label=part.zh,
        label_en=part.en,
        hint=part.hint,
        hint_en=part.hint_en,
        required=part.required,
        choices=tuple(Choice(key=key, label=one.zh, label_en=one.en) for key, one in part.choices.items()),
        text=row.contents.get(name, ""),
        claim=position,
    )
