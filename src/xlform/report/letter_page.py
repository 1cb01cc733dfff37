"""Layout of an official letter on A4 (GB/T 9704): fonts, margins, page numbers, placeholders.

Import it late: python-docx loads lxml.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import docx
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from xlform.ooxml.word.styles import BODY, HEADING, NUMBER, mark, set_font, set_properties, written

# Points: about 二号 (a title fits one line), 三号, 五号, and the line spacing.
_TITLE_SIZE, _BODY_SIZE, _SMALL_SIZE, _LINE = 20, 16, 10.5, 28
_SMALL_LINE: Final = 15
_INDENT: Final = 2 * _BODY_SIZE
# Centimetres: page, and its top, right, bottom and left margins.
_A4: Final = (21.0, 29.7)
_MARGINS: Final = (3.7, 2.6, 3.5, 2.8)
# The page number is 7 mm below the text (GB/T 9704-2012, 7.5).
_FOOTER: Final = 2.3


class LetterPage:
    """Letter under construction, paragraph by paragraph."""

    def __init__(self, title: str) -> None:
        self._document = docx.Document()
        set_properties(self._document, title)
        self._set_page()
        set_font(self._document.styles["Normal"].element.get_or_add_rPr(), BODY, _BODY_SIZE)
        self._number_pages()

    def title(self, text: str, *, font: str = HEADING, size: float = _TITLE_SIZE) -> None:
        """Add the title, centred."""
        paragraph = self._paragraph()
        paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
        paragraph.paragraph_format.space_after = Pt(_LINE)
        self._run(paragraph, text, font, size)

    def heading(self, text: str, *, inner: bool = False) -> None:
        """Add the heading of a section or subsection.

        It stays on a page with the next paragraph.
        """
        paragraph = self._paragraph(indent=True)
        paragraph.paragraph_format.keep_with_next = True
        run = self._run(paragraph, text, BODY if inner else HEADING)
        run.bold = inner

    def text(self, text: str, *, indent: bool = True, lead: str = "") -> None:
        """Add a paragraph; ``lead`` is its first part, in bold."""
        paragraph = self._paragraph(indent=indent)
        if lead:
            self._run(paragraph, lead).bold = True
        self._run(paragraph, text)

    def with_placeholder(self, before: str, placeholder: str, after: str) -> None:
        """Add a paragraph with a highlighted placeholder to fill in."""
        paragraph = self._paragraph(indent=True)
        self._run(paragraph, before)
        mark(self._run(paragraph, placeholder))
        self._run(paragraph, after)

    def signature(self, lines: Sequence[str]) -> None:
        """Add the lines at the lower right, as placeholders."""
        self._paragraph()
        for line in lines:
            paragraph = self._paragraph()
            paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT
            paragraph.paragraph_format.right_indent = Pt(_INDENT)
            paragraph.paragraph_format.keep_together = True
            mark(self._run(paragraph, line))

    def table(self, heading: str, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """Add a table on a page of its own; the first row is its header. Widths in centimetres."""
        top = self._paragraph()
        top.paragraph_format.page_break_before = True
        self._run(top, heading, HEADING)
        table = self._document.add_table(rows=len(rows), cols=len(widths), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        # Row by row: python-docx searches the table for each single cell.
        for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
            self._keep_together(row, is_header=number == 0)
            for cell, text, width in zip(row.cells, texts, widths, strict=True):
                self._fill(cell, text, width, is_header=number == 0)

    def written(self) -> bytes:
        """Return the document; its bytes are the same for the same text on any day."""
        return written(self._document)

    def _set_page(self) -> None:
        [section] = self._document.sections
        section.page_width, section.page_height = (Cm(side) for side in _A4)
        top, right, bottom, left = (Cm(side) for side in _MARGINS)
        section.top_margin, section.bottom_margin = top, bottom
        section.left_margin, section.right_margin = left, right
        section.footer_distance = Cm(_FOOTER)

    def _number_pages(self) -> None:
        """Add the page number between dashes to the footer: — 1 —."""
        [section] = self._document.sections
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
        self._run(paragraph, "— ", NUMBER, 14)
        run = self._run(paragraph, "", NUMBER, 14)
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run._r.append(_field_part(kind, text))  # noqa: SLF001  (python-docx has no fields)
        self._run(paragraph, " —", NUMBER, 14)

    def _paragraph(self, *, indent: bool = False) -> Paragraph:
        paragraph = self._document.add_paragraph()
        paragraph_format = paragraph.paragraph_format
        paragraph_format.space_before = paragraph_format.space_after = Pt(0)
        paragraph_format.line_spacing = Pt(_LINE)
        if indent:
            paragraph_format.first_line_indent = Pt(_INDENT)
        return paragraph

    def _run(
        self, paragraph: Paragraph, text: str, font: str = BODY, size: float = _BODY_SIZE
    ) -> Run:
        run = paragraph.add_run(text)
        set_font(run._r.get_or_add_rPr(), font, size)  # noqa: SLF001  (East Asian fonts)
        return run

    def _keep_together(self, row: _Row, *, is_header: bool) -> None:
        """Keep a row on one page; repeat the header on each page."""
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001  (python-docx has no such setting)
        properties.append(OxmlElement("w:cantSplit"))
        if is_header:
            properties.append(OxmlElement("w:tblHeader"))

    def _fill(self, cell: _Cell, text: str, width: float, *, is_header: bool) -> None:
        cell.width = Cm(width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        [paragraph] = cell.paragraphs
        paragraph_format = paragraph.paragraph_format
        paragraph_format.space_before = paragraph_format.space_after = Pt(2)
        paragraph_format.line_spacing = Pt(_SMALL_LINE)
        if is_header:
            paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
        self._run(paragraph, text, HEADING if is_header else BODY, _SMALL_SIZE)


def _field_part(kind: str, text: str) -> Any:  # noqa: ANN401  (an element of lxml)
    if kind:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        return mark
    instruction = OxmlElement("w:instrText")
    instruction.text = text
    return instruction
