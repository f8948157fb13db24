"""What one version of a paper changed against another."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from cases.papers.kinds import FRAME, PaperTemplate
from cases.papers.values import Changed


def changes(
    template: PaperTemplate, claims: int, before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[Changed, ...]:
    """The parts that differ, each as pieces that stayed, went and came."""
    named = dict(FRAME) | {name: _label(part.zh, part.en, at) for name, part, at in template.names(claims)}
    return tuple(
        Changed(part=name, label=zh, label_en=en, pieces=tuple(_pieces(before.get(name, ""), after.get(name, ""))))
        for name, (zh, en) in named.items()
        if before.get(name, "") != after.get(name, "")
    )


def _label(zh: str, en: str, position: int | None) -> tuple[str, str]:
    return (f"{zh} {position}", f"{en} {position}") if position else (zh, en)


def _pieces(before: str, after: str) -> Iterator[tuple[str, str]]:
    for kind, from_, to, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", before[from_:to]
            continue
        if from_ < to:
            yield "gone", before[from_:to]
        if start < end:
            yield "new", after[start:end]
