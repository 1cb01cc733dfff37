"""Form drafts as Word tables: merges, widths, heights, borders, fonts.

The blank workbook's design is scaled to the page. Import it late: python-docx loads lxml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final
from xml.etree import ElementTree as ET

import msgspec
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from xlform.grid.address import Range
from xlform.grid.model import Position
from xlform.ooxml.edit.splice import printable
from xlform.ooxml.escaping import escape, quoteattr
from xlform.ooxml.fill.merged_styles import Style
from xlform.ooxml.fill.source_sheet import SourceCell
from xlform.writing.form_draft import FormDraft

# Width of a column in points: seven pixels for each character and five between columns.
_POINTS_PER_CHARACTER, _COLUMN_PADDING = 5.25, 3.75
_SIDES: Final = ("top", "left", "bottom", "right")
_HORIZONTAL: Final = {"center": "center", "centerContinuous": "center", "right": "right"}
_VERTICAL: Final = {"center": "center", "top": "top", "distributed": "center", "justify": "center"}
# Points: the smallest readable font, and that of most of a form; Word counts in twentieths.
_MIN_FONT_SIZE, _BODY_FONT_SIZE, _TWENTIETH = 7.0, 11.0, 20
_FONT: Final = "宋体"
_NO_BORDER: Final = frozenset(("", "none"))


class _CellFormat(msgspec.Struct, frozen=True):
    """Format of a cell: font in points, alignment, sides with a border."""

    font: str = _FONT
    size: float = 11.0
    bold: bool = False
    horizontal: str = "left"
    vertical: str = "bottom"
    bordered_sides: frozenset[str] = frozenset()


class WordTable:
    """Table of one form; ``width`` and ``height`` are the available space in points.

    It is scaled down to the width, and to the height too if it stays readable.
    """

    def __init__(self, draft: FormDraft, width: float, height: float) -> None:
        self._sheet = draft.sheet
        self._book = draft.blank.book
        self._columns = [
            self._sheet.source.width_of(column) * _POINTS_PER_CHARACTER + _COLUMN_PADDING
            for column in range(1, self._sheet.last_column + 1)
        ]
        self._formats: dict[int, _CellFormat] = {}
        self._scale = min(1.0, width / sum(self._columns))
        self._vertical_scale = self._fit_height(height)
        self._merges = {
            position: merge for merge in self._sheet.all_merges() for position in merge.positions()
        }

    def element(self) -> Any:  # noqa: ANN401  (an element of lxml)
        """Return the table as an element of the document."""
        columns = "".join(f'<w:gridCol w:w="{self._twips(width)}"/>' for width in self._columns)
        rows = "".join(self._row(row, source) for row, source in self._sources)
        return parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="0" w:type="auto"/>'
            '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
            f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        )

    @cached_property
    def _sources(self) -> list[tuple[int, int]]:
        """Return each row of the sheet with the blank's row it is modelled on."""
        row_layout = self._sheet.row_layout
        return [
            (row, source)
            for number, source in enumerate(row_layout.sources, 1)
            for row in range(row_layout.start(number), row_layout.end(number) + 1)
        ]

    @cached_property
    def _source_of(self) -> Mapping[int, int]:
        return dict(self._sources)

    def _twips(self, points: float) -> int:
        return round(points * self._scale * _TWENTIETH)

    def _fit_height(self, height: float) -> float:
        """Return the scale of heights and fonts that fits the rows on one page, if readable."""
        total = sum(self._height(row, source) for row, source in self._sources)
        vertical = min(self._scale, height / total if total else 1.0)
        return vertical if vertical * _BODY_FONT_SIZE >= _MIN_FONT_SIZE else self._scale

    def _height(self, row: int, source: int) -> float:
        """Return the height of a row in points as in the spreadsheet."""
        return self._sheet.heights.get(row) or self._sheet.source.height_of(source)

    def _row(self, row: int, source: int) -> str:
        height = round(self._height(row, source) * self._vertical_scale * _TWENTIETH)
        cells = "".join(self._cells(row))
        return (
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" '
            f'w:hRule="atLeast"/></w:trPr>{cells}</w:tr>'
        )

    def _cells(self, row: int) -> Iterator[str]:
        column = 1
        while column <= len(self._columns):
            merge = self._merges.get((row, column)) or Range(row, column, row, column)
            yield self._cell(row, merge)
            column = merge.right + 1

    def _cell(self, row: int, merge: Range) -> str:
        """Return a cell or, below its first row, the continuation of a merge."""
        cell_format = self._format(merge.top, merge.left)
        width = sum(self._columns[merge.left - 1 : merge.right])
        parts = [f'<w:tcW w:w="{self._twips(width)}" w:type="dxa"/>']
        if merge.right > merge.left:
            parts.append(f'<w:gridSpan w:val="{merge.right - merge.left + 1}"/>')
        if merge.bottom > merge.top:
            parts.append('<w:vMerge w:val="restart"/>' if row == merge.top else "<w:vMerge/>")
        parts.append(self._borders(merge))
        parts.append(f'<w:vAlign w:val="{cell_format.vertical}"/>')
        text = self._text((row, merge.left)) if row == merge.top else ""
        return f"<w:tc><w:tcPr>{''.join(parts)}</w:tcPr>{self._paragraph(text, cell_format)}</w:tc>"

    def _borders(self, merge: Range) -> str:
        corners = {
            "top": (merge.top, merge.left),
            "left": (merge.top, merge.left),
            "bottom": (merge.bottom, merge.left),
            "right": (merge.top, merge.right),
        }
        lines = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in _SIDES
            if side in self._format(*corners[side]).bordered_sides
        )
        return f"<w:tcBorders>{lines}</w:tcBorders>" if lines else ""

    def _paragraph(self, text: str, cell_format: _CellFormat) -> str:
        size = max(cell_format.size * self._vertical_scale, _MIN_FONT_SIZE)
        font = quoteattr(cell_format.font)
        run = (
            f"<w:rPr><w:rFonts w:ascii={font} w:hAnsi={font} w:eastAsia={font} w:cs={font}/>"
            f'{"<w:b/>" if cell_format.bold else ""}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
        )
        lines = printable(text).split("\n") if text else []
        text_runs = "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines
        )
        runs = f"<w:r>{run}{text_runs}</w:r>" if text_runs else ""
        return (
            '<w:p><w:pPr><w:spacing w:before="0" w:after="0"/>'
            f'<w:jc w:val="{cell_format.horizontal}"/>{run}</w:pPr>{runs}</w:p>'
        )

    # Content and format of a cell

    def _text(self, position: Position) -> str:
        filled = self._sheet.cells.get(position)
        if filled is not None:
            return f"{filled.number:f}" if filled.number is not None else filled.text
        row, column = position
        source = self._source_of[row]
        own = self._own_text(row, column)
        if own is None or source in self._sheet.bare:
            return ""
        return own.text or own.number

    def _own_text(self, row: int, column: int) -> SourceCell | None:
        pattern = self._sheet.source.rows.get(self._source_of.get(row, 0))
        return pattern.cells.get(column) if pattern else None

    def _format(self, row: int, column: int) -> _CellFormat:
        own = self._own_text(row, column)
        if own is None:
            return _CellFormat()
        if own.style not in self._formats:
            styles = self._book.styles.styles
            known = own.style < len(styles)
            self._formats[own.style] = (
                self._format_of(styles[own.style]) if known else _CellFormat()
            )
        return self._formats[own.style]

    def _format_of(self, style: Style) -> _CellFormat:
        attributes = dict(style.attributes)
        borders, fonts = (self._section(name, attributes) for name in ("border", "font"))
        bordered_sides = frozenset(
            side.tag for side in borders if side.get("style", "") not in _NO_BORDER
        )
        names = [
            font_element.get("val", "") for font_element in fonts if font_element.tag == "name"
        ]
        alignment = _parsed(style.alignment).attrib if style.alignment else {}
        return _CellFormat(
            font=next(iter(names), "") or _FONT,
            size=style.size,
            bold=style.bold,
            horizontal=_HORIZONTAL.get(alignment.get("horizontal", ""), "left"),
            vertical=_VERTICAL.get(alignment.get("vertical", ""), "bottom"),
            bordered_sides=bordered_sides,
        )

    def _section(self, name: str, attributes: Mapping[str, str]) -> list[ET.Element]:
        """Return the children of the border or font of a style."""
        known = self._book.styles.sections[f"{name}s"]
        number = int(attributes.get(f"{name}Id", "0"))
        return list(_parsed(known[number])) if number < len(known) else []


def _parsed(markup: str) -> ET.Element:
    return ET.fromstring(markup)  # noqa: S314  (written by ooxml.canonical a moment ago)
