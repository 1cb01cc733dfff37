"""Formulas unlike those around them, and numbers typed among formulas, each with how sure it is.

A cell is compared with its column and with its row. What differs from one and follows the other is
a total, a subtotal, an opening balance; what follows neither, while the cells beside it do, is an
inconsistency.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import msgspec

from xlform.formula.audit.deviations import Deviation
from xlform.formula.audit.likeness import (
    cells_read,
    differs_in_numbers,
    is_another_aggregate,
    is_equal,
    is_extended,
    sums_its_line,
)
from xlform.formula.audit.sheet_formulas import AXES, TYPED, SheetFormulas
from xlform.formula.audit.surroundings import Beside, Surroundings
from xlform.formula.cell_reader import GridCells
from xlform.formula.compute import compute
from xlform.formula.names import Names
from xlform.formula.relative import RelativeFormula
from xlform.grid.model import CellValue, Grid, Position

Kind = Literal["unlike", "typed", "constant"]
Confidence = Literal["sure", "likely", "possible"]
_ORDER: dict[Confidence, int] = {"sure": 0, "likely": 1, "possible": 2}
# Copies from which on one of another kind is no chance.
_MANY = 5


class Inconsistency(msgspec.Struct, frozen=True):
    """Cell that does not hold the formula of the cells around it.

    ``unlike``: another formula; ``constant``: the same with another number in it; ``typed``: a
    number. ``expected`` is the formula its neighbours have, without an equals sign; ``result`` its
    result here, ``None`` where that is unknown. ``is_equal``: the number typed is that result.
    """

    sheet: int
    position: Position
    kind: Kind
    confidence: Confidence
    neighbours: tuple[Position, ...]
    support: int
    expected: str
    result: CellValue = None
    is_equal: bool = False


def inconsistencies(grid: Grid, sheets: dict[int, SheetFormulas]) -> list[Inconsistency]:
    """Return the inconsistent cells of a workbook by sheet, row and column.

    ``sheets`` are those with formulas, by number.
    """
    names = Names(grid.names, grid.local_names)
    reader = GridCells(grid)
    found: list[Inconsistency] = []
    for number, formulas in sheets.items():
        judge = _SheetJudge(number, formulas, reader, names)
        found += sorted(judge.found(), key=lambda one: one.position)
    return found


class _SheetJudge:
    """Judges the deviations of one sheet."""

    def __init__(
        self, number: int, formulas: SheetFormulas, reader: GridCells, names: Names
    ) -> None:
        self._number = number
        self._formulas = formulas
        self._reader = reader
        self._names = names
        self._surroundings = Surroundings(formulas)

    def found(self) -> Iterator[Inconsistency]:
        lines = [self._surroundings.lines[axis].found for axis in AXES]
        for position in dict.fromkeys(at for line in lines for at in line):
            judged = [
                one for line in lines if position in line and (one := self._judged(line[position]))
            ]
            if judged:
                yield min(judged, key=lambda one: (_ORDER[one.confidence], -one.support))

    def _judged(self, deviation: Deviation) -> Inconsistency | None:
        pattern = self._formulas.formulas[deviation.pattern]
        expected = pattern.written(*deviation.position)
        if not expected or not self._surroundings.applies(pattern, deviation):
            return None
        if self._formulas.keys[deviation.position] == TYPED:
            return self._typed(deviation, expected)
        own = self._formulas.formulas[deviation.position]
        kind: Kind = "unlike"
        if differs_in_numbers(own, pattern, deviation.position):
            kind = "constant"
            confidence = self._of_constant(deviation)
        else:
            confidence = self._of_unlike(deviation, own, pattern)
        if confidence is None:
            return None
        return self._inconsistency(deviation, kind, confidence, expected)

    def _typed(self, deviation: Deviation, expected: str) -> Inconsistency | None:
        """Return what is to be said of a number typed."""
        result = self._result(expected, deviation.position)
        typed = self._formulas.sheet.cells[deviation.position].value
        beside = self._surroundings.beside(deviation)
        is_row = beside.deviating > len(beside.following)
        confidence: Confidence
        if is_equal(typed, result):
            confidence = "sure" if deviation.is_between or not is_row else "likely"
        elif is_row or self._surroundings.is_edge(deviation):
            return None
        elif deviation.is_between:
            confidence = "likely"
        elif self._surroundings.ends_a_line(deviation, beside):
            confidence = "possible"
        else:
            return None
        found = self._inconsistency(deviation, "typed", confidence, expected)
        return msgspec.structs.replace(found, result=result, is_equal=is_equal(typed, result))

    def _of_constant(self, deviation: Deviation) -> Confidence | None:
        """Return how sure another number in a formula is one too many."""
        own = self._formulas.formulas[deviation.position]
        pattern = self._formulas.formulas[deviation.pattern]
        if own.parts == pattern.parts:
            return None  # the same cells, with other dollar signs
        if not deviation.is_between or deviation.support < _MANY:
            return None
        return None if self._surroundings.has_other_numbers(deviation) else "possible"

    def _of_unlike(
        self, deviation: Deviation, own: RelativeFormula, pattern: RelativeFormula
    ) -> Confidence | None:
        """Return how sure another formula is a wrong one; ``None`` if it has a reason."""
        position, axis = deviation.position, deviation.axis
        beside = self._surroundings.beside(deviation)
        if beside.is_row_of_its_own:
            return None
        if sums_its_line(own, position, axis) and not sums_its_line(pattern, position, axis):
            return None  # a subtotal
        alike = own.shape == pattern.shape
        if self._is_deliberate(own, pattern, position):
            return None
        if deviation.is_between:
            return _between(deviation, beside, alike=alike)
        added = alike or is_extended(own.written(*position), pattern.written(*position))
        return "likely" if added and beside.following else None

    def _is_deliberate(
        self, own: RelativeFormula, pattern: RelativeFormula, position: Position
    ) -> bool:
        """Return whether a formula is another aggregate of its cells, or has the same result."""
        if is_another_aggregate(own, pattern, position):
            return True
        cells = cells_read(own, position)
        if not cells or cells != cells_read(pattern, position):
            return False
        result = self._result(pattern.written(*position), position)
        return is_equal(self._formulas.sheet.cells[position].value, result)

    def _result(self, formula: str, position: Position) -> CellValue:
        name = self._formulas.sheet.name
        value = compute(formula, self._reader, self._names, name, position)
        return value if isinstance(value, Decimal) else None

    def _inconsistency(
        self, deviation: Deviation, kind: Kind, confidence: Confidence, expected: str
    ) -> Inconsistency:
        return Inconsistency(
            sheet=self._number,
            position=deviation.position,
            kind=kind,
            confidence=confidence,
            neighbours=deviation.neighbours,
            support=deviation.support,
            expected=expected,
        )


def _between(deviation: Deviation, beside: Beside, *, alike: bool) -> Confidence | None:
    """Return how sure a formula between like ones is wrong."""
    if not beside.following and beside.count > 1:
        return "possible" if alike else None
    many = deviation.support >= _MANY
    if alike and many and beside.following:
        return "sure"
    return "likely" if alike or many or beside.following else None
