"""Broken formulas of a submission, found once for all rules on formulas: one defect per cell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xlform.formula.references import Area, Unresolved, references
from xlform.formula.tree import Cells, Node
from xlform.grid.model import Cell, CellError, CellValue
from xlform.model.findings import Fix, Severity
from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.formula.amount_cells import AmountCell
from xlform.rules.formula.analysis import SAME, Defect, FormulaAnalysis, analysis_of, number
from xlform.rules.formula.constants import constant_defect, text_formula_defect, typed_formula
from xlform.rules.formula.cycles import cycle_defects
from xlform.rules.formula.differences import (
    DefectKind,
    SumDifference,
    classify,
    difference,
    is_same,
)
from xlform.rules.formula.formula_builder import ExpectedFormula
from xlform.rules.formula.formula_workbook import CellRef, FormulaWorkbook, Terms
from xlform.rules.formula.linear_sums import linear_sum
from xlform.rules.formula.row_formulas import row_error_defect, row_reference_defect
from xlform.rules.formula.special_totals import joins_label, skips_hidden_rows
from xlform.rules.formula.sums import rounds, sum_tree
from xlform.rules.formula.unit_conversions import conversion_defect

_CODES: dict[DefectKind, str] = {
    "short": "G-02",
    "long": "G-03",
    "twice": "G-04",
    "cell": "G-10",
    "sheet": "G-10",
    "unit": "G-12",
    "rounded": "G-13",
    "other": "G-14",
}


def defects(submission: Submission, context: RuleContext) -> tuple[Defect, ...]:
    """Return the defects of a submission, one per cell; none if it was read without cells."""
    analysis = context.memoize(submission, analysis_of)
    return tuple(_DefectFinder(analysis).defects()) if analysis else ()


def reported_cells(submission: Submission, context: RuleContext) -> frozenset[CellRef]:
    """Return the cells with a defect, which other rules then need not report."""
    return frozenset(defect.ref for defect in context.memoize(submission, defects))


class _DefectFinder:
    """Finds defects cell by cell, in an order where each cause hides the following ones."""

    def __init__(self, analysis: FormulaAnalysis) -> None:
        self._analysis = analysis
        self._workbook: FormulaWorkbook = analysis.workbook

    def defects(self) -> Iterator[Defect]:
        cells = [
            (ref, form, amount_cell, cell)
            for ref, form, amount_cell in self._analysis.inspected_cells()
            if (cell := self._workbook.cell(ref)) is not None
        ]
        cycles: dict[CellRef, Defect | None] = {}
        if any(cell.formula for _, _, _, cell in cells):
            cycles = cycle_defects(self._analysis)
        for ref, form, amount_cell, cell in cells:
            defect = cycles[ref] if ref in cycles else self._defect(ref, form, amount_cell, cell)
            if defect:
                yield defect

    def _defect(
        self, ref: CellRef, form: Form, amount_cell: AmountCell | None, cell: Cell
    ) -> Defect | None:
        if cell.formula:
            return self._of_formula(ref, form, amount_cell, cell)
        if amount_cell is None:
            return None
        if typed_formula(cell):
            return text_formula_defect(self._analysis, amount_cell, cell)
        return constant_defect(self._analysis, amount_cell, cell)

    def _of_formula(
        self, ref: CellRef, form: Form, amount_cell: AmountCell | None, cell: Cell
    ) -> Defect | None:
        analysis = self._analysis
        if _is_external(cell.formula, ref[0]):
            return self._external_link(ref, form, amount_cell, cell)
        if self._is_awaiting_input(ref, cell) or joins_label(cell):
            return None
        tree = sum_tree(cell.formula)
        terms = self._workbook.terms(tree, ref[0]) if tree else None
        if not _is_number(cell.value) or "#REF!" in cell.formula.upper():
            unlike = amount_cell and row_error_defect(analysis, amount_cell, cell)
            return unlike or self._error(ref, form, amount_cell, cell, terms)
        if amount_cell and not self._is_right(amount_cell, tree, terms):
            candidates = analysis.expected_formulas.of(ref)
            wrong = candidates and self._wrong_sum(amount_cell, cell, tree, terms, candidates)
            if wrong or not candidates:
                unlike = conversion_defect(
                    analysis, amount_cell, cell, terms
                ) or row_reference_defect(analysis, amount_cell, cell)
                # Like its neighbours' is better than what the relation says in other cells.
                if unlike and (not wrong or _is_safe(unlike)):
                    return unlike
            if wrong:
                return wrong
        return self._stale(ref, form, amount_cell, cell, tree)

    def _is_right(self, amount_cell: AmountCell, tree: Node | None, terms: Terms | None) -> bool:
        """Return whether a formula is right at a glance: what it adds up is what is expected."""
        return (
            tree is not None
            and terms is not None
            and not rounds(tree)
            and self._analysis.right_formulas.has(amount_cell, terms)
        )

    def _is_awaiting_input(self, ref: CellRef, cell: Cell) -> bool:
        """Return whether a formula shows "" because none of the cells it reads is filled in."""
        if not isinstance(cell.value, str) or cell.value:
            return False
        read = references(cell.formula, ref[0])
        return all(isinstance(one, Area) and self._is_blank(one, ref[0]) for one in read)

    def _is_blank(self, area: Area, home: str) -> bool:
        refs = self._workbook.referenced_cells(Cells(area.sheet, area.range), home)
        return refs is not None and not any(self._text(one).strip() for one in refs)

    # Links and errors

    def _external_link(
        self,
        ref: CellRef,
        form: Form,
        amount_cell: AmountCell | None,
        cell: Cell,
    ) -> Defect:
        analysis = self._analysis
        candidates = analysis.expected_formulas.of(ref)
        details = {"what": analysis.label(ref, amount_cell), "old": f"={cell.formula}", "new": ""}
        expected = analysis.closest(ref, cell.formula, candidates) if candidates else None
        if expected is None:
            return Defect("G-08", form, ref, "no-suggestion", details, actual=f"={cell.formula}")
        new = f"={expected.formula}"
        # The number from another file is an amount entered there.
        same = _is_number(cell.value) and cell.value == analysis.value(expected)
        edit = analysis.edit(ref, f"={cell.formula}", expected.formula)
        fix = Fix("safe" if same or not _is_number(cell.value) else "unsafe", (edit,))
        details["new"] = new
        return Defect("G-08", form, ref, "message", details, new, f"={cell.formula}", fix)

    def _error(
        self,
        ref: CellRef,
        form: Form,
        amount_cell: AmountCell | None,
        cell: Cell,
        terms: Terms | None,
    ) -> Defect | None:
        """Return the defect of a formula with an error or no number, unless its cells cause it."""
        candidates = self._analysis.expected_formulas.of(ref)
        expected = self._analysis.closest(ref, cell.formula, candidates) if candidates else None
        same_terms = self._has_terms_of_any(terms, candidates, ref)
        unsure = False
        if same_terms and terms is not None:
            words = [one for one in terms if self._is_words(one)]
            if not words or expected is None or expected.formula == cell.formula:
                return self._stale(ref, form, amount_cell, cell, sum_tree(cell.formula))
            # SUM ignores words; only the filer knows whether they mean an amount.
            unsure = any(self._text(one).strip() for one in words)
        if expected is None:
            return None
        old, new = f"={cell.formula}", f"={expected.formula}"
        seen = cell.value.code if isinstance(cell.value, CellError) else ""
        details = {
            "what": self._analysis.label(ref, amount_cell),
            "old": old,
            "new": new,
            "seen": seen,
        }
        edit = self._analysis.edit(ref, old, expected.formula)
        fix = Fix("unsafe" if unsure else "safe", (edit,))
        message = "message" if seen else "unknown"
        return Defect("G-07", form, ref, message, details, new, seen or old, fix)

    def _has_terms_of_any(
        self, terms: Terms | None, candidates: list[ExpectedFormula], ref: CellRef
    ) -> bool:
        """Return whether a formula is a sum with the terms of an expected formula."""
        if terms is None:
            return False
        workbook = self._workbook
        if any(not difference(workbook, terms, one.terms).size for one in candidates):
            return True
        independent = self._analysis.independent(candidates, ref)
        return any(is_same(workbook, terms, one.terms) for one in independent)

    def _is_words(self, ref: CellRef) -> bool:
        cell = self._workbook.cell(ref)
        return cell is not None and not self._workbook.counts(ref)

    def _text(self, ref: CellRef) -> str:
        cell = self._workbook.cell(ref)
        return cell.text if cell else ""

    # Formulas that add up the wrong cells

    def _wrong_sum(
        self,
        amount_cell: AmountCell,
        cell: Cell,
        tree: Node | None,
        terms: Terms | None,
        candidates: list[ExpectedFormula],
    ) -> Defect | None:
        analysis, workbook, ref = self._analysis, self._workbook, amount_cell.ref
        same_terms = self._has_terms_of_any(terms, candidates, ref)
        # Right cells with another result: rounded, or a cell it reads has the defect.
        if same_terms and not (tree and rounds(tree)):
            return None
        candidates = analysis.independent(candidates, ref)
        actual = (
            workbook.evaluate(tree, ref[0], text_as_numbers=True)
            if tree
            else _as_number(cell.value)
        )
        same_value = any(analysis.agrees(actual, analysis.value(one)) for one in candidates)
        if same_value and (same_terms or not self._is_other_row(terms, candidates)):
            return None
        rounded = tree is not None and rounds(tree)
        if terms is None and (linear := linear_sum(workbook, ref)):
            terms, rounded = linear.terms, linear.rounds
            if not rounded and self._has_terms_of_any(terms, candidates, ref):
                return None
        expected = analysis.closest(ref, cell.formula, candidates, terms)
        if expected is None or (
            same_terms and (actual is None or analysis.value(expected) is None)
        ):
            return None
        if terms is not None:
            is_subtotal = analysis.is_subtotal
            kind, found = classify(workbook, terms, expected, is_subtotal, rounds=rounded)
            if kind != "other":
                return self._sum_defect(
                    amount_cell, cell, expected, kind, found, same_value=same_value
                )
        return self._other_result(amount_cell, cell, expected, actual)

    def _is_other_row(self, terms: Terms | None, candidates: list[ExpectedFormula]) -> bool:
        """Return whether the formula refers to another row of the expected column."""
        if terms is None or len(terms) != 1:
            return False
        (ref,) = terms
        amount_cell = self._analysis.amounts.by_ref.get(ref)
        if amount_cell is None or not amount_cell.table:
            return False
        rows = [
            self._analysis.amounts.by_ref.get(one)
            for expected in candidates
            for one in expected.terms
            if len(expected.terms) == 1
        ]
        return any(
            row
            and row.form is amount_cell.form
            and (row.table, row.column) == (amount_cell.table, amount_cell.column)
            for row in rows
        )

    def _sum_defect(
        self,
        amount_cell: AmountCell,
        cell: Cell,
        expected: ExpectedFormula,
        kind: DefectKind,
        found: SumDifference,
        *,
        same_value: bool,
    ) -> Defect:
        analysis, home = self._analysis, amount_cell.ref[0]
        old, new = f"={cell.formula}", f"={expected.formula}"
        details = {
            "what": analysis.label(amount_cell.ref, amount_cell),
            "old": old,
            "new": new,
            "missing": analysis.names_of(found.missing, home),
            "extra": analysis.names_of(found.extra, home),
            "actual": cell.text,
            "expected": number(analysis.value(expected)),
        }
        return Defect(
            _CODES[kind],
            amount_cell.form,
            amount_cell.ref,
            _message_of(kind, found, expected),
            details,
            new,
            old,
            analysis.replacement(amount_cell.ref, cell, expected),
            "warning" if same_value else None,
        )

    def _other_result(
        self,
        amount_cell: AmountCell,
        cell: Cell,
        expected: ExpectedFormula,
        actual: Decimal | None,
    ) -> Defect | None:
        """Return the defect of a formula that is no sum and has another result."""
        right = self._analysis.value(expected)
        if actual is None or right is None:
            return None
        analysis = self._analysis
        old, new = f"={cell.formula}", f"={expected.formula}"
        details = {
            "what": analysis.label(amount_cell.ref, amount_cell),
            "old": old,
            "new": new,
            "actual": number(actual),
            "expected": number(right),
        }
        if skips_hidden_rows(self._workbook, amount_cell.ref, cell):
            ref = amount_cell.ref
            return Defect("G-14", amount_cell.form, ref, "shown-rows", details, severity="info")
        fix = Fix("unsafe", (analysis.edit(amount_cell.ref, old, expected.formula),))
        return Defect("G-14", amount_cell.form, amount_cell.ref, "message", details, new, old, fix)

    # Stored results

    def _stale(
        self,
        ref: CellRef,
        form: Form,
        amount_cell: AmountCell | None,
        cell: Cell,
        tree: Node | None,
    ) -> Defect | None:
        result = self._workbook.evaluate(tree, ref[0], text_as_numbers=False) if tree else None
        if result is None and tree is None and cell.cached is not None:
            result = _as_number(cell.value)
        stored = cell.value if cell.cached is None else cell.cached
        if result is None or stored is None or _same(stored, result):
            return None
        old = f"={cell.formula}"
        seen = stored.code if isinstance(stored, CellError) else Cell(stored).text
        details = {
            "what": self._analysis.label(ref, amount_cell),
            "old": old,
            "seen": seen,
            "expected": number(result),
        }
        # Programs that can't calculate store 0: nobody was misled yet.
        severity: Severity | None = "info" if stored == 0 else None
        fix = Fix("safe", (self._analysis.edit(ref, old, cell.formula),))
        return Defect("G-11", form, ref, "message", details, number(result), seen, fix, severity)


def _is_safe(defect: Defect) -> bool:
    return defect.fix is not None and defect.fix.safety == "safe"


def _message_of(kind: DefectKind, found: SumDifference, expected: ExpectedFormula) -> str:
    """Return the key of the rule's message for the kind of defect and the missing cells."""
    if kind == "short" and len(expected.terms) > 1:
        ends = list(expected.terms)
        if found.missing == (ends[0],):
            return "first"
        return "last" if found.missing == (ends[-1],) else "message"
    return "sheet" if kind == "sheet" else "message"


def _is_external(formula: str, sheet: str) -> bool:
    """Return whether a formula reads another file; functions that might are no link."""
    if "[" not in formula:
        return False
    return any(
        isinstance(one, Unresolved) and one.why == "external" and "[" in one.text
        for one in references(formula, sheet)
    )


def _is_number(value: CellValue) -> bool:
    return isinstance(value, Decimal)


def _as_number(value: CellValue) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _same(stored: CellValue, result: Decimal) -> bool:
    return isinstance(stored, Decimal) and abs(stored - result) <= SAME * max(
        Decimal(1), abs(result)
    )
