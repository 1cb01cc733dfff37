"""A laid out form as a table of Word: its merges, widths, heights, borders, fonts.

What the blank workbook prints is drawn again at the size of the page; import it late, since
python-docx loads lxml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final
from xml.etree import ElementTree as ET

import msgspec
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from xlform.grid.model import Position
from xlform.ooxml.address import Range
from xlform.ooxml.edit.splice import printable
from xlform.ooxml.escaping import escape, quoteattr
from xlform.ooxml.fill.merged_styles import Style
from xlform.ooxml.fill.pattern import PatternCell
from xlform.writing.draft import Drafted

# A column of so many characters is so wide in points: seven pixels each and five between columns.
_CHARACTER, _BETWEEN = 5.25, 3.75
_SIDES: Final = ("top", "left", "bottom", "right")
_ACROSS: Final = {"center": "center", "centerContinuous": "center", "right": "right"}
_DOWN: Final = {"center": "center", "top": "top", "distributed": "center", "justify": "center"}
# Points: the least a person can read, and what most of a form is written in; Word counts in
# twentieths.
_SMALLEST, _BODY, _TWENTIETH = 7.0, 11.0, 20
_FONT: Final = "宋体"
_NO_BORDER: Final = frozenset(("", "none"))


class _Look(msgspec.Struct, frozen=True):
    """How a cell looks: its font in points, where its text stands, the sides that have a border."""

    font: str = _FONT
    size: float = 11.0
    bold: bool = False
    across: str = "left"
    down: str = "bottom"
    sides: frozenset[str] = frozenset()


class DrawnTable:
    """One form being drawn; ``width`` and ``height`` are what the page leaves for it, in points.

    It is made smaller to fit the width, and the height too where that keeps it readable.
    """

    def __init__(self, draft: Drafted, width: float, height: float) -> None:
        self._sheet = draft.sheet
        self._book = draft.blank.book
        self._columns = [
            self._sheet.pattern.width_of(column) * _CHARACTER + _BETWEEN
            for column in range(1, self._sheet.last_column + 1)
        ]
        self._looks: dict[int, _Look] = {}
        self._scale = min(1.0, width / sum(self._columns))
        self._down = self._fitted(height)
        self._merges = {
            (row, column): merge
            for merge in self._sheet.all_merges()
            for row in range(merge.top, merge.bottom + 1)
            for column in range(merge.left, merge.right + 1)
        }

    def element(self) -> Any:  # noqa: ANN401  (an element of lxml)
        """The table as an element of the document."""
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
        """Each row of the sheet with the row of the blank it looks like."""
        relaying = self._sheet.relaying
        return [
            (row, source)
            for number, source in enumerate(relaying.sources, 1)
            for row in range(relaying.start(number), relaying.end(number) + 1)
        ]

    @cached_property
    def _source_of(self) -> Mapping[int, int]:
        return dict(self._sources)

    def _twips(self, points: float) -> int:
        return round(points * self._scale * _TWENTIETH)

    def _fitted(self, height: float) -> float:
        """The scale of heights and fonts: such that the rows make one page, if they can be read."""
        whole = sum(self._height(row, source) for row, source in self._sources)
        down = min(self._scale, height / whole if whole else 1.0)
        return down if down * _BODY >= _SMALLEST else self._scale

    def _height(self, row: int, source: int) -> float:
        """The height of a row in points as the spreadsheet has it."""
        return self._sheet.heights.get(row) or self._sheet.pattern.height_of(source)

    def _row(self, row: int, source: int) -> str:
        height = round(self._height(row, source) * self._down * _TWENTIETH)
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
        """A cell or, below its first row, the part of a merge that continues it."""
        look = self._look(merge.top, merge.left)
        width = sum(self._columns[merge.left - 1 : merge.right])
        parts = [f'<w:tcW w:w="{self._twips(width)}" w:type="dxa"/>']
        if merge.right > merge.left:
            parts.append(f'<w:gridSpan w:val="{merge.right - merge.left + 1}"/>')
        if merge.bottom > merge.top:
            parts.append('<w:vMerge w:val="restart"/>' if row == merge.top else "<w:vMerge/>")
        parts.append(self._borders(merge))
        parts.append(f'<w:vAlign w:val="{look.down}"/>')
        text = self._text((row, merge.left)) if row == merge.top else ""
        return f"<w:tc><w:tcPr>{''.join(parts)}</w:tcPr>{self._paragraph(text, look)}</w:tc>"

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
            if side in self._look(*corners[side]).sides
        )
        return f"<w:tcBorders>{lines}</w:tcBorders>" if lines else ""

    def _paragraph(self, text: str, look: _Look) -> str:
        size = max(look.size * self._down, _SMALLEST)
        font = quoteattr(look.font)
        run = (
            f"<w:rPr><w:rFonts w:ascii={font} w:hAnsi={font} w:eastAsia={font} w:cs={font}/>"
            f'{"<w:b/>" if look.bold else ""}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
        )
        lines = printable(text).split("\n") if text else []
        said = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
        runs = f"<w:r>{run}{said}</w:r>" if said else ""
        return (
            '<w:p><w:pPr><w:spacing w:before="0" w:after="0"/>'
            f'<w:jc w:val="{look.across}"/>{run}</w:pPr>{runs}</w:p>'
        )

    # What a cell says and how it looks

    def _text(self, position: Position) -> str:
        filled = self._sheet.cells.get(position)
        if filled is not None:
            return f"{filled.number:f}" if filled.number is not None else filled.text
        row, column = position
        source = self._source_of[row]
        own = self._own(row, column)
        if own is None or source in self._sheet.bare:
            return ""
        return own.text or own.number

    def _own(self, row: int, column: int) -> PatternCell | None:
        pattern = self._sheet.pattern.rows.get(self._source_of.get(row, 0))
        return pattern.cells.get(column) if pattern else None

    def _look(self, row: int, column: int) -> _Look:
        own = self._own(row, column)
        if own is None:
            return _Look()
        if own.style not in self._looks:
            styles = self._book.styles.styles
            known = own.style < len(styles)
            self._looks[own.style] = self._look_of(styles[own.style]) if known else _Look()
        return self._looks[own.style]

    def _look_of(self, style: Style) -> _Look:
        attributes = dict(style.attributes)
        borders, fonts = (self._section(name, attributes) for name in ("border", "font"))
        sides = frozenset(side.tag for side in borders if side.get("style", "") not in _NO_BORDER)
        names = [one.get("val", "") for one in fonts if one.tag == "name"]
        alignment = _parsed(style.alignment).attrib if style.alignment else {}
        return _Look(
            font=next(iter(names), "") or _FONT,
            size=style.size,
            bold=style.bold,
            across=_ACROSS.get(alignment.get("horizontal", ""), "left"),
            down=_DOWN.get(alignment.get("vertical", ""), "bottom"),
            sides=sides,
        )

    def _section(self, name: str, attributes: Mapping[str, str]) -> list[ET.Element]:
        """The children of the border or font a style names."""
        known = self._book.styles.sections[f"{name}s"]
        number = int(attributes.get(f"{name}Id", "0"))
        return list(_parsed(known[number])) if number < len(known) else []


def _parsed(markup: str) -> ET.Element:
    return ET.fromstring(markup)  # noqa: S314  (written by ooxml.canonical a moment ago)
