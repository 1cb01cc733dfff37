"""Ways in which clerks bend a sheet without changing what it says, as changes of a grid."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Cell, Position, Sheet

Place = Callable[[int, int], Position]


def moved(sheet: Sheet, place: Place) -> Sheet:
    """Every cell and merge put where ``place`` says; merges stretch over what comes between."""
    cells = {place(*position): cell for position, cell in sheet.cells.items()}
    merges = tuple(
        Range(*place(merge.top, merge.left), *place(merge.bottom, merge.right))
        for merge in sheet.merges
    )
    return msgspec.structs.replace(sheet, cells=dict(sorted(cells.items())), merges=merges)


def shifted(sheet: Sheet, down: int, right: int) -> Sheet:
    return moved(sheet, lambda row, column: (row + down, column + right))


def with_blank_row(sheet: Sheet, at: int) -> Sheet:
    return moved(sheet, lambda row, column: (row + (row >= at), column))


def with_blank_column(sheet: Sheet, at: int) -> Sheet:
    return moved(sheet, lambda row, column: (row, column + (column >= at)))


def unmerged(sheet: Sheet) -> Sheet:
    return msgspec.structs.replace(sheet, merges=())


def repeated(sheet: Sheet) -> Sheet:
    """Merges undone and the value typed into each of their cells."""
    cells = dict(sheet.cells)
    for merge in sheet.merges:
        cell = sheet.cells.get((merge.top, merge.left))
        if cell is not None:
            for row in range(merge.top, merge.bottom + 1):
                for column in range(merge.left, merge.right + 1):
                    cells[row, column] = cell
    return msgspec.structs.replace(sheet, cells=dict(sorted(cells.items())), merges=())


def with_texts(sheet: Sheet, labels: frozenset[Position], change: Callable[[str], str]) -> Sheet:
    """The texts of the given cells changed."""
    cells = {
        position: Cell(change(str(cell.value))) if position in labels else cell
        for position, cell in sheet.cells.items()
    }
    return msgspec.structs.replace(sheet, cells=cells)


def stacked(sheets: list[Sheet], gap: int) -> Sheet:
    """The sheets one under another, ``gap`` blank rows between them."""
    cells: dict[Position, Cell] = {}
    merges: list[Range] = []
    below = 0
    for sheet in sheets:
        lower = shifted(sheet, below, 0)
        cells |= lower.cells
        merges += lower.merges
        below = last_row(lower) + gap
    return Sheet("全部", cells, tuple(merges))


def side_by_side(sheets: list[Sheet], gap: int) -> Sheet:
    """The sheets beside each other, ``gap`` blank columns between them."""
    cells: dict[Position, Cell] = {}
    merges: list[Range] = []
    beyond = 0
    for sheet in sheets:
        further = shifted(sheet, 0, beyond)
        cells |= further.cells
        merges += further.merges
        columns = [column for _, column in further.cells]
        beyond = max(chain(columns, (merge.right for merge in further.merges))) + gap
    return Sheet("并排", dict(sorted(cells.items())), tuple(merges))


def last_row(sheet: Sheet) -> int:
    rows = [row for row, _ in sheet.cells]
    return max(chain(rows, (merge.bottom for merge in sheet.merges)))


def last_column(sheet: Sheet) -> int:
    columns = [column for _, column in sheet.cells]
    return max(chain(columns, (merge.right for merge in sheet.merges)))
