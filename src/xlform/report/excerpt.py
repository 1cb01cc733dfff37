"""The few cells around a finding, in the notation of grids."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from xlform.grid.cell_text import ABOVE, LEFT, cell_text
from xlform.grid.model import Cell, Grid, Merges, Position, Sheet
from xlform.model.submission import Form
from xlform.ooxml.address import Range, column_letters, parse_cell, parse_range

# A wide sheet is shown around the cell, not from edge to edge.
_COLUMNS_BESIDE = 4


class ExcerptCell(msgspec.Struct, frozen=True):
    """What stands in one place; ``marked`` is the fault's own, ``merged`` holds but a mark."""

    text: str
    marked: bool = False
    merged: bool = False


class Excerpt(msgspec.Struct, frozen=True):
    """Up to three rows of a sheet: letters of the columns, numbers and cells of the rows."""

    letters: tuple[str, ...]
    rows: tuple[tuple[int, tuple[ExcerptCell, ...]], ...]


class Excerpts:
    """Excerpts of one workbook, asked for one after the other."""

    def __init__(self, grid: Grid | None) -> None:
        self._sheets = {sheet.name: sheet for sheet in grid.sheets} if grid else {}
        self._merges: dict[str, Merges] = {}

    def around(self, sheet_name: str, cell: str, form: Form | None) -> Excerpt | None:
        """The row of a cell and its neighbours within the form; ``None`` where none are at hand."""
        sheet = self._sheets.get(sheet_name)
        if sheet is None or not cell:
            return None
        if sheet.name not in self._merges:
            self._merges[sheet.name] = Merges(sheet.merges)
        area = parse_range(form.range) if form else None
        return _Cut(sheet, self._merges[sheet.name], parse_cell(cell), area).excerpt()


class _Cut:
    """The window on a sheet that an excerpt shows."""

    def __init__(self, sheet: Sheet, merges: Merges, at: Position, area: Range | None) -> None:
        row, column = at
        if area is None or not area.covers(row, column):
            area = Range(1, 1, row + 1, column + _COLUMNS_BESIDE)
        self._cells = sheet.cells
        self._merges = merges
        self._at = at
        self._top = max(area.top, row - 1)
        self._bottom = min(area.bottom, row + 1)
        self._left = max(area.left, min(column, area.right - _COLUMNS_BESIDE) - _COLUMNS_BESIDE)
        self._right = min(area.right, max(column, area.left + _COLUMNS_BESIDE) + _COLUMNS_BESIDE)

    def excerpt(self) -> Excerpt:
        letters = tuple(map(column_letters, range(self._left, self._right + 1)))
        numbers = range(self._top, self._bottom + 1)
        return Excerpt(letters, tuple((row, tuple(self._row(row))) for row in numbers))

    def _row(self, row: int) -> Iterator[ExcerptCell]:
        marked = self._corner(self._at)
        for column in range(self._left, self._right + 1):
            corner = self._corner((row, column))
            if corner != (row, column):
                yield ExcerptCell(LEFT if column > corner[1] else ABOVE, merged=True)
            else:
                yield ExcerptCell(self._text((row, column)), corner == marked)

    def _corner(self, position: Position) -> Position:
        """Where a place's text is shown: itself, or the first place of its merge in the window."""
        merge = self._merges.at(*position)
        if merge is None:
            return position
        return max(merge.top, self._top), max(merge.left, self._left)

    def _text(self, position: Position) -> str:
        merge = self._merges.at(*position)
        found: Cell | None = self._cells.get((merge.top, merge.left) if merge else position)
        return cell_text(found) if found else ""
