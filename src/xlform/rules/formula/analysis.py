"""Analysis of a submission's formulas: amount cells, expected formulas, and fixes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from xlform.formula.references import Area, references
from xlform.grid.address import cell_name, parse_range
from xlform.grid.model import Cell, Grid, Position, plain
from xlform.grid.sheet_rows import cells_near
from xlform.messages import listed
from xlform.model.findings import Edit, Fix, Safety, Severity
from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.formula.amount_cells import AmountCell, AmountCells, cell_ref_at
from xlform.rules.formula.differences import closest_formula
from xlform.rules.formula.expected_formulas import ExpectedFormulas
from xlform.rules.formula.formula_builder import ExpectedFormula
from xlform.rules.formula.formula_text import cell_reference
from xlform.rules.formula.formula_workbook import CellRef, FormulaWorkbook, Terms
from xlform.rules.formula.right_formulas import RightFormulas
from xlform.rules.formula.sums import sum_tree

# Stored results are binary floats of 15 digits: smaller relative differences are none.
SAME = Decimal("0.0000001")
_SHOWN_AT_MOST = 5
# Of so few formulas all are looked at for each form of a sheet.
_FEW = 100


class Defect(msgspec.Struct, frozen=True):
    """A broken formula of one cell, with the code of the rule that reports it."""

    code: str
    form: Form
    ref: CellRef
    message: str = "message"
    details: dict[str, str] = {}
    expected: str = ""
    actual: str = ""
    fix: Fix | None = None
    severity: Severity | None = None


def analysis_of(submission: Submission, context: RuleContext) -> FormulaAnalysis | None:
    """Return the analysis of a submission; ``None`` if it was read without cells."""
    return FormulaAnalysis(submission, context, context.grid) if context.grid else None


class FormulaAnalysis:
    """A submission with its workbook, amount cells and expected formulas."""

    def __init__(self, submission: Submission, context: RuleContext, grid: Grid) -> None:
        self.context = context
        self.forms = submission.forms
        self.amounts = AmountCells(submission, context)
        self.workbook = FormulaWorkbook(grid, self.amounts.text_numbers, self.amounts.by_ref)
        self.right_formulas = RightFormulas(context, self.amounts)
        self.expected_formulas = ExpectedFormulas(submission, context, self.amounts, self.workbook)
        self._cent = context.settings.cent
        self._typed: dict[tuple[int, str, str], int] = {}
        self._subtotals = {
            (ref[0], ref[1][0])
            for form in submission.forms
            for note in form.notes
            if note.code == "subtotal"
            for ref in (cell_ref_at(form, note.cell),)
        }

    def inspected_cells(self) -> Iterator[tuple[CellRef, Form, AmountCell | None]]:
        """Yield each cell to check once: amounts, and other formulas within a form."""
        for ref, amount_cell in self.amounts.by_ref.items():
            yield ref, amount_cell.form, amount_cell
        others = {
            (name, position)
            for name, positions in self.workbook.formulas.items()
            for position in positions
        }.difference(self.amounts.by_ref)
        for form in self.forms if others else ():
            for position in self._formulas_in(form):
                ref = form.sheet, position
                if ref in others:
                    others.discard(ref)
                    yield ref, form, None

    def _formulas_in(self, form: Form) -> list[Position]:
        """Return the positions of the formulas within a form."""
        sheet, known = self.context.sheet(form), self.workbook.formulas.get(form.sheet, ())
        if sheet is None or not known:
            return []
        area = parse_range(form.range)
        if len(known) > _FEW:
            known = tuple([at for at, cell in cells_near(sheet, area) if cell.formula])
        return [at for at in known if area.covers(*at)]

    def column(self, amount_cell: AmountCell) -> tuple[AmountCell, ...]:
        """Return the amounts of a table's column, in the order of its rows."""
        return self.amounts.column(amount_cell.form, amount_cell.table, amount_cell.column)

    def cell(self, amount_cell: AmountCell) -> Cell | None:
        """Return the cell of an amount; ``None`` if it is blank."""
        return self.workbook.cell(amount_cell.ref)

    def typed_in_column(self, amount_cell: AmountCell) -> int:
        """Return how many amounts of a table's column are no formulas."""
        key = id(amount_cell.form), amount_cell.table, amount_cell.column
        if key not in self._typed:
            cells = [self.cell(at) for at in self.column(amount_cell)]
            self._typed[key] = sum(cell is None or not cell.formula for cell in cells)
        return self._typed[key]

    def totals_agree(self, ref: CellRef, change: Decimal) -> bool | None:
        """Return whether typed amounts that must equal a sum with this cell agree to its change.

        ``False`` if they agree with the cell as it is, ``None`` if there are none or they agree
        with neither.
        """
        for expected in self.expected_formulas.with_term(ref):
            typed = self.cell(expected.amount_cell)
            total = self.value(expected)
            if typed is None or typed.formula or total is None:
                continue
            filed = self.workbook.value(expected.amount_cell.ref, text_as_numbers=True)
            if filed is None:
                continue
            if self.agrees(filed, total + change * expected.terms[ref]):
                return True
            if self.agrees(filed, total):
                return False
        return None

    def is_subtotal(self, ref: CellRef) -> bool:
        """Return whether the cell is in a row of subtotals."""
        return (ref[0], ref[1][0]) in self._subtotals

    def value(self, expected: ExpectedFormula) -> Decimal | None:
        """Return the value of an expected formula, text amounts as numbers; ``None`` if unknown."""
        total = Decimal()
        for ref, factor in expected.terms.items():
            value = self.workbook.value(ref, text_as_numbers=True)
            if value is None:
                return None
            total += value * factor
        return total

    def independent(self, candidates: list[ExpectedFormula], ref: CellRef) -> list[ExpectedFormula]:
        """Return the candidates that add up nothing computed from the cell; all if each does.

        What follows from a cell agrees with it, and is no evidence for it.
        """
        found = [
            one
            for one in candidates
            if not any(self.workbook.depends_on(term, ref) for term in one.terms)
        ]
        return found or candidates

    def agrees(self, one: Decimal | None, other: Decimal | None) -> bool:
        """Return whether two results are known and differ by no more than the tolerance."""
        return one is not None and other is not None and abs(one - other) <= self._cent

    def closest(
        self,
        ref: CellRef,
        formula: str,
        candidates: list[ExpectedFormula],
        terms: Terms | None = None,
    ) -> ExpectedFormula | None:
        """Return the candidate closest to the formula in the cell; ``None`` if all make a cycle.

        ``terms`` are the cells the formula adds up, where they are known already.
        """
        if terms is None:
            tree = sum_tree(formula)
            terms = (self.workbook.terms(tree, ref[0]) if tree else None) or {}
        siblings = self._sheets_of_siblings(ref)
        return closest_formula(self.workbook, candidates, formula, terms, ref, siblings)

    def _sheets_of_siblings(self, ref: CellRef) -> frozenset[str]:
        """Return the sheets that the same value refers to in other forms."""
        amount_cell = self.amounts.by_ref.get(ref)
        found: set[str] = set()
        for form in self.forms if amount_cell else ():
            other = (
                self.amounts.at(form, amount_cell.path)
                if amount_cell and form is not amount_cell.form
                else None
            )
            cell = self.workbook.cell(other.ref) if other else None
            if other and cell and cell.formula:
                read = references(cell.formula, other.ref[0])
                found |= {one.sheet for one in read if isinstance(one, Area)}
        return frozenset(found)

    # Texts and fixes of a defect

    def label(self, ref: CellRef, amount_cell: AmountCell | None) -> str:
        """Return the label of the value in a cell, else the cell's address."""
        return self.amounts.label(amount_cell) if amount_cell else cell_name(*ref[1])

    def names_of(self, refs: tuple[CellRef, ...], home: str) -> str:
        """Return the addresses of cells for a message; of many the first few."""
        names = [cell_reference(ref, home) for ref in refs[:_SHOWN_AT_MOST]]
        return listed(names) + ("…" if len(refs) > _SHOWN_AT_MOST else "")

    def edit(self, ref: CellRef, old: str, formula: str) -> Edit:
        """Return the edit that writes a formula into a cell."""
        return Edit(ref[0], cell_name(*ref[1]), old, f"={formula}", "formula")

    def replacement(self, ref: CellRef, cell: Cell, expected: ExpectedFormula) -> Fix:
        """Return the fix that replaces a broken formula by the expected one.

        A formula's result is no amount entered by the filer, so the fix is safe, unless an amount
        entered elsewhere that must be equal confirms the result shown now.
        """
        old = f"={cell.formula}" if cell.formula else cell.text
        safety: Safety = (
            "unsafe" if self._is_confirmed_elsewhere(ref, cell, self.value(expected)) else "safe"
        )
        return Fix(safety, (self.edit(ref, old, expected.formula),))

    def _is_confirmed_elsewhere(self, ref: CellRef, cell: Cell, new: Decimal | None) -> bool:
        shown = cell.value
        if not isinstance(shown, Decimal) or not shown or (new is not None and shown == new):
            return False
        for other in self.expected_formulas.partners.get(ref, ()):
            partner = self.workbook.cell(other)
            if partner and not partner.formula and self.workbook.counts(other):
                value = self._converted_value(ref, other)
                if self.agrees(value, shown) and not self.agrees(value, new):
                    return True
        return False

    def _converted_value(self, ref: CellRef, other: CellRef) -> Decimal | None:
        """Return the value of another cell in the unit of this one."""
        here, there = self.amounts.by_ref.get(ref), self.amounts.by_ref.get(other)
        value = self.workbook.value(other, text_as_numbers=True)
        if value is None or here is None or there is None:
            return value
        return value.scaleb(there.power - here.power)


def number(value: Decimal | None) -> str:
    """Return a number for a message; "" if it is unknown."""
    return "" if value is None else plain(value)
