"""Stored results that the cells they were computed from, as they are stored, contradict."""

from __future__ import annotations

from decimal import Decimal

from xlform.formula.cell_reader import GridCells
from xlform.formula.compute import compute
from xlform.formula.graph import DependencyGraph
from xlform.formula.intervals import CellKey
from xlform.formula.missing_results import is_open
from xlform.formula.quorum import Quorum
from xlform.formula.same_value import same_value
from xlform.formula.values import Unsupported
from xlform.grid.model import Cell, CellError, CellValue, Grid

_HOPELESS = frozenset({"external", "dynamic", "clock", "table", "name", "shown-rows"})
_VOTED_AT_MOST = 10_000


def contradicted_results(grid: Grid, graph: DependencyGraph) -> dict[CellKey, CellValue]:
    """Return the right results of formulas whose stored one is another, each from stored cells.

    Only what two evaluators agree on. Formulas that depend on these are not named: they follow
    when the file is calculated.
    """
    if not _has_results(grid):
        return {}
    in_cycles = {key for cycle in graph.cycles for key in cycle}
    reader = GridCells(grid)
    # Of a General cell the decimals are not known: what differs by rounding is settled by a vote.
    is_rounded = "displayed" in grid.calculation
    doubtful: set[CellKey] = set()
    for key in graph.reads:
        if key in in_cycles or graph.whys(key) & _HOPELESS:
            continue
        number, row, column = key
        sheet = grid.sheets[number]
        cell = sheet.cells[row, column]
        if stored_result(cell) is None:
            continue
        value = compute(graph.tree(key), reader, graph.names, sheet.name, (row, column))
        if isinstance(value, Unsupported | CellError):
            continue  # an error is a program's answer too where it can't compute
        if is_rounded and isinstance(value, Decimal):
            value = round(value, cell.places)
        if not same_value(value, stored_result(cell)):
            doubtful.add(key)
    return _voted(grid, graph, doubtful)


def stored_result(cell: Cell) -> CellValue:
    """Return the result the file holds for a formula; ``None`` where it holds none."""
    return cell.value if cell.cached is None else cell.cached


def _has_results(grid: Grid) -> bool:
    """Return whether a file holds results at all; some programs store 0 for each."""
    return any(
        cell.formula and not is_open(stored_result(cell))
        for sheet in grid.sheets
        for cell in sheet.cells.values()
    )


def _voted(grid: Grid, graph: DependencyGraph, doubtful: set[CellKey]) -> dict[CellKey, CellValue]:
    if not doubtful or len(doubtful) > _VOTED_AT_MOST:
        return {}

    def stored(key: CellKey) -> CellValue:
        return stored_result(grid.sheets[key[0]].cells[key[1:]])

    quorum = Quorum(grid, graph, stored)
    agreed, _ = quorum.agreed(doubtful)
    return {
        key: value
        for key, value in sorted(agreed.items())
        if not isinstance(value, CellError)
        and not quorum.reads_dates(key)
        and not quorum.same(key, value, stored(key))
    }
