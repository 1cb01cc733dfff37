"""Formulas of a table's rows compared with those of the other rows of its column."""

from __future__ import annotations

from decimal import Decimal

from xlform.formula.parser import parse
from xlform.formula.relative import relative_formula
from xlform.formula.shift import shifted
from xlform.grid.model import Cell
from xlform.model.findings import Fix, Safety
from xlform.rules.formula.amount_cells import AmountCell
from xlform.rules.formula.analysis import Defect, FormulaAnalysis, number
from xlform.rules.formula.differences import is_same

_OTHERS_AT_LEAST = 2


def row_constant_defect(
    analysis: FormulaAnalysis, amount_cell: AmountCell, cell: Cell
) -> Defect | None:
    """Return the defect of a number typed in one row where every other row has a formula."""
    if analysis.typed_in_column(amount_cell) > 1:
        return None
    others = [at for at in analysis.column(amount_cell) if at.ref != amount_cell.ref]
    if len(others) < _OTHERS_AT_LEAST:
        return None
    formula = _linked_formula(analysis, amount_cell, others) or _copied(
        analysis, amount_cell, others
    )
    home = amount_cell.ref[0]
    right = (
        analysis.workbook.evaluate(parse(formula), home, text_as_numbers=True) if formula else None
    )
    written = analysis.workbook.value(amount_cell.ref, text_as_numbers=True)
    if right is None or written is None:
        return None
    same = written == right
    safety: Safety = "safe" if same and isinstance(cell.value, Decimal) else "unsafe"
    details = {
        "what": analysis.label(amount_cell.ref, amount_cell),
        "old": cell.text.strip(),
        "new": f"={formula}",
        "expected": number(right),
    }
    return Defect(
        "G-01",
        amount_cell.form,
        amount_cell.ref,
        "row" if same else "row-differs",
        details,
        details["new"],
        details["old"],
        Fix(safety, (analysis.edit(amount_cell.ref, cell.text, formula),)),
        "info" if same else None,
    )


def _linked_formula(
    analysis: FormulaAnalysis, amount_cell: AmountCell, others: list[AmountCell]
) -> str:
    """Return the expected formula of a row; "" unless each other row has its own."""
    candidates = analysis.expected_formulas.of(amount_cell.ref)
    expected = analysis.closest(amount_cell.ref, "", candidates) if candidates else None
    linked = expected and all(_has_expected_formula(analysis, other) for other in others)
    return expected.formula if expected and linked else ""


def _has_expected_formula(analysis: FormulaAnalysis, amount_cell: AmountCell) -> bool:
    workbook = analysis.workbook
    terms = workbook.terms_of_cell(amount_cell.ref)
    candidates = analysis.expected_formulas.of(amount_cell.ref)
    return terms is not None and any(is_same(workbook, terms, one.terms) for one in candidates)


def _copied(analysis: FormulaAnalysis, amount_cell: AmountCell, others: list[AmountCell]) -> str:
    """Return the formula the other rows are copies of, as this row would have it; "" if none."""
    texts = {other.ref: cell.formula for other in others if (cell := analysis.cell(other))}
    keys = {relative_formula(text, *ref[1]).key for ref, text in texts.items()}
    if len(keys) != 1:
        return ""
    ref, text = next(iter(texts.items()))
    (row, column), (home_row, home_column) = ref[1], amount_cell.ref[1]
    return shifted(text, home_row - row, home_column - column)
