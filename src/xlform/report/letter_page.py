"""Page of an official letter on A4 (GB/T 9704-2012): grid, fonts, page numbers, blanks to fill in.

Import it late: python-docx loads lxml.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import docx
import msgspec
from docx.enum.text import WD_LINE_SPACING, WD_PARAGRAPH_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt, Twips
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from xlform.ooxml.word.styles import (
    BODY,
    HEADING,
    NUMBER,
    SUBHEADING,
    TITLE,
    mark,
    set_font,
    set_properties,
    written,
)
from xlform.report.letter_lines import Line

# 二号, 三号 and 四号 in points (7.3.1, 7.3.3, 7.5).
_TITLE_SIZE, _BODY_SIZE, _NUMBER_SIZE = 22, 16, 14
# Millimetres: page, and its top, right, bottom and left margins around 156 × 225 (5.2.1).
_A4: Final = (210, 297)
_MARGINS: Final = (37, 26, 35, 28)
# 22 lines a page and 28 characters a line (5.2.3): twips a line, and twips by which characters of
# 三号 are set closer. A grid of characters does the same in Word and spreads them in LibreOffice.
_LINE: Final = Twips(579)
_CLOSER: Final = -5
# The page number is 7 mm below the text (7.5); the distance is that of its lower edge.
_FOOTER: Final = 23
# Characters: indent of a paragraph, of a page number's outer side, of the date from the right.
_INDENT, _NUMBER_INDENT, _DATE_INDENT = 2, 1, 4


class Blank(msgspec.Struct, frozen=True):
    """Text that the office fills in, underlined and highlighted."""

    text: str


class Lead(msgspec.Struct, frozen=True):
    """First words of an item, in the font of a heading of the second level."""

    text: str


Part = str | Blank | Lead


class LetterPage:
    """Letter under construction, paragraph by paragraph."""

    def __init__(self, title: str) -> None:
        self._document = docx.Document()
        set_properties(self._document, title)
        self._set_page()
        set_font(self._document.styles["Normal"].element.get_or_add_rPr(), BODY, _BODY_SIZE)
        self._number_pages()

    def title(self, text: str) -> None:
        """Add the title, centred, and a line of space below it (7.3.1)."""
        paragraph = self._paragraph(alignment=WD_PARAGRAPH_ALIGNMENT.CENTER)
        self._run(paragraph, text, TITLE, _TITLE_SIZE)
        self._paragraph()

    def heading(self, text: str, *, level: int = 1) -> None:
        """Add the heading of a section, on one page with the paragraph after it.

        Level 1 (一、) is in 黑体, level 2 (（一）) in 楷体 (7.3.3).
        """
        paragraph = self._paragraph(indent=True)
        paragraph.paragraph_format.keep_with_next = True
        self._run(paragraph, text, HEADING if level == 1 else SUBHEADING)

    def text(self, *parts: Part, indent: bool = True) -> None:
        """Add a justified paragraph."""
        self._add(self._paragraph(indent=indent), parts)

    def attachment(self, text: str) -> None:
        """Add the line of the attachment, one line below the text (7.3.4)."""
        self._paragraph().paragraph_format.keep_with_next = True
        paragraph = self._paragraph(indent=True)
        paragraph.paragraph_format.keep_with_next = True
        self._run(paragraph, text)

    def signature(self, lines: Sequence[Line], note: Sequence[Part]) -> None:
        """Add office and date at the lower right, and the note below them (7.3.5, 7.3.6).

        The date is four characters from the right, the office centred above it; the note is in
        brackets.
        """
        date = lines[-1]
        self._paragraph().paragraph_format.keep_with_next = True
        for line in lines:
            paragraph = self._paragraph(alignment=WD_PARAGRAPH_ALIGNMENT.RIGHT)
            paragraph.paragraph_format.keep_with_next = True
            indent = _DATE_INDENT + (date.width - line.width) / 2
            paragraph.paragraph_format.right_indent = Pt(max(0, indent) * _BODY_SIZE)
            self._add(paragraph, (Blank(line.text) if line.is_blank else line.text,))
        self._add(self._paragraph(indent=True), note)

    def written(self) -> bytes:
        """Return the document; its bytes are the same for the same text on any day."""
        return written(self._document)

    def _set_page(self) -> None:
        [section] = self._document.sections
        section.page_width, section.page_height = (Mm(side) for side in _A4)
        top, right, bottom, left = (Mm(side) for side in _MARGINS)
        section.top_margin, section.bottom_margin = top, bottom
        section.left_margin, section.right_margin = left, right
        section.footer_distance = Mm(_FOOTER)
        grid = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001  (python-docx has no grid)
        if grid is not None:
            section._sectPr.remove(grid)  # noqa: SLF001

    def _number_pages(self) -> None:
        """Add — 1 — to the footers, on the outer side of odd and even pages (7.5)."""
        self._document.settings.odd_and_even_pages_header_footer = True
        [section] = self._document.sections
        right, left = WD_PARAGRAPH_ALIGNMENT.RIGHT, WD_PARAGRAPH_ALIGNMENT.LEFT
        for paragraph, alignment in zip(_footers(section), (right, left), strict=True):
            paragraph.alignment = alignment
            outer = Pt(_NUMBER_INDENT * _NUMBER_SIZE)
            if alignment == right:
                paragraph.paragraph_format.right_indent = outer
            else:
                paragraph.paragraph_format.left_indent = outer
            self._run(paragraph, "— ", NUMBER, _NUMBER_SIZE)
            run = self._run(paragraph, "", NUMBER, _NUMBER_SIZE)
            for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
                run._r.append(_field_part(kind, text))  # noqa: SLF001  (python-docx has no fields)
            self._run(paragraph, " —", NUMBER, _NUMBER_SIZE)

    def _paragraph(
        self,
        *,
        indent: bool = False,
        alignment: WD_PARAGRAPH_ALIGNMENT = WD_PARAGRAPH_ALIGNMENT.JUSTIFY,
    ) -> Paragraph:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = alignment
        shape = paragraph.paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        shape.line_spacing = _LINE
        shape.widow_control = False
        if indent:
            _indent_first_line(paragraph, Pt(_INDENT * _BODY_SIZE))
        return paragraph

    def _add(self, paragraph: Paragraph, parts: Sequence[Part]) -> None:
        for part in parts:
            if isinstance(part, Blank):
                mark(self._run(paragraph, part.text))
            elif isinstance(part, Lead):
                self._run(paragraph, part.text, SUBHEADING)
            else:
                self._run(paragraph, part)

    def _run(
        self, paragraph: Paragraph, text: str, font: str = BODY, size: float = _BODY_SIZE
    ) -> Run:
        run = paragraph.add_run(text)
        properties = run._r.get_or_add_rPr()  # noqa: SLF001  (python-docx: Latin fonts only)
        set_font(properties, font, size)
        if size == _BODY_SIZE:
            closer = OxmlElement("w:spacing")
            closer.set(qn("w:val"), str(_CLOSER))
            properties.sz.addprevious(closer) if properties.sz is not None else None
        return run


def _footers(section: Section) -> tuple[Paragraph, Paragraph]:
    """Return the paragraphs of the footers of odd and of even pages."""
    return section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]


def _indent_first_line(paragraph: Paragraph, width: Length) -> None:
    """Indent the first line by characters, and by a width for programs that don't know these."""
    paragraph.paragraph_format.first_line_indent = width
    indent = paragraph._p.get_or_add_pPr().find(qn("w:ind"))  # noqa: SLF001  (no such setting)
    if indent is not None:
        indent.set(qn("w:firstLineChars"), str(_INDENT * 100))


def _field_part(kind: str, text: str) -> Any:  # noqa: ANN401  (an element of lxml)
    if kind:
        part = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), kind)
        return part
    instruction = OxmlElement("w:instrText")
    instruction.text = text
    return instruction
