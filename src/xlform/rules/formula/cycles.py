"""Circular formulas, and the defect of the formula that closes each cycle."""

from __future__ import annotations

from xlform.formula.references import Area, references
from xlform.model.findings import Fix
from xlform.model.submission import Form
from xlform.rules.formula.amount_cells import AmountCell
from xlform.rules.formula.analysis import Defect, FormulaAnalysis
from xlform.rules.formula.differences import is_same
from xlform.rules.formula.formula_builder import ExpectedFormula
from xlform.rules.formula.formula_workbook import CellRef


def cycle_defects(analysis: FormulaAnalysis) -> dict[CellRef, Defect | None]:
    """Return the cells of cycles within the forms, with the defect of each to correct."""
    found: dict[CellRef, Defect | None] = {}
    if not analysis.workbook.cycles:
        return found
    inspected = {ref: (form, cell) for ref, form, cell in analysis.inspected_cells()}
    for cycle in analysis.workbook.cycles:
        ours = [ref for ref in cycle if ref in inspected]
        reported = [
            defect for ref in ours if (defect := _cell_defect(analysis, ref, inspected[ref]))
        ]
        if ours and not reported:
            reported = [_first_fixable(analysis, ours, inspected, cycle)]
        found |= dict.fromkeys(ours) | {defect.ref: defect for defect in reported}
    return found


def _cell_defect(
    analysis: FormulaAnalysis, ref: CellRef, at: tuple[Form, AmountCell | None]
) -> Defect | None:
    """Return the defect of a cell whose formula is not the expected one."""
    cell = analysis.workbook.cell(ref)
    candidates = analysis.expected_formulas.of(ref)
    if cell is None or not candidates:
        return None
    terms = analysis.workbook.terms_of_cell(ref)
    itself = reads_itself(cell.formula, ref)
    if not itself and terms and any(is_same(analysis.workbook, terms, o.terms) for o in candidates):
        return None
    expected = analysis.closest(ref, cell.formula, candidates)
    if expected is None:
        return None
    code = "G-05" if itself else "G-06"
    fix = analysis.replacement(ref, cell, expected)
    return _defect(analysis, code, ref, at, f"={expected.formula}", fix)


def _first_fixable(
    analysis: FormulaAnalysis,
    ours: list[CellRef],
    inspected: dict[CellRef, tuple[Form, AmountCell | None]],
    cycle: list[CellRef],
) -> Defect:
    """Return the defect of the first formula with an alternative: each may be right alone."""
    for ref in ours:
        expected = _closest_expected(analysis, ref)
        cell = analysis.workbook.cell(ref)
        if expected and cell:
            fix = Fix("unsafe", (analysis.edit(ref, f"={cell.formula}", expected.formula),))
            return _defect(analysis, "G-06", ref, inspected[ref], f"={expected.formula}", fix)
    first = ours[0]
    code = "G-05" if len(cycle) == 1 else "G-06"
    return _defect(analysis, code, first, inspected[first], "", None)


def _closest_expected(analysis: FormulaAnalysis, ref: CellRef) -> ExpectedFormula | None:
    cell = analysis.workbook.cell(ref)
    return analysis.closest(ref, cell.formula, analysis.expected_formulas.of(ref)) if cell else None


def reads_itself(formula: str, ref: CellRef) -> bool:
    """Return whether a formula reads the cell it is in."""
    sheet, position = ref
    return any(
        isinstance(one, Area)
        and not one.is_place
        and one.sheet.casefold() == sheet.casefold()
        and one.range.covers(*position)
        for one in references(formula, sheet)
    )


def _defect(
    analysis: FormulaAnalysis,
    code: str,
    ref: CellRef,
    at: tuple[Form, AmountCell | None],
    new: str,
    fix: Fix | None,
) -> Defect:
    form, amount_cell = at
    cell = analysis.workbook.cell(ref)
    old = f"={cell.formula}" if cell else ""
    details = {"what": analysis.label(ref, amount_cell), "old": old, "new": new}
    message = "message" if new else "no-suggestion"
    return Defect(code, form, ref, message, details, new, old, fix)
