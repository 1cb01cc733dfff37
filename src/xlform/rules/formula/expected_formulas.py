"""Formulas expected in cells: by the template's relations, else by the formulas of its blank.

They are written for the cells that hold the values now, so they are right after a form was moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property

from xlform.model.submission import Form, Submission
from xlform.rules.arithmetic.evaluation import subjects
from xlform.rules.arithmetic.operand_values import Subject
from xlform.rules.arithmetic.relation_rule import sets_of
from xlform.rules.context import RuleContext
from xlform.rules.formula.amount_cells import AmountCell, AmountCells
from xlform.rules.formula.equalities import AmountName, Equalities, equality_relations
from xlform.rules.formula.formula_builder import ExpectedFormula, FormulaBuilder, scaled
from xlform.rules.formula.formula_text import cell_reference, sum_formula
from xlform.rules.formula.formula_workbook import CellRef, FormulaWorkbook, Terms
from xlform.rules.formula.template_formulas import TemplateTerm, template_formulas
from xlform.template.relation import OWN

# Left side of a relation within the form; of one between forms; right side within the form.
_OWN, _BETWEEN, _REVERSED = 0, 1, 2


class ExpectedFormulas:
    """Formulas expected in cells; of each cell only those of the lowest rank.

    Few cells are asked for: the formulas of a relation are written once it may say something of
    one of these.
    """

    def __init__(
        self,
        submission: Submission,
        context: RuleContext,
        amounts: AmountCells,
        workbook: FormulaWorkbook,
    ) -> None:
        self._submission = submission
        self._context = context
        self._amounts = amounts
        self._workbook = workbook
        self._equality_relations = equality_relations(context.templates)
        self._known: dict[CellRef, list[ExpectedFormula]] = {}
        self._of_blanks: dict[CellRef, list[ExpectedFormula]] = {}

    def of(self, ref: CellRef) -> list[ExpectedFormula]:
        """Return the formulas a cell may hold, likeliest first; none if nothing is known."""
        found = self._known.get(ref)
        if found is None:
            found = self._from_relations(ref)
            if not found:
                found = self._of_blanks[ref] = list(self._from_template(ref))
            lowest = min((expected.rank for expected in found), default=0)
            self._known[ref] = found = [one for one in found if one.rank == lowest]
        return found

    def with_term(self, ref: CellRef) -> Iterator[ExpectedFormula]:
        """Yield the expected formulas of all cells that add up a cell."""
        for found in (*self._by_ref.values(), *self._of_blanks.values()):
            yield from (expected for expected in found if ref in expected.terms)

    @cached_property
    def partners(self) -> dict[CellRef, set[CellRef]]:
        """Cells that hold the same amount according to a relation, by cell."""
        partners: dict[CellRef, set[CellRef]] = {}
        for ref, found in self._by_ref.items():
            for expected in found:
                if len(expected.terms) == 1:
                    (other,) = expected.terms
                    partners.setdefault(ref, set()).add(other)
                    partners.setdefault(other, set()).add(ref)
        return partners

    @cached_property
    def _by_ref(self) -> dict[CellRef, list[ExpectedFormula]]:
        """The formulas that relations expect in all cells."""
        found: dict[CellRef, list[ExpectedFormula]] = {}
        for relations in (*self._within_forms, *self._between_forms):
            for expected in relations.of_all():
                found.setdefault(expected.amount_cell.ref, []).append(expected)
        return found

    def _from_relations(self, ref: CellRef) -> list[ExpectedFormula]:
        """Return the formulas that relations expect in a cell, those of the lowest rank if any."""
        amount_cells = self._amounts.all_at(ref)
        within = {(OWN, one.table, one.column) for one in amount_cells}
        found = [
            expected
            for form, relations in zip(self._submission.forms, self._within_forms, strict=True)
            if any(one.form is form for one in amount_cells)
            for expected in relations.at(ref, within)
        ]
        if not any(expected.rank == _OWN for expected in found):
            between = {(one.form.kind, one.table, one.column) for one in amount_cells}
            for relations in self._between_forms:
                found += relations.at(ref, between)
        return found

    @cached_property
    def _within_forms(self) -> list[_FormsOfRelations]:
        """The relations within each form."""
        templates, equalities = self._context.templates, self._equality_relations.of
        return [
            self._of_forms(
                equalities(templates[form.template].relations), {OWN: (form,)}, (_OWN, _REVERSED)
            )
            for form in self._submission.forms
        ]

    @cached_property
    def _between_forms(self) -> list[_FormsOfRelations]:
        """The relations between the forms of each set."""
        # The right side is one cell of another form: the row of the summary.
        return [
            self._of_forms(self._equality_relations.of(relations), forms, (_BETWEEN, _BETWEEN))
            for relations, forms in sets_of(self._submission, self._context)
        ]

    def _of_forms(
        self,
        relations: tuple[Equalities, ...],
        forms: Mapping[str, tuple[Form, ...]],
        ranks: tuple[int, int],
    ) -> _FormsOfRelations:
        return _FormsOfRelations(relations, forms, ranks, self._amounts, self._workbook)

    def _from_template(self, ref: CellRef) -> Iterator[ExpectedFormula]:
        """Yield the blank's formula for a cell, in terms of the form's present cells."""
        amount_cell = self._amounts.by_ref.get(ref)
        if amount_cell is None or amount_cell.table:
            return
        template = self._context.templates[amount_cell.form.template]
        parts = template_formulas(template).get(amount_cell.path)
        if parts and (expected := self._relocated(amount_cell.form, amount_cell, parts)):
            yield expected

    def _relocated(
        self, form: Form, amount_cell: AmountCell, parts: tuple[TemplateTerm, ...]
    ) -> ExpectedFormula | None:
        terms: Terms = {}
        texts: list[str] = []
        for term in parts:
            at = self._amounts.at(form, term.column)
            column = self._amounts.column(form, term.table, term.column) if term.table else ()
            refs = [one.ref for one in column] or ([at.ref] if at else [])
            if not refs:
                return None
            terms |= dict.fromkeys(refs, term.factor)
            home = amount_cell.ref[0]
            text = (
                sum_formula(refs, home, self._workbook)
                if term.table
                else cell_reference(refs[0], home)
            )
            texts.append(scaled(text, abs(term.factor)))
            texts[-1] = ("-" if term.factor < 0 else "+") + texts[-1]
        text = "".join(texts).removeprefix("+")
        return ExpectedFormula(amount_cell, lambda: text, terms, _OWN)


class _FormsOfRelations:
    """Relations with the forms they are between, and the formulas they expect there."""

    def __init__(
        self,
        relations: tuple[Equalities, ...],
        forms: Mapping[str, tuple[Form, ...]],
        ranks: tuple[int, int],
        amounts: AmountCells,
        workbook: FormulaWorkbook,
    ) -> None:
        self._relations = relations
        self._forms = forms
        self._ranks = ranks
        self._amounts = amounts
        self._workbook = workbook
        self._subjects: dict[int, list[Subject]] = {}

    def of_all(self) -> Iterator[ExpectedFormula]:
        """Yield the formulas that all of the relations expect."""
        for number in range(len(self._relations)):
            yield from self._of_relation(number, None)

    def at(self, ref: CellRef, names: AbstractSet[AmountName]) -> Iterator[ExpectedFormula]:
        """Yield the formulas that the relations expect in a cell, which holds these amounts."""
        for number, relation in enumerate(self._relations):
            if not names.isdisjoint(relation.targets):
                yield from self._of_relation(number, ref)

    def _of_relation(self, number: int, ref: CellRef | None) -> Iterator[ExpectedFormula]:
        """Yield the formulas that a relation expects in all cells, or in one."""
        relation = self._relations[number]
        left, right = self._ranks
        for subject in self._subjects_of(number):
            maker = FormulaBuilder(relation.relation, subject, self._amounts, self._workbook)
            for equation in relation.equations:
                yield from maker.sides(equation.left, equation.right, left, ref)
                yield from maker.sides(equation.right, equation.left, right, ref)

    def _subjects_of(self, number: int) -> list[Subject]:
        found = self._subjects.get(number)
        if found is None:
            found = list(subjects(self._relations[number].relation, self._forms))
            self._subjects[number] = found
        return found
