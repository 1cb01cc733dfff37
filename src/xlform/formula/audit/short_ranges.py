"""Sums whose range stops short of the numbers beside it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from xlform.formula.audit.sheet_formulas import TYPED, Axis, SheetFormulas, line_of, step_of
from xlform.formula.relative import RelativeFormula
from xlform.grid.model import Position

_FUNCTIONS = frozenset(
    {"SUM(", "AVERAGE(", "MAX(", "MIN(", "COUNT(", "SUBTOTAL(9,", "SUBTOTAL(109,"}
)
_LEFT_OUT_AT_MOST = 3
_YEARS = range(1900, 2101)


class ShortRange(msgspec.Struct, frozen=True):
    """Sum of a part of a row or column that leaves out the numbers next to it.

    ``left_out`` are these cells, ``expected`` the formula that takes them in. ``alike`` are the
    cells beside the sum with the same formula, which leaves out as much there.
    """

    position: Position
    left_out: tuple[Position, ...]
    expected: str
    alike: tuple[Position, ...] = ()


class _Sum(msgspec.Struct, frozen=True):
    """Aggregate over a range of its own row or column, from ``first`` to ``last``."""

    position: Position
    axis: Axis
    first: int
    last: int


def short_ranges(formulas: SheetFormulas) -> list[ShortRange]:
    """Return the short sums of a sheet; of like sums beside each other the first alone."""
    sums = {
        position: one
        for position, formula in formulas.formulas.items()
        if (one := _sum(formula, position))
    }
    if not sums:
        return []
    search = _Search(formulas, sums)
    short: list[ShortRange] = []
    told: set[Position] = set()
    for position, aggregate in sums.items():
        if position in told or not (left_out := search.left_out(aggregate)):
            continue
        alike = tuple(search.alike(aggregate))
        told.update(alike)
        widened = search.widened(aggregate, left_out)
        short.append(ShortRange(position, left_out, widened, alike))
    return short


def _sum(formula: RelativeFormula, position: Position) -> _Sum | None:
    """Return the range of a formula that is an aggregate over one part of its line alone."""
    parts = formula.parts
    if parts[0] not in _FUNCTIONS or parts[1:] != (":", ")"):
        return None
    one, other = formula.at(*position)
    row, column = position
    if 0 in one or 0 in other:
        return None
    if one[1] == other[1] == column:
        axis: Axis = "down"
    elif one[0] == other[0] == row:
        axis = "across"
    else:
        return None
    ends = sorted((step_of(one, axis), step_of(other, axis)))
    if ends[0] <= step_of(position, axis) <= ends[1] or ends[0] == ends[1]:
        return None
    return _Sum(position, axis, ends[0], ends[1])


class _Search:
    def __init__(self, formulas: SheetFormulas, sums: dict[Position, _Sum]) -> None:
        self._formulas = formulas
        self._sums = sums
        self._lines: dict[tuple[Axis, int], list[_Sum]] = {}
        for one in sums.values():
            self._lines.setdefault((one.axis, line_of(one.position, one.axis)), []).append(one)
        self._readers: dict[Position, set[Position]] = {}
        for position, formula in formulas.formulas.items():
            for cell in formula.at(*position):
                self._readers.setdefault(cell, set()).add(position)

    def left_out(self, one: _Sum) -> tuple[Position, ...]:
        """Return the cells between a sum and its range; else those on the range's other side."""
        own = step_of(one.position, one.axis)
        steps = range(one.last + 1, own) if own > one.last else range(one.first - 1, own, -1)
        between = self._numbers(one, steps)
        if between and len(between) == len(steps):
            return between if self._belongs(one, between) else ()
        step = one.first - 1 if own > one.last else one.last + 1
        beyond = self._numbers(one, range(step, step + 1))
        at_edge = beyond and not self._is_number(
            one, 2 * step - (one.first if step < one.first else one.last)
        )
        if at_edge and not self._is_head(one, beyond[0]) and self._belongs(one, beyond):
            return beyond
        return ()

    def _numbers(self, one: _Sum, steps: range) -> tuple[Position, ...]:
        found: list[Position] = []
        for step in steps:
            position = _at(one, step)
            if not self._formulas.is_number(position) or len(found) == _LEFT_OUT_AT_MOST:
                break
            found.append(position)
        return tuple(found)

    def _is_number(self, one: _Sum, step: int) -> bool:
        return self._formulas.is_number(_at(one, step))

    def _belongs(self, one: _Sum, cells: tuple[Position, ...]) -> bool:
        """Return whether cells are such as the range holds, and used nowhere beside the sum."""
        keys = self._formulas.keys
        inside = [
            keys[at] for step in range(one.first, one.last + 1) if (at := _at(one, step)) in keys
        ]
        if len(inside) <= len(cells) or any(keys[at] not in inside for at in cells):
            return False
        return not any(at in self._sums or self._is_used_apart(one, at) for at in cells)

    def _is_used_apart(self, one: _Sum, cell: Position) -> bool:
        """Return whether a cell is summed by another formula of the line, or added to this sum."""
        line = self._lines[one.axis, line_of(one.position, one.axis)]
        step = step_of(cell, one.axis)
        if any(other.first <= step <= other.last for other in line if other is not one):
            return True
        readers = self._readers.get(cell, set())
        if readers & self._readers.get(one.position, set()):
            return True
        return any(line_of(reader, one.axis) == line_of(cell, one.axis) for reader in readers)

    def _is_head(self, one: _Sum, cell: Position) -> bool:
        """Return whether a number is a year or one of a count along its row: a heading."""
        value = self._formulas.sheet.cells[cell].value
        if not isinstance(value, Decimal):
            return True
        if value == value.to_integral_value() and int(value) in _YEARS:
            return True
        beside = [self._value(_beside(cell, one.axis, step)) for step in (-1, 1)]
        steps = {abs(value - near) for near in beside if near is not None}
        return 1 in steps or (len(steps) == 1 and None not in beside)

    def _value(self, position: Position) -> Decimal | None:
        cell = self._formulas.sheet.cells.get(position)
        return cell.value if cell and isinstance(cell.value, Decimal) else None

    def alike(self, one: _Sum) -> Iterator[Position]:
        """Yield the cells beside a sum that hold the same formula."""
        keys = self._formulas.keys
        for direction in (-1, 1):
            near = _beside(one.position, one.axis, direction)
            while keys.get(near, TYPED) == keys[one.position]:
                yield near
                near = _beside(near, one.axis, direction)

    def widened(self, one: _Sum, left_out: tuple[Position, ...]) -> str:
        """Return the formula with its range drawn over the cells left out."""
        formula = self._formulas.formulas[one.position]
        steps = [step_of(at, one.axis) for at in left_out]
        axis = 0 if one.axis == "down" else 1
        wanted = {one.first: min(one.first, *steps), one.last: max(one.last, *steps)}
        places = list(formula.places)
        for number, at in enumerate(formula.at(*one.position)):
            place = places[number]
            moved = place[axis]
            if moved is not None:
                by = wanted[at[axis]] - at[axis]
                new = (moved[0], moved[1] + by)
                places[number] = (new, place[1]) if axis == 0 else (place[0], new)
        return RelativeFormula(formula.parts, tuple(places)).written(*one.position)


def _at(one: _Sum, step: int) -> Position:
    row, column = one.position
    return (step, column) if one.axis == "down" else (row, step)


def _beside(position: Position, axis: Axis, step: int) -> Position:
    """Return the cell beside one, at right angles to a line."""
    row, column = position
    return (row, column + step) if axis == "down" else (row + step, column)
