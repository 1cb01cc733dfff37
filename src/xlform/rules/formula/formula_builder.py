"""Formulas that an equation of a relation expects in cells, written for where these are now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import msgspec

from xlform.grid.model import plain
from xlform.rules.arithmetic.operand_values import Subject
from xlform.rules.formula.amount_cells import AmountCell, AmountCells
from xlform.rules.formula.formula_text import cell_reference, sum_formula
from xlform.rules.formula.formula_workbook import CellRef, FormulaWorkbook, Terms
from xlform.template.equation import Calculation, Expression, Number, Operand
from xlform.template.relation import Relation

FormulaWriter = Callable[[], str]
_ONE = Decimal(1)


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


class _FormulaPart(msgspec.Struct, frozen=True):
    """Part of a formula; ``needs_brackets`` if it is multiplied or subtracted."""

    write: FormulaWriter
    terms: Terms
    needs_brackets: bool = False


class FormulaBuilder:
    """Builds the formulas of one relation for one subject."""

    def __init__(
        self, relation: Relation, subject: Subject, amounts: AmountCells, workbook: FormulaWorkbook
    ) -> None:
        self._relation = relation
        self._subject = subject
        self._amounts = amounts
        self._workbook = workbook
        self._target: AmountCell

    def sides(
        self, target: Expression, other: Expression, rank: int, ref: CellRef | None = None
    ) -> Iterator[ExpectedFormula]:
        """Yield the formula for each cell of ``target`` that makes it equal ``other``.

        ``ref`` is the only cell of interest, where there is one.
        """
        if not isinstance(target, Operand) or target.summed:
            return
        for home in self._cells_of(target):
            if ref is not None and home.ref != ref:
                continue
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
        power = amount_cell.power - self._target.power
        return Decimal(1).scaleb(power) if power else _ONE

    def _reference(self, amount_cell: AmountCell) -> _FormulaPart:
        factor, home = self._unit_factor(amount_cell), self._target.ref[0]
        return _FormulaPart(
            lambda: scaled(cell_reference(amount_cell.ref, home), factor),
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
            return scaled(sum_formula(refs, home, self._workbook), factor)

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


def scaled(text: str, factor: Decimal) -> str:
    """Return a formula multiplied by a factor, as it is written."""
    if factor == 1:
        return text
    return f"{text}*{plain(factor)}" if factor > 1 else f"{text}/{plain(1 / factor)}"
