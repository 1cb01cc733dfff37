"""Formulas as nearly all forms have them: sums of cells and links to cells, none in a circle.

What they read, and what they come to, is found without a graph and without the machine that
computes any formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeGuard

import msgspec

from xlform.formula.references import Area, references
from xlform.formula.tree import Call, Cells, Node
from xlform.formula.values import EXACT, ZERO, shown
from xlform.grid.address import Range
from xlform.grid.model import CellValue, Grid, Position

# Each of so few formulas is compared with each.
_FEW = 100
# Longer formulas, and sums of more cells, are no total of a form.
_LENGTH_AT_MOST = 200
_AREA_AT_MOST = 200
# Numbers that every program adds up exactly have no more places before or after the point.
_PLACES_AT_MOST = 30

# A cell by its sheet's name and its row and column.
_Ref = tuple[str, Position]


class PlainFormulas(msgspec.Struct, frozen=True):
    """Formulas that name all cells they read, with the areas and the formulas that they read.

    None of them reads itself, directly or through others.
    """

    areas: Mapping[_Ref, list[Area]]
    formulas_read: Mapping[_Ref, list[_Ref]]

    def reads(self, start: _Ref, goal: _Ref) -> bool:
        """Return whether a formula reads a cell, directly or through others."""
        (name, (row, column)), waiting, passed = goal, [start], {start}
        sheet = name.casefold()
        while waiting:
            ref = waiting.pop()
            for area in self.areas[ref]:
                if area.sheet.casefold() == sheet and area.range.covers(row, column):
                    return True
            further = [one for one in self.formulas_read[ref] if one not in passed]
            passed.update(further)
            waiting += further
        return False


def plain_formulas(grid: Grid, formulas: Mapping[str, Sequence[Position]]) -> PlainFormulas | None:
    """Return the formulas of a workbook, whose positions are given by sheet, if all are plain."""
    names = {sheet.name.casefold(): sheet.name for sheet in grid.sheets}
    if sum(map(len, formulas.values())) > _FEW or len(names) < len(grid.sheets):
        return None
    areas: dict[_Ref, list[Area]] = {}
    for sheet in grid.sheets:
        for position in formulas.get(sheet.name, ()):
            found = _areas(sheet.cells[position].formula, sheet.name)
            if found is None:
                return None
            areas[sheet.name, position] = found
    formulas_read = {
        ref: [one for area in found for one in _within(area, names, formulas)]
        for ref, found in areas.items()
    }
    return PlainFormulas(areas, formulas_read) if _is_acyclic(formulas_read) else None


def _areas(formula: str, sheet: str) -> list[Area] | None:
    """Return the areas a formula names; ``None`` if it leads to other cells too."""
    if len(formula) > _LENGTH_AT_MOST:
        return None
    read = references(formula, sheet)
    areas = [one for one in read if isinstance(one, Area) and not one.last_sheet]
    return areas if len(areas) == len(read) and not any(one.is_place for one in areas) else None


def _within(
    area: Area, names: Mapping[str, str], formulas: Mapping[str, Sequence[Position]]
) -> Iterator[_Ref]:
    """Yield the formulas in an area."""
    name = names.get(area.sheet.casefold(), "")
    covers = area.range.covers
    for position in formulas.get(name, ()):
        if covers(*position):
            yield name, position


def _is_acyclic(formulas_read: Mapping[_Ref, list[_Ref]]) -> bool:
    """Return whether the formulas can be taken away one after the other, each read by none."""
    waiting = {ref: read for ref, read in formulas_read.items() if read}
    while waiting:
        ready = [ref for ref, read in waiting.items() if waiting.keys().isdisjoint(read)]
        if not ready:
            return False
        for ref in ready:
            del waiting[ref]
    return True


def cells_added(tree: Node) -> Cells | None:
    """Return the range that a formula is the ``SUM`` of, or the cell it links to, if it is that."""
    match tree:
        case Call("SUM", (Cells(_, area, "") as cells,)) if area.area <= _AREA_AT_MOST:
            return cells
        case Cells(_, area, "") if area.area == 1:
            return tree
    return None


def added(area: Range, value: Callable[[Position], CellValue]) -> Decimal | None:
    """Return the sum of a range; ``None`` if it holds more than numbers and words.

    ``value`` returns what a cell holds, 0 for a blank one.
    """
    found, columns = ZERO, range(area.left, area.right + 1)
    for row in range(area.top, area.bottom + 1):
        for column in columns:
            held = value((row, column))
            if is_exact(held):
                found = EXACT.add(found, held)
            # A month may be a day, which has a number in some programs.
            elif not isinstance(held, str) or held.endswith("月"):
                return None
    return shown(found)


def is_exact(value: CellValue) -> TypeGuard[Decimal]:
    """Return whether a value is a number that every program adds up exactly."""
    return isinstance(value, Decimal) and (not value or abs(value.adjusted()) <= _PLACES_AT_MOST)
