"""Cells as formulas read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from xlform.formula.values import UnsupportedProblem
from xlform.grid.address import Range
from xlform.grid.model import CellValue, Grid, Position

STEPS_AT_MOST = 2_000_000


class CellReader(Protocol):
    """Sheets of cells, each sheet by the name it has here."""

    def sheet_names(self) -> Sequence[str]:
        """Return the sheets in their order."""

    def cells(self, sheet: str, area: Range) -> Iterator[tuple[Position, CellValue]]:
        """Yield the cells of an area that hold something, in reading order.

        ``None`` for a formula whose result nobody knows.
        """

    def formula(self, sheet: str, position: Position) -> str:
        """Return the formula in a cell; "" where there is none."""

    def is_hidden(self, sheet: str, row: int) -> bool:
        """Return whether a row is hidden, by hand or by a filter."""

    def charge(self, steps: int) -> None:
        """Count work whose amount the formula's length does not bound; refuse too much of it."""


class Budget:
    """Work left to formulas: cells looked through, ranges spread out, names followed."""

    def __init__(self, steps: int = STEPS_AT_MOST) -> None:
        self._left = steps

    def charge(self, steps: int) -> None:
        """Count work; refuse once there is too much of it."""
        self._left -= steps
        if self._left < 0:
            raise UnsupportedProblem("too-large")


class NoCells(Budget):
    """Sheets whose cells can't be read, to find out which cells a formula would read."""

    def __init__(self, sheets: Sequence[str]) -> None:
        super().__init__()
        self._sheets = sheets

    def sheet_names(self) -> Sequence[str]:
        """Return the sheets in their order."""
        return self._sheets

    def cells(self, sheet: str, area: Range) -> Iterator[tuple[Position, CellValue]]:
        """Refuse."""
        raise UnsupportedProblem("unknown", f"{sheet}!{area}")

    def formula(self, sheet: str, position: Position) -> str:
        """Refuse."""
        raise UnsupportedProblem("unknown", f"{sheet}!{position}")

    def is_hidden(self, sheet: str, row: int) -> bool:
        """Refuse."""
        raise UnsupportedProblem("unknown", f"{sheet}!{row}")


def positions_within(area: Range, cells: Mapping[Position, object]) -> Iterator[Position]:
    """Yield the positions of an area that hold a cell, by the shorter way.

    In reading order if ``cells`` are.
    """
    if area.area <= len(cells):
        columns = range(area.left, area.right + 1)
        for row in range(area.top, area.bottom + 1):
            for column in columns:
                if (row, column) in cells:
                    yield row, column
    else:
        yield from (position for position in cells if area.covers(*position))


class GridCells(Budget):
    """The cells of a grid with the results it holds."""

    def __init__(self, grid: Grid) -> None:
        super().__init__()
        self._names = tuple(dict.fromkeys(sheet.name for sheet in grid.sheets))
        self._sheets = {sheet.name: sheet for sheet in reversed(grid.sheets)}

    def sheet_names(self) -> Sequence[str]:
        """Return the sheets in their order."""
        return self._names

    def cells(self, sheet: str, area: Range) -> Iterator[tuple[Position, CellValue]]:
        """Yield the cells of an area that hold something, in reading order."""
        held = self._sheets[sheet]
        if held.skipped and held.skips(area):
            raise UnsupportedProblem("too-large", f"{sheet}!{area}")
        cells = held.cells
        if area.top == area.bottom and area.left == area.right:
            self.charge(1)
            cell = cells.get((area.top, area.left))
            return iter((((area.top, area.left), cell.value),) if cell else ())
        self.charge(min(area.area, len(cells)))
        return ((position, cells[position].value) for position in positions_within(area, cells))

    def formula(self, sheet: str, position: Position) -> str:
        """Return the formula in a cell; "" where there is none."""
        return self._sheets[sheet].cells[position].formula

    def is_hidden(self, sheet: str, row: int) -> bool:
        """Return whether a row is hidden."""
        return row in self._sheets[sheet].hidden_rows
