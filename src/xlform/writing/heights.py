"""Rows grown until their texts show in full; one too high for a sheet becomes several."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from xlform.grid.model import Position
from xlform.ooxml.address import Range
from xlform.ooxml.fill.merged_styles import Style
from xlform.ooxml.fill.sheet_layout import Filled
from xlform.ooxml.fill.text_height import HEIGHT_AT_MOST, height_of, line_count
from xlform.ooxml.fill.workbook_builder import BlankBook

# A row too high for a sheet is made of such as leave a page room to end between them, in points.
_PIECE: Final = 160.0


class Texts(msgspec.Struct, frozen=True):
    """The texts of a sheet before its rows have heights: rows as the draft counts them."""

    sources: tuple[int, ...]
    cells: Mapping[Position, Filled]
    merges: Mapping[Position, Range]


def row_heights(book: BlankBook, texts: Texts) -> dict[int, float]:
    """The height of each row that has to be higher than the blank's, in points, by its number."""
    pattern = book.pattern
    heights = {row: pattern.height_of(source) for row, source in enumerate(texts.sources, 1)}
    blank = dict(heights)
    for area, need in sorted(_needs(book, texts), key=lambda one: one[0].bottom - one[0].top):
        rows = range(area.top, area.bottom + 1)
        missing = need - sum(heights[row] for row in rows)
        if missing > 0:
            for row in rows:
                heights[row] += missing / len(rows)
    return {row: round(height, 1) for row, height in heights.items() if height > blank[row]}


def _needs(book: BlankBook, texts: Texts) -> Iterable[tuple[Range, float]]:
    for (row, column), cell in texts.cells.items():
        if not cell.text:
            continue
        style = _style(book, texts.sources[row - 1], column)
        area = texts.merges.get((row, column)) or Range(row, column, row, column)
        width = sum(book.pattern.width_of(one) for one in range(area.left, area.right + 1))
        if style.wrapped:
            yield area, height_of(line_count(cell.text, width, style.size), style.size)
        elif "\n" in cell.text:
            yield area, height_of(cell.text.count("\n") + 1, style.size)


def _style(book: BlankBook, source: int, column: int) -> Style:
    row = book.pattern.rows.get(source)
    cell = row.cells.get(column) if row else None
    return book.styles.styles[cell.style if cell else 0]


def spans(rows: int, heights: Mapping[int, float]) -> list[int]:
    """How many rows of the sheet each row takes, so that none is higher than a sheet allows."""
    return [_span(heights.get(row, 0.0)) for row in range(1, rows + 1)]


def _span(height: float) -> int:
    return math.ceil(height / _PIECE) if height > HEIGHT_AT_MOST else 1
