"""Two formulas compared: what they read, and whether one is another writing of the other."""

from __future__ import annotations

from decimal import Decimal

from xlform.formula.audit.sheet_formulas import Axis, line_of
from xlform.formula.relative import RelativeFormula
from xlform.formula.tokens import tokens
from xlform.grid.model import CellValue, Position

_AGGREGATES = frozenset(
    {"SUM", "SUBTOTAL", "AVERAGE", "MIN", "MAX", "COUNT", "COUNTA", "AGGREGATE", "PRODUCT"}
)
_NEAR = Decimal("0.0001")
_CELLS_COMPARED = 100


def differs_in_numbers(one: RelativeFormula, other: RelativeFormula, position: Position) -> bool:
    """Return whether two formulas are the same but for numbers written in them."""
    return one.shape == other.shape and one.at(*position) == other.at(*position)


def sums_its_line(formula: RelativeFormula, position: Position, axis: Axis) -> bool:
    """Return whether a formula sums up cells of its own column (``down``) or row, not itself."""
    line = line_of(position, axis)
    places = formula.at(*position)
    if not places or position in places:
        return False
    if any((column if axis == "down" else row) != line for row, column in places):
        return False
    called = {word.upper() for kind, word in tokens("".join(formula.parts)) if kind == "word"}
    return bool(called & _AGGREGATES) or len(places) > 1


def is_another_aggregate(one: RelativeFormula, other: RelativeFormula, position: Position) -> bool:
    """Return whether two formulas are aggregates of the same range, such as SUM and AVERAGE."""
    plain = one.parts[1:] == other.parts[1:] == (":", ")")
    return plain and cells_read(one, position) == cells_read(other, position)


def cells_read(formula: RelativeFormula, position: Position) -> frozenset[Position]:
    """Return the cells a formula reads on its own sheet; none for whole columns and far ranges."""
    places = formula.at(*position)
    found: set[Position] = set()
    for number, (row, column) in enumerate(places):
        if not row or not column or formula.parts[number].endswith("!"):
            return frozenset()
        top, left = places[number - 1] if number and formula.parts[number] == ":" else (row, column)
        if abs(row - top) + abs(column - left) > _CELLS_COMPARED:
            return frozenset()
        rows = range(min(row, top), max(row, top) + 1)
        columns = range(min(column, left), max(column, left) + 1)
        found.update((r, c) for r in rows for c in columns)
    return frozenset(found)


def is_extended(formula: str, expected: str) -> bool:
    """Return whether a formula is the one expected with something added, or cut off."""
    return formula.startswith(expected) or expected.startswith(formula)


def is_equal(number: CellValue, result: CellValue) -> bool:
    """Return whether a number is a formula's result but for rounding; 0 says nothing."""
    if not isinstance(number, Decimal) or not isinstance(result, Decimal) or not number:
        return False
    exponent = number.as_tuple().exponent
    last = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    half = last / 2 if last < 1 else Decimal(0)
    return abs(number - result) <= max(half, _NEAR * abs(number))
