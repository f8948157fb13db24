"""A paper as a Word document, in the form of an official document (GB/T 9704: page, sizes, red head, seal)."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from cases.papers.values import Layout

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE_FONT, BODY_FONT, HEADING_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体"
RED = RGBColor(0xC8, 0x10, 0x1E)
HEAD, TITLE, BODY = Pt(36), Pt(22), Pt(16)
LINE = Pt(28)


def as_word(layout: Layout) -> bytes:
    """The document's bytes."""
    document = Document()
    _page(document)
    _say(document, layout.office, HEAD, TITLE_FONT, align=WD_ALIGN_PARAGRAPH.CENTER, colour=RED, line=Pt(52))
    _underlined(_say(document, layout.shown_number, BODY, BODY_FONT, align=WD_ALIGN_PARAGRAPH.CENTER))
    if layout.mark:
        _say(document, layout.mark, BODY, HEADING_FONT, align=WD_ALIGN_PARAGRAPH.CENTER)
    _say(document, layout.title, TITLE, TITLE_FONT, align=WD_ALIGN_PARAGRAPH.CENTER, line=Pt(40))
    _say(document, layout.to_line, BODY, BODY_FONT)
    for paragraph in layout.paragraphs:
        font = HEADING_FONT if paragraph.heading else BODY_FONT
        _say(document, paragraph.text, BODY, font, indent=True, keep=paragraph.heading)
    _signature(document, layout)
    if layout.copies:
        _say(document, layout.copies_line, Pt(14), BODY_FONT)
    document.core_properties.title, document.core_properties.author = layout.title, layout.office
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _signature(document: Any, layout: Layout) -> None:
    right = WD_ALIGN_PARAGRAPH.RIGHT
    _say(document, "", BODY, BODY_FONT)
    _say(document, layout.office, BODY, BODY_FONT, align=right, keep=True)
    _say(document, layout.shown_date, BODY, BODY_FONT, align=right, keep=True)
    _say(document, f"（{layout.seal}）", BODY, BODY_FONT, align=right)


def _say(
    document: Any,
    text: str,
    size: Pt,
    font: str,
    *,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    colour: RGBColor | None = None,
    line: Pt = LINE,
    indent: bool = False,
    keep: bool = False,
) -> Any:
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.alignment, shape.space_before, shape.space_after = align, Pt(0), Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, line
    shape.keep_with_next = keep
    if indent:
        shape.first_line_indent = size * 2
    run = paragraph.add_run(text)
    run.font.size, run.font.name = size, font
    # Word takes Chinese letters from a font named apart.
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if colour is not None:
        run.font.color.rgb = colour
    return paragraph


def _underlined(paragraph: Any) -> None:
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in {"val": "single", "sz": "18", "space": "6", "color": "C8101E"}.items():
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    properties = paragraph._p.get_or_add_pPr()
    # The schema wants its children in order: borders come before spacing.
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
