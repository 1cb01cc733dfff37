"""Conversions between 元 and 万元 that the formula of one row has, or lacks, unlike its neighbours.

Which of the rows counts in another unit is seen by the size of the amounts: a row whose result is
nearer to the other rows' without the change has a source in another unit, and is right.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from statistics import median

import msgspec

from xlform.formula.shift import shifted
from xlform.grid.model import Cell
from xlform.model.findings import Fix, Safety, Severity
from xlform.rules.formula.amount_cells import AmountCell
from xlform.rules.formula.analysis import Defect, FormulaAnalysis
from xlform.rules.formula.formula_workbook import CellRef, Terms

# What leads from one unit of money to another: 千元, 万元 and 元.
_CONVERSIONS = tuple(Decimal(10) ** power for power in (1, 3, 4))
_OTHERS_AT_LEAST = 2
# In powers of ten: by so much one result has to be nearer to the other rows' than another. A factor
# of 10 is within the spread of amounts.
_CLEARLY = 1.5
_Offset = tuple[str, int, int]


class _Sides(msgspec.Struct, frozen=True):
    """A row's result as it is and as it would be."""

    now: Decimal
    then: Decimal


def conversion_defect(
    analysis: FormulaAnalysis, amount_cell: AmountCell, cell: Cell, terms: Terms | None
) -> Defect | None:
    """Return the defect of a formula that converts its amount unlike those of its neighbours."""
    one = _single_term(terms)
    if not amount_cell.table or one is None:
        return None
    source, factor = one
    offset = _offset(amount_cell.ref, source)
    others = [at for at in analysis.column(amount_cell) if at.ref != amount_cell.ref]
    factors = {at.ref: _factor(analysis, at.ref, offset) for at in others}
    usual = _usual(factors, len(others))
    if usual is None or not _is_conversion(usual / factor):
        return None
    value = analysis.workbook.value(source, text_as_numbers=True)
    if not value:
        return None
    sides = _Sides(value * factor, value * usual)
    gain = _gain(analysis, others, sides)
    if gain <= -_CLEARLY:
        return None
    new = _copied(analysis, amount_cell, factors, usual)
    details = {
        "what": analysis.label(amount_cell.ref, amount_cell),
        "old": f"={cell.formula}",
        "new": f"={new}",
    }
    confirmed = analysis.totals_agree(amount_cell.ref, sides.then - sides.now)
    is_sure = confirmed is True or (confirmed is None and gain >= _CLEARLY)
    safety: Safety = "safe" if is_sure else "unsafe"
    severity: Severity | None = None if is_sure else "warning"
    message = "row" if factor != 1 and usual == 1 else "row-unlike"
    fix = Fix(safety, (analysis.edit(amount_cell.ref, details["old"], new),))
    return Defect(
        "G-12",
        amount_cell.form,
        amount_cell.ref,
        message,
        details,
        details["new"],
        details["old"],
        fix,
        severity,
    )


def _is_conversion(ratio: Decimal) -> bool:
    return ratio in _CONVERSIONS or 1 / ratio in _CONVERSIONS


def _usual(factors: dict[CellRef, Decimal | None], count: int) -> Decimal | None:
    """Return the factor of all other rows that refer alike: of two at least, and of most."""
    found = Counter(factor for factor in factors.values() if factor is not None)
    # A second row that converts in another way makes it a habit.
    if len(found) != 1:
        return None
    ((usual, alike),) = found.items()
    return usual if alike >= max(_OTHERS_AT_LEAST, count // 2 + 1) else None


def _gain(analysis: FormulaAnalysis, others: list[AmountCell], sides: _Sides) -> float:
    """Return how much nearer to the other rows the changed result is, in powers of ten."""
    values = [analysis.workbook.value(at.ref, text_as_numbers=True) for at in others]
    sizes = [abs(value).log10() for value in values if value]
    if not sizes:
        return 0.0
    middle = median(sizes)
    now, then = (abs(abs(side).log10() - middle) for side in (sides.now, sides.then))
    return float(now - then)


def _copied(
    analysis: FormulaAnalysis,
    amount_cell: AmountCell,
    factors: dict[CellRef, Decimal | None],
    usual: Decimal,
) -> str:
    """Return the formula of a neighbour as this row would have it."""
    ref = next(ref for ref, factor in factors.items() if factor == usual)
    cell = analysis.workbook.cell(ref)
    (row, column), (home_row, home_column) = ref[1], amount_cell.ref[1]
    return shifted(cell.formula if cell else "", home_row - row, home_column - column)


def _factor(analysis: FormulaAnalysis, ref: CellRef, offset: _Offset) -> Decimal | None:
    """Return the factor of a neighbour's formula for the cell at the same offset."""
    one = _single_term(analysis.workbook.terms_of_cell(ref))
    return one[1] if one and _offset(ref, one[0]) == offset else None


def _single_term(terms: Terms | None) -> tuple[CellRef, Decimal] | None:
    return next(iter(terms.items())) if terms and len(terms) == 1 else None


def _offset(home: CellRef, ref: CellRef) -> _Offset:
    """Return the sheet of a reference, and its rows and columns away from the cell."""
    (_, (row, column)), (sheet, (other_row, other_column)) = home, ref
    return sheet, other_row - row, other_column - column
