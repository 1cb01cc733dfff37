"""Row heights that show every text in full; a row too high for a sheet is split."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Position
from xlform.ooxml.fill.merged_styles import Style
from xlform.ooxml.fill.text_height import HEIGHT_AT_MOST, height_of, line_count
from xlform.ooxml.fill.workbook_builder import SourceWorkbook

# Height of the parts of a split row, in points; low enough for a page to end between them.
_SPLIT_HEIGHT: Final = 160.0


class SheetTexts(msgspec.Struct, frozen=True):
    """Texts of a sheet before its rows have heights; rows as numbered in the draft."""

    sources: tuple[int, ...]
    texts: Mapping[Position, str]
    merges: Mapping[Position, Range]


def row_heights(book: SourceWorkbook, sheet_texts: SheetTexts) -> dict[int, float]:
    """Return the rows that have to be higher than in the blank, with their heights in points."""
    blank_heights = dict(enumerate(map(book.sheet.height_of, sheet_texts.sources), 1))
    heights = dict(blank_heights)
    merged: list[tuple[range, float]] = []
    for rows, needed in _needed_heights(book, sheet_texts):
        if len(rows) > 1:
            merged.append((rows, needed))
        elif needed > heights[rows[0]]:
            heights[rows[0]] = needed
    for rows, needed in sorted(merged, key=lambda each: len(each[0])):
        missing = needed - sum(heights[row] for row in rows)
        if missing > 0:
            for row in rows:
                heights[row] += missing / len(rows)
    return {row: round(height, 1) for row, height in heights.items() if height > blank_heights[row]}


def _needed_heights(book: SourceWorkbook, sheet_texts: SheetTexts) -> Iterator[tuple[range, float]]:
    """Yield the rows of each text, and the height in points that shows it in full."""
    widths: dict[tuple[int, int], float] = {}
    sources, merges, styles = sheet_texts.sources, sheet_texts.merges, _Styles(book)
    for position, text in sheet_texts.texts.items():
        if not text:
            continue
        row, column = position
        style = styles[sources[row - 1], column]
        if not style.wrapped and "\n" not in text:
            continue
        merge = merges.get(position)
        rows = range(row, (merge.bottom if merge else row) + 1)
        if style.wrapped:
            columns = column, merge.right if merge else column
            if columns not in widths:
                widths[columns] = sum(map(book.sheet.width_of, range(column, columns[1] + 1)))
            yield rows, height_of(line_count(text, widths[columns], style.size), style.size)
        else:
            yield rows, height_of(text.count("\n") + 1, style.size)


class _Styles(dict[Position, Style]):
    """Styles of a blank's cells; a list has many rows of one row of its blank."""

    def __init__(self, book: SourceWorkbook) -> None:
        super().__init__()
        self._book = book

    def __missing__(self, position: Position) -> Style:
        source, column = position
        row = self._book.sheet.rows.get(source)
        cell = row.cells.get(column) if row else None
        self[position] = style = self._book.styles.styles[cell.style if cell else 0]
        return style


def row_spans(rows: int, heights: Mapping[int, float]) -> list[int]:
    """Return the number of sheet rows for each row, so that none exceeds a sheet's limit."""
    return [_span(heights.get(row, 0.0)) for row in range(1, rows + 1)]


def _span(height: float) -> int:
    return math.ceil(height / _SPLIT_HEIGHT) if height > HEIGHT_AT_MOST else 1
