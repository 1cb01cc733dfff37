"""Factors of 10000 in the formula of one row only."""

from __future__ import annotations

from decimal import Decimal

from xlform.formula.tree import Node
from xlform.grid.model import Cell
from xlform.model.findings import Fix
from xlform.rules.formula.amount_cells import AmountCell
from xlform.rules.formula.analysis import Defect, FormulaAnalysis
from xlform.rules.formula.formula_text import cell_reference
from xlform.rules.formula.formula_workbook import CellRef, Terms

_FACTORS = (Decimal(10000), Decimal("0.0001"))
_NEIGHBOURS_AT_LEAST = 2
_Offset = tuple[str, int, int]


def conversion_defect(
    analysis: FormulaAnalysis,
    amount_cell: AmountCell,
    cell: Cell,
    tree: Node | None,
    terms: Terms | None,
) -> Defect | None:
    """Return the defect of a formula that converts 元 and 万元 where its neighbours do not."""
    one = _single_term(terms)
    if not amount_cell.table or tree is None or one is None or one[1] not in _FACTORS:
        return None
    offset = _offset(amount_cell.ref, one[0])
    column = analysis.amounts.column(amount_cell.form, amount_cell.table, amount_cell.column)
    factors = [_factor(analysis, at.ref, offset) for at in column if at.ref != amount_cell.ref]
    alike = factors.count(Decimal(1))
    # In one row only: conversions in several rows are intended.
    if alike < max(_NEIGHBOURS_AT_LEAST, len(factors) // 2 + 1) or any(
        factor not in (None, 1) for factor in factors
    ):
        return None
    new = cell_reference(one[0], amount_cell.ref[0])
    details = {
        "what": analysis.label(amount_cell.ref, amount_cell),
        "old": f"={cell.formula}",
        "new": f"={new}",
    }
    # Only the filer knows the unit of the row.
    fix = Fix("unsafe", (analysis.edit(amount_cell.ref, f"={cell.formula}", new),))
    return Defect(
        "G-12",
        amount_cell.form,
        amount_cell.ref,
        "row",
        details,
        details["new"],
        details["old"],
        fix,
    )


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
