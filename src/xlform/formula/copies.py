"""Formulas of a workbook read once for all their copies, which differ by their places alone."""

from __future__ import annotations

import msgspec

from xlform.formula.addresses import (
    ALL_FIXED,
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    moved_range,
)
from xlform.formula.intervals import CellKey
from xlform.formula.names import Names
from xlform.formula.parser import parse
from xlform.formula.references import Area, Reference, References, Unresolved
from xlform.formula.relative import RelativeFormula, relative_formula
from xlform.formula.tree import Node, moved
from xlform.grid.model import Grid

# An area and its edges that stay where they are in copies; or what is the same in all copies.
_Placed = tuple[Area, int] | Unresolved


class _Pattern:
    """A formula, and what it is in the first cell that holds it."""

    __slots__ = ("column", "is_copied", "placed", "references", "relative", "row", "tree")

    def __init__(self, relative: RelativeFormula, tree: Node, row: int, column: int) -> None:
        self.relative = relative
        self.tree = tree
        self.row = row
        self.column = column
        self.references: tuple[Reference, ...] | None = None
        self.is_copied = False
        # ``None`` where copies may read other cells than their distance tells.
        self.placed: list[_Placed] | None = None


class Copies:
    """The formulas of a grid: trees, references and distances, the work done once a pattern."""

    def __init__(self, grid: Grid, names: Names | None = None) -> None:
        self._grid = grid
        self._references = References(names or Names(grid.names, grid.local_names))
        self._patterns: dict[object, _Pattern] = {}
        self._of: dict[CellKey, _Pattern] = {}

    def relative(self, cell: CellKey) -> RelativeFormula:
        """Return the formula of a cell by distances; one object for all copies on a sheet."""
        return self._pattern(cell).relative

    def tree(self, cell: CellKey) -> Node:
        """Return the tree of the formula in a cell."""
        pattern = self._pattern(cell)
        return moved(pattern.tree, cell[1] - pattern.row, cell[2] - pattern.column)

    def references(self, cell: CellKey) -> tuple[Reference, ...]:
        """Return what the formula in a cell refers to, each once, in the order it is written."""
        pattern = self._pattern(cell)
        sheet = self._grid.sheets[cell[0]].name
        if pattern.references is None:
            pattern.references = self._references.of(pattern.tree, sheet)
        rows, columns = cell[1] - pattern.row, cell[2] - pattern.column
        if not rows and not columns:
            return pattern.references
        if not pattern.is_copied:
            pattern.is_copied = True
            beside = self._references.of(moved(pattern.tree, 1, 1), sheet)
            pattern.placed = _placed(pattern.references, beside)
        if pattern.placed is None:
            return self._references.of(moved(pattern.tree, rows, columns), sheet)
        return tuple(
            one if isinstance(one, Unresolved) else _moved(*one, rows, columns)
            for one in pattern.placed
        )

    def _pattern(self, cell: CellKey) -> _Pattern:
        pattern = self._of.get(cell)
        if pattern is None:
            number, row, column = cell
            formula = self._grid.sheets[number].cells[row, column].formula
            relative = relative_formula(formula, row, column)
            key = number, relative.parts, relative.places
            pattern = self._patterns.get(key)
            if pattern is None:
                pattern = _Pattern(relative, parse(formula), row, column)
                self._patterns[key] = pattern
            self._of[cell] = pattern
        return pattern


def _placed(here: tuple[Reference, ...], beside: tuple[Reference, ...]) -> list[_Placed] | None:
    """Return the references of a pattern with their fixed edges, seen from two of its copies.

    ``beside`` are those of the copy one row below and one column to the right.
    """
    if len(here) != len(beside):
        return None
    placed: list[_Placed] = []
    for one, other in zip(here, beside, strict=True):
        if isinstance(one, Unresolved):
            if one != other:
                return None
            placed.append(one)
            continue
        if not isinstance(other, Area):
            return None
        steps = [
            after - before
            for before, after in zip(
                msgspec.structs.astuple(one.range),
                msgspec.structs.astuple(other.range),
                strict=True,
            )
        ]
        if not set(steps) <= {0, 1}:
            return None
        edges = zip((TOP, LEFT, BOTTOM, RIGHT), steps, strict=True)
        placed.append((one, sum(edge for edge, step in edges if not step)))
    return placed


def _moved(area: Area, fixed: int, rows: int, columns: int) -> Area:
    if fixed == ALL_FIXED:
        return area
    held, _ = moved_range(area.range, fixed, rows, columns)
    return Area(area.sheet, held, area.last_sheet, area.is_place)
