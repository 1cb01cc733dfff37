"""Cells of a part of a sheet, without a look at all the others, and those with formulas."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress
from operator import attrgetter

from xlform.grid.address import Range
from xlform.grid.model import Cell, Position, Sheet
from xlform.model.memoize import memoize

Cells = Iterable[tuple[Position, Cell]]
# A part of at least a quarter of the rows is found as fast in all cells.
_SHARE = 4
_FORMULA = attrgetter("formula")


def cells_near(sheet: Sheet, area: Range) -> Cells:
    """Return the cells in the rows of an area, in reading order; of a large one, all cells.

    A list has many forms on one sheet: looking at all cells for each takes quadratic time.
    """
    if not sheet.cells or (area.bottom - area.top + 1) * _SHARE >= _last_row(sheet):
        return sheet.cells.items()
    rows = _by_row(sheet)
    return [pair for row in range(area.top, area.bottom + 1) for pair in rows.get(row, ())]


@memoize
def formula_cells(sheet: Sheet) -> tuple[Position, ...]:
    """Return the positions of the formulas of a sheet, in reading order."""
    return tuple(compress(sheet.cells, map(_FORMULA, sheet.cells.values())))


@memoize
def _last_row(sheet: Sheet) -> int:
    return max(sheet.cells)[0]


@memoize
def _by_row(sheet: Sheet) -> dict[int, list[tuple[Position, Cell]]]:
    rows: dict[int, list[tuple[Position, Cell]]] = {}
    for position, cell in sheet.cells.items():
        rows.setdefault(position[0], []).append((position, cell))
    return rows
