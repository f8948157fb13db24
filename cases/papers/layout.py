"""A paper set on a page, the same for print and for Word."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from cases.notices import day_in_words
from cases.papers.kinds import PaperTemplate, Part
from cases.papers.values import Layout, Paragraph

ORDINALS = "一二三四五六七八九十"


def ordinal(number: int) -> str:
    """一 to 十, then Arabic."""
    return ORDINALS[number - 1] if 0 < number <= len(ORDINALS) else str(number)


def laid_out(
    template: PaperTemplate,
    contents: Mapping[str, str],
    *,
    claims: int,
    number: str,
    issued_at: datetime | None,
    void: bool = False,
) -> Layout:
    """The page of a paper."""
    return Layout(
        office=contents.get("office", ""),
        number=number,
        title=template.zh,
        addressee=contents.get("addressee", ""),
        paragraphs=tuple(_paragraphs(template, contents, claims)),
        date=day_in_words(issued_at, "zh") if issued_at else "",
        copies=contents.get("copies", ""),
        mark="作废" if void else "" if issued_at else "草稿　未经签发",
    )


def _paragraphs(template: PaperTemplate, contents: Mapping[str, str], claims: int) -> Iterator[Paragraph]:
    headings = 0
    for part in template.parts:
        texts = list(_texts(part, contents, claims))
        if not any(text for _, text in texts):
            continue
        if part.headed:
            headings += 1
            yield Paragraph(text=f"{ordinal(headings)}、{part.zh}", heading=True)
        for before, text in texts:
            lines = [line.strip() for line in text.splitlines() if line.strip()]
            yield from (Paragraph(text=f"{before if not at else ''}{line}") for at, line in enumerate(lines))


def _texts(part: Part, contents: Mapping[str, str], claims: int) -> Iterator[tuple[str, str]]:
    if not part.per_claim:
        said = contents.get(part.id, "")
        yield "", part.choices[said].text if said in part.choices else said
        return
    for position in range(1, claims + 1):
        before = f"（{ordinal(position)}）" if claims > 1 else ""
        yield before, contents.get(f"{part.id}.{position}", "")
