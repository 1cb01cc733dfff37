"""Formulas expected in cells: by the template's relations, else by the formulas of its blank.

They are written for the cells that hold the values now, so they are right after a form was moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

import msgspec

from xlform.grid.model import plain
from xlform.model.memoize import memoize
from xlform.model.submission import Form, Submission
from xlform.rules.arithmetic.evaluation import by_kind, subjects
from xlform.rules.arithmetic.operand_values import Subject
from xlform.rules.arithmetic.relation_rule import sets_of
from xlform.rules.context import RuleContext
from xlform.rules.formula.amount_cells import AmountCell, AmountCells
from xlform.rules.formula.formula_text import cell_reference, sum_formula
from xlform.rules.formula.formula_workbook import CellRef, FormulaWorkbook, Terms
from xlform.rules.formula.template_formulas import TemplateTerm, template_formulas
from xlform.template.equation import Calculation, Equation, Expression, Number, Operand
from xlform.template.form import FormTemplate
from xlform.template.relation import OWN, Relation

# Left side of a relation within the form; of one between forms; right side within the form.
_OWN, _BETWEEN, _REVERSED = 0, 1, 2


FormulaWriter = Callable[[], str]
# A relation with those of its equations that are equalities.
Equalities = tuple[Relation, tuple[Equation, ...]]


class ExpectedFormula(msgspec.Struct, frozen=True):
    """Formula expected in a cell, with the cells it adds up and their factors.

    The lowest ``rank`` takes precedence. ``write`` returns the text, which few callers need.
    """

    amount_cell: AmountCell
    write: FormulaWriter
    terms: Terms
    rank: int

    @property
    def formula(self) -> str:
        """Formula without its equals sign."""
        return self.write()


class ExpectedFormulas:
    """Formulas expected in cells; of each cell only those of the lowest rank.

    ``partners`` are the cells that hold the same amount according to a relation.
    """

    def __init__(
        self,
        submission: Submission,
        context: RuleContext,
        amounts: AmountCells,
        workbook: FormulaWorkbook,
    ) -> None:
        self._context = context
        self._amounts = amounts
        self._workbook = workbook
        self._by_ref: dict[CellRef, list[ExpectedFormula]] = {}
        self._equality_relations = _equality_relations(context.templates)
        self.partners: dict[CellRef, set[CellRef]] = {}
        for expected in self._from_relations(submission):
            self._add(expected)

    def of(self, ref: CellRef) -> list[ExpectedFormula]:
        """Return the formulas a cell may hold, likeliest first; none if nothing is known."""
        found = self._by_ref.setdefault(ref, [])
        if not found:
            found += self._from_template(ref)
        lowest = min((expected.rank for expected in found), default=0)
        return [expected for expected in found if expected.rank == lowest]

    def with_term(self, ref: CellRef) -> Iterator[ExpectedFormula]:
        """Yield the expected formulas of all cells that add up a cell."""
        for found in self._by_ref.values():
            yield from (expected for expected in found if ref in expected.terms)

    def _add(self, expected: ExpectedFormula) -> None:
        self._by_ref.setdefault(expected.amount_cell.ref, []).append(expected)
        if len(expected.terms) == 1:
            (other,) = expected.terms
            self.partners.setdefault(expected.amount_cell.ref, set()).add(other)
            self.partners.setdefault(other, set()).add(expected.amount_cell.ref)

    def _from_relations(self, submission: Submission) -> Iterator[ExpectedFormula]:
        for form in submission.forms:
            for sums in self._equality_relations.of(
                self._context.templates[form.template].relations
            ):
                yield from self._of_relation(sums, {OWN: (form,)}, (_OWN, _REVERSED))
        for relations, forms in sets_of(submission, self._context):
            # The right side is one cell of another form: the row of the summary.
            kinds = by_kind(forms)
            for sums in self._equality_relations.of(relations):
                yield from self._of_relation(sums, kinds, (_BETWEEN, _BETWEEN))

    def _of_relation(
        self, sums: Equalities, forms: dict[str, tuple[Form, ...]], ranks: tuple[int, int]
    ) -> Iterator[ExpectedFormula]:
        relation, equations = sums
        for subject in subjects(relation, forms):
            maker = _FormulaBuilder(relation, subject, self._amounts, self._workbook)
            for equation in equations:
                yield from maker.sides(equation.left, equation.right, ranks[0])
                yield from maker.sides(equation.right, equation.left, ranks[1])

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
            texts.append(_scaled(text, abs(term.factor)))
            texts[-1] = ("-" if term.factor < 0 else "+") + texts[-1]
        text = "".join(texts).removeprefix("+")
        return ExpectedFormula(amount_cell, lambda: text, terms, _OWN)


class _EqualityRelations:
    """Relations of a set of templates that require amounts to be equal."""

    def __init__(self, templates: Mapping[str, FormTemplate]) -> None:
        self._kinds: dict[str, list[FormTemplate]] = {}
        for template in templates.values():
            self._kinds.setdefault(template.kind, []).append(template)
        self.of = memoize(self._of)

    def _of(self, declared: tuple[Relation, ...]) -> tuple[Equalities, ...]:
        """Return those of the declared relations with their equalities."""
        found: list[Equalities] = []
        for relation in declared:
            equations = tuple(
                one
                for one in relation.equations
                if one.comparison == "=" and one.is_plain and not relation.when
            )
            if equations and not any(self._has_other_kinds(relation, one) for one in equations):
                found.append((relation, equations))
        return tuple(found)

    def _has_other_kinds(self, relation: Relation, equation: Equation) -> bool:
        """Return whether an equation has operands other than amounts, such as targets."""
        known = self._kinds
        for operand in equation.operands:
            path = relation.paths[operand]
            each = relation.each
            kind = each.kind if each and each.source == path.source else path.source
            editions = known.get(kind, ())
            kinds = {edition.kind_of(path.column, path.table) for edition in editions}
            # An edition may lack the table or the column: its forms have nothing to compare.
            if editions and kinds - {None} != {"amount"}:
                return True
        return False


@memoize
def _equality_relations(templates: Mapping[str, FormTemplate]) -> _EqualityRelations:
    return _EqualityRelations(templates)


class _FormulaPart(msgspec.Struct, frozen=True):
    """Part of a formula; ``needs_brackets`` if it is multiplied or subtracted."""

    write: FormulaWriter
    terms: Terms
    needs_brackets: bool = False


class _FormulaBuilder:
    """Builds the formulas of one relation for one subject."""

    def __init__(
        self, relation: Relation, subject: Subject, amounts: AmountCells, workbook: FormulaWorkbook
    ) -> None:
        self._relation = relation
        self._subject = subject
        self._amounts = amounts
        self._workbook = workbook
        self._target: AmountCell

    def sides(self, target: Expression, other: Expression, rank: int) -> Iterator[ExpectedFormula]:
        """Yield the formula for each cell of ``target`` that makes it equal ``other``."""
        if not isinstance(target, Operand) or target.summed:
            return
        for home in self._cells_of(target):
            self._target = home
            for part in self._alternatives(other):
                if self._target.ref not in part.terms:
                    yield ExpectedFormula(self._target, part.write, part.terms, rank)

    def _alternatives(self, other: Expression) -> Iterator[_FormulaPart]:
        """Yield one formula, or one for each form that has the single value it must equal."""
        if isinstance(other, Operand) and not other.summed:
            for amount_cell in self._cells_of(other):
                yield self._reference(amount_cell)
        elif part := self._expression(other):
            yield self._with_sum_function(part)

    def _with_sum_function(self, part: _FormulaPart) -> _FormulaPart:
        """Return the part as ``SUM`` if a cell holds text, where a chain of ``+`` would fail."""
        chain = part.needs_brackets and set(part.terms.values()) == {Decimal(1)}
        if not chain or not any(self._is_words(ref) for ref in part.terms):
            return part
        home, terms = self._target.ref[0], part.terms

        def write() -> str:
            return f"SUM({','.join(cell_reference(ref, home) for ref in terms)})"

        return _FormulaPart(write, terms)

    def _is_words(self, ref: CellRef) -> bool:
        cell = self._workbook.cell(ref)
        return bool(cell) and not self._workbook.counts(ref)

    def _cells_of(self, operand: Operand) -> list[AmountCell]:
        """Return the amount cells of an operand."""
        target = self._relation.paths[operand]
        forms = self._subject.forms[target.source]
        if target.row:
            path = f"{target.table}[{self._subject.row}].{target.column}"
            return [at] if (at := self._amounts.at(forms[0], path)) else []
        if target.table:
            return [
                at
                for form in forms
                for at in self._amounts.column(form, target.table, target.column)
            ]
        found = (self._amounts.at(form, target.column) for form in forms)
        return [at for at in found if at]

    def _unit_factor(self, amount_cell: AmountCell) -> Decimal:
        """Return the factor from another cell's unit to that of the target."""
        return Decimal(1).scaleb(amount_cell.power - self._target.power)

    def _reference(self, amount_cell: AmountCell) -> _FormulaPart:
        factor, home = self._unit_factor(amount_cell), self._target.ref[0]
        return _FormulaPart(
            lambda: _scaled(cell_reference(amount_cell.ref, home), factor),
            {amount_cell.ref: factor},
        )

    def _expression(self, expression: Expression) -> _FormulaPart | None:
        if isinstance(expression, Number):
            return None
        if isinstance(expression, Operand):
            return self._operand(expression)
        return self._calculation(expression) if isinstance(expression, Calculation) else None

    def _operand(self, operand: Operand) -> _FormulaPart | None:
        found = self._cells_of(operand)
        if not found:
            return None
        if not self._relation.paths[operand].table:
            singles = [self._reference(amount_cell) for amount_cell in found]
            terms = {ref: factor for one in singles for ref, factor in one.terms.items()}
            return _FormulaPart(
                lambda: "+".join(one.write() for one in singles),
                terms,
                needs_brackets=len(singles) > 1,
            )
        factors = {self._unit_factor(amount_cell) for amount_cell in found}
        if len(factors) > 1:
            return None
        (factor,) = factors
        refs, home = [amount_cell.ref for amount_cell in found], self._target.ref[0]

        def write() -> str:
            return _scaled(sum_formula(refs, home, self._workbook), factor)

        return _FormulaPart(write, dict.fromkeys(refs, factor))

    def _calculation(self, expression: Calculation) -> _FormulaPart | None:
        left, right = self._expression(expression.left), self._expression(expression.right)
        if expression.operator in "*/":
            return self._multiplied(expression, left, right)
        # A value the form does not have is no term of its formula.
        if left is None or right is None:
            return left if expression.operator == "+" and left else right
        sign = -1 if expression.operator == "-" else 1
        terms = dict(left.terms)
        for ref, factor in right.terms.items():
            terms[ref] = terms.get(ref, Decimal()) + sign * factor
        bracketed = right.needs_brackets and sign < 0

        def write() -> str:
            text = f"({right.write()})" if bracketed else right.write()
            return f"{left.write()}{expression.operator}{text}"

        return _FormulaPart(write, terms, needs_brackets=True)

    def _multiplied(
        self, expression: Calculation, left: _FormulaPart | None, right: _FormulaPart | None
    ) -> _FormulaPart | None:
        by_number = isinstance(expression.right, Number) and left is not None
        number = expression.right if by_number else expression.left
        part = left if by_number else right
        if part is None or not isinstance(number, Number) or not number.value:
            return None
        if expression.operator == "/" and not by_number:
            return None
        factor = number.value if expression.operator == "*" else 1 / number.value
        terms = {ref: own * factor for ref, own in part.terms.items()}

        def write() -> str:
            text = f"({part.write()})" if part.needs_brackets else part.write()
            return f"{text}{expression.operator}{plain(number.value)}"

        return _FormulaPart(write, terms)


def _scaled(text: str, factor: Decimal) -> str:
    if factor == 1:
        return text
    return f"{text}*{plain(factor)}" if factor > 1 else f"{text}/{plain(1 / factor)}"
