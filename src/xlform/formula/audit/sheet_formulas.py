"""Cells of a sheet as formulas are compared: copies of one formula have one number."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Literal

from xlform.formula.copies import Copies
from xlform.formula.relative import RelativeFormula
from xlform.grid.model import Grid, Position, Sheet

Axis = Literal["down", "across"]
AXES: tuple[Axis, Axis] = ("down", "across")
# Key of a number that is typed, as such or as arithmetic (``=12*5+3``); formulas have keys from 1,
# equal for copies of one formula.
TYPED = 0
Segment = list[Position]


class SheetFormulas:
    """Formulas and typed numbers of one sheet.

    ``keys`` gives each of these cells a number: :data:`TYPED`, or that of its formula.
    """

    def __init__(self, sheet: Sheet, number: int, copies: Copies) -> None:
        self.sheet = sheet
        self.formulas: dict[Position, RelativeFormula] = {}
        self.keys: dict[Position, int] = {}
        # By the identity of a pattern, which is one object for all its copies.
        numbers: dict[int, int] = {}
        for position, cell in sheet.cells.items():
            if cell.formula:
                formula = copies.relative((number, *position))
                self.formulas[position] = formula
                is_typed = not formula.places and not any(map(str.isalpha, cell.formula))
                key = TYPED if is_typed else numbers.setdefault(id(formula), len(numbers) + 1)
                self.keys[position] = key
            elif isinstance(cell.value, Decimal):
                self.keys[position] = TYPED

    def is_number(self, position: Position) -> bool:
        """Return whether a cell holds a typed number or a formula."""
        return position in self.keys

    @cached_property
    def _segments(self) -> dict[Axis, list[Segment]]:
        return {axis: list(_segments(self.keys, axis)) for axis in AXES}

    @cached_property
    def _segment_of(self) -> dict[Axis, dict[Position, Segment]]:
        return {
            axis: {at: segment for segment in segments for at in segment}
            for axis, segments in self._segments.items()
        }

    def segments(self, axis: Axis) -> list[Segment]:
        """Return the cells in groups without a gap, along columns (``down``) or rows."""
        return self._segments[axis]

    def segment(self, position: Position, axis: Axis) -> Segment:
        """Return the cells without a gap around a cell."""
        return self._segment_of[axis][position]


def sheet_formulas(grid: Grid, copies: Copies) -> dict[int, SheetFormulas]:
    """Return the sheets that hold formulas, by their numbers."""
    return {
        number: SheetFormulas(sheet, number, copies)
        for number, sheet in enumerate(grid.sheets)
        if any(cell.formula for cell in sheet.cells.values())
    }


def line_of(position: Position, axis: Axis) -> int:
    """Return the column of a cell for ``down``, its row for ``across``."""
    return position[1] if axis == "down" else position[0]


def step_of(position: Position, axis: Axis) -> int:
    """Return the row of a cell for ``down``, its column for ``across``."""
    return position[0] if axis == "down" else position[1]


def moved(position: Position, axis: Axis, step: int) -> Position:
    """Return the cell so many steps along an axis."""
    row, column = position
    return (row + step, column) if axis == "down" else (row, column + step)


def other(axis: Axis) -> Axis:
    """Return the axis at right angles."""
    return "across" if axis == "down" else "down"


def _segments(keys: dict[Position, int], axis: Axis) -> Iterator[Segment]:
    segment: Segment = []
    for position in sorted(keys, key=lambda at: (line_of(at, axis), step_of(at, axis))):
        if segment and not _follows(position, segment[-1], axis):
            yield segment
            segment = []
        segment.append(position)
    if segment:
        yield segment


def _follows(position: Position, before: Position, axis: Axis) -> bool:
    return (
        line_of(position, axis) == line_of(before, axis)
        and step_of(position, axis) == step_of(before, axis) + 1
    )
