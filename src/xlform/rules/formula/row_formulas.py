"""Rows of a table compared with the formulas of the other rows of its column."""

from __future__ import annotations

from decimal import Decimal

from xlform.formula.parser import parse
from xlform.formula.relative import relative_formula
from xlform.formula.shift import shifted
from xlform.grid.model import Cell, CellError
from xlform.model.findings import Fix, Safety
from xlform.rules.formula.amount_cells import AmountCell
from xlform.rules.formula.analysis import Defect, FormulaAnalysis, number
from xlform.rules.formula.differences import is_same
from xlform.rules.formula.sums import sum_tree

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


def row_error_defect(
    analysis: FormulaAnalysis, amount_cell: AmountCell, cell: Cell
) -> Defect | None:
    """Return the defect of a formula with an error, where the other rows hold copies of another."""
    if not amount_cell.table:
        return None
    formula = _copied(analysis, amount_cell, _others(analysis, amount_cell))
    if not formula or not isinstance(cell.value, CellError) or formula == cell.formula:
        return None
    home = amount_cell.ref[0]
    # Where the copy fails too, the cell it reads is to blame.
    if analysis.workbook.evaluate(parse(formula), home, text_as_numbers=True) is None:
        return None
    return _replaced(analysis, amount_cell, cell, formula, ("G-07", "row", cell.value.code))


def row_reference_defect(
    analysis: FormulaAnalysis, amount_cell: AmountCell, cell: Cell
) -> Defect | None:
    """Return the defect of a formula that reads what another row reads, and not its own.

    Every other row reads the cell at one offset; the one there is filled in, and nobody reads it.
    """
    if not amount_cell.table:
        return None
    others = _others(analysis, amount_cell)
    formula = _copied(analysis, amount_cell, others)
    workbook = analysis.workbook
    terms = workbook.terms_of_cell(amount_cell.ref)
    if not formula or formula == cell.formula or not terms or len(terms) != 1:
        return None
    tree = sum_tree(formula)
    own = workbook.terms(tree, amount_cell.ref[0]) if tree else None
    read = {term for at in others for term in workbook.terms_of_cell(at.ref) or ()}
    if not own or len(own) != 1 or not terms.keys() <= read or own.keys() & read:
        return None
    (source,) = own
    if own[source] != next(iter(terms.values())) or not workbook.counts(source):
        return None
    return _replaced(analysis, amount_cell, cell, formula, ("G-10", "message", ""))


def _replaced(
    analysis: FormulaAnalysis,
    amount_cell: AmountCell,
    cell: Cell,
    formula: str,
    told: tuple[str, str, str],
) -> Defect:
    """Return the defect of a formula that is to be a copy of the other rows'."""
    code, message, seen = told
    old, new = f"={cell.formula}", f"={formula}"
    details = {
        "what": analysis.label(amount_cell.ref, amount_cell),
        "old": old,
        "new": new,
        "seen": seen,
    }
    now, then = (
        analysis.workbook.evaluate(parse(text), amount_cell.ref[0], text_as_numbers=True)
        for text in (cell.formula, formula)
    )
    against = (
        now is not None
        and then is not None
        and analysis.totals_agree(amount_cell.ref, then - now) is False
    )
    fix = Fix("unsafe" if against else "safe", (analysis.edit(amount_cell.ref, old, formula),))
    return Defect(code, amount_cell.form, amount_cell.ref, message, details, new, seen or old, fix)


def _others(analysis: FormulaAnalysis, amount_cell: AmountCell) -> list[AmountCell]:
    """Return the other rows of a column; none if they are few or one of them is typed."""
    if analysis.typed_in_column(amount_cell):
        return []
    others = [at for at in analysis.column(amount_cell) if at.ref != amount_cell.ref]
    return others if len(others) >= _OTHERS_AT_LEAST else []


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
    keys = {relative_formula(text, *ref[1]).key for ref, text in texts.items() if text}
    if len(keys) != 1:
        return ""
    ref, text = next(iter(texts.items()))
    (row, column), (home_row, home_column) = ref[1], amount_cell.ref[1]
    return shifted(text, home_row - row, home_column - column)
