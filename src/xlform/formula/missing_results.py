"""Formulas whose stored result is missing or can't be believed, computed afresh.

A formula without a stored result reads as blank, and a stored 0 is what some writers put there for
want of a result; both are computed again, as is every formula of a file in manual calculation.
What nobody can compute stays unknown (``None``), never 0; any other stored result stands until a
better one is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from xlform.grid.model import Cell, CellValue, Grid, Position, Sheet

if TYPE_CHECKING:
    from xlform.formula.intervals import CellKey

FORMULAS_AT_MOST = 50_000
# Stored results are believed step by step; a longer chain of formulas nobody can compute is rare.
_ROUNDS = 6


def compute_missing_results(grid: Grid, *, distrust_all: bool = False) -> Grid:
    """Return the grid with every open formula computed; the same grid if there is none.

    ``distrust_all``: no stored result is believed.
    """
    targets = list(_open_formulas(grid, distrust_all=distrust_all))
    if not targets:
        return grid
    results = _results(grid, targets) if len(targets) <= FORMULAS_AT_MOST else {}
    replaced: dict[int, dict[Position, Cell]] = {}
    for key in targets:
        number, row, column = key
        old = grid.sheets[number].cells[row, column]
        replaced.setdefault(number, {})[row, column] = _with_result(old, results.get(key))
    return with_cells(grid, replaced)


def _results(grid: Grid, targets: list[CellKey]) -> dict[CellKey, CellValue]:
    """The results of formulas, as far as they are known for certain.

    A stored result that nobody can compute is what the formulas reading it are computed with.
    """
    # Loaded here: few files have a formula without a result.
    from xlform.formula.graph import DependencyGraph  # noqa: PLC0415
    from xlform.formula.quorum import Quorum  # noqa: PLC0415

    graph = DependencyGraph(grid, only=set(targets))
    quorum = Quorum(grid, graph, lambda _: None)
    stored = {key for key in targets if not is_open(_cell(grid, key).value)}
    waiting = targets
    results: dict[CellKey, CellValue] = {}
    for _ in range(_ROUNDS):
        results = quorum.computed(waiting)
        standing = stored.intersection(waiting) - results.keys()
        if not standing:
            break
        # The others of them may be computed once the first are believed; what reads a table counts
        # as reading every cell.
        first = standing - graph.dependents(standing) or standing & graph.dynamic
        believed = first or standing
        waiting = [key for key in waiting if key not in believed]
    return results


def _cell(grid: Grid, key: CellKey) -> Cell:
    sheet, row, column = key
    return grid.sheets[sheet].cells[row, column]


def _open_formulas(grid: Grid, *, distrust_all: bool) -> Iterator[CellKey]:
    for number, sheet in enumerate(grid.sheets):
        for (row, column), cell in sheet.cells.items():
            if cell.formula and (distrust_all or is_open(cell.value)):
                yield number, row, column


def is_open(value: CellValue) -> bool:
    """Return whether a stored result says nothing: there is none, or it is a 0."""
    return value is None or (isinstance(value, Decimal) and not value)


def with_cells(grid: Grid, replaced: dict[int, dict[Position, Cell]]) -> Grid:
    """Return a grid with cells replaced, by the numbers of their sheets."""
    sheets: Iterator[Sheet] = (
        msgspec.structs.replace(sheet, cells={**sheet.cells, **replaced[number]})
        if number in replaced
        else sheet
        for number, sheet in enumerate(grid.sheets)
    )
    return msgspec.structs.replace(grid, sheets=tuple(sheets))


def _with_result(cell: Cell, value: CellValue) -> Cell:
    if value is None:
        # A stored 0 nobody confirms is no evidence; any other stored result still is.
        if is_open(cell.value):
            return msgspec.structs.replace(cell, value=None, cached=cell.value)
        return cell
    stored = None if cell.value == value else cell.value
    return msgspec.structs.replace(cell, value=value, cached=stored)
