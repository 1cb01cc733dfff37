"""Row heights that show every text in full; a row too high for a sheet is split."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Position
from xlform.model.memoize import memoize
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
    sources, merges, cells = sheet_texts.sources, sheet_texts.merges, _cells_of(book)
    for position, text in sheet_texts.texts.items():
        if not text:
            continue
        row, column = position
        merge = merges.get(position)
        bottom, right = (merge.bottom, merge.right) if merge else position
        style, width = cells[sources[row - 1], column, right]
        if style.wrapped:
            lines = line_count(text, width, style.size)
        elif "\n" in text:
            lines = text.count("\n") + 1
        else:
            continue
        yield range(row, bottom + 1), height_of(lines, style.size)


class _Cells(dict[tuple[int, int, int], tuple[Style, float]]):
    """Style and width of a blank's cells, by row, first and last column; in characters."""

    def __init__(self, book: SourceWorkbook) -> None:
        super().__init__()
        self._book = book

    def __missing__(self, place: tuple[int, int, int]) -> tuple[Style, float]:
        source, column, right = place
        row = self._book.sheet.rows.get(source)
        cell = row.cells.get(column) if row else None
        width = sum(map(self._book.sheet.width_of, range(column, right + 1)))
        self[place] = found = self._book.styles.styles[cell.style if cell else 0], width
        return found


@memoize
def _cells_of(book: SourceWorkbook) -> _Cells:
    return _Cells(book)


def row_spans(rows: int, heights: Mapping[int, float]) -> list[int]:
    """Return the number of sheet rows for each row, so that none exceeds a sheet's limit."""
    return [_span(heights.get(row, 0.0)) for row in range(1, rows + 1)]


def _span(height: float) -> int:
    return math.ceil(height / _SPLIT_HEIGHT) if height > HEIGHT_AT_MOST else 1
