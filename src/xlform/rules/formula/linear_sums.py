"""Sums written through functions other than SUM, found by changing the cells they read.

``IFERROR(SUM(D3:D5),0)``, ``SUBTOTAL(9,D3:D5)``, a defined name, ``SUM(D3:OFFSET(D6,-1,0))``: a
formula whose result follows each cell it reads by a constant factor, and is 0 where all are 0, is a
sum of these cells. A formula that leaves out numbers of the ranges it reads (SUMIF by a label,
SUBTOTAL over hidden rows), or chooses them by words, is none: it was written to do so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from xlform.formula.cell_reader import CellReader
from xlform.formula.evaluator import Evaluator
from xlform.formula.nodes import NODES
from xlform.formula.parser import parse
from xlform.formula.values import UnsupportedProblem
from xlform.grid.address import Range
from xlform.grid.model import CellValue, Position
from xlform.rules.formula.formula_workbook import CellRef, FormulaWorkbook, Terms

# More cells than a table of a form has are not tried one by one.
_CELLS_AT_MOST = 120
# Large enough that rounding to cents, or to whole 元 after a division by 10000, leaves it alone.
_STEP = Decimal(10) ** 8
# Whatever is rounded away by a total in 元 or 万元.
_ROUNDED_AT_MOST = Decimal(1)
# What a binary fraction or a division leaves behind.
_SPECK = Decimal("0.0000001")
_OTHER_WORDS = "\ufffd"
_NESTING = ("SUBTOTAL(", "AGGREGATE(")


class LinearSum(msgspec.Struct, frozen=True):
    """The cells a formula adds up with their factors; ``rounds``: less is left of their sum."""

    terms: Terms
    rounds: bool = False


def linear_sum(workbook: FormulaWorkbook, ref: CellRef) -> LinearSum | None:
    """Return what the formula in a cell adds up; ``None`` if it is no sum or can't be computed."""
    cells = _cells_read(workbook, ref)
    if cells is None:
        return None
    read, words = cells
    trial = _Trial(workbook, ref)
    now = trial.result({})
    # A condition on words chooses the rows.
    if now is None or trial.result(dict.fromkeys(words, _OTHER_WORDS)) != now:
        return None
    terms: Terms = {}
    for one, value in read.items():
        factor = trial.factor(one, value, now)
        if factor is None:
            return None
        if factor:
            terms[one] = factor
        elif value and not _is_nested(workbook, ref, one):
            return None
    rest = now - sum((read[one] * factor for one, factor in terms.items()), Decimal())
    if abs(rest) > _ROUNDED_AT_MOST or not trial.is_proportional(terms):
        return None
    return LinearSum(terms, rounds=abs(rest) > _SPECK)


def _cells_read(
    workbook: FormulaWorkbook, ref: CellRef
) -> tuple[dict[CellRef, Decimal], list[CellRef]] | None:
    """Return the cells a formula reads: those with numbers, and those with words.

    ``None`` if they are unknown or too many.
    """
    areas = workbook.areas_read(ref)
    if areas is None:
        return None
    found: dict[CellRef, Decimal] = {}
    words: list[CellRef] = []
    try:
        for sheet, area in areas:
            for position in workbook.positions(sheet, area):
                one = sheet, position
                value = workbook.value(one, text_as_numbers=True) if workbook.counts(one) else None
                if value is not None:
                    found[one] = value
                elif workbook.counts(one):
                    return None
                else:
                    words.append(one)
                if len(found) + len(words) > _CELLS_AT_MOST:
                    return None
    except UnsupportedProblem:
        return None
    return None if ref in found else (found, words)


def _is_nested(workbook: FormulaWorkbook, ref: CellRef, one: CellRef) -> bool:
    """Return whether SUBTOTAL or AGGREGATE passes over another of their kind."""
    outer, inner = workbook.cell(ref), workbook.cell(one)
    return all(
        cell and any(name in cell.formula.upper() for name in _NESTING) for cell in (outer, inner)
    )


class _Trial:
    """A formula computed with other numbers in the cells it reads."""

    def __init__(self, workbook: FormulaWorkbook, ref: CellRef) -> None:
        self._workbook = workbook
        self._ref = ref
        cell = workbook.cell(ref)
        self._tree = parse(cell.formula if cell else "")
        self._is_array = False
        # What can't be computed value by value is an array formula, if it shows what one does.
        if cell and self.result({}) is None:
            self._is_array = True
            self._is_array = self.result({}) == cell.value

    def result(self, values: Mapping[CellRef, CellValue]) -> Decimal | None:
        """Return the result with other values in some cells; ``None`` if it is none or unknown."""
        cells = _Changed(self._workbook.reader(text_as_numbers=True), values)
        sheet, position = self._ref
        names = self._workbook.names
        evaluator = Evaluator(cells, names, NODES, sheet, position)
        evaluator.in_array = self._is_array
        value = evaluator.result(self._tree)
        return value if isinstance(value, Decimal) else None

    def factor(self, one: CellRef, value: Decimal, now: Decimal) -> Decimal | None:
        """Return by what the result follows one cell; ``None`` if not always by the same."""
        once, twice = (self.result({one: value + times * _STEP}) for times in (1, 2))
        if once is None or twice is None or abs(twice - now - 2 * (once - now)) > _SPECK:
            return None
        return ((once - now) / _STEP).normalize()

    def is_proportional(self, terms: Terms) -> bool:
        """Return whether the result is the sum of the terms, and of nothing else."""
        numbers = {one: _STEP * number for number, one in enumerate(terms, 1)}
        result = self.result(dict(numbers))
        wanted = sum((numbers[one] * factor for one, factor in terms.items()), Decimal())
        return result is not None and abs(result - wanted) <= _SPECK


class _Changed:
    """Cells of a workbook with other values in some of them."""

    def __init__(self, cells: CellReader, values: Mapping[CellRef, CellValue]) -> None:
        self._cells = cells
        self._values = values
        self.sheet_names = cells.sheet_names
        self.formula = cells.formula
        self.is_hidden = cells.is_hidden
        self.charge = cells.charge

    def cells(self, sheet: str, area: Range) -> Iterator[tuple[Position, CellValue]]:
        """Yield the cells of an area that hold something, in reading order."""
        for position, value in self._cells.cells(sheet, area):
            yield position, self._values.get((sheet, position), value)
