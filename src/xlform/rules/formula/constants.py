"""Cells with a number, or a formula as text, where a formula belongs."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from xlform.formula.tree import Node
from xlform.grid.model import Cell
from xlform.model.findings import Fix, Safety
from xlform.rules.formula.amount_cells import AmountCell
from xlform.rules.formula.analysis import Defect, FormulaAnalysis, number
from xlform.rules.formula.cycles import reads_itself
from xlform.rules.formula.differences import is_same
from xlform.rules.formula.formula_builder import ExpectedFormula
from xlform.rules.formula.formula_workbook import CellRef, FormulaWorkbook
from xlform.rules.formula.row_formulas import row_constant_defect
from xlform.rules.formula.sums import sum_tree
from xlform.rules.formula.template_formulas import template_formulas
from xlform.rules.formula.text_formulas import formula_in_text, spells_cells


def typed_formula(cell: Cell) -> str:
    """Return the formula a cell holds as text, without its equals sign; "" if there is none."""
    if cell.formula or not isinstance(cell.value, str):
        return ""
    return formula_in_text(cell.value)


def text_formula_defect(
    analysis: FormulaAnalysis, amount_cell: AmountCell, cell: Cell
) -> Defect | None:
    """Return the defect of a formula stored as text, which computes nothing."""
    body = typed_formula(cell)
    tree = sum_tree(body)
    if tree is None:
        # Typed with the full-width signs of a Chinese keyboard.
        folded = unicodedata.normalize("NFKC", body)
        tree, body = sum_tree(folded), folded
    candidates = analysis.expected_formulas.of(amount_cell.ref)
    expected = analysis.closest(amount_cell.ref, body, candidates) if candidates else None
    new, safety = body, "unsafe"
    cycle = reads_itself(body, amount_cell.ref)
    if (
        tree
        and not cycle
        and any(_confirms(analysis, amount_cell, tree, one) for one in candidates)
    ):
        safety = "safe"
    elif expected:
        new = expected.formula
        # A sum of other cells, whose result was never shown: no amount is lost with it.
        is_sum = (
            analysis.workbook.terms(tree, amount_cell.ref[0]) is not None
            if tree
            else spells_cells(body)
        )
        safety = "safe" if is_sum else "unsafe"
    elif tree is None or cycle or not _computes(analysis.workbook, tree, amount_cell):
        new = ""
    edit = analysis.edit(amount_cell.ref, cell.text, new)
    fix = Fix("safe" if safety == "safe" else "unsafe", (edit,)) if new else None
    details = {"what": analysis.label(amount_cell.ref, amount_cell), "old": cell.text.strip()}
    details["new"] = f"={new}" if new else ""
    message = "message" if new else "no-suggestion"
    return Defect(
        "G-09", amount_cell.form, amount_cell.ref, message, details, details["new"], cell.text, fix
    )


def _confirms(
    analysis: FormulaAnalysis, amount_cell: AmountCell, tree: Node, expected: ExpectedFormula
) -> bool:
    """Return whether a formula has the expected terms or the expected value."""
    home = amount_cell.ref[0]
    terms = analysis.workbook.terms(tree, home)
    if terms and is_same(analysis.workbook, terms, expected.terms):
        return True
    return analysis.agrees(
        analysis.workbook.evaluate(tree, home, text_as_numbers=True), analysis.value(expected)
    )


def _computes(workbook: FormulaWorkbook, tree: Node, amount_cell: AmountCell) -> bool:
    terms = workbook.terms(tree, amount_cell.ref[0])
    return (
        amount_cell.ref not in (terms or {})
        and workbook.evaluate(tree, amount_cell.ref[0], text_as_numbers=True) is not None
    )


def constant_defect(
    analysis: FormulaAnalysis, amount_cell: AmountCell, cell: Cell
) -> Defect | None:
    """Return the defect of a number typed where the blank, or every other row, has a formula."""
    if amount_cell.table:
        return row_constant_defect(analysis, amount_cell, cell)
    template = analysis.context.templates[amount_cell.form.template]
    if amount_cell.path not in template_formulas(template):
        return None
    written = analysis.workbook.value(amount_cell.ref, text_as_numbers=True)
    if written is None:
        return None
    candidates = analysis.expected_formulas.of(amount_cell.ref)
    expected = analysis.closest(amount_cell.ref, "", candidates) if candidates else None
    right = analysis.value(expected) if expected else None
    if (
        expected is None
        or right is None
        or not _is_whole(analysis.workbook, expected, written, right)
    ):
        return None
    same = written == right
    # Only safe if the sum is the number typed without any unsafe fix of its terms.
    plain = all(_is_number(analysis, ref) for ref in (amount_cell.ref, *expected.terms))
    safety: Safety = "safe" if same and plain else "unsafe"
    details = {
        "what": analysis.label(amount_cell.ref, amount_cell),
        "old": cell.text.strip(),
        "new": f"={expected.formula}",
        "expected": number(right),
    }
    return Defect(
        "G-01",
        amount_cell.form,
        amount_cell.ref,
        "message" if same else "differs",
        details,
        details["new"],
        details["old"],
        Fix(safety, (analysis.edit(amount_cell.ref, cell.text, expected.formula),)),
        "info" if same else None,
    )


def _is_whole(
    workbook: FormulaWorkbook, expected: ExpectedFormula, written: Decimal, right: Decimal
) -> bool:
    """Return whether all terms are filled in; the value of a blank one may be missing."""
    return bool(expected.terms) and (written == right or all(map(workbook.counts, expected.terms)))


def _is_number(analysis: FormulaAnalysis, ref: CellRef) -> bool:
    """Return whether a cell holds a number, or text that is safely converted to one."""
    cell = analysis.workbook.cell(ref)
    return cell is None or not isinstance(cell.value, str) or analysis.amounts.is_bare(ref)
