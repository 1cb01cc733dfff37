"""Excerpt of a sheet around a finding, in grid notation."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from xlform.grid.address import Range, column_letters, parse_cell, parse_range
from xlform.grid.cell_text import ABOVE, LEFT, shown_text
from xlform.grid.model import Cell, Grid, Merges, Position, Sheet
from xlform.model.submission import Form

# Columns shown on either side of the cell.
_COLUMNS_AROUND = 4


class ExcerptCell(msgspec.Struct, frozen=True):
    """Cell of an excerpt.

    ``marked`` is the finding's own cell; a ``merged`` one only continues a merge.
    """

    text: str
    marked: bool = False
    merged: bool = False


class Excerpt(msgspec.Struct, frozen=True):
    """Up to three rows of a sheet: column letters, row numbers and cells."""

    letters: tuple[str, ...]
    rows: tuple[tuple[int, tuple[ExcerptCell, ...]], ...]


class Excerpts:
    """Excerpts of one workbook."""

    def __init__(self, grid: Grid | None) -> None:
        self._sheets = {sheet.name: sheet for sheet in grid.sheets} if grid else {}
        self._merges: dict[str, Merges] = {}

    def around(self, sheet_name: str, cell: str, form: Form | None) -> Excerpt | None:
        """Return the row of a cell and its neighbours within the form.

        ``None`` without such a sheet, or without a cell.
        """
        sheet = self._sheets.get(sheet_name)
        if sheet is None or not cell:
            return None
        if sheet.name not in self._merges:
            self._merges[sheet.name] = Merges(sheet.merges)
        area = parse_range(form.range) if form else None
        return _Window(sheet, self._merges[sheet.name], parse_cell(cell), area).excerpt()


class _Window:
    """Part of a sheet that an excerpt shows."""

    def __init__(
        self, sheet: Sheet, merges: Merges, position: Position, area: Range | None
    ) -> None:
        row, column = position
        if area is None or not area.covers(row, column):
            area = Range(1, 1, row + 1, column + _COLUMNS_AROUND)
        self._cells = sheet.cells
        self._merges = merges
        self._position = position
        self._top = max(area.top, row - 1)
        self._bottom = min(area.bottom, row + 1)
        self._left = max(area.left, min(column, area.right - _COLUMNS_AROUND) - _COLUMNS_AROUND)
        self._right = min(area.right, max(column, area.left + _COLUMNS_AROUND) + _COLUMNS_AROUND)

    def excerpt(self) -> Excerpt:
        letters = tuple(map(column_letters, range(self._left, self._right + 1)))
        numbers = range(self._top, self._bottom + 1)
        return Excerpt(letters, tuple((row, tuple(self._row(row))) for row in numbers))

    def _row(self, row: int) -> Iterator[ExcerptCell]:
        marked = self._corner(self._position)
        for column in range(self._left, self._right + 1):
            corner = self._corner((row, column))
            if corner != (row, column):
                yield ExcerptCell(LEFT if column > corner[1] else ABOVE, merged=True)
            else:
                yield ExcerptCell(self._text((row, column)), corner == marked)

    def _corner(self, position: Position) -> Position:
        """Return the position whose cell shows a position's text.

        It is the position itself, or the first visible one of its merge.
        """
        merge = self._merges.at(*position)
        if merge is None:
            return position
        return max(merge.top, self._top), max(merge.left, self._left)

    def _text(self, position: Position) -> str:
        merge = self._merges.at(*position)
        cell: Cell | None = self._cells.get((merge.top, merge.left) if merge else position)
        if cell is not None and cell.displayed and not cell.formula:
            return cell.displayed
        return shown_text(cell) if cell else ""
