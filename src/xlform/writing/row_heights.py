"""Row heights that show every text in full; a row too high for a sheet is split."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Position
from xlform.ooxml.fill.merged_styles import Style
from xlform.ooxml.fill.sheet_layout import FilledCell
from xlform.ooxml.fill.text_height import HEIGHT_AT_MOST, height_of, line_count
from xlform.ooxml.fill.workbook_builder import SourceWorkbook

# Height of the parts of a split row, in points; low enough for a page to end between them.
_SPLIT_HEIGHT: Final = 160.0


class SheetTexts(msgspec.Struct, frozen=True):
    """Texts of a sheet before its rows have heights; rows as numbered in the draft."""

    sources: tuple[int, ...]
    cells: Mapping[Position, FilledCell]
    merges: Mapping[Position, Range]


def row_heights(book: SourceWorkbook, sheet_texts: SheetTexts) -> dict[int, float]:
    """Return the rows that have to be higher than in the blank, with their heights in points."""
    pattern = book.sheet
    heights = {row: pattern.height_of(source) for row, source in enumerate(sheet_texts.sources, 1)}
    blank_heights = dict(heights)
    for area, needed in sorted(
        _needed_heights(book, sheet_texts), key=lambda pair: pair[0].bottom - pair[0].top
    ):
        rows = range(area.top, area.bottom + 1)
        missing = needed - sum(heights[row] for row in rows)
        if missing > 0:
            for row in rows:
                heights[row] += missing / len(rows)
    return {row: round(height, 1) for row, height in heights.items() if height > blank_heights[row]}


def _needed_heights(book: SourceWorkbook, sheet_texts: SheetTexts) -> Iterable[tuple[Range, float]]:
    for (row, column), cell in sheet_texts.cells.items():
        if not cell.text:
            continue
        style = _style(book, sheet_texts.sources[row - 1], column)
        if not style.wrapped and "\n" not in cell.text:
            continue
        area = sheet_texts.merges.get((row, column)) or Range(row, column, row, column)
        if style.wrapped:
            width = sum(map(book.sheet.width_of, range(area.left, area.right + 1)))
            yield area, height_of(line_count(cell.text, width, style.size), style.size)
        else:
            yield area, height_of(cell.text.count("\n") + 1, style.size)


def _style(book: SourceWorkbook, source: int, column: int) -> Style:
    row = book.sheet.rows.get(source)
    cell = row.cells.get(column) if row else None
    return book.styles.styles[cell.style if cell else 0]


def row_spans(rows: int, heights: Mapping[int, float]) -> list[int]:
    """Return the number of sheet rows for each row, so that none exceeds a sheet's limit."""
    return [_span(heights.get(row, 0.0)) for row in range(1, rows + 1)]


def _span(height: float) -> int:
    return math.ceil(height / _SPLIT_HEIGHT) if height > HEIGHT_AT_MOST else 1
